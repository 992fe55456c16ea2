import { assertEvent, assign, setup } from 'xstate';
import type { PagesObservation } from '../../../machines/serving/decode-page-messages.js';
import type { NodeDied } from '../../../machines/serving/node-health.js';
import type { PrefillObservation } from '../../../machines/serving/prefill-scheduler.js';

interface TakenContext<T> {
  readonly taken: readonly T[];
}

/**
 * A page of a decode node that is taken was free, comes back once, and does come back: a run that never comes to it violates it too, unless the node has
 * died. It hears the node's pages, and its health.
 */
export const decodePagesReturnOnce = setup({
  types: {} as { context: TakenContext<number>; events: PagesObservation | NodeDied },
  guards: {
    areFree: ({ context, event }) => {
      assertEvent(event, 'PAGES_TAKEN');
      return event.pages.every((page) => !context.taken.includes(page));
    },
    areTaken: ({ context, event }) => {
      assertEvent(event, 'PAGES_RETURNED');
      return event.pages.every((page) => context.taken.includes(page));
    },
    areAllBack: ({ context }) => context.taken.length === 0,
  },
  actions: {
    take: assign({
      taken: ({ context, event }) => {
        assertEvent(event, 'PAGES_TAKEN');
        return [...context.taken, ...event.pages].sort((one, other) => one - other);
      },
    }),
    giveBack: assign({
      taken: ({ context, event }) => {
        assertEvent(event, 'PAGES_RETURNED');
        return context.taken.filter((page) => !event.pages.includes(page));
      },
    }),
    forget: assign({ taken: [] }),
  },
}).createMachine({
  id: 'decode-pages-return-once',
  context: { taken: [] },
  initial: 'whole',
  on: { NODE_DIED: { target: '.dead', actions: 'forget' }, PAGES_RETURNED: '.violated' },
  states: {
    whole: { on: { PAGES_TAKEN: { target: 'lent', actions: 'take' } } },
    lent: {
      tags: 'pending',
      always: { guard: 'areAllBack', target: 'whole' },
      on: {
        PAGES_TAKEN: [{ guard: 'areFree', actions: 'take' }, { target: 'violated' }],
        PAGES_RETURNED: [{ guard: 'areTaken', actions: 'giveBack' }, { target: 'violated' }],
      },
    },
    dead: {},
    violated: { tags: 'violation', type: 'final' },
  },
});

/**
 * The pages that an attempt has at a prefill node come back once, and do come back: a run that never comes to it violates it too, unless the node has died. It
 * hears the node's scheduler, and its health.
 */
export const sourcesReturnOnce = setup({
  types: {} as { context: TakenContext<string>; events: PrefillObservation | NodeDied },
  guards: {
    isTaken: ({ context, event }) => context.taken.includes(nameOf(event)),
    areAllBack: ({ context }) => context.taken.length === 0,
  },
  actions: {
    take: assign({ taken: ({ context, event }) => [...context.taken, nameOf(event)].sort() }),
    giveBack: assign({
      taken: ({ context, event }) => context.taken.filter((each) => each !== nameOf(event)),
    }),
    forget: assign({ taken: [] }),
  },
}).createMachine({
  id: 'prefill-pages-return-once',
  context: { taken: [] },
  initial: 'whole',
  on: { NODE_DIED: { target: '.dead', actions: 'forget' }, SOURCE_RETURNED: '.violated' },
  states: {
    whole: { on: { SOURCE_TAKEN: { target: 'lent', actions: 'take' } } },
    lent: {
      tags: 'pending',
      always: { guard: 'areAllBack', target: 'whole' },
      on: {
        SOURCE_TAKEN: { actions: 'take' },
        SOURCE_RETURNED: [{ guard: 'isTaken', actions: 'giveBack' }, { target: 'violated' }],
      },
    },
    dead: {},
    violated: { tags: 'violation', type: 'final' },
  },
});

function nameOf(event: PrefillObservation | NodeDied): string {
  assertEvent(event, ['SOURCE_TAKEN', 'SOURCE_RETURNED']);
  return `${event.request}.${event.attempt}`;
}
