import { type Matrix, mapped, matrix, matrixOf } from './matrix.js';
import { bf16Bytes, tokenBytes } from './message.js';
import type { Linear } from './linear.js';
import type { Quantised } from './quantised.js';
import { RMS_EPSILON } from '../paper/model.js';

/**
 * The operators of an MoE layer, each from real numbers to real numbers in the precision that it runs in (docs/paper/facts.md 4.3 and
 * 11.1): matrix products of FFN and attention and the messages of dispatch in INT8, the messages of combine in BF16, norm and gating
 * in BF16 or FP32.
 */

/** What they are made of: see `Int8Arithmetic`. */
interface Parts {
  quantise(whole: Matrix): Quantised;
  quantiseByProduct(whole: Matrix): Quantised;
  linear(x: Quantised, w: Quantised): Linear;
  toBf16(x: number): number;
}

/**
 * A matrix product of FFN or attention: both sides in INT8.
 *
 * @param x tokens x K
 * @param w output channels x K
 * @returns tokens x output channels, FP32
 */
export const project = (x: Matrix, w: Matrix, parts: Parts): Matrix =>
  parts.linear(parts.quantise(x), parts.quantise(w)).output;

/** A token as FusedDispatch sends it, in hexadecimal: K levels, and a scale of 4 bytes. */
export const tokenMessage = (row: Float32Array, parts: Parts): string =>
  tokenBytes(parts.quantiseByProduct(matrixOf([row])), 0);

/** An expert's result as FusedCombine sends it, in hexadecimal: K numbers of 2 bytes. */
export const resultMessage = (row: Float32Array, parts: Parts): string =>
  bf16Bytes(row.map((value) => parts.toBf16(value)));

/**
 * What the gate chooses experts by: products of BF16 numbers, accumulated in FP32.
 *
 * @param x tokens x K, BF16
 * @param router experts x K, BF16
 * @returns tokens x experts, FP32
 */
export function routerLogits(x: Matrix, router: Matrix): Matrix {
  const { columns } = x;
  return matrix(
    x.rows,
    router.rows,
    Float32Array.from({ length: x.rows * router.rows }, (_, at) => {
      const [xAt, wAt] = [Math.floor(at / router.rows) * columns, (at % router.rows) * columns];
      let sum = 0;
      for (let k = 0; k < columns; k++) {
        sum = Math.fround(sum + Math.fround(x.values[xAt + k]! * router.values[wAt + k]!));
      }
      return sum;
    }),
  );
}

/**
 * RMS norm: x g / sqrt(mean of x^2), in FP32, BF16 out.
 *
 * @param x tokens x K
 * @param gains by channel
 */
export function rmsNorm(x: Matrix, gains: Float32Array, parts: Parts): Matrix {
  const { rows, columns, values } = x;
  const inverse = Float32Array.from({ length: rows }, (_, row) => {
    let sum = 0;
    for (let k = 0; k < columns; k++) sum = Math.fround(sum + Math.fround(values[row * columns + k]! ** 2));
    const meanSquare = Math.fround(Math.fround(sum / columns) + RMS_EPSILON);
    return 1 / Math.fround(Math.sqrt(meanSquare));
  });
  const normed = matrix(
    rows,
    columns,
    values.map((value, at) => Math.fround(value * inverse[Math.floor(at / columns)]!) * gains[at % columns]!),
  );
  return mapped(normed, (value) => parts.toBf16(value));
}
