import { produce } from 'immer';
import { assign, setup } from 'xstate';
import type { ExpertObservation } from '../../machines/moe/expert-ffn.js';
import type { CombineObservation } from '../../machines/moe/fused-combine.js';
import type { DispatchObservation } from '../../machines/moe/fused-dispatch.js';

export interface OperatorOrderInput {
  /** Number of the first item, and the distance to the next of the same microbatch. */
  readonly first: number;
  readonly stride: number;
}

type Observation = DispatchObservation | CombineObservation | ExpertObservation;

/**
 * On one die and microbatch, whose operators alone it watches: dispatch, expert, combine of an item follow each other, and items
 * follow each other in order. Between the operators' ends something is owed: a run that ends there violates the property too.
 */
export const operatorOrder = setup({
  types: {} as {
    context: OperatorOrderInput & { readonly item: number };
    input: OperatorOrderInput;
    events: Observation;
  },
  guards: {
    isExpectedItem: ({ context, event }) => event.item === context.item,
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
    DISPATCH_BEGUN: { target: '.violated' },
    DISPATCH_ENDED: { target: '.violated' },
    EXPERT_ENDED: { target: '.violated' },
    COMBINE_BEGUN: { target: '.violated' },
    COMBINE_ENDED: { target: '.violated' },
  },
  initial: 'between',
  states: {
    between: { on: { DISPATCH_BEGUN: { guard: 'isExpectedItem', target: 'dispatching' } } },
    dispatching: {
      tags: 'pending',
      on: { DISPATCH_ENDED: { guard: 'isExpectedItem', target: 'computing' } },
    },
    computing: {
      tags: 'pending',
      on: { EXPERT_ENDED: { guard: 'isExpectedItem', target: 'combineDue' } },
    },
    combineDue: {
      tags: 'pending',
      on: { COMBINE_BEGUN: { guard: 'isExpectedItem', target: 'combining' } },
    },
    combining: {
      tags: 'pending',
      on: { COMBINE_ENDED: { guard: 'isExpectedItem', target: 'between', actions: 'nextItem' } },
    },
    violated: { tags: 'violation', type: 'final' },
  },
});
