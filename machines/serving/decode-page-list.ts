import { type Attempt, attemptOf, isSame } from './request-messages.js';

/** What is written in a page. */
export interface Content extends Attempt {
  /** Its source had all of the prompt. */
  readonly isWhole: boolean;
  /** Parts of the transfer that have landed here. */
  readonly parts: number;
  /** Parts that the transfer has. */
  readonly of: number;
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
}

export const isFree = ({ request, transfer }: Page): boolean => request === null && transfer === null;

export const freeOf = ({ pages }: PagesContext): number[] =>
  pages.flatMap((page, at) => (isFree(page) ? [at] : []));

export const isHeldBy = (owner: Attempt | null, event: Attempt): boolean =>
  owner !== null && isSame(owner, event);

/**
 * Whether there are pages for the prompt, and beside them so many that one can grow: it comes to its end, and its pages let the next one grow. All answers grow
 * alike, by one page at most, so that what this one may need is what anybody may.
 */
const fits = (context: PagesContext, { prompt, growth }: Waiting): boolean =>
  freeOf(context).length >= prompt + growth;

/** Who is given pages next: the first that fits, if nobody before it has been overtaken as often as may be. */
export function nextServed(context: PagesContext): Waiting | undefined {
  for (const each of context.waiting) {
    if (fits(context, each)) return each;
    if (each.overtaken >= context.overtakes) return undefined;
  }
  return undefined;
}

export const promptPages = (context: PagesContext): number[] =>
  freeOf(context).slice(0, nextServed(context)!.prompt);

/** Pages and queue when the next one has been given pages. */
export function withServed(context: PagesContext): Pick<PagesContext, 'pages' | 'waiting'> {
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
  };
}

export const without = <T extends Attempt>(list: readonly T[], event: Attempt): readonly T[] =>
  list.filter((each) => !isSame(each, event));

/** The pages of which an event takes the last owner. */
export function freedBy({ pages }: PagesContext, event: Attempt, owner: 'request' | 'transfer'): number[] {
  const other = owner === 'request' ? 'transfer' : 'request';
  return pages.flatMap((page, at) => (isHeldBy(page[owner], event) && page[other] === null ? [at] : []));
}
