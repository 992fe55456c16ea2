import type { RequestLifeShape } from '../../machines/networks/request-life/parameters.js';

/**
 * Most requests that the node at this place, of so many of its kind, may have at once. The model's own router gives each to the node with the least work, the first of several.
 * Where requests are given up or nodes die, they come to other nodes while the one before still lets go of them.
 */
export function atOnce(
  { requests, aborts, deaths }: RequestLifeShape,
  { at, nodes, countsLoads }: { readonly at: number; readonly nodes: number; readonly countsLoads: boolean },
): number {
  const isSpread = countsLoads && aborts === 0 && deaths === 0;
  return isSpread ? Math.floor((requests - at - 1) / nodes) + 1 : requests;
}
