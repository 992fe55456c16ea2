import { setup } from 'xstate';
import type { WindowObservation } from '../../../machines/die/receive-window.js';

/** A wait ends on the signals of its own operation, and on no other's (docs/paper/facts.md 13.1: flags are reset, or alternate, or count). */
export const signalsOfTheirOperation = setup({
  types: {} as { events: WindowObservation },
  guards: {
    isForeign: ({ event }) =>
      event.type === 'WAIT_ENDED' && event.signals.some(({ item }) => item !== event.item),
  },
}).createMachine({
  id: 'signals-of-their-operation',
  initial: 'watching',
  states: {
    watching: { on: { WAIT_ENDED: { guard: 'isForeign', target: 'violated' } } },
    violated: { tags: 'violation' },
  },
});
