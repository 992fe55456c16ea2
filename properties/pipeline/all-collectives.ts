import { assign, setup } from 'xstate';
import type { ArrivedObservation } from '../../machines/pipeline/exchange.js';

export interface AllCollectivesInput {
  readonly members: number;
  /** The collective operators of all graphs of a step, in order, and how many steps there are. */
  readonly operations: readonly Pick<ArrivedObservation, 'graph' | 'operator'>[];
  readonly steps: number;
}

interface AllCollectivesContext extends AllCollectivesInput {
  /** Collectives of this step to which all have come, and those that have come to the next one. */
  readonly done: number;
  readonly joined: number;
  /** Steps whose collectives are all done. */
  readonly ended: number;
}

/**
 * Microbatches of all dies come to every collective of every layer of every graph of every step, in the order of the paper. A run that never comes to
 * the last violates it too. It hears the exchange.
 */
export const allCollectives = setup({
  types: {} as { context: AllCollectivesContext; input: AllCollectivesInput; events: ArrivedObservation },
  guards: {
    isForeign: ({ context: { operations, done }, event }) =>
      event.graph !== operations[done]!.graph || event.operator !== operations[done]!.operator,
    isLast: ({ context }) => context.joined + 1 === context.members,
    isLastOfStep: ({ context }) => context.done === context.operations.length,
    isEnd: ({ context }) => context.ended === context.steps,
  },
  actions: {
    join: assign({ joined: ({ context }) => context.joined + 1 }),
    next: assign({ joined: 0, done: ({ context }) => context.done + 1 }),
    nextStep: assign({ done: 0, ended: ({ context }) => context.ended + 1 }),
  },
}).createMachine({
  id: 'all-collectives',
  context: ({ input }) => ({ ...input, done: 0, joined: 0, ended: 0 }),
  on: { ARRIVED: { target: '.violated' } },
  initial: 'owing',
  states: {
    owing: {
      tags: 'pending',
      always: [
        { guard: 'isEnd', target: 'complete' },
        { guard: 'isLastOfStep', actions: 'nextStep' },
      ],
      on: {
        ARRIVED: [
          { guard: 'isForeign', target: 'violated' },
          { guard: 'isLast', actions: 'next' },
          { actions: 'join' },
        ],
      },
    },
    complete: {},
    violated: { tags: 'violation', type: 'final' },
  },
});
