import { setup } from 'xstate';
import type { WindowObservation } from '../../../machines/die/receive-window.js';

/** No store ends outside of the slots that a window has (docs/paper/facts.md 13.1, HCCL_BUFFSIZE). */
export const storesWithinWindow = setup({
  types: {} as { events: WindowObservation },
  guards: {
    isOutside: ({ event }) =>
      event.type === 'STORED' &&
      !(Number.isInteger(event.address) && event.address >= 0 && event.address < event.slots),
  },
}).createMachine({
  id: 'stores-within-window',
  initial: 'watching',
  states: {
    watching: { on: { STORED: { guard: 'isOutside', target: 'violated' } } },
    violated: { tags: 'violation' },
  },
});
