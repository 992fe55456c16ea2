import { assign, setup } from 'xstate';
import type {
  PagesEvicted,
  PagesReleased,
  PagesReserved,
  PoolRestarted,
} from '../../../machines/serving/page-pool.js';

export interface EvictsTheShortfallInput {
  /** Pages of the pool. */
  readonly pages: number;
}

interface EvictsTheShortfallContext extends EvictsTheShortfallInput {
  /** Pages that the pool has given away and not got back, as it has told. */
  readonly taken: number;
}

type PoolObservation = PagesReserved | PagesReleased | PagesEvicted | PoolRestarted;

/**
 * The prefix cache loses what is wanted beyond the pages that are free, and no more: what it has is work that need not be done again. What
 * has been evicted is given away at once. It hears one pool.
 */
export const evictsTheShortfall = setup({
  types: {} as {
    context: EvictsTheShortfallContext;
    input: EvictsTheShortfallInput;
    events: PoolObservation;
  },
  guards: {
    isSomeLeft: ({ context, event }) =>
      event.type === 'PAGES_RESERVED' && context.pages - context.taken > event.pages.length,
  },
  actions: {
    count: assign(({ context, event }) => {
      switch (event.type) {
        case 'PAGES_RESERVED':
          return { taken: context.taken + event.pages.length };
        case 'PAGES_RELEASED':
          return { taken: context.taken - event.returned.length };
        case 'PAGES_EVICTED':
          return { taken: context.taken - event.pages.length };
        case 'POOL_RESTARTED':
          return { taken: 0 };
      }
    }),
  },
}).createMachine({
  id: 'evicts-the-shortfall',
  context: ({ input }) => ({ ...input, taken: 0 }),
  initial: 'watching',
  states: {
    watching: {
      on: {
        PAGES_RESERVED: { actions: 'count' },
        PAGES_RELEASED: { actions: 'count' },
        PAGES_EVICTED: { target: 'evicted', actions: 'count' },
        POOL_RESTARTED: { actions: 'count' },
      },
    },
    evicted: {
      on: {
        PAGES_RESERVED: [
          { guard: 'isSomeLeft', target: 'violated' },
          { target: 'watching', actions: 'count' },
        ],
        // Nobody was given what has been evicted.
        PAGES_RELEASED: 'violated',
        PAGES_EVICTED: 'violated',
        POOL_RESTARTED: 'violated',
      },
    },
    violated: { tags: 'violation', type: 'final' },
  },
});
