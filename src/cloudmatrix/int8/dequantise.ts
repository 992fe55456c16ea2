import { FP32_UNIT, BF16_SPACING_MIN, BF16_UNIT, FP32_SPACING_MIN } from './rounding.js';

/** What dequantising is made of: see `Int8Arithmetic`. */
interface Parts {
  toFp32(accumulator: number): number;
  toBf16(x: number): number;
}

/** An accumulator as FP32 number, times both scales: three roundings. */
export function dequantiseToFp32(accumulator: number, xScale: number, wScale: number, parts: Parts): number {
  return Math.fround(Math.fround(parts.toFp32(accumulator) * xScale) * wScale);
}

/** A number in BF16, and how far it may be from the exact product that it stands for: infinitely far where FP32 overflows on the way. */
export interface Dequantised {
  readonly value: number;
  readonly bound: number;
}

/** The same in BF16. */
export function dequantiseToBf16(
  accumulator: number,
  xScale: number,
  wScale: number,
  parts: Parts,
): Dequantised {
  const value = parts.toBf16(dequantiseToFp32(accumulator, xScale, wScale, parts));
  const bound = bf16Error(accumulator * xScale * wScale, wScale);
  return { value, bound: Number.isFinite(value) ? bound : Number.POSITIVE_INFINITY };
}

/**
 * How far that is from the exact product of the three (3 u, relative), and from where FP32 underflows.
 *
 * @testonly the bound is compared with exact rational arithmetic
 */
export const fp32Error = (exact: number, wScale: number): number =>
  Math.abs(exact) * 3 * FP32_UNIT * (1 + 4 * FP32_UNIT) + (FP32_SPACING_MIN / 2) * (1 + wScale);

/**
 * How far a BF16 number may be from the exact product (Q12): 1/257 for BF16 itself.
 *
 * @testonly the bound is compared with exact rational arithmetic
 */
export const bf16Error = (exact: number, wScale: number): number =>
  (BF16_UNIT / (1 + BF16_UNIT)) * (Math.abs(exact) + fp32Error(exact, wScale)) +
  fp32Error(exact, wScale) +
  BF16_SPACING_MIN / 2;
