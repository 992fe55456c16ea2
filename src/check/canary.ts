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
import { CheckError } from '../network/errors.js';
import type { NetworkFamily } from '../network/family.js';
import { type Configuration, faultsOf, reasonAgainst, valuesOf } from '../network/parameters.js';
import { settledBy } from '../network/patch.js';

/**
 * Where a canary is put in: at the defaults, or else at the first configuration that is explored anyway and possible with it; with the parameters at
 * which the fault shows.
 *
 * @throws CheckError where none is
 */
export function canaryConfiguration(family: NetworkFamily, fault: string): Configuration {
  const faults = faultsOf(family, [fault]);
  const own = Object.keys(family.faults[fault]!.configuration ?? {});
  const kept = new Set([...own, ...settledBy(family.faults, faults).keys()]);
  const { exhaustive, reduced = [] } = family;
  let first: string | undefined;
  for (const given of [{}, ...exhaustive, ...reduced]) {
    const others = Object.entries(given).filter(([name]) => !kept.has(name));
    const configuration = valuesOf(family, Object.fromEntries(others), faults);
    const reason = reasonAgainst(family, configuration, faults);
    if (reason === undefined) return configuration;
    first ??= reason;
  }
  throw new CheckError(
    `The fault ${fault} of '${family.name}', which a check puts in to see that it is caught, is impossible at the defaults and in all configurations that are explored: ${first!.replace(/\.$/u, '')}. ` +
      `Give it a configuration in which it is possible, or put another fault first.`,
  );
}

/** A check that never fails proves nothing: with this fault its property must be found violated. */
export function* mustCatch(
  family: NetworkFamily,
  fault: string,
  budgets: Budgets,
  watch: RunWatch,
): Pieces<CanaryRun> {
  const { network, configuration, subject } = choose(family, canaryConfiguration(family, fault), [fault]);
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
