import { LEVEL_MAX } from './accumulator.js';
import { largestOf, type Matrix, rowOf, sumOfMagnitudes } from './matrix.js';
import type { Quantised } from './quantised.js';
import { FP32_NORMAL_MIN, FP32_SPACING_MIN, FP32_UNIT } from './rounding.js';

/**
 * Dynamic quantisation, symmetric, a scale for each row: of a token for activations, of an output channel for weights (arXiv
 * 2506.12708 section 4.5; docs/paper/facts.md 11.1). Both public forms, as the Ascend operators write them (docs/paper/int8-bounds.md):
 *
 * - *quotient*: scale = a / 127, level = RINT(x / scale), with a = max |x| of the row (aclnnDynamicQuant);
 * - *product*: factor = 127 / a, level = RINT(x factor), scale = 1 / factor (dispatch kernel).
 *
 * Each operation is one in FP32. The rows that the forms do not say anything about:
 *
 * | row | here |
 * |---|---|
 * | all zero | levels 0, scale 0: what it stands for is exactly 0 |
 * | tiny, a < 127 x 2^-126: quotient | the scale is subnormal and is rounded up, so that no level exceeds 127 |
 * | tiny, a < 127 / 3.4e38: product | 127 / a overflows; levels 0, scale 0: the row is flushed to zero |
 * | with an infinity or NaN | levels 0, scale infinite or NaN: what it stands for is NaN, all of it; no other row changes |
 */
export type Form = 'quotient' | 'product';

/** What quantising is made of: see `Int8Arithmetic`. */
interface Parts {
  round(x: number): number;
  toLevel(x: number): number;
  largest(row: Float32Array): number;
  hasLevels(largest: number): boolean;
  scaleOf(largest: number): number;
  factorOf(largest: number): number;
}

/** FP32 roundings on the way from a number to its level and back, in units of 127 u: docs/paper/int8-bounds.md, Q2. */
const ROUNDINGS: Readonly<Record<Form, number>> = { quotient: 2, product: 3 };

/**
 * How far the number that a level stands for may be from the number itself, in scales: 1/2, and FP32's share (Q2).
 *
 * @testonly claims have it from a formula of their own
 */
export const errorInScales = (form: Form): number => 1 / 2 + LEVEL_MAX * ROUNDINGS[form] * FP32_UNIT;

/** Q2 for a row of this scale. A subnormal scale of the product form is itself rounded by up to half of FP32's spacing. */
export function errorOfScale(scale: number, form: Form): number {
  if (!Number.isFinite(scale)) return Number.POSITIVE_INFINITY;
  const ofScale = form === 'product' ? (LEVEL_MAX * FP32_SPACING_MIN) / 2 : 0;
  return errorInScales(form) * scale + ofScale;
}

/** Whether a row can be divided by its scale: not one of zeros, or with something that is not finite. */
export const hasLevels = (largest: number): boolean => largest !== 0 && Number.isFinite(largest);

/** The factor of the product form for max |x| = `largest`: infinite where that is too small. */
export const productFactor = (largest: number): number => Math.fround(LEVEL_MAX / largest);

/** The scale of the quotient form for max |x| = `largest`. */
export function quotientScale(largest: number): number {
  const scale = Math.fround(largest / LEVEL_MAX);
  if (scale >= FP32_NORMAL_MIN || !Number.isFinite(largest)) return scale;
  return Math.ceil(largest / LEVEL_MAX / FP32_SPACING_MIN) * FP32_SPACING_MIN;
}

/**
 * What INT8 holds after a conversion of something that is not finite: undefined in C and different from machine to machine. Here
 * it is the one level that nothing else makes, so that it cannot be taken for a number.
 */
export const UNDEFINED_LEVEL = -128;

/** By x / scale. */
export function quantiseByQuotient(whole: Matrix, parts: Parts): Quantised {
  const { columns } = whole;
  return quantised(whole, 'quotient', parts, (values, largest, levels) => {
    const scale = parts.scaleOf(largest);
    if (!parts.hasLevels(largest)) return scale;
    for (let k = 0; k < columns; k++) levels[k] = parts.toLevel(Math.fround(values[k]! / scale));
    return scale;
  });
}

/** By x times 127 / max |x|. */
export function quantiseByProduct(whole: Matrix, parts: Parts): Quantised {
  const { columns } = whole;
  return quantised(whole, 'product', parts, (values, largest, levels) => {
    if (!parts.hasLevels(largest)) return largest;
    const factor = parts.factorOf(largest);
    if (factor === Number.POSITIVE_INFINITY) return 0;
    for (let k = 0; k < columns; k++) levels[k] = parts.toLevel(Math.fround(values[k]! * factor));
    return Math.fround(1 / factor);
  });
}

/** @param quantiseRow fills the levels of a row and returns its scale */
function quantised(
  whole: Matrix,
  form: Form,
  parts: Parts,
  quantiseRow: (values: Float32Array, largest: number, levels: Int8Array) => number,
): Quantised {
  const { rows, columns } = whole;
  const levels = new Int8Array(rows * columns);
  const scales = new Float32Array(rows);
  const errors = new Float64Array(rows);
  const magnitudes = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const values = rowOf(whole, row);
    const largest = parts.largest(values);
    const scale = quantiseRow(values, largest, levels.subarray(row * columns, (row + 1) * columns));
    scales[row] = scale;
    // A row that is flushed to zero errs by all that it was.
    errors[row] = scale === 0 ? largest : errorOfScale(scale, form);
    magnitudes[row] = sumOfMagnitudes(values);
  }
  return { rows, columns, levels, scales, errors, magnitudes };
}

/**
 * In exact arithmetic (Q1): the level of x is 127 x / a rounded to even, with no error of FP32. FP64 is as good as exact here: a
 * quotient of numbers of 24 digits that is no tie is at least 2^-33 away from one, and FP64 tells quotients up to 127 apart by 2^-46.
 */
export function quantiseExactly(values: Float32Array, round: (x: number) => number): Int8Array {
  const largest = largestOf(values);
  if (largest === 0) return new Int8Array(values.length);
  return Int8Array.from(values, (value) => round((LEVEL_MAX * value) / largest));
}
