import type { Exhausted, SearchProgress, Subject, Verdict, Violation } from '../index.js';

/**
 * What is known of a command under way: plain data, which the thread that searches tells as it comes to know it. Should that thread never
 * come to its end, another one can tell what was known.
 */
export interface Known {
  /** The module that is being loaded. */
  readonly loading?: string | undefined;
  /** A search is under way; with its budget of seconds, if it has one, and what has run out when they are over: without a word `seconds`. */
  readonly searching?:
    | {
        readonly mode: SearchMode;
        readonly secondsMax?: number | undefined;
        readonly endedBy?: Exhausted | undefined;
      }
    | undefined;
  /** What is searched. */
  readonly subject?: Subject | undefined;
  /** How far the search has come; see `SearchProgress` for what the numbers mean in each mode. */
  readonly progress?: SearchProgress | undefined;
  /** What the search has found violated so far. */
  readonly violations?: readonly Violation[] | undefined;
  /** What `check` has finished since it was last told, and how many things it has to do in all. */
  readonly finished?: readonly FinishedRun[] | undefined;
  readonly planned?: number | undefined;
  /** What is being done, in one line. */
  readonly line?: string | undefined;
}

export type SearchMode = 'explore' | 'walk' | 'campaign' | 'replay';

/** One thing that `check` has done. */
export interface FinishedRun {
  /** Its place in the whole check. */
  readonly number: number;
  readonly mode: string;
  readonly network: string;
  readonly verdict: Verdict;
  /** As `check --json` prints it. */
  readonly json: unknown;
}

/** A later account in the place of an earlier one: what it does not speak of stays, and what has been finished since is added. */
export function joined(before: Known, change: Known): Known {
  const { finished } = change;
  return {
    ...before,
    ...change,
    ...(finished === undefined ? {} : { finished: [...(before.finished ?? []), ...finished] }),
  };
}
