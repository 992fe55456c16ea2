import { matrix, type Matrix } from './matrix.js';
import { FP32_UNIT } from './rounding.js';

/** Rows in another basis. */
export interface Rotated extends Matrix {
  /**
   * How far a row may be from where exact arithmetic puts it, as a share of its norm: one rounding for each of n steps, and two for
   * the last factor.
   */
  readonly error: number;
}

/** By channel 1 or -1: what a rotation is drawn by. */
export type Signs = Int8Array;

/**
 * Outlier suppression by an orthogonal transform that neighbouring layers absorb (arXiv 2506.12708, structural linear transforms;
 * docs/paper/facts.md 11.1; QuaRot, arXiv 2404.00456): (W R')(R x) = W x, where R x has its energy spread over all channels. Here R is
 * H D, the normalised Walsh-Hadamard matrix after a sign for each channel, so that R and its transpose differ.
 *
 * @param whole rows of 2^n numbers, FP32
 * @returns R of each row, each step rounded to FP32
 */
export function rotate(whole: Matrix, signs: Signs): Rotated {
  const { rows, columns } = whole;
  const rotated = whole.values.map((value, at) => value * signs[at % columns]!);
  for (let row = 0; row < rows; row++) {
    const values = rotated.subarray(row * columns, (row + 1) * columns);
    for (let distance = 1; distance < columns; distance *= 2) butterflies(values, distance);
  }
  const scale = Math.fround(1 / Math.sqrt(columns));
  const error = (1 + FP32_UNIT) ** (31 - Math.clz32(columns) + 2) - 1;
  return {
    ...matrix(
      rows,
      columns,
      rotated.map((value) => value * scale),
    ),
    error,
  };
}

/** Sum and difference of the numbers that are this far apart. */
function butterflies(values: Float32Array, distance: number): void {
  for (let at = 0; at < values.length; at++) {
    if ((at & distance) !== 0) continue;
    const [one, other] = [values[at]!, values[at + distance]!];
    values[at] = one + other;
    values[at + distance] = one - other;
  }
}

/** What rotating a layer is made of: see `Int8Arithmetic`. */
interface Parts {
  rotate(whole: Matrix, signs: Signs): Rotated;
}

/** A layer whose input channels are in another basis. */
export interface RotatedLayer {
  readonly x: Rotated;
  readonly w: Rotated;
}

/**
 * Both sides of a layer, rotated: R x for every token, and W R', whose rows are R w, for every output channel. A product of the two
 * is the layer's own but for FP32: (1 + e)^2 - 1 of ||w|| ||x||, with the error e of each side.
 *
 * @param x tokens x 2^n
 * @param w output channels x 2^n
 */
export const rotateLayer = (x: Matrix, w: Matrix, signs: Signs, parts: Parts): RotatedLayer => ({
  x: parts.rotate(x, signs),
  w: parts.rotate(w, signs),
});
