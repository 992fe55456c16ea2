import { now } from '../interpreter/clock.js';
import { listeningToTicks, type StopSignal } from '../interpreter/deadline.js';
import type { Violation } from '../property/violation.js';
import type { Exhausted } from './budget.js';
import type { Pieces } from './pieces.js';

/** What a search has done so far. */
export interface SearchProgress {
  readonly states: number;
  readonly steps: number;
  /** Breadth-first: levels. Random: walks done. */
  readonly depth: number;
  /** States known and not yet expanded. */
  readonly frontier: number;
  /** All states are known, and what is left is to judge runs that never end. */
  readonly during?: 'progress checks';
  /** What has been found violated so far, if anything was since this was told last. */
  readonly violations?: readonly Violation[];
}

/** Who is told of a search under way. */
export interface SearchWatch {
  /** Told every 50 ms or so. */
  readonly onProgress?: (progress: SearchProgress) => void;
  /**
   * Told before each question to XState and each call of a predicate: the last moment before a function of the model's that may never
   * return. For whoever tells another thread how far the search has come; it is called often, so it must be quick.
   */
  readonly onQuestion?: (progress: SearchProgress) => void;
}

/** The options that watch. */
export const WATCH_OPTIONS = { onProgress: true, onQuestion: true } as const satisfies Record<
  keyof SearchWatch,
  true
>;

/** A strategy for searching a state space, in pieces, so that it can be watched and interrupted. */
export interface Search<TResult> {
  /**
   * Works on about `units` states or steps, for about `msMax` milliseconds at most. Returns true when there is nothing left to do, or a budget
   * ran out.
   */
  advance(units: number, msMax?: number): boolean;
  progress(): SearchProgress;
  /** The result by now; `stopped` tells why the search ends before it is done, if it does. */
  finish(stopped?: Exhausted): TResult;
}

/** What lies between two looks at the outside world: so many units, or so many milliseconds if they are slow. */
const UNITS_PER_SLICE = 4096;
const MS_PER_SLICE = 50;

/** Runs a search to its end. */
export function run<TResult>(search: Search<TResult>): TResult {
  while (!search.advance(UNITS_PER_SLICE)) {
    // The search looks at its budgets itself.
  }
  return search.finish();
}

/** A search as work in pieces, to its end, or until `signal` is aborted. */
export function* watched<TResult>(
  search: Search<TResult>,
  { signal, onProgress, onQuestion }: SearchWatch & { readonly signal?: StopSignal | undefined },
): Pieces<TResult> {
  const hear = onQuestion && (() => onQuestion(search.progress()));
  const advance = () => search.advance(UNITS_PER_SLICE, MS_PER_SLICE);
  while (!listeningToTicks(hear, advance)) {
    onProgress?.(search.progress());
    yield undefined;
    if (signal?.aborted) return search.finish('interrupted');
  }
  return listeningToTicks(hear, () => search.finish());
}

/** Seconds spent between `start` and `stop`, over all pieces of a search. */
export class Stopwatch {
  private spent = 0;
  private startedAt = 0;

  start(): void {
    this.startedAt = now();
  }

  stop(): void {
    this.spent += now() - this.startedAt;
  }

  get seconds(): number {
    return this.spent / 1000;
  }
}
