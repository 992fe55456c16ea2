import { setup } from 'xstate';
import type { RowsReceived } from '../../machines/pipeline/row-window.js';

/**
 * What comes into a window as the result of a row is what an expert has computed of it, and not what memory held in its place
 * (docs/paper/facts.md 4.2: experts come between dispatch and combine). It hears the windows.
 */
export const resultsAreComputed = setup({
  types: {} as { events: RowsReceived },
  guards: {
    isUncomputed: ({ event }) => event.operator === 'combine' && event.computed !== event.rows,
  },
}).createMachine({
  id: 'results-are-computed',
  initial: 'watching',
  states: {
    watching: { on: { ROWS_RECEIVED: { guard: 'isUncomputed', target: 'violated' } } },
    violated: { tags: 'violation', type: 'final' },
  },
});
