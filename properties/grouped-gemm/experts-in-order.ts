import { produce } from 'immer';
import { assign, setup } from 'xstate';
import type { CubeObservation } from '../../machines/moe/gemm-cube.js';
import type { RowsObservation } from '../../machines/moe/gemm-rows.js';

interface ExpertsContext {
  /** Experts with tokens whose result is not stored yet. */
  readonly owed: readonly number[];
}

/**
 * The result of each expert that has tokens is stored once, in order, in the expert's own place, and is made of that expert's product. A
 * run that never comes to the last violates it too. It hears the matrix core and the memory of one vector core.
 */
export const expertsInOrder = setup({
  types: {} as {
    context: ExpertsContext;
    events: CubeObservation | RowsObservation;
  },
  guards: {
    isNext: ({ context, event }) =>
      event.type === 'RESULT_STORED' &&
      event.expert === context.owed[0] &&
      event.product === event.expert &&
      event.over === null,
    isNothingOwed: ({ context }) => context.owed.length === 0,
  },
  actions: {
    noteRoute: assign(({ context, event }) =>
      produce(context, (draft) => {
        if (event.type === 'ROUTED') draft.owed = [...event.busy];
      }),
    ),
    noteStored: assign(({ context }) =>
      produce(context, (draft) => {
        draft.owed.shift();
      }),
    ),
  },
}).createMachine({
  id: 'experts-in-order',
  context: { owed: [] },
  on: { RESULT_STORED: '.violated' },
  initial: 'beforehand',
  states: {
    beforehand: { on: { ROUTED: { target: 'owing', actions: 'noteRoute' } } },
    owing: {
      tags: 'pending',
      always: { guard: 'isNothingOwed', target: 'complete' },
      on: { RESULT_STORED: [{ guard: 'isNext', actions: 'noteStored' }, 'violated'] },
    },
    complete: {},
    violated: { tags: 'violation', type: 'final' },
  },
});
