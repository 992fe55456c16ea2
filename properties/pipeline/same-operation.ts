import { produce } from 'immer';
import { assign, setup } from 'xstate';
import type { StageObservation } from '../../machines/pipeline/microbatch.js';

export interface SameOperationInput {
  /** Microbatches that meet in each collective operator: one of each die. */
  readonly members: number;
}

interface SameOperationContext extends SameOperationInput {
  /** The operator that some of them have joined, and how many. */
  readonly operation: string;
  readonly joined: number;
}

const operationOf = ({ graph, block, layer, stage }: StageObservation): string =>
  `${graph} ${block}.${layer}.${stage}`;

/**
 * All dies take part in the same operators: of the microbatches that meet, which alone it hears, all join the same stage of the same layer and
 * graph before any joins another.
 */
export const sameOperation = setup({
  types: {} as { context: SameOperationContext; input: SameOperationInput; events: StageObservation },
  guards: {
    isForeign: ({ context, event }) => context.joined > 0 && operationOf(event) !== context.operation,
    isLast: ({ context }) => context.joined + 1 === context.members,
  },
  actions: {
    count: assign(({ context, event }) =>
      produce(context, (draft) => {
        draft.operation = operationOf(event);
        draft.joined++;
      }),
    ),
    forget: assign(({ context }) =>
      produce(context, (draft) => {
        draft.operation = '';
        draft.joined = 0;
      }),
    ),
  },
}).createMachine({
  id: 'same-operation',
  context: ({ input }) => ({ ...input, operation: '', joined: 0 }),
  initial: 'watching',
  states: {
    watching: {
      on: {
        COLLECTIVE_JOINED: [
          { guard: 'isForeign', target: 'violated' },
          { guard: 'isLast', actions: 'forget' },
          { actions: 'count' },
        ],
      },
    },
    violated: { tags: 'violation', type: 'final' },
  },
});
