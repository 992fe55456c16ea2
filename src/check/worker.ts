import type { EnumeratedSpace } from '../campaign/state-space.js';

/**
 * Threads that make runs of a check beside the one that it was begun in. Functions do not pass from one thread to another: each has the subjects by itself, and
 * makes of them what `runMaker` gives.
 */
export interface CheckWorkers {
  /** How many at most: a whole number from 0 on. */
  readonly max: number;
  /** Milliseconds after which they are started, if there is work left then. Default 3,000: most checks are over before another thread could have done anything. */
  readonly afterMs?: number;
  /** Starts one. Fulfilled when it can take orders: one that never comes to that, or fails, is done without. */
  readonly start: () => Promise<CheckWorker>;
}

/** One of them. */
export interface CheckWorker {
  /**
   * Passes on an order, and what `runMaker` gives for it there. Where the thread has come to its end, `{ kind: 'returned', isGone: true }`. It is the owner of a thread who
   * interrupts it when `signal` says so: what it has begun is waited for.
   */
  readonly make: (order: RunOrder) => Promise<PassedRun>;
  /** There will be no more orders. */
  readonly end?: () => void;
}

/** What came of an order, as it passes from one thread to another by structured cloning. */
export type PassedRun =
  | {
      readonly kind: 'made';
      readonly run: unknown;
      /** Parts of the run, each with the value that it stands for where JSON has no form for that. */
      readonly originals: readonly (readonly [object, unknown])[];
    }
  | { readonly kind: 'failed'; readonly name: string; readonly message: string; readonly stack?: string }
  /** The thread that ordered it has to make it. `isGone`: as it must all others, for the worker has come to its end. */
  | { readonly kind: 'returned'; readonly isGone?: true };

/** That a run is to be made, and all that must be known for it: plain data. */
export interface RunOrder {
  /** Its place in the whole check, and what it is about: see `labelOf`. */
  readonly number: number;
  readonly label: string;
  /** Which of the runs that are made it is, and of how many: see `RunPosition`. */
  readonly run: number;
  readonly runs: number;
  /** Seconds that are left of the total, where there is one. */
  readonly secondsLeft?: number;
  /** See `RunStart`. */
  readonly enumerated: readonly EnumeratedSpace[];
}
