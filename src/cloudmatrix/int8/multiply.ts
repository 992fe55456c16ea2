import type { Levels } from './quantised.js';

/**
 * Two levels of neighbouring rows share one FP64 number, lower + upper x 2^26, so that one multiplication and one addition serve
 * two accumulators. Sums of 2,040 products of INT8 numbers stay below 2^25, and with them the whole below 2^53: all is exact.
 */
const UPPER = 2 ** 26;
const CHUNK = 2_040;

/** Accumulators of the innermost loop: two rows of x by four pairs of rows of w, as many as fit into registers. */
const X_ROWS = 2;
const PAIRS = 4;
const W_ROWS = 2 * PAIRS;

/** Rows of x that are unpacked at once: 2 MB. */
const X_BLOCK = 128;

/** Below so many rows of x, packing w costs more than it saves. */
const PACKED_ROWS_MIN = 8;

/**
 * Matrix product of levels, x times w transposed, in INT32 accumulators, which wrap around.
 *
 * @param x rows x K
 * @param w columns x K: an output channel is a row
 * @returns rows x columns
 */
export function multiply(x: Levels, w: Levels): Int32Array {
  return x.rows < PACKED_ROWS_MIN ? multiplyPlainly(x, w) : multiplyPacked(x, w);
}

/** As `multiply`, by the definition: one product after the other. */
export function multiplyPlainly(x: Levels, w: Levels): Int32Array {
  const length = x.columns;
  const sums = new Int32Array(x.rows * w.rows);
  for (let row = 0; row < x.rows; row++) {
    for (let channel = 0; channel < w.rows; channel++) {
      const [xAt, wAt] = [row * length, channel * length];
      let sum = 0;
      for (let k = 0; k < length; k++) sum = (sum + x.levels[xAt + k]! * w.levels[wAt + k]!) | 0;
      sums[row * w.rows + channel] = sum;
    }
  }
  return sums;
}

/**
 * As `multiply`, two accumulators at a time.
 *
 * @testonly the packed sums are compared with those of the definition
 */
export function multiplyPacked(x: Levels, w: Levels): Int32Array {
  // Room for the rows and channels that fill the last block up.
  const stride = Math.ceil(w.rows / W_ROWS) * W_ROWS;
  const sums = new Int32Array(Math.ceil(x.rows / X_ROWS) * X_ROWS * stride);
  const xRows = new Float64Array(X_BLOCK * CHUNK);
  const wPairs = new Float64Array(PAIRS * CHUNK);
  for (let from = 0; from < x.columns; from += CHUNK) {
    const length = Math.min(CHUNK, x.columns - from);
    for (let block = 0; block < x.rows; block += X_BLOCK) {
      const rows = Math.min(X_BLOCK, x.rows - block);
      unpackRows(x, block, rows, from, length, xRows);
      for (let channel = 0; channel < w.rows; channel += W_ROWS) {
        packPairs(w, channel, from, length, wPairs);
        for (let row = 0; row < rows; row += X_ROWS) {
          addBlock(xRows, row * CHUNK, wPairs, length, sums, (block + row) * stride + channel, stride);
        }
      }
    }
  }
  return stride === w.rows ? sums.subarray(0, x.rows * w.rows) : withoutRest(sums, x.rows, w.rows, stride);
}

/** Rows of x by twos, interleaved; a row that is missing in the last two is zero. */
function unpackRows(x: Levels, block: number, rows: number, from: number, length: number, to: Float64Array) {
  for (let row = 0; row < rows; row++) {
    const at = (block + row) * x.columns + from;
    const base = (row - (row % X_ROWS)) * CHUNK + (row % X_ROWS);
    for (let k = 0; k < length; k++) to[base + X_ROWS * k] = x.levels[at + k]!;
  }
  if (rows % X_ROWS === 0) return;
  const base = (rows - 1) * CHUNK + 1;
  for (let k = 0; k < length; k++) to[base + X_ROWS * k] = 0;
}

/** Eight rows of w as four pairs, interleaved; rows that are missing are zero. */
function packPairs(w: Levels, channel: number, from: number, length: number, to: Float64Array): void {
  for (let pair = 0; pair < PAIRS; pair++) {
    const row = channel + 2 * pair;
    const at = row * w.columns + from;
    const [hasLower, hasUpper] = [row < w.rows, row + 1 < w.rows];
    for (let k = 0; k < length; k++) {
      const lower = hasLower ? w.levels[at + k]! : 0;
      const upper = hasUpper ? w.levels[at + w.columns + k]! : 0;
      to[PAIRS * k + pair] = lower + upper * UPPER;
    }
  }
}

/** Unrolled by hand: as loops over accumulators it is several times slower. */
function addBlock(
  xRows: Float64Array,
  xAt: number,
  wPairs: Float64Array,
  length: number,
  sums: Int32Array,
  to: number,
  stride: number,
): void {
  let a0 = 0;
  let a1 = 0;
  let a2 = 0;
  let a3 = 0;
  let b0 = 0;
  let b1 = 0;
  let b2 = 0;
  let b3 = 0;
  for (let k = 0, x = xAt, w = 0; k < length; k++, x += X_ROWS, w += PAIRS) {
    const a = xRows[x]!;
    const b = xRows[x + 1]!;
    const w0 = wPairs[w]!;
    const w1 = wPairs[w + 1]!;
    const w2 = wPairs[w + 2]!;
    const w3 = wPairs[w + 3]!;
    a0 += a * w0;
    a1 += a * w1;
    a2 += a * w2;
    a3 += a * w3;
    b0 += b * w0;
    b1 += b * w1;
    b2 += b * w2;
    b3 += b * w3;
  }
  addPair(sums, to, a0);
  addPair(sums, to + 2, a1);
  addPair(sums, to + 4, a2);
  addPair(sums, to + 6, a3);
  addPair(sums, to + stride, b0);
  addPair(sums, to + stride + 2, b1);
  addPair(sums, to + stride + 4, b2);
  addPair(sums, to + stride + 6, b3);
}

function addPair(sums: Int32Array, at: number, packed: number): void {
  const upper = Math.round(packed / UPPER);
  sums[at]! += packed - upper * UPPER;
  sums[at + 1]! += upper;
}

function withoutRest(sums: Int32Array, rows: number, columns: number, stride: number): Int32Array {
  const kept = new Int32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    kept.set(sums.subarray(row * stride, row * stride + columns), row * columns);
  }
  return kept;
}
