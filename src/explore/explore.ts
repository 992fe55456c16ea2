import type { Network } from '../network/network.js';
import { BreadthFirst, type ExploreOptions, type ExploreResult } from './breadth-first.js';
import { run } from './search.js';

/**
 * Explores the whole state space of a network, breadth first.
 *
 * @throws CheckError when a machine turns out to be one that the engine cannot interpret, or impure
 */
export function explore<Names extends string>(
  network: Network<Names>,
  options: ExploreOptions<NoInfer<Names>> = {},
): ExploreResult {
  return run(new BreadthFirst(network, options));
}
