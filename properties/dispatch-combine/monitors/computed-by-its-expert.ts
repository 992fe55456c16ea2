import { setup } from 'xstate';
import type { Row } from '../../../machines/moe/dense-output.js';
import type { OperatorObservation } from '../../../machines/moe/fused-operator.js';

const isResultOfItsExpert = (row: Row): boolean =>
  row !== null && row.weights === row.expert && row.precision === 'BF16';

/**
 * Every row that FusedCombine is given holds a result, in BF16, that was computed with the weights of the expert that the gate chose
 * (docs/paper/facts.md 4.2 and 4.3).
 */
export const computedByItsExpert = setup({
  types: {} as { events: OperatorObservation },
  guards: {
    isOfAnother: ({ event }) => event.type === 'COMBINE_BEGUN' && !event.rows.every(isResultOfItsExpert),
  },
}).createMachine({
  id: 'computed-by-its-expert',
  initial: 'watching',
  states: {
    watching: { on: { COMBINE_BEGUN: { guard: 'isOfAnother', target: 'violated' } } },
    violated: { tags: 'violation' },
  },
});
