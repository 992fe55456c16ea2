import { setup } from 'xstate';
import type { WindowObservation } from '../../../machines/die/receive-window.js';

/**
 * A token is stored only after it has been quantised, and a result only after an expert has computed it (docs/paper/facts.md 4.3: INT8 there,
 * BF16 back): what arrives shows which stages it has behind it.
 */
export const stagesInOrder = setup({
  types: {} as { events: WindowObservation },
  guards: {
    isTooEarly: ({ event }) => {
      if (event.type !== 'STORED') return false;
      // A core may write out of a slot that holds nothing.
      if (event.copy === null) return true;
      const { of, precision, weights } = event.copy;
      return of === 'dispatch' ? precision !== 'INT8' : precision !== 'BF16' || weights === undefined;
    },
  },
}).createMachine({
  id: 'stages-in-order',
  initial: 'watching',
  states: {
    watching: { on: { STORED: { guard: 'isTooEarly', target: 'violated' } } },
    violated: { tags: 'violation' },
  },
});
