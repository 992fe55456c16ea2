import { setImmediate as nextTurn } from 'node:timers/promises';
import type { StopSignal } from '../interpreter/deadline.js';
import type { Violation } from '../property/violation.js';
import type { Exhausted } from './budget.js';

/** What a search has done so far. */
export interface SearchProgress {
  readonly states: number;
  readonly steps: number;
  /** Breadth-first: levels. Random: walks done. */
  readonly depth: number;
  /** States known and not yet expanded. */
  readonly frontier: number;
  /** What has been found violated so far, if anything was since this was told last. */
  readonly violations?: readonly Violation[];
}

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

/** Runs a search to its end, or until `signal` is aborted, letting other work happen and telling of progress in between. */
export async function runWatched<TResult>(
  search: Search<TResult>,
  watch: {
    readonly signal?: StopSignal | undefined;
    readonly onProgress?: (progress: SearchProgress) => void;
  },
): Promise<TResult> {
  while (!search.advance(UNITS_PER_SLICE, MS_PER_SLICE)) {
    watch.onProgress?.(search.progress());
    await nextTurn();
    if (watch.signal?.aborted) return search.finish('interrupted');
  }
  return search.finish();
}

/** Seconds spent between `start` and `stop`, over all pieces of a search. */
export class Stopwatch {
  private spent = 0;
  private startedAt = 0;

  start(): void {
    this.startedAt = performance.now();
  }

  stop(): void {
    this.spent += performance.now() - this.startedAt;
  }

  get seconds(): number {
    return this.spent / 1000;
  }
}
