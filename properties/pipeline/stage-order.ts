import { produce } from 'immer';
import { assign, setup } from 'xstate';
import type { StageObservation } from '../../machines/pipeline/microbatch.js';

export interface StageOrderInput {
  /** By graph: its operators from the first layer's first to the last layer's last. */
  readonly operators: Readonly<Record<string, readonly string[]>>;
}

interface StageOrderContext extends StageOrderInput {
  /** The graph that is running, and stages of it that have ended. */
  readonly graph: string;
  readonly ended: number;
}

const expected = ({ operators, graph, ended }: StageOrderContext): string | undefined =>
  operators[graph]?.[ended];

/**
 * The stages of one microbatch of a die, which alone it hears, follow each other in the order of its graph, each ended before the next
 * begins. A run that ends within a graph violates it too.
 */
export const stageOrder = setup({
  types: {} as { context: StageOrderContext; input: StageOrderInput; events: StageObservation },
  guards: {
    isFirst: ({ context, event }) => event.operator === context.operators[event.graph]?.[0],
    isNext: ({ context, event }) => event.graph === context.graph && event.operator === expected(context),
    isLast: ({ context, event }) =>
      event.operator === expected(context) && context.ended + 1 === context.operators[context.graph]!.length,
  },
  actions: {
    noteGraph: assign(({ context, event }) =>
      produce(context, (draft) => {
        draft.graph = event.graph;
        draft.ended = 0;
      }),
    ),
    countStage: assign(({ context }) =>
      produce(context, (draft) => {
        draft.ended++;
      }),
    ),
    forget: assign(({ context }) =>
      produce(context, (draft) => {
        draft.graph = '';
        draft.ended = 0;
      }),
    ),
  },
}).createMachine({
  id: 'stage-order',
  context: ({ input }) => ({ ...input, graph: '', ended: 0 }),
  on: { STAGE_BEGUN: { target: '.violated' }, STAGE_ENDED: { target: '.violated' } },
  initial: 'outside',
  states: {
    outside: { on: { STAGE_BEGUN: { guard: 'isFirst', target: 'within', actions: 'noteGraph' } } },
    within: {
      tags: 'pending',
      on: {
        STAGE_ENDED: [
          { guard: 'isLast', target: 'outside', actions: 'forget' },
          { guard: 'isNext', target: 'between', actions: 'countStage' },
        ],
      },
    },
    between: {
      tags: 'pending',
      on: { STAGE_BEGUN: { guard: 'isNext', target: 'within' } },
    },
    violated: { tags: 'violation', type: 'final' },
  },
});
