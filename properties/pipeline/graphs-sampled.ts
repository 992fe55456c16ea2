import { assign, setup } from 'xstate';
import type { GraphReturned } from '../../machines/pipeline/graph-launcher.js';

export interface GraphsSampledInput {
  readonly microbatches: number;
  /** The graphs of a step, in order. */
  readonly launches: readonly string[];
  readonly steps: number;
}

interface GraphsSampledContext extends GraphsSampledInput {
  readonly step: number;
  readonly returned: number;
}

/**
 * A host is told of the end of each graph of each step, in the order of the paper, and each time all microbatches of its die are sampled
 * (docs/paper/facts.md 7, fix 2). A run that ends before the last violates it too. It hears the host.
 */
export const graphsSampled = setup({
  types: {} as { context: GraphsSampledContext; input: GraphsSampledInput; events: GraphReturned },
  guards: {
    isNext: ({ context: { launches, returned, microbatches }, event }) =>
      event.graph === launches[returned] && event.sampled === microbatches,
    isLastOfStep: ({ context }) => context.returned === context.launches.length,
    isEnd: ({ context }) => context.step === context.steps,
  },
  actions: {
    count: assign({ returned: ({ context }) => context.returned + 1 }),
    nextStep: assign({ returned: 0, step: ({ context }) => context.step + 1 }),
  },
}).createMachine({
  id: 'graphs-sampled',
  context: ({ input }) => ({ ...input, step: 0, returned: 0 }),
  on: { GRAPH_RETURNED: { target: '.violated' } },
  initial: 'owing',
  states: {
    owing: {
      tags: 'pending',
      always: [
        { guard: 'isEnd', target: 'complete' },
        { guard: 'isLastOfStep', actions: 'nextStep' },
      ],
      on: { GRAPH_RETURNED: [{ guard: 'isNext', actions: 'count' }, { target: 'violated' }] },
    },
    complete: {},
    violated: { tags: 'violation', type: 'final' },
  },
});
