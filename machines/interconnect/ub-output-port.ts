import { produce } from 'immer';
import { assertEvent, assign, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { Credit, Forward, PacketOnWire } from './ub-packet.js';

export interface OutputPortContext {
  /** The input port at the other end of the wire. */
  readonly downstream: string;
  /** Slots of that port's buffer that no packet uses or is on the way to. */
  readonly credits: number;
}

/** An output port of an L1 or L2 chip of the Unified Bus: it takes a packet from within the chip only with a credit. */
export const ubOutputPort = setup({
  types: {} as {
    context: OutputPortContext;
    input: OutputPortContext;
    events: Forward | Credit;
    tags: 'rest';
  },
  guards: {
    hasNoCredit: ({ context }) => context.credits === 0,
  },
  actions: {
    takeCredit: assign(({ context }) =>
      produce(context, (draft) => {
        draft.credits--;
      }),
    ),
    returnCredit: assign(({ context }) =>
      produce(context, (draft) => {
        draft.credits++;
      }),
    ),
    transmit: sendTo(
      componentRef(({ context }) => context.downstream),
      ({ event }): PacketOnWire => {
        assertEvent(event, 'FORWARD');
        return { ...event, type: 'PACKET' };
      },
    ),
  },
}).createMachine({
  id: 'ub-output-port',
  description: 'Where packets leave an L1 or L2 switch chip for another (docs/paper/facts.md 2).',
  context: ({ input }) => input,
  on: { CREDIT: { target: '.ready', actions: 'returnCredit' } },
  initial: 'ready',
  states: {
    ready: {
      description: 'The buffer at the other end of the wire has a slot for the next packet.',
      tags: 'rest',
      always: { guard: 'hasNoCredit', target: 'starved' },
      on: { FORWARD: { actions: ['takeCredit', 'transmit'] } },
    },
    starved: {
      description: 'Every slot at the other end is in use, or about to be: packets wait where they are.',
      tags: 'rest',
    },
  },
});
