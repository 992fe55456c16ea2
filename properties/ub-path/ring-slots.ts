import { setup } from 'xstate';
import type { RingObservation } from '../../machines/interconnect/ring-buffer.js';

/** Nothing is written over a slot whose message nobody has read. It hears ring buffers. */
export const slotsFreeWhenWritten = setup({
  types: {} as { events: RingObservation },
  guards: { isFree: ({ event }) => event.type === 'STORED' && event.over === null },
}).createMachine({
  id: 'slots-free-when-written',
  initial: 'watching',
  states: {
    watching: { on: { STORED: [{ guard: 'isFree' }, 'violated'] } },
    violated: { tags: 'violation', type: 'final' },
  },
});

/** Whoever reads a slot finds a message in it. It hears ring buffers. */
export const slotsFilledWhenRead = setup({
  types: {} as { events: RingObservation },
  guards: { isFilled: ({ event }) => event.type === 'READ' && event.found !== null },
}).createMachine({
  id: 'slots-filled-when-read',
  initial: 'watching',
  states: {
    watching: { on: { READ: [{ guard: 'isFilled' }, 'violated'] } },
    violated: { tags: 'violation', type: 'final' },
  },
});
