import type { Network } from '../network/network.js';
import { requireNetwork } from '../network/require.js';
import { overall } from '../property/verdict.js';
import type { Violation } from '../property/violation.js';
import { BreadthFirst } from './breadth-first.js';
import { type ExploreOptions, searchPlan } from './explore-options.js';
import type { ExploreResult } from './explore-result.js';
import { doAtOnce, doWithPauses, type Pieces } from './pieces.js';
import { ReducedExploration } from './reduction/reduced-exploration.js';
import { watched } from './search.js';

/**
 * Explores the whole state space of a network, breadth first.
 *
 * @throws CheckError when a machine turns out to be one that the engine cannot interpret, or impure
 */
export function explore<Names extends string>(
  network: Network<Names>,
  options: ExploreOptions<NoInfer<Names>> = {},
): ExploreResult {
  return doAtOnce(exploration(network, options));
}

/** As `explore`, with pauses in which other work happens and `signal` can be aborted. */
export function exploreAsync<Names extends string>(
  network: Network<Names>,
  options: ExploreOptions<NoInfer<Names>> = {},
): Promise<ExploreResult> {
  return doWithPauses(exploration(network, options));
}

/** An exploration as work in pieces. */
export function* exploration(network: Network, options: ExploreOptions): Pieces<ExploreResult> {
  return options.reduction === true
    ? yield* reducedExploration(network, options)
    : yield* fully(network, options);
}

function* fully(network: Network, options: ExploreOptions): Pieces<ExploreResult> {
  const search = new BreadthFirst(network, options);
  try {
    return yield* watched(search, options);
  } finally {
    search.close();
  }
}

/** Of a network in which something is violated, a shortest way is looked for among so many states. */
const SHORTEST_STATES_MAX = 2_000_000;

/** With the reduction where that tells all; else without. */
function* reducedExploration(network: Network, options: ExploreOptions): Pieces<ExploreResult> {
  requireNetwork(network);
  const plan = searchPlan(network, options);
  const objection = ReducedExploration.objection(network, plan, options);
  if (objection !== undefined) return { ...(yield* fully(network, options)), reduction: { left: objection } };
  const found = yield* watched(new ReducedExploration(network, options, plan), options);
  if (!('left' in found)) return found;
  const { left, violations } = found;
  const { statesMax = Infinity } = options;
  const capped = violations.length === 0 ? {} : { statesMax: Math.min(statesMax, SHORTEST_STATES_MAX) };
  const result = yield* fully(network, { ...options, ...capped });
  return { ...withViolations(result, violations), reduction: { left } };
}

/** Adds violations of which no shortest way was found, as a budget ran out. */
function withViolations(result: ExploreResult, violations: readonly Violation[]): ExploreResult {
  if (result.inconclusive === undefined) return result;
  const missing = violations.filter(
    ({ property }) => !result.violations.some((each) => each.property === property),
  );
  if (missing.length === 0) return result;
  const names = new Set(missing.map(({ property }) => property));
  const properties = result.properties.map((each) =>
    names.has(each.name) ? { ...each, verdict: 'violated' as const } : each,
  );
  return {
    ...result,
    verdict: overall(properties.map(({ verdict }) => verdict)),
    properties,
    violations: [...result.violations, ...missing],
  };
}
