import { assign, setup } from 'xstate';
import type { HealthObservation } from '../../../machines/die/die-health.js';
import type { WindowObservation } from '../../../machines/die/receive-window.js';

interface SlotsContext {
  /** Slots that are full, in ascending order. */
  readonly full: readonly string[];
}

type Observation = (WindowObservation | HealthObservation) & { readonly component: string };

const slotOf = ({ component }: Observation, address: number): string => `${component}.${address}`;

/**
 * What is stored in a slot is read out of it once, before anything else is stored there and before the run ends, and only what was stored can be read
 * (docs/paper/facts.md 4.3: slots are allocated once and used again and again). It hears the windows of one die, and takes their word for
 * nothing but what goes in and what comes out.
 */
export const slotsReadOnce = setup({
  types: {} as { context: SlotsContext; events: Observation },
  guards: {
    isOutside: ({ event }) =>
      event.type === 'STORED' &&
      !(Number.isInteger(event.address) && event.address >= 0 && event.address < event.slots),
    isFull: ({ context, event }) =>
      event.type === 'STORED' && context.full.includes(slotOf(event, event.address)),
    isAnotherThing: ({ context, event }) =>
      event.type === 'READ_OUT' &&
      context.full.includes(slotOf(event, event.address)) !== (event.found !== null),
    isLastFull: ({ context, event }) =>
      event.type === 'READ_OUT' &&
      context.full.length === 1 &&
      context.full[0] === slotOf(event, event.address),
  },
  actions: {
    noteStored: assign(({ context, event }) =>
      event.type === 'STORED' ? { full: [...context.full, slotOf(event, event.address)].sort() } : {},
    ),
    noteRead: assign(({ context, event }) =>
      event.type === 'READ_OUT'
        ? { full: context.full.filter((slot) => slot !== slotOf(event, event.address)) }
        : {},
    ),
  },
}).createMachine({
  id: 'slots-read-once',
  context: { full: [] },
  initial: 'watching',
  states: {
    watching: {
      on: {
        STORED: [
          // That is another claim's matter: the window keeps nothing of it.
          { guard: 'isOutside' },
          { guard: 'isFull', target: 'violated' },
          { target: '.toBeRead', actions: 'noteStored' },
        ],
        DIE_FAILED: { target: 'afterFailure' },
        READ_OUT: [
          { guard: 'isAnotherThing', target: 'violated' },
          { guard: 'isLastFull', target: '.empty', actions: 'noteRead' },
          { actions: 'noteRead' },
        ],
      },
      initial: 'empty',
      states: { empty: {}, toBeRead: { tags: 'pending' } },
    },
    // Who gives up does not read what he has been sent.
    afterFailure: {
      on: {
        STORED: [{ guard: 'isFull', target: 'violated' }, { actions: 'noteStored' }],
        READ_OUT: [{ guard: 'isAnotherThing', target: 'violated' }, { actions: 'noteRead' }],
      },
    },
    violated: { tags: 'violation' },
  },
});
