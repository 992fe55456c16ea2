import { refuseThreads, refuseWithReduction } from '../explore/explore-options.js';
import { doAtOnce, doWithPauses } from '../explore/pieces.js';
import { CheckError } from '../network/errors.js';
import { refuseUnknownOptions } from '../network/known-keys.js';
import { countOption, seedOption } from '../network/whole-numbers.js';
import { checkDigest } from './check-digest.js';
import { CHECK_ASYNC_OPTIONS, CHECK_OPTIONS, type CheckAsyncOptions, type CheckOptions } from './options.js';
import { plan, type PlannedRun } from './plan.js';
import type { CheckResult } from './result.js';
import { numbered, shardOf } from './schedule.js';
import type { Checkable } from './subject.js';
import { CheckUnderWay } from './under-way.js';
import { makeOrdered } from './passed-run.js';
import type { CheckWorkers, PassedRun, RunOrder } from './worker.js';

const SEED_DEFAULT = 384;
const RUNS_DEFAULT = 100;

/**
 * Checks networks, families of networks and suites of bounds. Of a family: its `exhaustive` configurations are explored completely, random runs
 * are made of others, and its first fault is put in, which must be caught: the canary. Of a plain network: all of its states, and random runs.
 * Of a suite: random inputs, and the canary. Every counterexample has been run through XState itself. One that is given twice is checked once.
 *
 * @throws CheckError for wrong options, for what cannot be checked, for different subjects of one name, for a family that has one configuration twice, and as `explore` does
 */
export function check(subjects: Checkable | readonly Checkable[], options: CheckOptions = {}): CheckResult {
  refuseUnknownOptions<CheckOptions>(options, CHECK_OPTIONS, 'check');
  const { underWay, result } = begun(subjects, options);
  doAtOnce(underWay.allHere());
  return result();
}

/** As `check`, with pauses in which other work happens and `signal` can be aborted; and beside other threads, if it is given some. */
export async function checkAsync(
  subjects: Checkable | readonly Checkable[],
  options: CheckAsyncOptions = {},
): Promise<CheckResult> {
  refuseUnknownOptions<CheckAsyncOptions>(options, CHECK_ASYNC_OPTIONS, 'checkAsync');
  const { workers } = options;
  if (workers !== undefined) refuseWrongWorkers(workers);
  const { underWay, result } = begun(subjects, options);
  if (workers === undefined || workers.max < 1) await doWithPauses(underWay.allHere());
  else await underWay.allWith(workers);
  return result();
}

/**
 * What a `CheckWorker` is in its own thread: it makes the runs that a `checkAsync` in another one orders. What is planned must be the same in both, so that
 * both have the same subjects and options.
 *
 * @throws CheckError as `check` does
 */
export function runMaker(
  subjects: Checkable | readonly Checkable[],
  options: CheckOptions = {},
): (order: RunOrder) => Promise<PassedRun> {
  refuseUnknownOptions<CheckOptions>(options, CHECK_OPTIONS, 'runMaker');
  const runs = planned(subjects, options);
  return (order) => makeOrdered(runs, order, options);
}

function refuseWrongWorkers(workers: CheckWorkers): void {
  refuseUnknownOptions<CheckWorkers>(workers, { max: true, afterMs: true, start: true }, 'workers');
  const { max, afterMs = 0, start } = workers;
  if (Number.isInteger(max) && max >= 0 && afterMs >= 0 && typeof start === 'function') return;
  throw new CheckError(
    'The option workers has a max that is no whole number from 0 on, an afterMs that is no number of milliseconds, or a start that is no function. See CheckWorkers.',
  );
}

function begun(subjects: Checkable | readonly Checkable[], options: CheckOptions) {
  const all = numbered(planned(subjects, options));
  const { seed = SEED_DEFAULT, runs = RUNS_DEFAULT, totalSeconds, shard } = options;
  if (totalSeconds !== undefined && !(totalSeconds > 0)) {
    throw new CheckError(`The option totalSeconds is ${totalSeconds}; it must be more than 0.`);
  }
  const underWay = new CheckUnderWay(shard === undefined ? all : shardOf(all, shard), options);
  const part =
    shard === undefined
      ? {}
      : {
          shard: {
            index: shard.index,
            count: shard.count,
            runs: all.length,
            check: checkDigest(listOf(subjects), all, { ...options, seed, runs }),
          },
        };
  const result = (): CheckResult => ({ ...underWay.result(seed), ...part });
  return { underWay, result };
}

function listOf(subjects: Checkable | readonly Checkable[]): readonly Checkable[] {
  return Array.isArray(subjects) ? (subjects as readonly Checkable[]) : [subjects as Checkable];
}

/** All runs of a check. @throws CheckError for wrong options, and as `plan` does */
function planned(subjects: Checkable | readonly Checkable[], options: CheckOptions): PlannedRun[] {
  const { statesMax, secondsMax, bytesMax, traceDir, cwd, originOf } = options;
  const { seed = SEED_DEFAULT, runs = RUNS_DEFAULT, deep = false, progressChecks = true } = options;
  const { threads = 1, reduction } = options;
  refuseThreads(threads);
  refuseWithReduction(options);
  seedOption(seed);
  countOption('runs', runs);
  const list = listOf(subjects);
  if (list.length === 0) {
    throw new CheckError(
      'There is nothing to be checked: the list is empty, and nothing holds of nothing. Give a network, a family or a suite of bounds.',
    );
  }
  return plan(list, {
    seed,
    runs,
    deep,
    progressChecks,
    threads,
    ...(reduction === undefined ? {} : { reduction }),
    budgets: {
      ...(statesMax === undefined ? {} : { statesMax }),
      ...(secondsMax === undefined ? {} : { secondsMax }),
      ...(bytesMax === undefined ? {} : { bytesMax }),
    },
    traceDir,
    cwd,
    originOf,
  });
}
