import type { Attempt } from './request-messages.js';

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

/** A part of the KV of this attempt has been written into pages; its source had all of the prompt if `isWhole`. */
export interface Landed extends Attempt {
  readonly type: 'LANDED';
  readonly pages: readonly number[];
  /** Parts that the transfer has. */
  readonly of: number;
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

/** What happens to pages and to those who want them. */
export type PagesObservation =
  | { readonly type: 'PAGES_TAKEN'; readonly node: string; readonly pages: readonly number[] }
  | { readonly type: 'PAGES_RETURNED'; readonly node: string; readonly pages: readonly number[] }
  | ({ readonly type: 'QUEUED' } & Attempt)
  | ({ readonly type: 'WITHDRAWN' } & Attempt)
  | ({ readonly type: 'SERVED' } & Attempt);
