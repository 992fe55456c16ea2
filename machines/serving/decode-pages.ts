import { assertEvent, assign, emit, enqueueActions, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import {
  isFree,
  freeOf,
  isHeldBy,
  nextServed,
  promptPages,
  withServed,
  without,
  freedBy,
  type PagesContext,
  type PagesInput,
} from './decode-page-list.js';
import type {
  Reserve,
  Withdraw,
  Granted,
  TooLarge,
  Pin,
  Landed,
  Unpin,
  LetGo,
  Grow,
  Grown,
  PagesObservation,
} from './decode-page-messages.js';
import { attemptOf, type Halt, isSame } from './request-messages.js';

type PagesEvent = Reserve | Withdraw | Pin | Landed | Unpin | LetGo | Grow | Halt;

/**
 * The KV pages of a decode node (docs/paper/facts.md 9: reserved before prefill). Each has a set of owners: the request, and the transfer that may still
 * write into it; it is free when it has none. Who finds no pages waits: the receive is deferred. A page is kept for those that have been served to grow
 * into, so that each can come to its end.
 */
export const decodePages = setup({
  types: {} as {
    context: PagesContext;
    input: PagesInput;
    events: PagesEvent;
    emitted: PagesObservation;
    tags: 'rest';
  },
  guards: {
    isTooLarge: ({ context, event }) => {
      assertEvent(event, 'RESERVE');
      return event.prompt + event.growth > context.pages.length;
    },
    canServe: ({ context }) => nextServed(context) !== undefined,
    hasPage: ({ context }) => freeOf(context).length > 0,
  },
  actions: {
    refuse: enqueueActions(({ event, enqueue }) => {
      assertEvent(event, 'RESERVE');
      enqueue.sendTo(componentRef(event.reader), {
        type: 'TOO_LARGE',
        ...attemptOf(event),
      } satisfies TooLarge);
    }),
    queue: assign({
      waiting: ({ context, event }) => {
        assertEvent(event, 'RESERVE');
        const { type: _, ...asked } = event;
        return [...context.waiting, { ...asked, overtaken: 0 }];
      },
    }),
    tellQueued: emit(({ event }) => {
      assertEvent(event, 'RESERVE');
      return { type: 'QUEUED', ...attemptOf(event) } as const;
    }),
    withdraw: assign({
      waiting: ({ context, event }) => {
        assertEvent(event, 'WITHDRAW');
        return without(context.waiting, event);
      },
    }),
    tellWithdrawn: emit(({ event }) => {
      assertEvent(event, 'WITHDRAW');
      return { type: 'WITHDRAWN', ...attemptOf(event) } as const;
    }),
    tellServed: enqueueActions(({ context, enqueue }) => {
      const next = nextServed(context)!;
      enqueue.emit({ type: 'SERVED', ...attemptOf(next) });
      enqueue.emit({ type: 'PAGES_TAKEN', node: context.node, pages: promptPages(context) });
    }),
    grant: enqueueActions(({ context, enqueue }) => {
      const next = nextServed(context)!;
      enqueue.sendTo(componentRef(next.reader), {
        type: 'GRANTED',
        ...attemptOf(next),
        pages: promptPages(context),
      } satisfies Granted);
    }),
    take: assign(({ context }) => withServed(context)),
    pin: assign({
      pages: ({ context, event }) => {
        assertEvent(event, 'PIN');
        return context.pages.map((page, at) =>
          event.pages.includes(at) ? { ...page, transfer: attemptOf(event) } : page,
        );
      },
    }),
    write: assign({
      pages: ({ context, event }) => {
        assertEvent(event, 'LANDED');
        const { isWhole, of } = event;
        return context.pages.map((page, at) => {
          if (!event.pages.includes(at)) return page;
          const others = page.content !== null && isSame(page.content, event) ? page.content.parts : 0;
          return { ...page, content: { ...attemptOf(event), isWhole, parts: others + 1, of } };
        });
      },
    }),
    tellUnpinned: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'UNPIN');
      const pages = freedBy(context, event, 'transfer');
      if (pages.length > 0) enqueue.emit({ type: 'PAGES_RETURNED', node: context.node, pages });
    }),
    unpin: assign({
      pages: ({ context, event }) => {
        assertEvent(event, 'UNPIN');
        return context.pages.map((page) =>
          isHeldBy(page.transfer, event) ? { ...page, transfer: null } : page,
        );
      },
    }),
    tellLetGo: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'LET_GO');
      const pages = freedBy(context, event, 'request');
      if (pages.length > 0) enqueue.emit({ type: 'PAGES_RETURNED', node: context.node, pages });
    }),
    letGo: assign({
      pages: ({ context, event }) => {
        assertEvent(event, 'LET_GO');
        return context.pages.map((page) =>
          isHeldBy(page.request, event) ? { ...page, request: null } : page,
        );
      },
    }),
    tellGrown: emit(({ context }) => ({
      type: 'PAGES_TAKEN' as const,
      node: context.node,
      pages: freeOf(context).slice(0, 1),
    })),
    answerGrown: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'GROW');
      enqueue.sendTo(componentRef(`${context.node}.loop`), {
        type: 'GROWN',
        ...attemptOf(event),
      } satisfies Grown);
    }),
    grow: assign({
      pages: ({ context, event }) => {
        assertEvent(event, 'GROW');
        const [taken] = freeOf(context);
        return context.pages.map((page, at) =>
          at === taken ? { ...page, request: attemptOf(event) } : page,
        );
      },
    }),
    /** What is written in a free page means nothing. */
    blank: assign({
      pages: ({ context }) =>
        context.pages.map((page) =>
          isFree(page) && page.content !== null ? { ...page, content: null } : page,
        ),
    }),
  },
}).createMachine({
  id: 'decode-pages',
  context: ({ input: { pages, ...input } }) => ({
    ...input,
    pages: Array.from({ length: pages }, () => ({ request: null, transfer: null, content: null })),
    waiting: [],
  }),
  on: { HALT: '.dead' },
  initial: 'alive',
  states: {
    alive: {
      description:
        'Reserves pages in the order of asking; who does not fit may be overtaken, so many times (docs/paper/facts.md 9).',
      tags: 'rest',
      always: { guard: 'canServe', actions: ['tellServed', 'grant', 'take'] },
      on: {
        RESERVE: [{ guard: 'isTooLarge', actions: 'refuse' }, { actions: ['queue', 'tellQueued'] }],
        WITHDRAW: { actions: ['withdraw', 'tellWithdrawn'] },
        PIN: { actions: 'pin' },
        LANDED: { actions: 'write' },
        UNPIN: { actions: ['tellUnpinned', 'unpin', 'blank'] },
        LET_GO: { actions: ['tellLetGo', 'letGo', 'blank'] },
        // Who may not grow asks again.
        GROW: [{ guard: 'hasPage', actions: ['tellGrown', 'answerGrown', 'grow'] }, {}],
      },
    },
    dead: { description: 'The node has died, its memory and who used it with it.', tags: 'rest' },
  },
});
