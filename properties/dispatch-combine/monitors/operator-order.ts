import { assign, setup } from 'xstate';
import type { HealthObservation } from '../../../machines/die/die-health.js';
import type { ExpertObservation } from '../../../machines/moe/expert-ffn.js';
import type { OperatorObservation } from '../../../machines/moe/fused-operator.js';
import type { StreamObservation } from '../../../machines/pipeline/moe-stream.js';

export interface OperatorOrderInput {
  /** Number of the first item, and the distance to the next of the same microbatch. */
  readonly first: number;
  readonly stride: number;
  /** Items that the microbatch has: one in each layer. */
  readonly items: number;
}

interface OperatorOrderContext extends OperatorOrderInput {
  readonly item: number;
}

type Observation = StreamObservation | OperatorObservation | ExpertObservation | HealthObservation;

/**
 * A microbatch of a die, which alone it hears, runs FusedDispatch, experts and FusedCombine of each layer in this order, and layer after
 * layer to the last one (docs/paper/facts.md 4.2 and 6). A run that ends before it has violates the claim, unless the die has failed or
 * has given up.
 */
export const operatorOrder = setup({
  types: {} as { context: OperatorOrderContext; input: OperatorOrderInput; events: Observation },
  guards: {
    isExpected: ({ context, event }) => 'item' in event && event.item === context.item,
    isLast: ({ context: { first, stride, items, item }, event }) =>
      'item' in event && event.item === item && item === first + stride * (items - 1),
  },
  actions: {
    nextItem: assign({ item: ({ context: { item, stride } }) => item + stride }),
  },
}).createMachine({
  id: 'operator-order',
  context: ({ input }) => ({ ...input, item: input.first }),
  initial: 'running',
  states: {
    running: {
      on: {
        GAVE_UP: { target: 'excused' },
        DIE_FAILED: { target: 'excused' },
        ROUTED: { target: 'violated' },
        DISPATCH_BEGUN: { target: 'violated' },
        EXPERTS_BEGUN: { target: 'violated' },
        COMBINE_BEGUN: { target: 'violated' },
        SUMMED: { target: 'violated' },
      },
      initial: 'between',
      states: {
        between: {
          tags: 'pending',
          on: { ROUTED: { guard: 'isExpected', target: 'routed' } },
        },
        routed: {
          tags: 'pending',
          on: { DISPATCH_BEGUN: { guard: 'isExpected', target: 'dispatching' } },
        },
        dispatching: {
          tags: 'pending',
          on: { EXPERTS_BEGUN: { guard: 'isExpected', target: 'computing' } },
        },
        computing: {
          tags: 'pending',
          on: { COMBINE_BEGUN: { guard: 'isExpected', target: 'combining' } },
        },
        combining: {
          tags: 'pending',
          on: {
            SUMMED: [
              { guard: 'isLast', target: 'complete' },
              { guard: 'isExpected', target: 'between', actions: 'nextItem' },
            ],
          },
        },
        complete: {},
      },
    },
    excused: {},
    violated: { tags: 'violation' },
  },
});
