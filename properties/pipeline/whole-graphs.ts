import { assign, setup } from 'xstate';
import type { GraphReturned } from '../../machines/pipeline/graph-launcher.js';
import type { ActivationsReceived, StepObservation } from '../../machines/pipeline/rank.js';

export interface WholeGraphsInput {
  /** What the die calls its microbatches. */
  readonly microbatches: readonly string[];
  /** The graphs of a step, in order, each with its operators from the first layer's first to the last layer's last. */
  readonly graphs: readonly { readonly graph: string; readonly operators: readonly string[] }[];
  readonly steps: number;
}

interface WholeGraphsContext extends WholeGraphsInput {
  /** Steps that have ended, and graphs of the next one. */
  readonly step: number;
  readonly returned: number;
  /** Microbatches that have come out of the graph that is running. */
  readonly ended: readonly string[];
}

/**
 * A die runs each graph of each step once, in the order of the paper, and whole: the activations of each microbatch come to its head once, and have
 * gone through each operator of each layer once, in order; then all of them are sampled, and with the last graph of a step its end is told, once
 * (docs/paper/facts.md 6, 7 and 8). A run that ends before the last step violates it too. It hears the rank, which receives the activations, and the host, which is told of the end of the graph.
 */
export const wholeGraphs = setup({
  types: {} as {
    context: WholeGraphsContext;
    input: WholeGraphsInput;
    events: ActivationsReceived | GraphReturned | StepObservation;
  },
  guards: {
    isWhole: ({ context: { graphs, returned, microbatches, ended }, event }) => {
      if (event.type !== 'ACTIVATIONS_RECEIVED') return false;
      if (returned === graphs.length) return false;
      const { graph, operators } = graphs[returned]!;
      return (
        event.graph === graph &&
        microbatches.includes(event.microbatch) &&
        !ended.includes(event.microbatch) &&
        event.applied.length === operators.length &&
        event.applied.every((operator, at) => operator === operators[at])
      );
    },
    areAllSampled: ({ context: { graphs, returned, microbatches, ended }, event }) =>
      event.type === 'GRAPH_RETURNED' &&
      event.graph === graphs[returned]?.graph &&
      ended.length === microbatches.length &&
      event.sampled === microbatches.length,
    isStepWhole: ({ context: { graphs, returned, step }, event }) =>
      event.type === 'STEP_ENDED' && event.step === step && returned === graphs.length,
    isEnd: ({ context }) => context.step === context.steps,
  },
  actions: {
    note: assign(({ context, event }) =>
      event.type === 'ACTIVATIONS_RECEIVED' ? { ended: [...context.ended, event.microbatch].sort() } : {},
    ),
    nextGraph: assign({ ended: [], returned: ({ context }) => context.returned + 1 }),
    nextStep: assign({ returned: 0, step: ({ context }) => context.step + 1 }),
  },
}).createMachine({
  id: 'whole-graphs',
  context: ({ input }) => ({ ...input, step: 0, returned: 0, ended: [] }),
  on: {
    ACTIVATIONS_RECEIVED: { target: '.violated' },
    GRAPH_RETURNED: { target: '.violated' },
    STEP_ENDED: { target: '.violated' },
  },
  initial: 'owing',
  states: {
    owing: {
      tags: 'pending',
      always: { guard: 'isEnd', target: 'complete' },
      on: {
        ACTIVATIONS_RECEIVED: [{ guard: 'isWhole', actions: 'note' }, { target: 'violated' }],
        GRAPH_RETURNED: [{ guard: 'areAllSampled', actions: 'nextGraph' }, { target: 'violated' }],
        STEP_ENDED: [{ guard: 'isStepWhole', actions: 'nextStep' }, { target: 'violated' }],
      },
    },
    complete: {},
    violated: { tags: 'violation', type: 'final' },
  },
});
