import { assertEvent, assign, emit, enqueueActions, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import { type Attempt, attemptOf, type Halt, isSame } from './request-messages.js';

/** An attempt asks for pages: those of its prompt now, others as it grows. */
export interface Reserve extends Attempt {
  readonly type: 'RESERVE';
  readonly prompt: number;
  readonly growth: number;
  /** Id of who is told. */
  readonly reader: string;
}

/** An attempt that waits for pages does not want them any more. */
export interface Withdraw extends Attempt {
  readonly type: 'WITHDRAW';
}

/** The pages of the prompt. */
export interface Granted extends Attempt {
  readonly type: 'GRANTED';
  readonly pages: readonly number[];
}

/** The attempt needs more pages than there are. */
export interface TooLarge extends Attempt {
  readonly type: 'TOO_LARGE';
}

/** A transfer writes into these pages from now on. */
export interface Pin extends Attempt {
  readonly type: 'PIN';
  readonly pages: readonly number[];
}

/** A part of the KV of this attempt has been written into pages; `isLast`: it was the last one, all of the prompt is there if `isWhole`. */
export interface Landed extends Attempt {
  readonly type: 'LANDED';
  readonly pages: readonly number[];
  readonly isLast: boolean;
  readonly isWhole: boolean;
}

/** Nothing of the transfer is on its way any more. */
export interface Unpin extends Attempt {
  readonly type: 'UNPIN';
}

/** The request has no use for its pages any more. */
export interface LetGo extends Attempt {
  readonly type: 'LET_GO';
}

/** The KV of an attempt does not fit into its pages any more. */
export interface Grow extends Attempt {
  readonly type: 'GROW';
}

/** It has one more page. */
export interface Grown extends Attempt {
  readonly type: 'GROWN';
}

/** What is written in a page. */
export interface Content extends Attempt {
  readonly isWhole: boolean;
}

export interface Page {
  /** The request that has it. */
  readonly request: Attempt | null;
  /** The transfer that may still write into it. A page is free if it has neither. */
  readonly transfer: Attempt | null;
  readonly content: Content | null;
}

/** An attempt that waits for pages. */
export interface Waiting extends Attempt {
  readonly prompt: number;
  readonly growth: number;
  readonly reader: string;
  /** How many that came later have been given pages before it. */
  readonly overtaken: number;
}

/** An attempt that has pages, and the pages that it may still need. */
interface Growing extends Attempt {
  readonly growth: number;
}

export interface PagesInput {
  readonly node: string;
  readonly pages: number;
  /** How many that came later may be given pages before one that waits. */
  readonly overtakes: number;
}

export interface PagesContext extends Omit<PagesInput, 'pages'> {
  readonly pages: readonly Page[];
  /** In the order of their coming. */
  readonly waiting: readonly Waiting[];
  readonly growing: readonly Growing[];
}

/** What happens to pages and to those who want them. */
export type PagesObservation =
  | { readonly type: 'PAGES_TAKEN'; readonly node: string; readonly pages: readonly number[] }
  | { readonly type: 'PAGES_RETURNED'; readonly node: string; readonly pages: readonly number[] }
  | ({ readonly type: 'QUEUED' } & Attempt)
  | ({ readonly type: 'WITHDRAWN' } & Attempt)
  | ({ readonly type: 'SERVED' } & Attempt);

type PagesEvent = Reserve | Withdraw | Pin | Landed | Unpin | LetGo | Grow | Halt;

const isFree = ({ request, transfer }: Page): boolean => request === null && transfer === null;

const freeOf = ({ pages }: PagesContext): number[] => pages.flatMap((page, at) => (isFree(page) ? [at] : []));

const isHeldBy = (owner: Attempt | null, event: Attempt): boolean => owner !== null && isSame(owner, event);

/**
 * Whether there are pages for the prompt, and beside them so many that the one that may grow most can do so: it comes to its end, and its pages let the next
 * one grow.
 */
function fits(context: PagesContext, { prompt, growth }: Waiting): boolean {
  const most = Math.max(growth, ...context.growing.map((each) => each.growth));
  return freeOf(context).length >= prompt + most;
}

/** Who is given pages next: the first that fits, if nobody before it has been overtaken as often as may be. */
function nextServed(context: PagesContext): Waiting | undefined {
  for (const each of context.waiting) {
    if (fits(context, each)) return each;
    if (each.overtaken >= context.overtakes) return undefined;
  }
  return undefined;
}

const promptPages = (context: PagesContext): number[] =>
  freeOf(context).slice(0, nextServed(context)!.prompt);

/** Pages and queues when the next one has been given pages. */
function withServed(context: PagesContext): Pick<PagesContext, 'pages' | 'waiting' | 'growing'> {
  const next = nextServed(context)!;
  const taken = promptPages(context);
  const at = context.waiting.indexOf(next);
  return {
    pages: context.pages.map((page, index) =>
      taken.includes(index) ? { ...page, request: attemptOf(next) } : page,
    ),
    waiting: context.waiting
      .map((each, index) => (index < at ? { ...each, overtaken: each.overtaken + 1 } : each))
      .filter((_, index) => index !== at),
    growing: [...context.growing, { ...attemptOf(next), growth: next.growth }],
  };
}

const without = <T extends Attempt>(list: readonly T[], event: Attempt): readonly T[] =>
  list.filter((each) => !isSame(each, event));

/** The pages of which an event takes the last owner. */
function freedBy({ pages }: PagesContext, event: Attempt, owner: 'request' | 'transfer'): number[] {
  const other = owner === 'request' ? 'transfer' : 'request';
  return pages.flatMap((page, at) => (isHeldBy(page[owner], event) && page[other] === null ? [at] : []));
}

/**
 * The KV pages of a decode node (docs/paper/facts.md 9: reserved before prefill). Each has a set of owners: the request, and the transfer that may still
 * write into it; it is free when it has none. Who finds no pages waits: the receive is deferred. Pages for the growth of those that have been served are kept,
 * so that each can come to its end.
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
        const { isLast, isWhole } = event;
        const content = { ...attemptOf(event), isWhole: isLast && isWhole };
        return context.pages.map((page, at) => (event.pages.includes(at) ? { ...page, content } : page));
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
      growing: ({ context, event }) => {
        assertEvent(event, 'LET_GO');
        return without(context.growing, event);
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
    grow: assign(({ context, event }) => {
      assertEvent(event, 'GROW');
      const [taken] = freeOf(context);
      return {
        pages: context.pages.map((page, at) =>
          at === taken ? { ...page, request: attemptOf(event) } : page,
        ),
        growing: context.growing.map((each) =>
          isSame(each, event) ? { ...each, growth: each.growth - 1 } : each,
        ),
      };
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
    growing: [],
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
