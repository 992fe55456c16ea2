// Goal: of two faults that one network has, at least one shows: what would undo the other is refused, and no pair of bugs holds in silence.
// Method: all pairs of the faults of families whose networks are small; of a larger one the pairs with a fault that depends on many parameters.

import { describe, expect, it } from 'vitest';
import { contextCache } from '../../properties/context-cache/family.js';
import { drainBarrier } from '../../properties/drain-barrier/family.js';
import { groupedGemm } from '../../properties/grouped-gemm/family.js';
import { modelCache } from '../../properties/model-cache/family.js';
import { CheckError, choose, explore, type Network, type NetworkFamily } from '../../src/index.js';
import { sharingFamily } from '../support/sharing.js';

/** More than any of these pairs needs until the first violation, so that a test does not take long where one is not found. */
const STATES_MAX = 20_000;

function networkOf(family: NetworkFamily, pair: readonly string[]): Network | undefined {
  try {
    return choose(family, {}, pair).network;
  } catch (error) {
    if (error instanceof CheckError) return undefined;
    throw error;
  }
}

/** Pairs of faults that can be had together, and show nothing. */
function silentPairs(original: NetworkFamily, isAmong: (pair: string) => boolean = () => true): string[] {
  const family = sharingFamily(original);
  const ids = Object.keys(family.faults);
  const pairs = ids.flatMap((one, at) => ids.slice(at + 1).map((other) => `${one} and ${other}`));
  return pairs.filter(isAmong).filter((pair) => {
    const network = networkOf(family, pair.split(' and '));
    return network !== undefined && explore(network, { statesMax: STATES_MAX }).verdict !== 'violated';
  });
}

describe('two faults show, or are refused', () => {
  it.each([modelCache, drainBarrier, groupedGemm])('$name: all pairs', (family) => {
    expect(silentPairs(family)).toEqual([]);
  });

  // All pairs of its 35 faults would take 10 s.
  it('context-cache: all pairs with unread-first, which depends on most parameters, and some that were silent', () => {
    const some = ['two-puts and newest-first', 'E5 and lease-not-checked', 'past-the-gap and denied'];
    const isAmong = (pair: string) => pair.endsWith(' and unread-first') || some.includes(pair);
    expect(silentPairs(contextCache, isAmong)).toEqual([]);
  });
});
