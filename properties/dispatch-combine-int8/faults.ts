import type { DispatchCombineFault } from '../dispatch-combine/patch.js';
import { arrivalOrder } from './faults/arrival-order.js';
import { slotByReceiveOrder } from './faults/c10-slot-by-receive-order.js';
import { hardSwish } from './faults/hard-swish.js';
import { oneScale } from './faults/one-scale.js';
import { sharedExpertScaled } from './faults/shared-expert-scaled.js';
import { truncation } from './faults/truncation.js';
import { unwrittenSum } from './faults/unwritten-sum.js';

/** Mistakes in the arithmetic, by their ids in the suite int8; and bugs of the protocol, or of what it carries, whose harm shows in the numbers. */
export const dispatchCombineInt8Faults = {
  'arrival-order': arrivalOrder,
  truncation,
  'hard-swish': hardSwish,
  'shared-expert-scaled': sharedExpertScaled,
  C10: slotByReceiveOrder,
  'one-scale': oneScale,
  'unwritten-sum': unwrittenSum,
} as const satisfies Readonly<Record<string, DispatchCombineFault>>;
