import type { Network } from '../network/network.js';
import type { ExploreOptions } from './explore-options.js';
import type { ExploreResult } from './explore-result.js';
import { ofAllStates } from './of-all-states.js';
import { reducedExploration } from './reduction/explore-reduced.js';
import { reducedAtLast } from './reduction/reduced-at-last.js';
import { doAtOnce, doWithPauses, type Pieces } from './pieces.js';

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
  if (options.reduction === true) return yield* reducedExploration(network, options);
  const result = yield* ofAllStates(network, options);
  return options.reduction === false ? result : yield* reducedAtLast(network, options, result);
}
