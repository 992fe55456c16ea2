import { assign, setup } from 'xstate';
import type { PoolObservation } from '../../machines/die/core-pool.js';

export interface LeasedInOrderInput {
  /** For each kernel of a die, the stream that it is of. */
  readonly streams: Readonly<Record<string, string>>;
}

interface LeasedInOrderContext extends LeasedInOrderInput {
  /** Kernels that have asked and have no cores yet, in the order of asking. */
  readonly waiting: readonly string[];
}

/**
 * Kernels of a stream get their cores in the order in which they asked: one that is overtaken since there are cores for a later one may wait for as long as others come.
 * It hears the pool of a die, and keeps its own account of who came when.
 */
export const leasedInOrder = setup({
  types: {} as { context: LeasedInOrderContext; input: LeasedInOrderInput; events: PoolObservation },
  guards: {
    isOvertaking: ({ context: { streams, waiting }, event }) =>
      waiting.find((kernel) => streams[kernel] === streams[event.kernel]) !== event.kernel,
  },
  actions: {
    note: assign({ waiting: ({ context, event }) => [...context.waiting, event.kernel] }),
    strike: assign({
      waiting: ({ context, event }) => context.waiting.filter((kernel) => kernel !== event.kernel),
    }),
  },
}).createMachine({
  id: 'leased-in-order',
  context: ({ input }) => ({ ...input, waiting: [] }),
  initial: 'watching',
  states: {
    watching: {
      on: {
        CORES_ASKED: { actions: 'note' },
        CORES_LEASED: [{ guard: 'isOvertaking', target: 'violated' }, { actions: 'strike' }],
      },
    },
    violated: { tags: 'violation', type: 'final' },
  },
});
