import type { Network } from '../../network/network.js';
import { requireNetwork } from '../../network/require.js';
import type { Violation } from '../../property/violation.js';
import { type ExploreOptions, searchPlan } from '../explore-options.js';
import { ofAllStates } from '../of-all-states.js';
import type { Pieces } from '../pieces.js';
import { Stopwatch, watched } from '../search.js';
import { ReducedExploration, type ReducedResult } from './reduced-exploration.js';

/** Of a network in which something is violated, a shortest way is looked for among so many states. */
const SHORTEST_STATES_MAX = 2_000_000;

/** An exploration with the reduction, as work in pieces. Where the reduction does not tell, all states are searched, and the result says why. */
export function* reducedExploration(network: Network, options: ExploreOptions): Pieces<ReducedResult> {
  requireNetwork(network);
  const plan = searchPlan(network, options);
  const { reduction: _wanted, ...unreduced } = options;
  const watch = new Stopwatch();
  watch.start();
  const reduced = new ReducedExploration(network, options, plan);
  const found = yield* watched(reduced, options);
  watch.stop();
  if (!('left' in found)) return found;
  const result = yield* ofAllStates(network, {
    ...unreduced,
    ...timeLeft(options, watch.seconds),
    ...(found.found === undefined
      ? {}
      : { statesMax: Math.min(SHORTEST_STATES_MAX, options.statesMax ?? SHORTEST_STATES_MAX) }),
  });
  const told =
    result.inconclusive !== undefined && found.found !== undefined
      ? withWays(found.found, result.violations)
      : { ...result, reduction: { left: found.left } };
  return {
    ...told,
    seconds: result.seconds + watch.seconds,
    xstateCalls: result.xstateCalls + reduced.xstateCalls,
  };
}

/** The budget of seconds that is left. */
export function timeLeft({ secondsMax }: ExploreOptions, spent: number): Pick<ExploreOptions, 'secondsMax'> {
  return secondsMax === undefined ? {} : { secondsMax: Math.max(secondsMax - spent, Number.MIN_VALUE) };
}

/** What the reduced search has found, with the shortest ways as far as a search of all states has come to violations. */
function withWays(found: ReducedResult, shortest: readonly Violation[]): ReducedResult {
  const known = new Set(found.violations.map(({ property }) => property));
  const others = shortest.filter(({ property }) => !known.has(property));
  const names = new Set(others.map(({ property }) => property));
  return {
    ...found,
    properties: found.properties.map((each) =>
      names.has(each.name) ? { ...each, verdict: 'violated' as const } : each,
    ),
    violations: [
      ...found.violations.map((each) => shortest.find(({ property }) => property === each.property) ?? each),
      ...others,
    ],
  };
}
