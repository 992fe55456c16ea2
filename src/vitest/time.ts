import { inspect } from 'node:util';
import { CheckError } from '../network/errors.js';

/** The part of a test, as Vitest tells it, that says how long it may take. */
export interface TimedTest {
  /** Milliseconds. */
  readonly timeout?: number;
  readonly result?: { readonly startTime?: number };
  readonly context?: { readonly signal?: AbortSignal };
}

// Taken once: a test may put fake timers and another date in their place.
/** Milliseconds since some moment. */
export const now = performance.now.bind(performance);
/** As Vitest tells when a test started. */
export const dateNow = Date.now.bind(Date);

/** Seconds that an answer may take. */
export interface Seconds {
  /** A search ends by itself then, and what it found is made small and told. */
  readonly search: number;
  /** A thread that has not answered by then is ended. */
  readonly answer: number;
}

/** Shares of what is left of the test's time-out. */
const SEARCH_SHARE = 0.9;
const ANSWER_SHARE = 0.97;
/** What an answer may take beyond the search, where the time-out leaves it. */
const OVER_SHARE = 1.08;
const OVER_SECONDS = 0.3;
/** A budget must be more than nothing. */
const LEAST = 0.001;

/** The seconds that are asked for, if the test's time-out leaves them. `undefined`: any number. @throws CheckError for what is no number above 0 */
export function secondsFor(asked: number | undefined, test: TimedTest | undefined): Seconds | undefined {
  if (asked !== undefined && !(typeof asked === 'number' && asked > 0))
    throw new CheckError(`The option seconds is ${inspect(asked)}; it must be a number above 0.`);
  const { timeout = 0, result } = test ?? {};
  const isLimited = timeout > 0 && Number.isFinite(timeout);
  if (!isLimited && asked === undefined) return undefined;
  const spent = result?.startTime === undefined ? 0 : dateNow() - result.startTime;
  // Vitest takes 0 for none.
  const left = isLimited ? Math.max(LEAST, (timeout - spent) / 1000) : Number.POSITIVE_INFINITY;
  const search = Math.min(asked ?? Number.POSITIVE_INFINITY, left * SEARCH_SHARE);
  return { search, answer: Math.min(search * OVER_SHARE + OVER_SECONDS, left * ANSWER_SHARE) };
}
