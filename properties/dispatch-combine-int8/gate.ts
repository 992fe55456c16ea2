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
  const chosen = experts.filter((expert) => expert !== SHARED);
  const sum = chosen.reduce((before, expert) => before + gateShare(numbers, id, expert), 0);
  return experts.map((expert) =>
    expert === SHARED ? 1 : Math.fround((ROUTED_SCALING * gateShare(numbers, id, expert)) / sum),
  );
}
