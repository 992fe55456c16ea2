import { notifyOvertakesData } from './faults/a1-notify-overtakes-data.js';
import { flagsNeverReset } from './faults/c1-flags-never-reset.js';
import { receiveOrder } from './faults/c10-receive-order.js';
import { oneSetOfCells } from './faults/c2-one-set-of-cells.js';
import { epochWraps } from './faults/c4-epoch-wraps.js';
import { prefixSumOf128 } from './faults/c6-prefix-sum-of-128.js';
import { offsetOf32Bits } from './faults/c7-offset-of-32-bits.js';
import { windowNotChecked } from './faults/c8-window-not-checked.js';
import { anotherBatchSize } from './faults/c9-another-batch-size.js';
import { noEdgeBetweenLayers } from './faults/d1-no-edge-between-layers.js';
import { zeroTokenDieSkips } from './faults/d3-zero-token-die-skips.js';
import { oneStepMore } from './faults/d4-one-step-more.js';
import { staleMask } from './faults/d5-stale-mask.js';
import { blamesAtOnce } from './faults/d6-blames-at-once.js';
import { creditCountedTwice } from './faults/d9-credit-counted-twice.js';
import { downLink } from './faults/down-link.js';
import { waitsForTheDead } from './faults/g2-waits-for-the-dead.js';
import { keptCounters } from './faults/kept-counters.js';
import { privateMask } from './faults/private-mask.js';
import { queueDepth } from './faults/queue-depth.js';
import { racingStore } from './faults/racing-store.js';
import { ruinedWeights } from './faults/ruined-weights.js';
import { staleMap } from './faults/stale-map.js';
import { uninitialisedFlags } from './faults/uninitialised-flags.js';
import { untoldMicrobatch } from './faults/untold-microbatch.js';
import { watchdog } from './faults/watchdog.js';
import type { DispatchCombineFault } from './patch.js';

/** The bugs that live in the two operators, by the ids of their reports; those that have none there have a word. */
export const dispatchCombineFaults = {
  A1: notifyOvertakesData,
  C1: flagsNeverReset,
  C2: oneSetOfCells,
  C4: epochWraps,
  C6: prefixSumOf128,
  C7: offsetOf32Bits,
  C8: windowNotChecked,
  C9: anotherBatchSize,
  C10: receiveOrder,
  D1: noEdgeBetweenLayers,
  D3: zeroTokenDieSkips,
  D4: oneStepMore,
  D5: staleMask,
  D6: blamesAtOnce,
  D9: creditCountedTwice,
  G2: waitsForTheDead,
  'down-link': downLink,
  'kept-counters': keptCounters,
  'private-mask': privateMask,
  'queue-depth': queueDepth,
  'racing-store': racingStore,
  'ruined-weights': ruinedWeights,
  'stale-map': staleMap,
  'uninitialised-flags': uninitialisedFlags,
  'untold-microbatch': untoldMicrobatch,
  watchdog,
} as const satisfies Readonly<Record<string, DispatchCombineFault>>;
