import { produce } from 'immer';
import { assertEvent, assign, emit, enqueueActions, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { TurnObservation } from './turn-observation.js';

/** Who may hold a page: a request, the transfer of one (by the number of the request), or the prefix cache. */
export type PageOwner = `request.${number}` | `transfer.${number}` | 'cache';

/** The request that a transfer is for, as the owner of pages. */
export const requestOwner = (room: number): PageOwner => `request.${room}`;

/** Some pages for an owner, all or none; `reader` is the component that is told `GRANTED`. They wait in a queue, whose head is served first. */
export interface Reserve {
  readonly type: 'RESERVE';
  readonly owner: PageOwner;
  readonly count: number;
  readonly reader: string;
}

/** The reservation of an owner that still waits is withdrawn; of one that does not wait nothing happens. */
interface CancelReservation {
  readonly type: 'CANCEL';
  readonly owner: PageOwner;
}

/** A further owner of pages that somebody owns: beside the cache it is a pin, beside a request it defers the release. */
export interface Share {
  readonly type: 'SHARE';
  readonly owner: PageOwner;
  readonly pages: readonly number[];
}

/** An owner lets pages go. A page is free when nobody owns it any more. */
export interface Release {
  readonly type: 'RELEASE';
  readonly owner: PageOwner;
  readonly pages: readonly number[];
}

/** The answer to `RESERVE`: these pages are the owner's, in this order. */
export interface Granted {
  readonly type: 'GRANTED';
  readonly pages: readonly number[];
}

export interface PagePoolInput {
  /** Pages of the pool, called 0, 1, ... */
  readonly pages: number;
}

export interface PagePoolContext extends PagePoolInput {
  /** Pages that nobody owns; the one that came back first is given away first. */
  readonly free: readonly number[];
  /** By page: who owns it, in the order of names. */
  readonly owners: readonly (readonly PageOwner[])[];
  /** Reservations that wait, oldest first. */
  readonly queue: readonly Reserve[];
}

/** Pages are an owner's from here on. */
export interface PagesReserved {
  readonly type: 'PAGES_RESERVED';
  readonly owner: PageOwner;
  readonly pages: readonly number[];
}

/** Pages have a further owner from here on. */
export interface PagesShared {
  readonly type: 'PAGES_SHARED';
  readonly owner: PageOwner;
  readonly pages: readonly number[];
}

/** An owner has let pages go; `returned` are those that are free now. */
export interface PagesReleased {
  readonly type: 'PAGES_RELEASED';
  readonly owner: PageOwner;
  readonly pages: readonly number[];
  readonly returned: readonly number[];
}

/** Pages that only the cache owned have been taken from it. */
export interface PagesEvicted {
  readonly type: 'PAGES_EVICTED';
  readonly pages: readonly number[];
}

/** The node starts anew, and its pool with it: nobody owns anything. */
export interface PoolRestarted {
  readonly type: 'POOL_RESTARTED';
}

type PagePoolEvent =
  Reserve | CancelReservation | Share | Release | { readonly type: 'HALT' } | { readonly type: 'RESTART' };

const unowned = ({ pages }: PagePoolInput): PagePoolContext => ({
  pages,
  free: Array.from({ length: pages }, (_, page) => page),
  owners: Array.from({ length: pages }, () => []),
  queue: [],
});

/** Pages that only the cache owns: they are as good as free. */
const evictable = ({ owners }: PagePoolContext): number[] =>
  owners.flatMap((each, page) => (each.length === 1 && each[0] === 'cache' ? [page] : []));

/**
 * The KV pages of a node: a free list, first in first out, and for each page the *set* of its owners (docs/paper/facts.md 9 and 10). A page whose
 * request has ended while its transfer is under way still has an owner, so that its release is deferred; what only the cache owns is evicted
 * when pages are wanted, and any other owner pins it.
 *
 * It answers whoever reserves within the same step, or as soon as there is room: reservations are served in their order, each as a whole.
 */
export const pagePool = setup({
  types: {} as {
    context: PagePoolContext;
    input: PagePoolInput;
    events: PagePoolEvent;
    emitted: PagesReserved | PagesShared | PagesReleased | PagesEvicted | PoolRestarted | TurnObservation;
    tags: 'rest';
  },
  guards: {
    hasRoom: ({ context }) =>
      context.queue.length > 0 && context.free.length + evictable(context).length >= context.queue[0]!.count,
  },
  actions: {
    tellQueued: emit(({ event }) => {
      assertEvent(event, 'RESERVE');
      return { type: 'QUEUED', owner: event.owner } as const;
    }),
    remember: assign(({ context, event }) => {
      assertEvent(event, 'RESERVE');
      return { queue: [...context.queue, event] };
    }),
    tellWithdrawn: emit(({ event }) => {
      assertEvent(event, 'CANCEL');
      return { type: 'WITHDRAWN', owner: event.owner } as const;
    }),
    forget: assign(({ context, event }) => {
      assertEvent(event, 'CANCEL');
      return { queue: context.queue.filter(({ owner }) => owner !== event.owner) };
    }),
    evict: enqueueActions(({ context, enqueue }) => {
      const missing = context.queue[0]!.count - context.free.length;
      const pages = evictable(context).slice(0, Math.max(0, missing));
      if (pages.length === 0) return;
      enqueue.emit({ type: 'PAGES_EVICTED', pages });
      enqueue.assign(({ context }) =>
        produce(context, (draft) => {
          for (const page of pages) draft.owners[page] = [];
          draft.free.push(...pages);
        }),
      );
    }),
    grant: enqueueActions(({ context, enqueue }) => {
      const { owner, count, reader } = context.queue[0]!;
      const pages = context.free.slice(0, count);
      enqueue.emit({ type: 'SERVED', owner });
      enqueue.emit({ type: 'PAGES_RESERVED', owner, pages });
      enqueue.assign(({ context }) =>
        produce(context, (draft) => {
          draft.queue.shift();
          draft.free.splice(0, count);
          for (const page of pages) draft.owners[page] = [owner];
        }),
      );
      enqueue.sendTo(componentRef(reader), { type: 'GRANTED', pages } satisfies Granted);
    }),
    tellShared: emit(({ event }) => {
      assertEvent(event, 'SHARE');
      return { type: 'PAGES_SHARED', owner: event.owner, pages: event.pages } as const;
    }),
    addOwner: assign(({ context, event }) => {
      assertEvent(event, 'SHARE');
      return produce(context, (draft) => {
        for (const page of event.pages) {
          draft.owners[page] = [...new Set([...draft.owners[page]!, event.owner])].sort();
        }
      });
    }),
    removeOwner: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'RELEASE');
      const { owner, pages } = event;
      const returned = pages.filter(
        (page) => context.owners[page]!.length === 1 && context.owners[page]![0] === owner,
      );
      enqueue.emit({ type: 'PAGES_RELEASED', owner, pages, returned });
      enqueue.assign(({ context }) =>
        produce(context, (draft) => {
          for (const page of pages) draft.owners[page] = draft.owners[page]!.filter((each) => each !== owner);
          draft.free.push(...returned);
        }),
      );
    }),
    startAnew: assign(({ context }) => unowned(context)),
    tellRestarted: emit({ type: 'POOL_RESTARTED' }),
  },
}).createMachine({
  id: 'page-pool',
  context: ({ input }) => unowned(input),
  initial: 'open',
  states: {
    open: {
      description:
        'Pages are reserved, shared and released; who asks for more than there are waits, and all behind it (docs/paper/facts.md 9).',
      tags: 'rest',
      always: { guard: 'hasRoom', actions: ['evict', 'grant'] },
      on: {
        RESERVE: { actions: ['tellQueued', 'remember'] },
        CANCEL: { actions: ['tellWithdrawn', 'forget'] },
        SHARE: { actions: ['tellShared', 'addOwner'] },
        RELEASE: { actions: 'removeOwner' },
        HALT: 'down',
      },
    },
    down: {
      description: 'Its node has failed; when it is back, nobody owns anything (docs/paper/facts.md 3).',
      tags: 'rest',
      on: { RESTART: { target: 'open', actions: ['startAnew', 'tellRestarted'] } },
    },
  },
});
