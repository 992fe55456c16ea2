import { exp } from './elementary.js';
import type { Matrix } from './matrix.js';

/**
 * What real numbers would give, in FP64: the reference of every bound. Its own error is below K 2^-53 of the sum of magnitudes,
 * 2e-12 at the longest K, while every bound allows for FP32's 2^-24.
 */

/** Real numbers by rows. */
export interface Rows {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array | Float64Array;
}

/** Sums that grow at once, each of a row and a channel: one alone would wait for itself at every addition. */
const ROWS = 2;
const CHANNELS = 4;

/** Rows of x times rows of w: rows x channels. */
export function realProduct(x: Rows, w: Rows): Float64Array {
  const length = x.columns;
  const products = new Float64Array(x.rows * w.rows);
  const xs = interleaved(x, ROWS);
  const ws = interleaved(w, CHANNELS);
  const sums = new Float64Array(ROWS * CHANNELS);
  for (let channel = 0; channel < w.rows; channel += CHANNELS) {
    for (let row = 0; row < x.rows; row += ROWS) {
      multiplyBlock(xs, row * length, ws, channel * length, length, sums);
      for (let at = 0; at < sums.length; at++) {
        const [r, c] = [row + Math.floor(at / CHANNELS), channel + (at % CHANNELS)];
        if (r < x.rows && c < w.rows) products[r * w.rows + c] = sums[at]!;
      }
    }
  }
  return products;
}

/** In FP64, some rows at a time and column by column; what is missing of the last rows is zero. */
function interleaved({ rows, columns, values }: Rows, count: number): Float64Array {
  const packed = new Float64Array(Math.ceil(rows / count) * count * columns);
  for (let row = 0; row < rows; row++) {
    const base = (row - (row % count)) * columns + (row % count);
    for (let k = 0; k < columns; k++) packed[base + count * k] = values[row * columns + k]!;
  }
  return packed;
}

function multiplyBlock(
  xs: Float64Array,
  xFrom: number,
  ws: Float64Array,
  wFrom: number,
  length: number,
  sums: Float64Array,
): void {
  let a0 = 0;
  let a1 = 0;
  let a2 = 0;
  let a3 = 0;
  let b0 = 0;
  let b1 = 0;
  let b2 = 0;
  let b3 = 0;
  for (let k = 0, x = xFrom, w = wFrom; k < length; k++, x += ROWS, w += CHANNELS) {
    const a = xs[x]!;
    const b = xs[x + 1]!;
    const w0 = ws[w]!;
    const w1 = ws[w + 1]!;
    const w2 = ws[w + 2]!;
    const w3 = ws[w + 3]!;
    a0 += a * w0;
    a1 += a * w1;
    a2 += a * w2;
    a3 += a * w3;
    b0 += b * w0;
    b1 += b * w1;
    b2 += b * w2;
    b3 += b * w3;
  }
  sums.set([a0, a1, a2, a3, b0, b1, b2, b3]);
}

export const realSilu = (x: number): number => x / (1 + exp(-x));

/** The weights of an expert as they were before they were quantised. */
export interface RealExpertWeights {
  readonly gate: Matrix;
  readonly up: Matrix;
  readonly down: Matrix;
}

export interface RealExpertResult {
  /** tokens x intermediate. */
  readonly gate: Float64Array;
  readonly up: Float64Array;
  readonly activated: Float64Array;
  /** tokens x hidden. */
  readonly output: Float64Array;
}

/** The FFN of an expert without any quantisation. */
export function realExpert(x: Matrix, weights: RealExpertWeights): RealExpertResult {
  const gate = realProduct(x, weights.gate);
  const up = realProduct(x, weights.up);
  const activated = gate.map((value, at) => realSilu(value) * up[at]!);
  const inner = { rows: x.rows, columns: weights.gate.rows, values: activated };
  return { gate, up, activated, output: realProduct(inner, weights.down) };
}
