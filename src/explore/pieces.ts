import { setImmediate as nextTurn } from 'node:timers/promises';
import { refuseWithinQuestion } from '../interpreter/hidden-inputs.js';

/** Work that a library can do at once or with a promise, and not in pieces of ours. */
export interface TwoForms<T> {
  readonly atOnce: () => T;
  readonly awaited: () => Promise<T>;
}

/** Work in pieces: it yields wherever other work may happen, so that one loop serves a function and its asynchronous form. */
export type Pieces<T> = Generator<TwoForms<unknown> | undefined, T, unknown>;

/** What comes of work that a library does, as a piece of one's own work. */
export function* inTwoForms<T>(forms: TwoForms<T>): Pieces<T> {
  return (yield forms) as T;
}

/** Does all of it before anything else happens. */
export function doAtOnce<T>(work: Pieces<T>): T {
  refuseWithinMachine();
  let next = work.next();
  while (next.done !== true) {
    let given: unknown;
    try {
      given = next.value?.atOnce();
    } catch (thrown) {
      next = work.throw(thrown);
      continue;
    }
    next = work.next(given);
  }
  return next.value;
}

/**
 * Does it with pauses in which other work happens: timers, messages, an `AbortController`.
 *
 * @param mayPause is asked again after each pause; from when it says no, nothing else happens any more
 */
export function doWithPauses<T>(work: Pieces<T>, mayPause: () => boolean = () => true): Promise<T> {
  // At once, and not by a promise that a machine's function would let go.
  refuseWithinMachine();
  return pausing(work, mayPause);
}

/** Refuses to begin within a machine's function: what comes of a search is neither context nor event. At other times it does nothing. */
export function refuseWithinMachine(): void {
  refuseWithinQuestion('effect', 'the checker itself');
}

async function pausing<T>(work: Pieces<T>, mayPause: () => boolean): Promise<T> {
  let next = work.next();
  let isPausing = true;
  while (next.done !== true) {
    const { value } = next;
    let given: unknown;
    try {
      if (!isPausing) given = value?.atOnce();
      else given = await (value === undefined ? nextTurn() : value.awaited());
      isPausing &&= mayPause();
    } catch (thrown) {
      next = work.throw(thrown);
      continue;
    }
    next = work.next(given);
  }
  return next.value;
}
