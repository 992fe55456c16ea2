/** INT8 numbers by rows. */
export interface Levels {
  readonly rows: number;
  readonly columns: number;
  /** rows x columns, a row after the other. */
  readonly levels: Int8Array;
}

/** Rows in INT8, each with its scale: a number is its level times the scale of its row. */
export interface Quantised extends Levels {
  /** FP32, one a row. */
  readonly scales: Float32Array;
  /** By row: level x scale is not farther than this from the number that it stands for (Q2 of docs/paper/int8-bounds.md). */
  readonly errors: Float64Array;
  /** By row: sum of the magnitudes of these numbers, or more. */
  readonly magnitudes: Float64Array;
}

export const levelsOf = ({ columns, levels }: Levels, row: number): Int8Array =>
  levels.subarray(row * columns, (row + 1) * columns);

/** The numbers that the levels of a row stand for, in FP64, which holds each product exactly. */
export function valuesOf(quantised: Quantised, row: number): Float64Array {
  const scale = quantised.scales[row]!;
  return Float64Array.from(levelsOf(quantised, row), (level) => level * scale);
}

/** By row: sum of |level|. */
export function sumsOfLevels({ rows, columns, levels }: Levels): Float64Array {
  const sums = new Float64Array(rows);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let k = 0; k < columns; k++) sums[row]! += Math.abs(levels[at++]!);
  }
  return sums;
}

/** What a function makes of the number that each level stands for, in FP64: rows x columns. */
export function valuesFrom(
  { rows, columns, levels, scales }: Quantised,
  change: (value: number) => number,
): { readonly rows: number; readonly columns: number; readonly values: Float64Array } {
  const values = new Float64Array(rows * columns);
  for (let row = 0, at = 0; row < rows; row++) {
    const scale = scales[row]!;
    for (let k = 0; k < columns; k++, at++) values[at] = change(levels[at]! * scale);
  }
  return { rows, columns, values };
}
