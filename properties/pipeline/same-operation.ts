import { assign, setup } from 'xstate';
import type { ArrivedObservation } from '../../machines/pipeline/exchange.js';

export interface SameOperationInput {
  /** Microbatches that meet in each collective operator: one of each die. */
  readonly members: number;
}

interface SameOperationContext extends SameOperationInput {
  /** The operator that some of them have joined, and how many. */
  readonly operation: string;
  readonly joined: number;
}

const operationOf = ({ graph, operator }: ArrivedObservation): string => `${graph} ${operator}`;

/**
 * All dies take part in the same operators (docs/paper/facts.md 4.4, step 3): of the microbatches that meet, all come to the exchange for the same
 * operator of the same graph before any comes for another. It hears the exchange.
 */
export const sameOperation = setup({
  types: {} as { context: SameOperationContext; input: SameOperationInput; events: ArrivedObservation },
  guards: {
    isForeign: ({ context, event }) => context.joined > 0 && operationOf(event) !== context.operation,
    isLast: ({ context }) => context.joined + 1 === context.members,
  },
  actions: {
    count: assign(({ context, event }) => ({ operation: operationOf(event), joined: context.joined + 1 })),
    forget: assign({ operation: '', joined: 0 }),
  },
}).createMachine({
  id: 'same-operation',
  context: ({ input }) => ({ ...input, operation: '', joined: 0 }),
  initial: 'watching',
  states: {
    watching: {
      on: {
        ARRIVED: [
          { guard: 'isForeign', target: 'violated' },
          { guard: 'isLast', actions: 'forget' },
          { actions: 'count' },
        ],
      },
    },
    violated: { tags: 'violation', type: 'final' },
  },
});
