import { matrix, type Matrix } from './matrix.js';
import { FP32_UNIT } from './rounding.js';

/** Rows in another basis. */
export interface Rotated extends Matrix {
  /** How far a row's norm may be from what it was, relatively: one rounding for each of n steps, and two for the last factor. */
  readonly error: number;
}

/**
 * Outlier suppression by an orthogonal transform that neighbouring layers absorb (arXiv 2506.12708, structural linear transforms;
 * docs/paper/facts.md 11.1; QuaRot, arXiv 2404.00456): (W R')(R x) = W x, where R x has its energy spread over all channels. Here R is
 * the normalised Walsh-Hadamard matrix.
 *
 * @param whole rows of 2^n numbers, FP32
 * @returns R of each row, each step rounded to FP32; R is its own inverse
 */
export function rotate(whole: Matrix): Rotated {
  const { rows, columns } = whole;
  const rotated = Float32Array.from(whole.values);
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
