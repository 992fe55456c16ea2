import type { BoundSuite } from '../bounds/bound.js';
import { attempts, type BoundsOptions } from '../bounds/check-bounds.js';
import type { ExploreResult } from '../explore/explore-result.js';
import type { Budgets } from '../explore/budget.js';
import { exploration } from '../explore/explore.js';
import type { Pieces } from '../explore/pieces.js';
import { confirm } from './evidence.js';
import { type RunWatch, searchWatch } from './progress.js';
import type { CanaryRun, CanaryVerdict } from './result.js';
import { choose, notableOf } from './subject.js';
import type { NetworkFamily } from '../network/family.js';

/** A check that never fails proves nothing: with this fault its property must be found violated. */
export function* mustCatch(
  family: NetworkFamily,
  fault: string,
  budgets: Budgets,
  watch: RunWatch,
): Pieces<CanaryRun> {
  const { network, configuration, subject } = choose(family, {}, [fault]);
  const { property } = family.faults[fault]!;
  const result = yield* exploration(network, {
    ...budgets,
    until: property,
    // What a reduction leaves open is not missed.
    reduction: false,
    ...searchWatch(watch),
  });
  watch.onSearched?.();
  for (const violation of result.violations) confirm(network, violation);
  const verdict = canaryVerdict(result, property);
  return { mode: 'canary', subject, notable: notableOf(family, configuration), result, property, verdict };
}

function canaryVerdict({ properties, inconclusive }: ExploreResult, property: string): CanaryVerdict {
  if (properties.some(({ name, verdict }) => name === property && verdict === 'violated')) return 'caught';
  return inconclusive === undefined ? 'MISSED' : 'inconclusive';
}

/** As `mustCatch`, for a suite: with this fault its bound must be broken. */
export function* mustBreak(
  suite: BoundSuite,
  fault: string,
  options: Pick<BoundsOptions, 'seed' | 'secondsMax'>,
  { signal, onProgress }: RunWatch,
): Pieces<CanaryRun> {
  const { property } = suite.faults[fault]!;
  const result = yield* attempts(suite, {
    ...options,
    runs: suite.runs.check,
    faults: [fault],
    only: [property],
    ...(signal === undefined ? {} : { signal }),
    onProgress: (done) => onProgress?.({ kind: 'bounds', ...done }),
  });
  const verdicts = { violated: 'caught', inconclusive: 'inconclusive' } as const;
  return {
    mode: 'canary',
    subject: { network: suite.name, parameters: {}, faults: [fault] },
    notable: {},
    result: { seconds: result.seconds },
    property,
    verdict: verdicts[result.verdict as keyof typeof verdicts] ?? 'MISSED',
  };
}
