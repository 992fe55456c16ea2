import type { Network } from '../network/network.js';
import { BreadthFirst } from './breadth-first.js';
import type { ExploreOptions } from './explore-options.js';
import type { ExploreResult } from './explore-result.js';
import type { Pieces } from './pieces.js';
import { watched } from './search.js';

/** A search of all states, as work in pieces. */
export function* ofAllStates(network: Network, options: ExploreOptions): Pieces<ExploreResult> {
  const search = new BreadthFirst(network, options);
  try {
    return yield* watched(search, options);
  } finally {
    search.close();
  }
}
