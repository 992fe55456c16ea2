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
import { zeroTokenDieSkips } from './faults/d3-zero-token-die-skips.js';
import type { DispatchCombineFault } from './patch.js';

/** The bugs of groups A to D (and G2) that live in the two operators, by the ids of their reports. */
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
  D3: zeroTokenDieSkips,
} as const satisfies Readonly<Record<string, DispatchCombineFault>>;
