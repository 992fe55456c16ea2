import type { MoeLayerFault } from './fault.js';
import { earlyExit } from './faults/b5-early-exit.js';
import { wrongOrder } from './faults/c10-wrong-order.js';
import { rowElsewhere } from './faults/c7-row-elsewhere.js';
import { clampedCount } from './faults/clamped-count.js';
import { earlyLaunch } from './faults/early-launch.js';
import { earlySum } from './faults/early-sum.js';
import { localLoads } from './faults/local-loads.js';
import { skippedExperts } from './faults/skipped-experts.js';
import { wrongCount } from './faults/wrong-count.js';

/** Bugs of an MoE layer by id; the first is the canary of `check`. */
export const faults: Readonly<Record<string, MoeLayerFault>> = {
  C10: wrongOrder,
  C7: rowElsewhere,
  B5: earlyExit,
  'wrong-count': wrongCount,
  'early-sum': earlySum,
  'skipped-experts': skippedExperts,
  'clamped-count': clampedCount,
  'early-launch': earlyLaunch,
  'local-loads': localLoads,
};
