import { produce } from 'immer';
import { assign, setup } from 'xstate';
import type { CubeObservation } from '../../machines/moe/gemm-cube.js';
import type { VectorObservation } from '../../machines/moe/gemm-vector.js';

interface ExpertsContext {
  /** Experts with tokens that the vector core has not processed yet, and those of them that are computed. */
  readonly owed: readonly number[];
  readonly computed: readonly number[];
}

/**
 * A vector core processes each expert that has tokens once, in order, after it is computed. A run that ends before violates it too.
 * It hears the matrix core and that vector core.
 */
export const expertsInOrder = setup({
  types: {} as {
    context: ExpertsContext;
    events: CubeObservation | VectorObservation;
  },
  guards: {
    isNext: ({ context, event }) =>
      event.type === 'EXPERT_PROCESSED' &&
      event.expert === context.owed[0] &&
      context.computed.includes(event.expert),
    isNothingOwed: ({ context }) => context.owed.length === 0,
  },
  actions: {
    noteRoute: assign(({ context, event }) =>
      produce(context, (draft) => {
        if (event.type === 'ROUTED') draft.owed = [...event.busy];
      }),
    ),
    noteComputed: assign(({ context, event }) =>
      produce(context, (draft) => {
        if (event.type === 'EXPERT_COMPUTED') draft.computed.push(event.expert);
      }),
    ),
    noteProcessed: assign(({ context }) =>
      produce(context, (draft) => {
        draft.owed.shift();
        draft.computed.shift();
      }),
    ),
  },
}).createMachine({
  id: 'experts-in-order',
  context: { owed: [], computed: [] },
  on: { EXPERT_PROCESSED: '.violated' },
  initial: 'beforehand',
  states: {
    beforehand: { on: { ROUTED: { target: 'owing', actions: 'noteRoute' } } },
    owing: {
      tags: 'pending',
      always: { guard: 'isNothingOwed', target: 'complete' },
      on: {
        EXPERT_COMPUTED: { actions: 'noteComputed' },
        EXPERT_PROCESSED: [{ guard: 'isNext', actions: 'noteProcessed' }, 'violated'],
      },
    },
    complete: {},
    violated: { tags: 'violation', type: 'final' },
  },
});
