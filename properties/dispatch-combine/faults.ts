import { notifyOvertakesData } from './faults/a1-notify-overtakes-data.js';
import { barrierDrainsPipeOnly } from './faults/a2-barrier-drains-pipe-only.js';
import { otherCoresUndrained } from './faults/a3-other-cores-undrained.js';
import { weakAcquire } from './faults/a4-weak-acquire.js';
import { flagsShareLine } from './faults/a5-flags-share-line.js';
import { secondStoreUnseen } from './faults/a6-second-store-unseen.js';
import { flagsLostOnPackage } from './faults/a7-flags-lost-on-package.js';
import { oneBufferForBoth } from './faults/b1-one-buffer-for-both.js';
import { noAcknowledgementAwaited } from './faults/b2-no-acknowledgement-awaited.js';
import { threeMicrobatches } from './faults/b3-three-microbatches.js';
import { stagingInDispatchMemory } from './faults/b4-staging-in-dispatch-memory.js';
import { zeroTokenDieRunsAhead } from './faults/b5-zero-token-die-runs-ahead.js';
import { twoLayoutsOfOneWindow } from './faults/b6-two-layouts-of-one-window.js';
import { flagsBehindSizedData } from './faults/b7-flags-behind-sized-data.js';
import { slotReusedWhileStored } from './faults/b9-slot-reused-while-stored.js';
import { slotReleasedThroughAlias } from './faults/b10-slot-released-through-alias.js';
import { fillRacesTokens } from './faults/b11-fill-races-tokens.js';
import { flagsNeverReset } from './faults/c1-flags-never-reset.js';
import { oneSetOfCells } from './faults/c2-one-set-of-cells.js';
import { epochWraps } from './faults/c4-epoch-wraps.js';
import { prefixSumOf128 } from './faults/c6-prefix-sum-of-128.js';
import { offsetOf32Bits } from './faults/c7-offset-of-32-bits.js';
import { windowNotChecked } from './faults/c8-window-not-checked.js';
import { anotherBatchSize } from './faults/c9-another-batch-size.js';
import { receiveOrder } from './faults/c10-receive-order.js';
import { noEdgeBetweenLayers } from './faults/d1-no-edge-between-layers.js';
import { zeroTokenDieSkips } from './faults/d3-zero-token-die-skips.js';
import { oneStepMore } from './faults/d4-one-step-more.js';
import { staleMask } from './faults/d5-stale-mask.js';
import { blamesAtOnce } from './faults/d6-blames-at-once.js';
import { launchOrder } from './faults/d7-launch-order.js';
import { unfencedDie } from './faults/unfenced-die.js';
import { creditCountedTwice } from './faults/d9-credit-counted-twice.js';
import { waitsForTheDead } from './faults/g2-waits-for-the-dead.js';
import { deferredZeroing } from './faults/deferred-zeroing.js';
import { downLink } from './faults/down-link.js';
import { keptCounters } from './faults/kept-counters.js';
import { oneReplica } from './faults/one-replica.js';
import { orphanedExperts } from './faults/orphaned-experts.js';
import { overlappingShares } from './faults/overlapping-shares.js';
import { privateMask } from './faults/private-mask.js';
import { queueDepth } from './faults/queue-depth.js';
import { racingStore } from './faults/racing-store.js';
import { ruinedWeights } from './faults/ruined-weights.js';
import { silentSurvivor } from './faults/silent-survivor.js';
import { staleMap } from './faults/stale-map.js';
import { uninitialisedFlags } from './faults/uninitialised-flags.js';
import { unheededAnswer } from './faults/unheeded-answer.js';
import { unfinishedDispatch } from './faults/unfinished-dispatch.js';
import { untoldMicrobatch } from './faults/untold-microbatch.js';
import { untoldStream } from './faults/untold-stream.js';
import { watchdog } from './faults/watchdog.js';
import { wrongPeers } from './faults/wrong-peers.js';
import type { DispatchCombineFault } from './patch.js';

/** The bugs that live in the two operators, by the ids of their reports; those that have none there have a word. */
export const dispatchCombineFaults = {
  A1: notifyOvertakesData,
  A2: barrierDrainsPipeOnly,
  A3: otherCoresUndrained,
  A4: weakAcquire,
  A5: flagsShareLine,
  A6: secondStoreUnseen,
  A7: flagsLostOnPackage,
  B1: oneBufferForBoth,
  B2: noAcknowledgementAwaited,
  B3: threeMicrobatches,
  B4: stagingInDispatchMemory,
  B5: zeroTokenDieRunsAhead,
  B6: twoLayoutsOfOneWindow,
  B7: flagsBehindSizedData,
  B9: slotReusedWhileStored,
  B10: slotReleasedThroughAlias,
  B11: fillRacesTokens,
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
  D7: launchOrder,
  D9: creditCountedTwice,
  G2: waitsForTheDead,
  'unfenced-die': unfencedDie,
  'deferred-zeroing': deferredZeroing,
  'down-link': downLink,
  'kept-counters': keptCounters,
  'one-replica': oneReplica,
  'orphaned-experts': orphanedExperts,
  'overlapping-shares': overlappingShares,
  'private-mask': privateMask,
  'queue-depth': queueDepth,
  'racing-store': racingStore,
  'ruined-weights': ruinedWeights,
  'silent-survivor': silentSurvivor,
  'stale-map': staleMap,
  'uninitialised-flags': uninitialisedFlags,
  'unheeded-answer': unheededAnswer,
  'unfinished-dispatch': unfinishedDispatch,
  'untold-microbatch': untoldMicrobatch,
  'untold-stream': untoldStream,
  watchdog,
  'wrong-peers': wrongPeers,
} as const satisfies Readonly<Record<string, DispatchCombineFault>>;
