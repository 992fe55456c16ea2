import type { BoundsResult } from '../bounds/check-bounds.js';
import { BUDGET_OPTIONS, type Budgets, type Exhausted } from '../explore/budget.js';
import { refuseThreads, refuseWithReduction } from '../explore/explore-options.js';
import { doAtOnce, doWithPauses, type Pieces } from '../explore/pieces.js';
import { type SearchWatch, WATCH_OPTIONS } from '../explore/search.js';
import { CheckError } from '../network/errors.js';
import { refuseUnknownOptions } from '../network/known-keys.js';
import { countOption, seedOption } from '../network/whole-numbers.js';
import type { Configuration } from '../network/parameters.js';
import type { Violation } from '../property/violation.js';
import type { TraceOrigin } from './evidence.js';
import { plan, type PlannedRun } from './plan.js';
import type { RunProgress } from './progress.js';
import { type CheckResult, type CheckRun, resultOf } from './result.js';
import { byValue, inOrder, numbered, type Shard, shardOf } from './schedule.js';
import type { Checkable, Subject } from './subject.js';

const SEED_DEFAULT = 384;
const RUNS_DEFAULT = 100;

/** Which of the runs it is about: the first is 1. */
export interface RunPosition {
  readonly run: number;
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
  readonly phase: 'begun' | 'searching' | 'confirming';
  readonly progress?: RunProgress;
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

const CHECK_OPTIONS = {
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

/**
 * Checks networks, families of networks and suites of bounds. Of a family: its `exhaustive` configurations are explored completely, random runs
 * are made of others, and its first fault is put in, which must be caught: the canary. Of a plain network: all of its states, and random runs.
 * Of a suite: random inputs, and the canary. Every counterexample has been run through XState itself. One that is given twice is checked once.
 *
 * @throws CheckError for wrong options, for what cannot be checked, for different subjects of one name, and as `explore` does
 */
export function check(subjects: Checkable | readonly Checkable[], options: CheckOptions = {}): CheckResult {
  return doAtOnce(checking(subjects, options));
}

/** As `check`, with pauses in which other work happens and `signal` can be aborted. */
export function checkAsync(
  subjects: Checkable | readonly Checkable[],
  options: CheckOptions = {},
): Promise<CheckResult> {
  return doWithPauses(checking(subjects, options));
}

function* checking(subjects: Checkable | readonly Checkable[], options: CheckOptions): Pieces<CheckResult> {
  refuseUnknownOptions<CheckOptions>(options, CHECK_OPTIONS, 'check');
  const { statesMax, secondsMax, bytesMax, signal, traceDir, cwd, originOf } = options;
  const { seed = SEED_DEFAULT, runs: runsMax = RUNS_DEFAULT, deep = false, progressChecks = true } = options;
  const { threads = 1, reduction } = options;
  refuseThreads(threads);
  refuseWithReduction(options);
  seedOption(seed);
  countOption('runs', runsMax);
  const budgets = {
    ...(statesMax === undefined ? {} : { statesMax }),
    ...(secondsMax === undefined ? {} : { secondsMax }),
    ...(bytesMax === undefined ? {} : { bytesMax }),
  };
  const list = Array.isArray(subjects) ? (subjects as readonly Checkable[]) : [subjects as Checkable];
  if (list.length === 0) {
    throw new CheckError(
      'There is nothing to be checked: the list is empty, and nothing holds of nothing. Give a network, a family or a suite of bounds.',
    );
  }
  const planned = plan(list, {
    seed,
    runs: runsMax,
    deep,
    progressChecks,
    threads,
    ...(reduction === undefined ? {} : { reduction }),
    budgets,
    traceDir,
    cwd,
    originOf,
  });
  const { totalSeconds, shard } = options;
  if (totalSeconds !== undefined && !(totalSeconds > 0)) {
    throw new CheckError(`The option totalSeconds is ${totalSeconds}; it must be more than 0.`);
  }
  const all = numbered(planned);
  const own = shard === undefined ? all : shardOf(all, shard);
  const startedAt = performance.now();
  const waiting = totalSeconds === undefined ? own : byValue(own);
  const done: { readonly number: number; readonly run: CheckRun }[] = [];
  let isTimeOver = false;
  for (const { number, planned: each } of waiting) {
    if (signal?.aborted) break;
    const spent = (performance.now() - startedAt) / 1000;
    const seconds = totalSeconds === undefined ? undefined : totalSeconds - spent;
    isTimeOver = seconds !== undefined && seconds <= 0;
    if (isTimeOver) break;
    const position = positionOf(each, done.length + 1, own.length);
    options.onProgress?.({ ...position, phase: 'begun' });
    // Small runs end without a pause in which an interruption could be noticed.
    yield undefined;
    const made = yield* each.begin(watchOf(position, options), seconds);
    const isBoundByTotal = seconds !== undefined && seconds < (secondsMax ?? Number.POSITIVE_INFINITY);
    const run = isBoundByTotal ? boundByTotal(made) : made;
    done.push({ number, run });
    options.onRun?.(run, position);
  }
  const undone = inOrder(waiting.slice(done.length)).map(({ number, planned: each }) => {
    const { mode, subject, notable } = each;
    return { number, mode, subject, notable };
  });
  const made = inOrder(done);
  return {
    ...resultOf(
      seed,
      made.map(({ run }) => run),
      undone.length,
    ),
    numbers: made.map(({ number }) => number),
    undone,
    ...(shard === undefined ? {} : { shard: { index: shard.index, count: shard.count, runs: all.length } }),
    ...(isTimeOver ? { isTimeOver } : {}),
  };
}

/** A run that had no more seconds than were left of the total: it is these that ran out. */
function boundByTotal(run: CheckRun): CheckRun {
  const { inconclusive, endedBy } = run.result as {
    readonly inconclusive?: { readonly budget: Exhausted };
    readonly endedBy?: BoundsResult['endedBy'];
  };
  const budget = 'totalSeconds';
  if (inconclusive?.budget === 'seconds') {
    return { ...run, result: { ...run.result, inconclusive: { ...inconclusive, budget } } } as CheckRun;
  }
  return endedBy === 'seconds' ? ({ ...run, result: { ...run.result, endedBy: budget } } as CheckRun) : run;
}

function positionOf({ mode, kind, subject, notable }: PlannedRun, run: number, runs: number): RunPosition {
  return { run, runs, mode, kind, subject, notable };
}

function watchOf(position: RunPosition, { signal, onProgress, onQuestion }: CheckOptions) {
  return {
    signal,
    onQuestion,
    onProgress: (progress: RunProgress) => onProgress?.({ ...position, phase: 'searching', progress }),
    onViolations: (violations: readonly Violation[]) =>
      onProgress?.({ ...position, phase: 'searching', violations }),
    onSearched: () => onProgress?.({ ...position, phase: 'confirming' }),
  };
}
