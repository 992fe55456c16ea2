import { produce } from 'immer';
import { assertEvent, assign, emit, sendTo, setup } from 'xstate';
import {
  always,
  componentRef,
  defineNetwork,
  type FairnessSpec,
  leadsTo,
  monitor,
  type Network,
} from '../../src/index.js';
import { acknowledgementLink, DATA, dataLink, type Datum, fairLoss } from './alternating-bit-links.js';

/** Takes a datum, then sends it with its bit again and again until that bit is acknowledged. */
const sender = setup({
  types: {
    context: {} as { bit: boolean; datum: Datum | null },
    events: {} as
      { type: 'ACCEPT'; datum: Datum } | { type: 'ACKNOWLEDGEMENT'; bit: boolean } | { type: 'ERROR' },
    emitted: {} as { type: 'ACCEPTED' },
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
    reportAccepted: emit({ type: 'ACCEPTED' }),
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
  delays: { send: 1 },
}).createMachine({
  id: 'sender',
  context: { bit: true, datum: null },
  initial: 'idle',
  states: {
    // Nobody has to bring data.
    idle: { tags: 'rest', on: { ACCEPT: { target: 'sending', actions: ['keepDatum', 'reportAccepted'] } } },
    sending: { after: { send: { target: 'waiting', actions: 'sendFrame' } } },
    waiting: {
      on: {
        ACKNOWLEDGEMENT: [{ guard: 'isExpected', target: 'idle', actions: 'goOn' }, { target: 'sending' }],
        ERROR: 'sending',
      },
    },
  },
});

const receiverParts = setup({
  types: {
    /** bit: the one that the next new frame will carry. */
    context: {} as { bit: boolean; datum: Datum | null },
    events: {} as { type: 'FRAME'; datum: Datum; bit: boolean } | { type: 'ERROR' },
    emitted: {} as { type: 'DELIVERED' },
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
    reportDelivered: emit({ type: 'DELIVERED' }),
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
  delays: { deliver: 1, acknowledge: 1 },
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
    delivering: {
      after: { deliver: { target: 'acknowledging', actions: ['reportDelivered', 'deliverDatum'] } },
    },
    acknowledging: {
      after: { acknowledge: { target: 'awaiting', actions: ['acknowledgeExpected', 'expectNext'] } },
    },
    repeating: { after: { acknowledge: { target: 'awaiting', actions: 'acknowledgePrevious' } } },
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
      after: {
        deliver: { target: 'acknowledging', actions: ['reportDelivered', 'deliverDatum', 'expectNext'] },
      },
    },
    acknowledging: { after: { acknowledge: { target: 'awaiting', actions: 'acknowledgePrevious' } } },
  },
});

/** Owes a delivery for what is accepted. Which is owed follows from the states of the others: it adds none. */
const delivery = setup({}).createMachine({
  id: 'delivery',
  initial: 'free',
  states: {
    free: { on: { ACCEPTED: 'owing' } },
    owing: { tags: 'pending', on: { DELIVERED: 'free' } },
  },
});

/**
 * The alternating bit protocol with two data values, after abp.mcrl2 (mCRL2org/mCRL2, examples/academic/abp): four
 * processes that meet in rendezvous, the sender S, the links K (data) and L (acknowledgements), and the receiver R.
 *
 * @param acknowledgingPlaces 2 as in the specification, where the two places from which R acknowledges are told apart;
 *   1 makes them one, with the same behaviour
 */
export function alternatingBit(
  acknowledgingPlaces: 1 | 2,
  fairness: FairnessSpec = fairLoss('dataLink', 'acknowledgementLink'),
): Network {
  return defineNetwork({
    name: `alternating bit, ${acknowledgingPlaces} acknowledging places`,
    components: {
      sender: { machine: sender, stimuli: DATA.map((datum) => ({ type: 'ACCEPT', datum })) },
      dataLink: { machine: dataLink },
      acknowledgementLink: { machine: acknowledgementLink },
      receiver: { machine: acknowledgingPlaces === 2 ? receiverWithTwoPlaces : receiverWithOnePlace },
    },
    channels: { default: { kind: 'sync', deferring: true } },
    fairness,
    properties: [
      // What is delivered is the datum that the sender still works on: nothing is lost, repeated or out of order.
      always(
        'delivery is faithful',
        (view) =>
          !view.matches('receiver', 'delivering') ||
          view.context<{ datum: Datum | null }>('receiver').datum ===
            view.context<{ datum: Datum | null }>('sender').datum,
      ),
      monitor('what is accepted is delivered', delivery),
      leadsTo(
        'the sender is free again',
        (view) => !view.matches('sender', 'idle'),
        (view) => view.matches('sender', 'idle'),
      ),
    ],
  });
}
