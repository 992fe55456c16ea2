import { setup } from 'xstate';
import type { MoeRankObservation, RowsSent } from '../../machines/pipeline/moe-rank.js';

/**
 * A die goes through the operators of the layer in the order of the paper, each once: it sends copies, ends dispatch, has its experts run, sends
 * results, ends combine (docs/paper/facts.md 4.2). A run that never comes to the end violates it too. It hears the die.
 */
export const operatorsInOrder = setup({
  types: {} as { events: RowsSent | MoeRankObservation },
  guards: {
    areCopies: ({ event }) => event.type === 'ROWS_SENT' && event.operator === 'dispatch',
    areResults: ({ event }) => event.type === 'ROWS_SENT' && event.operator === 'combine',
  },
}).createMachine({
  id: 'operators-in-order',
  initial: 'dispatching',
  on: {
    ROWS_SENT: { target: '.violated' },
    DISPATCHED: { target: '.violated' },
    COMPUTED: { target: '.violated' },
    COMBINED: { target: '.violated' },
  },
  states: {
    dispatching: {
      tags: 'pending',
      on: {
        ROWS_SENT: [{ guard: 'areCopies' }, { target: 'violated' }],
        DISPATCHED: { target: 'computing' },
      },
    },
    computing: { tags: 'pending', on: { COMPUTED: { target: 'combining' } } },
    combining: {
      tags: 'pending',
      on: { ROWS_SENT: [{ guard: 'areResults' }, { target: 'violated' }], COMBINED: { target: 'complete' } },
    },
    complete: {},
    violated: { tags: 'violation', type: 'final' },
  },
});
