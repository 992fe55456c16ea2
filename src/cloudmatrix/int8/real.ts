import { exp } from '../elementary.js';
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

/** Sums that grow at once, of one row and so many channels: one alone would wait for itself at every addition. */
const CHANNELS = 8;

/** Rows of x times rows of w: rows x channels. */
export function realProduct(x: Rows, w: Rows): Float64Array {
  const length = x.columns;
  const stride = Math.ceil(w.rows / CHANNELS) * CHANNELS;
  const products = new Float64Array(x.rows * stride);
  const xs = new Float64Array(x.values);
  const ws = new Float64Array(CHANNELS * length);
  for (let channel = 0; channel < w.rows; channel += CHANNELS) {
    interleave(w, channel, ws);
    for (let row = 0; row < x.rows; row++) {
      addProducts(xs, row * length, ws, length, products, row * stride + channel);
    }
  }
  return stride === w.rows ? products : withoutRest(products, x.rows, w.rows, stride);
}

/** Some channels in FP64, column by column; those that are missing are zero. */
function interleave({ rows, columns, values }: Rows, channel: number, to: Float64Array): void {
  const count = Math.min(CHANNELS, rows - channel);
  if (count < CHANNELS) to.fill(0);
  for (let one = 0; one < count; one++) {
    const from = (channel + one) * columns;
    for (let k = 0; k < columns; k++) to[CHANNELS * k + one] = values[from + k]!;
  }
}

/** Unrolled by hand, as `addBlock` of the integer product. */
function addProducts(
  xs: Float64Array,
  from: number,
  ws: Float64Array,
  length: number,
  products: Float64Array,
  to: number,
): void {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let s4 = 0;
  let s5 = 0;
  let s6 = 0;
  let s7 = 0;
  for (let k = 0, w = 0; k < length; k++, w += CHANNELS) {
    const value = xs[from + k]!;
    s0 += value * ws[w]!;
    s1 += value * ws[w + 1]!;
    s2 += value * ws[w + 2]!;
    s3 += value * ws[w + 3]!;
    s4 += value * ws[w + 4]!;
    s5 += value * ws[w + 5]!;
    s6 += value * ws[w + 6]!;
    s7 += value * ws[w + 7]!;
  }
  products[to] = s0;
  products[to + 1] = s1;
  products[to + 2] = s2;
  products[to + 3] = s3;
  products[to + 4] = s4;
  products[to + 5] = s5;
  products[to + 6] = s6;
  products[to + 7] = s7;
}

function withoutRest(products: Float64Array, rows: number, columns: number, stride: number): Float64Array {
  const kept = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    kept.set(products.subarray(row * stride, row * stride + columns), row * columns);
  }
  return kept;
}

/** @testonly the arithmetic is compared with it */
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
