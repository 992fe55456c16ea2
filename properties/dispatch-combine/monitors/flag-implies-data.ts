import { setup } from 'xstate';
import type { WindowObservation } from '../../../machines/die/receive-window.js';

/**
 * Who acts on flags finds the data that they speak of (docs/paper/facts.md 4.4, "flag visible ⇒ data visible"): what an operator reads out of
 * a slot was written there by that operator in that operation.
 */
export const flagImpliesData = setup({
  types: {} as { events: WindowObservation },
  guards: {
    isNotFound: ({ event }) =>
      event.type === 'READ_OUT' &&
      (event.found === null || event.found.item !== event.item || event.found.of !== event.of),
  },
}).createMachine({
  id: 'flag-implies-data',
  initial: 'watching',
  states: {
    watching: { on: { READ_OUT: { guard: 'isNotFound', target: 'violated' } } },
    violated: { tags: 'violation' },
  },
});
