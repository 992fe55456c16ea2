import { BUDGET_OPTIONS, type Budgets } from '../explore/budget.js';
import { type SearchWatch, WATCH_OPTIONS } from '../explore/search.js';
import type { Configuration } from '../network/parameters.js';
import type { Violation } from '../property/violation.js';
import type { TraceOrigin } from './evidence.js';
import type { RunProgress } from './progress.js';
import type { CheckRun } from './result.js';
import type { Shard } from './schedule.js';
import type { Checkable, Subject } from './subject.js';
import type { CheckWorkers } from './worker.js';

/** Which of the runs it is about: the first is 1. */
export interface RunPosition {
  readonly run: number;
  /** Its place in the whole check, of which this may be one shard. */
  readonly number: number;
  /** All runs, those that are still to be made included. */
  readonly runs: number;
  readonly mode: CheckRun['mode'];
  /** What kind of work it is: what its progress is told in. */
  readonly kind: RunProgress['kind'];
  readonly subject: Subject;
  /** The parameters that do not have their defaults. */
  readonly notable: Configuration;
}

/** How far a check has come. */
export interface CheckProgress extends RunPosition {
  /** `confirming`: the search of this run is over, and what it found is made small and run through XState itself. */
  readonly phase: 'begun' | 'searching' | 'confirming' | 'ended';
  readonly progress?: RunProgress;
  /** With `begun`: the seconds that are left of the total, where there is one. */
  readonly secondsLeft?: number;
  /** What this run has found violated, when that has just been found; not confirmed yet. */
  readonly violations?: readonly Violation[];
}

/** The budgets are those of each search; the seconds are those of a suite and of a comparison, too. */
export interface CheckOptions extends Budgets, Pick<SearchWatch, 'onQuestion'> {
  /** Any 32-bit integer: the same seed gives the same random runs on any machine. Default 384. */
  readonly seed?: number;
  /** Random runs of each family, at least 1. Default 100. */
  readonly runs?: number;
  /** Whether to make the explorations that take minutes, too, and the larger number of inputs of each bound. Default: no. */
  readonly deep?: boolean;
  /** Whether the explorations say what can be said of runs that never end: see `ExploreOptions`. Default: yes. */
  readonly progressChecks?: boolean;
  /** Whether the explorations, but for those of canaries, take steps alone where nothing is lost by it: see `ExploreOptions`. Default: where there is no room for all states. */
  readonly reduction?: boolean;
  /** Threads that take part in each exploration of many states: see `ExploreOptions`. Default: 1. */
  readonly threads?: number;
  /**
   * Most seconds of everything together. What tells most comes first, what there is no time for is left undone, and the verdict is inconclusive then.
   * Default: no limit.
   */
  readonly totalSeconds?: number;
  /** Do one part only: all parts together are the whole check. Default: all. */
  readonly shard?: Shard;
  /** The folder into which the traces of counterexamples are written. Default: none are written. */
  readonly traceDir?: string;
  /** What `traceDir` is relative to. Default: the present folder. */
  readonly cwd?: string;
  /** How a trace names its network, where `replay` would not find it by its name alone. */
  readonly originOf?: (subject: Checkable) => TraceOrigin | undefined;
  /** Told before each run, and every 50 ms or so during it. */
  readonly onProgress?: (progress: CheckProgress) => void;
  /** Told of each run that is done. */
  readonly onRun?: (run: CheckRun, position: RunPosition) => void;
}

/** What `checkAsync` takes besides. */
export interface CheckAsyncOptions extends CheckOptions {
  /** Other threads that make runs, too, of which `onProgress` tells nothing. What comes out is the same. Default: none. */
  readonly workers?: CheckWorkers;
}

export const CHECK_OPTIONS = {
  ...BUDGET_OPTIONS,
  ...WATCH_OPTIONS,
  seed: true,
  runs: true,
  deep: true,
  progressChecks: true,
  threads: true,
  reduction: true,
  totalSeconds: true,
  shard: true,
  traceDir: true,
  cwd: true,
  originOf: true,
  onRun: true,
} as const;

export const CHECK_ASYNC_OPTIONS = { ...CHECK_OPTIONS, workers: true } as const;
