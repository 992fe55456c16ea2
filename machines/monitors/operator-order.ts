import { produce } from 'immer';
import { assign, setup } from 'xstate';
import type { ExpertObservation } from '../moe/expert-ffn.js';
import type { CombineObservation } from '../moe/fused-combine.js';
import type { DispatchObservation } from '../moe/fused-dispatch.js';

export interface OperatorOrderInput {
  /** Ids of the three operators that are watched: one microbatch of one die. */
  readonly dispatch: string;
  readonly expert: string;
  readonly combine: string;
  /** Number of the first item, and the distance to the next of the same microbatch. */
  readonly first: number;
  readonly stride: number;
}

/**
 * On one die and microbatch: dispatch, expert, combine of an item follow each other, and items follow each other in order.
 * Between the operators' ends something is owed: a run that ends there violates the property too.
 */
export const operatorOrder = setup({
  types: {} as {
    context: OperatorOrderInput & { readonly item: number };
    input: OperatorOrderInput;
    events: DispatchObservation | CombineObservation | ExpertObservation;
  },
  guards: {
    isExpectedDispatch: ({ context, event }) =>
      'operator' in event && event.operator === context.dispatch && event.item === context.item,
    isExpectedExpert: ({ context, event }) =>
      'operator' in event && event.operator === context.expert && event.item === context.item,
    isExpectedCombine: ({ context, event }) =>
      'operator' in event && event.operator === context.combine && event.item === context.item,
    isWatched: ({ context, event }) =>
      'operator' in event && [context.dispatch, context.expert, context.combine].includes(event.operator),
  },
  actions: {
    nextItem: assign(({ context }) =>
      produce(context, (draft) => {
        draft.item += draft.stride;
      }),
    ),
  },
}).createMachine({
  id: 'operator-order',
  context: ({ input }) => ({ ...input, item: input.first }),
  on: {
    DISPATCH_BEGUN: { guard: 'isWatched', target: '.violated' },
    DISPATCH_ENDED: { guard: 'isWatched', target: '.violated' },
    EXPERT_ENDED: { guard: 'isWatched', target: '.violated' },
    COMBINE_BEGUN: { guard: 'isWatched', target: '.violated' },
    COMBINE_ENDED: { guard: 'isWatched', target: '.violated' },
  },
  initial: 'between',
  states: {
    between: { on: { DISPATCH_BEGUN: { guard: 'isExpectedDispatch', target: 'dispatching' } } },
    dispatching: {
      tags: 'pending',
      on: { DISPATCH_ENDED: { guard: 'isExpectedDispatch', target: 'computing' } },
    },
    computing: {
      tags: 'pending',
      on: { EXPERT_ENDED: { guard: 'isExpectedExpert', target: 'combineDue' } },
    },
    combineDue: {
      tags: 'pending',
      on: { COMBINE_BEGUN: { guard: 'isExpectedCombine', target: 'combining' } },
    },
    combining: {
      tags: 'pending',
      on: { COMBINE_ENDED: { guard: 'isExpectedCombine', target: 'between', actions: 'nextItem' } },
    },
    violated: { tags: 'violation', type: 'final' },
  },
});
