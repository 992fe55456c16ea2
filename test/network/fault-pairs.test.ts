// Goal: of two faults that one network has, at least one shows: what would undo the other is refused, and no pair of bugs holds in silence.
// Method: all pairs of the faults of families whose networks are small; of larger ones some, and all in the mode `whole`.

import { describe, expect, it } from 'vitest';
import { contextCache } from '../../properties/context-cache/family.js';
import { corePools } from '../../properties/core-pool/family.js';
import { dispatchCombineInt8 } from '../../properties/dispatch-combine-int8/family.js';
import { dispatchCombine } from '../../properties/dispatch-combine/family.js';
import { drainBarrier } from '../../properties/drain-barrier/family.js';
import { graphLaunch } from '../../properties/graph-launch/family.js';
import { groupedGemm } from '../../properties/grouped-gemm/family.js';
import { kvTransfer } from '../../properties/kv-transfer/family.js';
import { modelCache } from '../../properties/model-cache/family.js';
import { moeLayerRows } from '../../properties/moe-layer/family.js';
import { decodePipeline, prefillPipeline } from '../../properties/pipeline/family.js';
import { requestLife } from '../../properties/request-life/family.js';
import { ubPaths } from '../../properties/ub-path/family.js';
import { ubSwitch } from '../../properties/ub-switch/family.js';
import { choose, explore, type NetworkFamily } from '../../src/index.js';
import { possibleNetwork } from '../support/possible-network.js';
import { IS_WHOLE } from '../support/whole.js';

/** More than any of these pairs needs until the first violation, so that a test does not take long where one is not found. */
const STATES_MAX = IS_WHOLE ? 250_000 : 50_000;

/** Pairs of faults that can be had together, and show nothing. */
function silentPairs(family: NetworkFamily, isAmong: (pair: string) => boolean = () => true): string[] {
  const ids = Object.keys(family.faults);
  const pairs = ids.flatMap((one, at) => ids.slice(at + 1).map((other) => `${one} and ${other}`));
  return pairs.filter(isAmong).filter((pair) => {
    const network = possibleNetwork(family, {}, pair.split(' and '));
    return network !== undefined && explore(network, { statesMax: STATES_MAX }).verdict !== 'violated';
  });
}

const ALL_PAIRS = [
  modelCache,
  drainBarrier,
  groupedGemm,
  graphLaunch,
  moeLayerRows,
  decodePipeline,
  prefillPipeline,
  kvTransfer,
  ubPaths,
  ubSwitch,
  // All pairs of these take half a minute; those of dispatch-combine, which has 52 faults, take many and are tried by hand.
  ...(IS_WHOLE ? [contextCache, requestLife, dispatchCombineInt8, corePools] : []),
];

/** Nothing orders kernels any more where both edges are missing: the first deadlock lies behind more than three million states. */
const TOO_FAR = 'D1 and D2';

describe('two faults show, or are refused', () => {
  it.each(ALL_PAIRS)('$name: all pairs', (family) => {
    expect(silentPairs(family, (pair) => pair !== TOO_FAR)).toEqual([]);
  });

  it('context-cache: all pairs with unread-first, which depends on most parameters, and some that were silent', () => {
    const some = ['two-puts and newest-first', 'E5 and lease-not-checked', 'past-the-gap and denied'];
    const isAmong = (pair: string) => pair.endsWith(' and unread-first') || some.includes(pair);
    expect(silentPairs(contextCache, isAmong)).toEqual([]);
  });

  it('dispatch-combine: a pair of which one shows by a routing that the other does not have', () => {
    expect(() => choose(dispatchCombine, {}, ['C7', 'one-replica'])).toThrow(
      'The fault C7 shows with routing any, and the fault one-replica with routing balanced: with either, the other may not show.',
    );
  });
});
