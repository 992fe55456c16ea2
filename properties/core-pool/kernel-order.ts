import { produce } from 'immer';
import { assign, setup } from 'xstate';
import type { KernelObservation } from '../../machines/die/kernel.js';

export interface KernelOrderInput {
  /** For each kernel of a die, those whose results it reads. */
  readonly reads: Readonly<Record<string, readonly string[]>>;
}

interface KernelOrderContext extends KernelOrderInput {
  readonly running: readonly string[];
  readonly ended: readonly string[];
}

/** Every kernel of a die runs once, and after those whose results it reads. A run that ends with kernels left violates it too. It hears the kernels of that die only. */
export const kernelOrder = setup({
  types: {} as { context: KernelOrderContext; input: KernelOrderInput; events: KernelObservation },
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
  on: { KERNEL_BEGUN: '.violated', KERNEL_ENDED: '.violated' },
  initial: 'owing',
  states: {
    owing: {
      tags: 'pending',
      always: { guard: 'isAllEnded', target: 'complete' },
      on: {
        KERNEL_BEGUN: [{ guard: 'mayBegin', actions: 'noteBegun' }, 'violated'],
        KERNEL_ENDED: [{ guard: 'mayEnd', actions: 'noteEnded' }, 'violated'],
      },
    },
    complete: {},
    violated: { tags: 'violation', type: 'final' },
  },
});
