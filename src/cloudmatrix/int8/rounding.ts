/**
 * Unit roundoff: half the distance from 1 to the next number, and so the largest relative error of one rounding to nearest
 * (docs/paper/int8-bounds.md, notation; IEEE 754).
 */
export const FP32_UNIT = 2 ** -24;
export const BF16_UNIT = 2 ** -8;

/** Smallest normal number, and spacing of the numbers below it, of FP32. */
export const FP32_NORMAL_MIN = 2 ** -126;
export const FP32_SPACING_MIN = 2 ** -149;

/** Spacing of the BF16 numbers below the smallest normal one: FP32's exponent range, with 16 bits less of fraction. */
export const BF16_SPACING_MIN = 2 ** -133;

/** Adding it pushes every fraction bit of a smaller FP64 number out, which rounds it to the nearest integer, ties to even. */
const INTEGERS_ONLY = 1.5 * 2 ** 52;

/**
 * To the nearest integer, ties to even: RINT of the Ascend vector unit.
 *
 * @param x of magnitude below 2^51, or not finite, which it stays
 */
export function roundToEven(x: number): number {
  return Number.isFinite(x) ? x + INTEGERS_ONLY - INTEGERS_ONLY : x;
}
