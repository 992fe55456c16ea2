import { assign, setup } from 'xstate';
import type { ActivationsReceived } from '../../machines/pipeline/rank.js';

export interface WholePassesInput {
  readonly microbatches: readonly string[];
  /** The graphs of a step, in order, each with its operators from the first layer's first to the last layer's last. */
  readonly graphs: readonly { readonly graph: string; readonly operators: readonly string[] }[];
  readonly steps: number;
}

interface WholePassesContext extends WholePassesInput {
  readonly step: number;
  /** Graphs of the step that have ended, and microbatches that have ended the next one. */
  readonly done: number;
  readonly ended: readonly string[];
}

/**
 * What reaches the head of a die has gone through the whole graph: of each microbatch, in each graph of each step, through each operator of each
 * layer once, in the order of the paper. A run that ends before the last violates it too. It hears the rank.
 */
export const wholePasses = setup({
  types: {} as { context: WholePassesContext; input: WholePassesInput; events: ActivationsReceived },
  guards: {
    isWhole: ({ context: { graphs, done, microbatches, ended }, event }) => {
      const { graph, operators } = graphs[done]!;
      return (
        event.graph === graph &&
        microbatches.includes(event.microbatch) &&
        !ended.includes(event.microbatch) &&
        event.applied.length === operators.length &&
        event.applied.every((operator, at) => operator === operators[at])
      );
    },
    areAllEnded: ({ context }) => context.ended.length === context.microbatches.length,
    isLastOfStep: ({ context }) => context.done === context.graphs.length,
    isEnd: ({ context }) => context.step === context.steps,
  },
  actions: {
    note: assign({ ended: ({ context, event }) => [...context.ended, event.microbatch].sort() }),
    nextGraph: assign({ ended: [], done: ({ context }) => context.done + 1 }),
    nextStep: assign({ done: 0, step: ({ context }) => context.step + 1 }),
  },
}).createMachine({
  id: 'whole-passes',
  context: ({ input }) => ({ ...input, step: 0, done: 0, ended: [] }),
  on: { ACTIVATIONS_RECEIVED: { target: '.violated' } },
  initial: 'owing',
  states: {
    owing: {
      tags: 'pending',
      always: [
        { guard: 'isEnd', target: 'complete' },
        { guard: 'isLastOfStep', actions: 'nextStep' },
        { guard: 'areAllEnded', actions: 'nextGraph' },
      ],
      on: { ACTIVATIONS_RECEIVED: [{ guard: 'isWhole', actions: 'note' }, { target: 'violated' }] },
    },
    complete: {},
    violated: { tags: 'violation', type: 'final' },
  },
});
