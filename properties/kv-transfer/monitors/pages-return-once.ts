import { produce } from 'immer';
import { assign, setup } from 'xstate';
import type {
  PagesEvicted,
  PagesReleased,
  PagesReserved,
  PagesShared,
  PoolRestarted,
} from '../../../machines/serving/page-pool.js';

export interface PagesReturnOnceInput {
  /** Pages of the pool. */
  readonly pages: number;
}

interface PagesReturnOnceContext extends PagesReturnOnceInput {
  /** By page: who has it, as the pool has told. */
  readonly held: readonly (readonly string[])[];
}

type PoolObservation = PagesReserved | PagesShared | PagesReleased | PagesEvicted | PoolRestarted;

const nobody = (pages: number): string[][] => Array.from({ length: pages }, () => []);

/**
 * Every page comes back exactly once: only what is free is given away, only who has a page lets it go, and it is free when the last one has, and not before
 * (docs/paper/facts.md 9). It hears one pool.
 */
export const pagesReturnOnce = setup({
  types: {} as { context: PagesReturnOnceContext; input: PagesReturnOnceInput; events: PoolObservation },
  guards: {
    isTaken: ({ context, event }) =>
      event.type === 'PAGES_RESERVED' && event.pages.some((page) => context.held[page]!.length > 0),
    isFree: ({ context, event }) =>
      event.type === 'PAGES_SHARED' && event.pages.some((page) => context.held[page]!.length === 0),
    isWrong: ({ context, event }) =>
      event.type === 'PAGES_RELEASED' &&
      event.pages.some((page) => {
        const held = context.held[page]!;
        return !held.includes(event.owner) || event.returned.includes(page) !== (held.length === 1);
      }),
    isPinned: ({ context, event }) =>
      event.type === 'PAGES_EVICTED' &&
      event.pages.some((page) => context.held[page]!.some((owner) => owner !== 'cache')),
  },
  actions: {
    add: assign(({ context, event }) =>
      produce(context, (draft) => {
        if (event.type !== 'PAGES_RESERVED' && event.type !== 'PAGES_SHARED') return;
        for (const page of event.pages) {
          draft.held[page] = [...new Set([...draft.held[page]!, event.owner])].sort();
        }
      }),
    ),
    take: assign(({ context, event }) =>
      produce(context, (draft) => {
        if (event.type !== 'PAGES_RELEASED') return;
        for (const page of event.pages) {
          draft.held[page] = draft.held[page]!.filter((owner) => owner !== event.owner);
        }
      }),
    ),
    clear: assign(({ context, event }) =>
      produce(context, (draft) => {
        if (event.type === 'PAGES_EVICTED') for (const page of event.pages) draft.held[page] = [];
      }),
    ),
    startAnew: assign(({ context }) => ({ held: nobody(context.pages) })),
  },
}).createMachine({
  id: 'pages-return-once',
  context: ({ input }) => ({ ...input, held: nobody(input.pages) }),
  initial: 'watching',
  states: {
    watching: {
      on: {
        PAGES_RESERVED: [{ guard: 'isTaken', target: 'violated' }, { actions: 'add' }],
        PAGES_SHARED: [{ guard: 'isFree', target: 'violated' }, { actions: 'add' }],
        PAGES_RELEASED: [{ guard: 'isWrong', target: 'violated' }, { actions: 'take' }],
        PAGES_EVICTED: [{ guard: 'isPinned', target: 'violated' }, { actions: 'clear' }],
        POOL_RESTARTED: { actions: 'startAnew' },
      },
    },
    violated: { tags: 'violation', type: 'final' },
  },
});
