import type { BoundsResult } from '../bounds/check-bounds.js';
import type { Exhausted } from '../explore/budget.js';
import type { Pieces } from '../explore/pieces.js';
import type { Violation } from '../property/violation.js';
import type { CheckOptions, RunPosition } from './options.js';
import type { PlannedRun } from './plan.js';
import type { RunProgress, RunWatch } from './progress.js';
import type { CheckRun } from './result.js';
import type { RunOrder } from './worker.js';

/** Makes one run of a check. */
export function* makeRun(planned: PlannedRun, order: RunOrder, options: CheckOptions): Pieces<CheckRun> {
  const { secondsLeft, enumerated } = order;
  const position = positionOf(planned, order);
  const { onProgress } = options;
  onProgress?.({ ...position, phase: 'begun', ...(secondsLeft === undefined ? {} : { secondsLeft }) });
  try {
    // Small runs end without a pause in which an interruption could be noticed.
    yield undefined;
    const run = yield* planned.begin(watchOf(position, options), { secondsMax: secondsLeft, enumerated });
    const { secondsMax = Number.POSITIVE_INFINITY } = options;
    return secondsLeft !== undefined && secondsLeft < secondsMax ? boundByTotal(run) : run;
  } finally {
    onProgress?.({ ...position, phase: 'ended' });
  }
}

export function positionOf(
  { mode, kind, subject, notable }: PlannedRun,
  { run, number, runs }: Pick<RunOrder, 'run' | 'number' | 'runs'>,
): RunPosition {
  return { run, number, runs, mode, kind, subject, notable };
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

function watchOf(position: RunPosition, { signal, onProgress, onQuestion }: CheckOptions): RunWatch {
  return {
    signal,
    onQuestion,
    onProgress: (progress: RunProgress) => onProgress?.({ ...position, phase: 'searching', progress }),
    onViolations: (violations: readonly Violation[]) =>
      onProgress?.({ ...position, phase: 'searching', violations }),
    onSearched: () => onProgress?.({ ...position, phase: 'confirming' }),
  };
}
