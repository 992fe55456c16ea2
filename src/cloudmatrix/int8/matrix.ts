/** FP32 numbers by rows: of activations a row is a token, of weights an output channel. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** rows x columns, a row after the other. */
  readonly values: Float32Array;
}

export function matrix(rows: number, columns: number, values = new Float32Array(rows * columns)): Matrix {
  return { rows, columns, values };
}

/** Rows of the same length, one below the other. */
export function matrixOf(rows: readonly (readonly number[] | Float32Array)[]): Matrix {
  const columns = rows[0]?.length ?? 0;
  const whole = matrix(rows.length, columns);
  rows.forEach((row, index) => whole.values.set(row, index * columns));
  return whole;
}

/** One row, not copied. */
export const rowOf = ({ columns, values }: Matrix, row: number): Float32Array =>
  values.subarray(row * columns, (row + 1) * columns);

/** Its rows in another order, or some of them, or some more than once. */
export const rowsOf = (whole: Matrix, rows: readonly number[]): Matrix =>
  matrixOf(rows.map((row) => rowOf(whole, row)));

/** What a function makes of every number, rounded to FP32. */
export const mapped = ({ rows, columns, values }: Matrix, change: (value: number) => number): Matrix =>
  matrix(rows, columns, values.map(change));

/** max |x| of a row: 0 if it has no elements, NaN as soon as one of them is. */
export function largestOf(row: Float32Array): number {
  let largest = 0;
  for (const value of row) largest = Math.max(largest, Math.abs(value));
  return largest;
}

/** Sum of |x| over a row, in FP64. */
export function sumOfMagnitudes(row: Float32Array): number {
  let sum = 0;
  for (const value of row) sum += Math.abs(value);
  return sum;
}

/** Sum of squares over a row, in FP64. */
export function sumOfSquares(row: Float32Array): number {
  let sum = 0;
  for (const value of row) sum += value * value;
  return sum;
}
