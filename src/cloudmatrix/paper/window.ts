import { HIDDEN } from './model.js';

/** Figures of the receive window of the real operators (docs/paper/facts.md 13.1, CANN operator source). */

/** Bytes of a dispatched token: 7 KiB of INT8 and a scale, padded to 512 B (docs/paper/facts.md 4.3). */
export const DISPATCH_MESSAGE_BYTES = 7_680;

/** Bytes beside a token's INT8 numbers in its message: the scale, padded (docs/paper/facts.md 4.3). */
export const SCALE_BYTES = 512;

/** HCCL_BUFFSIZE if nothing is set, in MiB. */
export const WINDOW_MIB_DEFAULT = 200;

const MIB = 2 ** 20;
const aligned = (bytes: number, to: number): number => Math.ceil(bytes / to) * to;

/** Bytes that the size formula counts for a dispatch slot and for a combine slot. */
const DISPATCH_SLOT_BYTES = aligned(aligned(2 * HIDDEN, 32) + 64, 512);
const COMBINE_SLOT_BYTES = aligned(2 * HIDDEN, 512);

export interface WindowUse {
  readonly dies: number;
  readonly localExperts: number;
  /** Most tokens of a die in one operation: maxBs. */
  readonly batch: number;
  /** Copies of each token: K + shared. */
  readonly copiesPerToken: number;
}

/** The data window that two halves of a combine zone and a dispatch zone need, in MiB, not rounded. */
export function requiredWindowMiB({ dies, localExperts, batch, copiesPerToken }: WindowUse): number {
  const dispatch = localExperts * batch * dies * DISPATCH_SLOT_BYTES;
  const combine = copiesPerToken * batch * COMBINE_SLOT_BYTES;
  return (2 * (dispatch + combine)) / MIB;
}

/** Whole dispatch slots that fit behind the combine zone in one half of a window of this size. */
export function dispatchSlotsOf(windowMiB: number, { batch, copiesPerToken }: WindowUse): number {
  const left = (windowMiB * MIB) / 2 - copiesPerToken * batch * COMBINE_SLOT_BYTES;
  return Math.max(0, Math.floor(left / DISPATCH_SLOT_BYTES));
}
