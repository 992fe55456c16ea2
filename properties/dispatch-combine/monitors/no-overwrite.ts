import { setup } from 'xstate';
import type { WindowObservation } from '../../../machines/die/receive-window.js';

/**
 * Nothing is written over a slot that its owner has not read, nor over or instead of a flag on which no wait has ended
 * (docs/paper/facts.md 4.3, two buffers; 13.1, two halves). That a flag is stored twice is another claim's matter.
 */
export const noOverwrite = setup({
  types: {} as { events: WindowObservation },
  guards: {
    isOverSomething: ({ event }) => event.type === 'STORED' && event.over !== null,
    isOverUnseen: ({ event }) => {
      if (event.type !== 'FLAGGED' || event.over === null) return false;
      const { over, source, item } = event;
      if (over.kind !== 'flag') return over.kind === 'slot';
      return !over.isSeen && !(over.source === source && over.item === item);
    },
    isUnseen: ({ event }) => event.type === 'ZEROED' && event.flags.some(({ isSeen }) => !isSeen),
  },
}).createMachine({
  id: 'no-overwrite',
  initial: 'watching',
  states: {
    watching: {
      on: {
        STORED: { guard: 'isOverSomething', target: 'violated' },
        FLAGGED: { guard: 'isOverUnseen', target: 'violated' },
        ZEROED: { guard: 'isUnseen', target: 'violated' },
      },
    },
    violated: { tags: 'violation' },
  },
});
