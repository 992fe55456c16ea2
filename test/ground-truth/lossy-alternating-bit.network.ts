import { assertEvent, assign, sendTo, setup } from 'xstate';
import { componentRef, defineNetwork, type FairnessSpec, leadsTo, type Network } from '../../src/index.js';

const DATA = ['d1', 'd2'] as const;
type Datum = (typeof DATA)[number];
type Bit = 0 | 1;

/** SndNewValue is the stimulus SEND, ReSndMsg the timer, RcvAck the acknowledgement. `sAck` is `bit` in `acknowledged`, and the other one in `sending`. */
const sender = setup({
  types: {
    context: {} as { bit: Bit; datum: Datum },
    input: {} as { bit: Bit; datum: Datum },
    events: {} as { type: 'SEND'; datum: Datum } | { type: 'ACKNOWLEDGEMENT'; bit: Bit },
    tags: {} as 'rest',
  },
  guards: {
    isOfThisBit: ({ context, event }) => {
      assertEvent(event, 'ACKNOWLEDGEMENT');
      return event.bit === context.bit;
    },
  },
  actions: {
    begin: sendTo(componentRef('receiver'), ({ context }) => ({ type: 'BEGIN', bit: context.bit })),
    takeNext: assign(({ context, event }) => {
      assertEvent(event, 'SEND');
      return { bit: context.bit === 0 ? (1 as const) : (0 as const), datum: event.datum };
    }),
    sendMessage: sendTo(componentRef('receiver'), ({ context }) => ({
      type: 'MESSAGE',
      bit: context.bit,
      datum: context.datum,
    })),
  },
  delays: { again: 1 },
}).createMachine({
  id: 'sender',
  context: ({ input }) => input,
  entry: 'begin',
  initial: 'acknowledged',
  states: {
    // Nobody has to send.
    acknowledged: {
      tags: 'rest',
      on: { SEND: { target: 'sending', actions: ['takeNext', 'sendMessage'] }, ACKNOWLEDGEMENT: {} },
    },
    sending: {
      after: { again: { target: 'sending', reenter: true, actions: 'sendMessage' } },
      on: { ACKNOWLEDGEMENT: [{ guard: 'isOfThisBit', target: 'acknowledged' }, {}] },
    },
  },
});

/** RcvMsg is the message, SndAck the timer. What it says is what it has: `rcvd` and `rBit`. */
const receiver = setup({
  types: {
    context: {} as { bit: Bit; datum: Datum },
    input: {} as { datum: Datum },
    events: {} as { type: 'BEGIN'; bit: Bit } | { type: 'MESSAGE'; bit: Bit; datum: Datum },
    tags: {} as 'rest',
  },
  actions: {
    takeBit: assign({
      bit: ({ event }) => {
        assertEvent(event, 'BEGIN');
        return event.bit;
      },
    }),
    takeMessage: assign(({ event }) => {
      assertEvent(event, 'MESSAGE');
      return { bit: event.bit, datum: event.datum };
    }),
    acknowledge: sendTo(componentRef('sender'), ({ context }) => ({
      type: 'ACKNOWLEDGEMENT',
      bit: context.bit,
    })),
  },
  delays: { again: 1 },
}).createMachine({
  id: 'receiver',
  context: ({ input }) => ({ bit: 0, datum: input.datum }),
  tags: 'rest',
  initial: 'receiving',
  on: { BEGIN: { actions: 'takeBit' }, MESSAGE: { actions: 'takeMessage' } },
  states: {
    receiving: { after: { again: { target: 'receiving', reenter: true, actions: 'acknowledge' } } },
  },
});

/** ABFairness: receiving is strongly fair, since what can be lost is not enabled all the time. */
const LOSS_IS_FAIR: FairnessSpec = {
  units: [
    { from: 'sender', to: 'receiver', fairness: 'strong' },
    { from: 'receiver', to: 'sender', fairness: 'strong' },
  ],
};

/**
 * The alternating bit protocol over queues that lose any message, after AlternatingBit.tla and MCAlternatingBit.tla (Lamport, Specifying Systems,
 * chapter 14; tlaplus/Examples, specifications/SpecifyingSystems/TLC), with two data values and queues of two. There a constraint cuts what
 * makes a queue longer, here a full queue blocks: the states are the same.
 */
export function lossyAlternatingBit(fairness: FairnessSpec = LOSS_IS_FAIR): Network {
  return defineNetwork({
    name: 'alternating bit over lossy queues',
    components: {
      sender: {
        machine: sender,
        inputs: ([0, 1] as const).flatMap((bit) => DATA.map((datum) => ({ bit, datum }))),
        stimuli: DATA.map((datum) => ({ type: 'SEND', datum })),
      },
      receiver: { machine: receiver, inputs: DATA.map((datum) => ({ datum })) },
    },
    channels: {
      default: { kind: 'fifo', capacity: 2, lossy: true },
      // The bit that both start with is no message of the protocol.
      events: { BEGIN: { kind: 'sync' } },
    },
    fairness,
    properties: [
      ...DATA.map((datum) =>
        leadsTo(
          `${datum} is received`,
          (view) =>
            view.matches('sender', 'sending') && view.context<{ datum: Datum }>('sender').datum === datum,
          (view) => view.context<{ datum: Datum }>('receiver').datum === datum,
        ),
      ),
      leadsTo(
        'what is sent is acknowledged',
        (view) => view.matches('sender', 'sending'),
        (view) => view.matches('sender', 'acknowledged'),
      ),
    ],
  });
}
