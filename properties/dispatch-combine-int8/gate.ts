import { gateShare, type Numbers, type TokenId } from '../../machines/moe/drawn-numbers.js';
import { ROUTED_SCALING } from '../../src/cloudmatrix/paper/model.js';

/** What copies for the shared expert call it. */
const SHARED = -1;

/**
 * What each of a token's results is multiplied with, by key offset: the shares of the experts that the gate chose are made to sum to the model's
 * factor, and the shared expert's result is taken as it is. It is told here once more, and not taken from the charts; only what is drawn is
 * theirs, too.
 */
export function gateWeights(numbers: Numbers, id: TokenId, experts: readonly number[]): number[] {
  const shares = experts.map((expert) => (expert === SHARED ? undefined : gateShare(numbers, id, expert)));
  const sum = shares.reduce<number>((before, share) => before + (share ?? 0), 0);
  return shares.map((share) => (share === undefined ? 1 : Math.fround((ROUTED_SCALING * share) / sum)));
}
