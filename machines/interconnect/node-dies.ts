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
  types: {} as { context: NodeDiesInput; input: NodeDiesInput; events: Forward; emitted: PacketArrived },
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
  context: ({ input }) => input,
  on: { FORWARD: { actions: 'tellArrived' } },
  initial: 'choosing',
  states: {
    choosing: {
      always: [{ guard: 'hasNoPacket', target: 'sent' }, { target: 'sending' }],
    },
    sending: {
      after: { inject: { target: 'choosing', actions: ['forward', 'nextPacket'] } },
    },
    sent: { tags: 'rest' },
  },
});
