import { produce } from 'immer';
import { assign, emit, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import { flowKey, type Forward, type Packet } from './ub-packet.js';

export interface NodeDiesInput {
  /** What they send, in this order. */
  readonly packets: readonly Packet[];
  /** The output port of their L1 chip that packets leave by, by flow. */
  readonly routes: Readonly<Record<string, string>>;
}

export interface PacketArrived extends Packet {
  readonly type: 'ARRIVED';
}

/**
 * The dies of a node, as its L1 chip sees them: they have packets for other nodes, and always take those that come. Without the
 * latter no fabric is free of deadlocks.
 */
export const nodeDies = setup({
  types: {} as {
    context: NodeDiesInput;
    input: NodeDiesInput;
    events: Forward;
    emitted: PacketArrived;
    tags: 'rest';
  },
  guards: {
    hasNoPacket: ({ context }) => context.packets.length === 0,
  },
  delays: { inject: 1 },
  actions: {
    forward: sendTo(
      componentRef(({ context }) => context.routes[flowKey(context.packets[0]!)]!),
      ({ context }): Forward => ({ type: 'FORWARD', ...context.packets[0]! }),
    ),
    nextPacket: assign(({ context }) =>
      produce(context, (draft) => {
        draft.packets.shift();
      }),
    ),
    tellArrived: emit(({ event }): PacketArrived => ({ ...event, type: 'ARRIVED' })),
  },
}).createMachine({
  id: 'node-dies',
  description: 'The dies of a node on one sub-plane of the Unified Bus (docs/paper/facts.md 1 and 2).',
  context: ({ input }) => input,
  on: { FORWARD: { actions: 'tellArrived' } },
  initial: 'choosing',
  states: {
    choosing: {
      description: 'Whether there is a packet to send.',
      always: [{ guard: 'hasNoPacket', target: 'sent' }, { target: 'sending' }],
    },
    sending: {
      description: 'The next packet waits until the port that it leaves by takes it.',
      after: { inject: { target: 'choosing', actions: ['forward', 'nextPacket'] } },
    },
    sent: {
      description: 'All packets are sent. Others may still come.',
      tags: 'rest',
    },
  },
});
