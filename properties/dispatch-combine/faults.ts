import { notifyOvertakesData } from './faults/a1-notify-overtakes-data.js';
import { zeroTokenDieSkips } from './faults/d3-zero-token-die-skips.js';
import type { DispatchCombineFault } from './patch.js';

/** The bugs of groups A to D (and G2) that live in the two operators, by the ids of their reports. */
export const dispatchCombineFaults = {
  A1: notifyOvertakesData,
  D3: zeroTokenDieSkips,
} as const satisfies Readonly<Record<string, DispatchCombineFault>>;
