import { produce } from 'immer';
import { assign, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import { type Credit, flowKey, type Forward, type Packet, type PacketOnWire } from './ub-packet.js';

export interface InputPortInput {
  /** The output port at the other end of the wire. */
  readonly upstream: string;
  /** Where packets leave the chip, by flow: an output port, or the dies of the node. */
  readonly routes: Readonly<Record<string, string>>;
}

export interface InputPortContext extends InputPortInput {
  readonly buffer: readonly Packet[];
}

/**
 * An input port of an L1 or L2 chip of the Unified Bus: a buffer of packets that leave the chip in the order in which they came, so
 * that a head that cannot go on holds up all behind it. A packet goes on only when its output port takes it; its slot is free then,
 * and the other end of the wire gets its credit back.
 */
export const ubInputPort = setup({
  types: {} as { context: InputPortContext; input: InputPortInput; events: PacketOnWire; tags: 'rest' },
  guards: {
    isEmpty: ({ context }) => context.buffer.length === 0,
  },
  delays: { cross: 1 },
  actions: {
    store: assign(({ context, event }) =>
      produce(context, (draft) => {
        const { source, destination, number } = event;
        draft.buffer.push({ source, destination, number });
      }),
    ),
    forward: sendTo(
      componentRef(({ context }) => context.routes[flowKey(context.buffer[0]!)]!),
      ({ context }): Forward => ({ type: 'FORWARD', ...context.buffer[0]! }),
    ),
    freeSlot: assign(({ context }) =>
      produce(context, (draft) => {
        draft.buffer.shift();
      }),
    ),
    returnCredit: sendTo(
      componentRef(({ context }) => context.upstream),
      {
        type: 'CREDIT',
      } satisfies Credit,
    ),
  },
}).createMachine({
  id: 'ub-input-port',
  description: 'Where packets come into an L1 or L2 switch chip (docs/paper/facts.md 2).',
  context: ({ input }) => ({ ...input, buffer: [] }),
  initial: 'empty',
  states: {
    empty: {
      description: 'No packet waits.',
      tags: 'rest',
      on: { PACKET: { target: 'holding', actions: 'store' } },
    },
    holding: {
      description:
        'The first packet waits until its output port takes it, or its dies do; the others wait behind it.',
      on: { PACKET: { actions: 'store' } },
      after: { cross: { target: 'forwarded', actions: ['forward', 'freeSlot', 'returnCredit'] } },
    },
    forwarded: {
      description: 'The first packet is gone, its slot is free, and the other end of the wire is told.',
      always: [{ guard: 'isEmpty', target: 'empty' }, { target: 'holding' }],
    },
  },
});
