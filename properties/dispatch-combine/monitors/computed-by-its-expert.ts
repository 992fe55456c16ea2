import { setup } from 'xstate';
import type { OperatorObservation } from '../../../machines/moe/fused-operator.js';

/** Every result that FusedCombine is given was computed with the weights of the expert that the gate chose (docs/paper/facts.md 4.2). */
export const computedByItsExpert = setup({
  types: {} as { events: OperatorObservation },
  guards: {
    isOfAnother: ({ event }) =>
      event.type === 'COMBINE_BEGUN' && event.rows.some(({ expert, weights }) => weights !== expert),
  },
}).createMachine({
  id: 'computed-by-its-expert',
  initial: 'watching',
  states: {
    watching: { on: { COMBINE_BEGUN: { guard: 'isOfAnother', target: 'violated' } } },
    violated: { tags: 'violation' },
  },
});
