import { produce } from 'immer';
import { assign, setup } from 'xstate';
import type { PacketArrived } from '../../machines/interconnect/node-dies.js';

export interface PacketsInOrderInput {
  readonly node: number;
  /** Packets that each source has for the node. */
  readonly owed: Readonly<Record<number, number>>;
}

interface PacketsInOrderContext extends PacketsInOrderInput {
  readonly arrived: Readonly<Record<number, number>>;
}

/**
 * Every packet arrives at its own node, once, and in the order in which its source sent it. Nobody starves at a port, although ports need not be fair:
 * whoever else uses one comes to an end of his packets.
 */
export const packetsInOrder = setup({
  types: {} as { context: PacketsInOrderContext; input: PacketsInOrderInput; events: PacketArrived },
  guards: {
    isNext: ({ context: { node, arrived }, event: { source, destination, number } }) =>
      destination === node && number === arrived[source],
    hasAll: ({ context: { owed, arrived } }) =>
      Object.keys(owed).every((source) => arrived[Number(source)] === owed[Number(source)]),
  },
  actions: {
    count: assign(({ context, event }) =>
      produce(context, (draft) => {
        draft.arrived[event.source]!++;
      }),
    ),
  },
}).createMachine({
  id: 'packets-in-order',
  context: ({ input }) => ({
    ...input,
    arrived: Object.fromEntries(Object.keys(input.owed).map((source) => [source, 0])),
  }),
  initial: 'awaiting',
  on: {
    ARRIVED: [{ guard: 'isNext', actions: 'count' }, { target: '.violated' }],
  },
  states: {
    awaiting: {
      tags: 'pending',
      always: { guard: 'hasAll', target: 'complete' },
    },
    complete: {},
    violated: { tags: 'violation' },
  },
});
