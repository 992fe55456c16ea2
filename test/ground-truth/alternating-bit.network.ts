import { produce } from 'immer';
import { assertEvent, assign, sendTo, setup } from 'xstate';
import { componentRef, always, defineNetwork, type Network } from '../../src/index.js';

const DATA = ['d1', 'd2'] as const;
type Datum = (typeof DATA)[number];

/** Takes a datum, then sends it with its bit again and again until that bit is acknowledged. */
const sender = setup({
  types: {
    context: {} as { bit: boolean; datum: Datum | null },
    events: {} as
      | { type: 'ACCEPT'; datum: Datum }
      | { type: 'SEND' }
      | { type: 'ACKNOWLEDGEMENT'; bit: boolean }
      | { type: 'ERROR' },
    tags: {} as 'rest',
  },
  guards: {
    isExpected: ({ context, event }) => {
      assertEvent(event, 'ACKNOWLEDGEMENT');
      return event.bit === context.bit;
    },
  },
  actions: {
    keepDatum: assign(({ context, event }) =>
      produce(context, (draft) => {
        assertEvent(event, 'ACCEPT');
        draft.datum = event.datum;
      }),
    ),
    sendFrame: sendTo(componentRef('dataLink'), ({ context }) => ({
      type: 'FRAME',
      datum: context.datum,
      bit: context.bit,
    })),
    goOn: assign(({ context }) =>
      produce(context, (draft) => {
        draft.datum = null;
        draft.bit = !draft.bit;
      }),
    ),
  },
}).createMachine({
  id: 'sender',
  context: { bit: true, datum: null },
  initial: 'idle',
  states: {
    // Nobody has to bring data.
    idle: { tags: 'rest', on: { ACCEPT: { target: 'sending', actions: 'keepDatum' } } },
    sending: { on: { SEND: { target: 'waiting', actions: 'sendFrame' } } },
    waiting: {
      on: {
        ACKNOWLEDGEMENT: [{ guard: 'isExpected', target: 'idle', actions: 'goOn' }, { target: 'sending' }],
        ERROR: 'sending',
      },
    },
  },
});

/** A link holds one message at a time, and hands over either it or the news that it was lost. */
const dataLink = setup({
  types: {
    context: {} as { frame: { datum: Datum; bit: boolean } | null },
    events: {} as
      | { type: 'FRAME'; datum: Datum; bit: boolean }
      | { type: 'CARRY' }
      | { type: 'CORRUPT' }
      | { type: 'HAND_OVER' },
    tags: {} as 'rest',
  },
  actions: {
    keepFrame: assign(({ context, event }) =>
      produce(context, (draft) => {
        assertEvent(event, 'FRAME');
        draft.frame = { datum: event.datum, bit: event.bit };
      }),
    ),
    forgetFrame: assign(({ context }) =>
      produce(context, (draft) => {
        draft.frame = null;
      }),
    ),
    handFrameOver: sendTo(componentRef('receiver'), ({ context }) => ({ type: 'FRAME', ...context.frame })),
    handErrorOver: sendTo(componentRef('receiver'), { type: 'ERROR' }),
  },
}).createMachine({
  id: 'dataLink',
  context: { frame: null },
  initial: 'empty',
  states: {
    empty: { tags: 'rest', on: { FRAME: { target: 'underWay', actions: 'keepFrame' } } },
    underWay: { on: { CARRY: 'carried', CORRUPT: { target: 'corrupted', actions: 'forgetFrame' } } },
    carried: { on: { HAND_OVER: { target: 'empty', actions: ['handFrameOver', 'forgetFrame'] } } },
    corrupted: { on: { HAND_OVER: { target: 'empty', actions: 'handErrorOver' } } },
  },
});

/** The same for acknowledgements, in the other direction. */
const acknowledgementLink = setup({
  types: {
    context: {} as { bit: boolean | null },
    events: {} as
      | { type: 'ACKNOWLEDGEMENT'; bit: boolean }
      | { type: 'CARRY' }
      | { type: 'CORRUPT' }
      | { type: 'HAND_OVER' },
    tags: {} as 'rest',
  },
  actions: {
    keepBit: assign(({ context, event }) =>
      produce(context, (draft) => {
        assertEvent(event, 'ACKNOWLEDGEMENT');
        draft.bit = event.bit;
      }),
    ),
    forgetBit: assign(({ context }) =>
      produce(context, (draft) => {
        draft.bit = null;
      }),
    ),
    handBitOver: sendTo(componentRef('sender'), ({ context }) => ({
      type: 'ACKNOWLEDGEMENT',
      bit: context.bit,
    })),
    handErrorOver: sendTo(componentRef('sender'), { type: 'ERROR' }),
  },
}).createMachine({
  id: 'acknowledgementLink',
  context: { bit: null },
  initial: 'empty',
  states: {
    empty: { tags: 'rest', on: { ACKNOWLEDGEMENT: { target: 'underWay', actions: 'keepBit' } } },
    underWay: { on: { CARRY: 'carried', CORRUPT: { target: 'corrupted', actions: 'forgetBit' } } },
    carried: { on: { HAND_OVER: { target: 'empty', actions: ['handBitOver', 'forgetBit'] } } },
    corrupted: { on: { HAND_OVER: { target: 'empty', actions: 'handErrorOver' } } },
  },
});

const receiverParts = setup({
  types: {
    /** bit: the one that the next new frame will carry. */
    context: {} as { bit: boolean; datum: Datum | null },
    events: {} as
      | { type: 'FRAME'; datum: Datum; bit: boolean }
      | { type: 'ERROR' }
      | { type: 'DELIVER' }
      | { type: 'ACKNOWLEDGE' },
    tags: {} as 'rest',
  },
  guards: {
    isNew: ({ context, event }) => {
      assertEvent(event, 'FRAME');
      return event.bit === context.bit;
    },
  },
  actions: {
    keepDatum: assign(({ context, event }) =>
      produce(context, (draft) => {
        assertEvent(event, 'FRAME');
        draft.datum = event.datum;
      }),
    ),
    deliverDatum: assign(({ context }) =>
      produce(context, (draft) => {
        draft.datum = null;
      }),
    ),
    expectNext: assign(({ context }) =>
      produce(context, (draft) => {
        draft.bit = !draft.bit;
      }),
    ),
    acknowledgeExpected: sendTo(componentRef('acknowledgementLink'), ({ context }) => ({
      type: 'ACKNOWLEDGEMENT',
      bit: context.bit,
    })),
    acknowledgePrevious: sendTo(componentRef('acknowledgementLink'), ({ context }) => ({
      type: 'ACKNOWLEDGEMENT',
      bit: !context.bit,
    })),
  },
});

/** The process R of the specification: it has one place to acknowledge a new frame, and one to repeat the last time. */
const receiverWithTwoPlaces = receiverParts.createMachine({
  id: 'receiver',
  context: { bit: true, datum: null },
  initial: 'awaiting',
  states: {
    awaiting: {
      tags: 'rest',
      on: {
        FRAME: [{ guard: 'isNew', target: 'delivering', actions: 'keepDatum' }, { target: 'repeating' }],
        ERROR: 'repeating',
      },
    },
    delivering: { on: { DELIVER: { target: 'acknowledging', actions: 'deliverDatum' } } },
    acknowledging: {
      on: { ACKNOWLEDGE: { target: 'awaiting', actions: ['acknowledgeExpected', 'expectNext'] } },
    },
    repeating: { on: { ACKNOWLEDGE: { target: 'awaiting', actions: 'acknowledgePrevious' } } },
  },
});

/** The same behaviour with one place: once a frame is delivered, its acknowledgement is one of the previous frame. */
const receiverWithOnePlace = receiverParts.createMachine({
  id: 'receiver',
  context: { bit: true, datum: null },
  initial: 'awaiting',
  states: {
    awaiting: {
      tags: 'rest',
      on: {
        FRAME: [{ guard: 'isNew', target: 'delivering', actions: 'keepDatum' }, { target: 'acknowledging' }],
        ERROR: 'acknowledging',
      },
    },
    delivering: {
      on: { DELIVER: { target: 'acknowledging', actions: ['deliverDatum', 'expectNext'] } },
    },
    acknowledging: { on: { ACKNOWLEDGE: { target: 'awaiting', actions: 'acknowledgePrevious' } } },
  },
});

/**
 * The alternating bit protocol with two data values, after abp.mcrl2 (mCRL2org/mCRL2, examples/academic/abp): four
 * processes that meet in rendezvous, the sender S, the links K (data) and L (acknowledgements), and the receiver R.
 *
 * @param acknowledgingPlaces 2 as in the specification, where the two places from which R acknowledges are told apart;
 *   1 makes them one, with the same behaviour
 */
export function alternatingBit(acknowledgingPlaces: 1 | 2): Network {
  const linkStimuli = [{ type: 'CARRY' }, { type: 'CORRUPT' }, { type: 'HAND_OVER' }];
  return defineNetwork({
    name: `alternating bit, ${acknowledgingPlaces} acknowledging places`,
    components: {
      sender: {
        machine: sender,
        stimuli: [...DATA.map((datum) => ({ type: 'ACCEPT', datum })), { type: 'SEND' }],
      },
      dataLink: { machine: dataLink, stimuli: linkStimuli },
      acknowledgementLink: { machine: acknowledgementLink, stimuli: linkStimuli },
      receiver: {
        machine: acknowledgingPlaces === 2 ? receiverWithTwoPlaces : receiverWithOnePlace,
        stimuli: [{ type: 'DELIVER' }, { type: 'ACKNOWLEDGE' }],
      },
    },
    channels: { default: { kind: 'sync', deferring: true } },
    properties: [
      // What is delivered is the datum that the sender still works on: nothing is lost, repeated or out of order.
      always(
        'delivery is faithful',
        (view) =>
          !view.matches('receiver', 'delivering') ||
          view.context<{ datum: Datum | null }>('receiver').datum ===
            view.context<{ datum: Datum | null }>('sender').datum,
      ),
    ],
  });
}
