import { produce } from 'immer';
import { assign, setup } from 'xstate';
import type { PoolObservation } from '../../machines/die/core-pool.js';

export interface KernelOrderInput {
  /** For each kernel of a die, those whose results it reads. */
  readonly reads: Readonly<Record<string, readonly string[]>>;
}

interface KernelOrderContext extends KernelOrderInput {
  readonly running: readonly string[];
  readonly ended: readonly string[];
}

/**
 * Every kernel of a die has its cores once, and after those whose results it reads have given theirs back. A run in which some never have any
 * violates it too. It hears the pool of that die only.
 */
export const kernelOrder = setup({
  types: {} as { context: KernelOrderContext; input: KernelOrderInput; events: PoolObservation },
  guards: {
    mayBegin: ({ context, event }) =>
      ![...context.running, ...context.ended].includes(event.kernel) &&
      context.reads[event.kernel]!.every((read) => context.ended.includes(read)),
    mayEnd: ({ context, event }) => context.running.includes(event.kernel),
    isAllEnded: ({ context }) => context.ended.length === Object.keys(context.reads).length,
  },
  actions: {
    noteBegun: assign(({ context, event }) =>
      produce(context, (draft) => {
        draft.running.push(event.kernel);
        draft.running.sort();
      }),
    ),
    noteEnded: assign(({ context, event }) =>
      produce(context, (draft) => {
        draft.running = draft.running.filter((each) => each !== event.kernel);
        draft.ended.push(event.kernel);
        draft.ended.sort();
      }),
    ),
  },
}).createMachine({
  id: 'kernel-order',
  context: ({ input }) => ({ ...input, running: [], ended: [] }),
  on: { CORES_LEASED: '.violated', CORES_RETURNED: '.violated' },
  initial: 'owing',
  states: {
    owing: {
      tags: 'pending',
      always: { guard: 'isAllEnded', target: 'complete' },
      on: {
        CORES_LEASED: [{ guard: 'mayBegin', actions: 'noteBegun' }, 'violated'],
        CORES_RETURNED: [{ guard: 'mayEnd', actions: 'noteEnded' }, 'violated'],
      },
    },
    complete: {},
    violated: { tags: 'violation', type: 'final' },
  },
});
