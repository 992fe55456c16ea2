import type { Matrix } from '../../src/cloudmatrix/int8/matrix.js';
import { byQuotient, type OwnQuantised, scaled } from './own-rounding.js';

/**
 * What a layer loses in INT8, once more, for the claims on searches: candidates and losses share no code with the search itself.
 */

const rowsOf = ({ rows, columns, values }: Matrix): Float32Array[] =>
  Array.from({ length: rows }, (_, row) => values.subarray(row * columns, (row + 1) * columns));

/** The best of some losses: what overflows has none. */
export const smallestLoss = (losses: readonly number[]): number =>
  Math.min(...losses.filter((loss) => !Number.isNaN(loss)));

/**
 * How far two workings-out of a loss may be apart: FP64 sums in different orders, relatively, and where the loss is nothing but them.
 */
export const lossShare = (loss: number): number => loss * LOSS_SHARE + LOSS_MIN;
const LOSS_SHARE = 1e-6;
const LOSS_MIN = 2 ** -40;

/** ||y^ - W x|| / ||W x|| of a layer whose rows are replaced by others before they are quantised. */
function lossOfLayer(x: Matrix, w: Matrix, change: { x: Change; w: Change }): number {
  const [xs, ws] = [rowsOf(x), rowsOf(w)];
  const [xQuantised, wQuantised] = [
    xs.map((row) => byQuotient(change.x(row))),
    ws.map((row) => byQuotient(change.w(row))),
  ];
  let [error, norm] = [0, 0];
  xs.forEach((token, row) => {
    ws.forEach((channel, column) => {
      let real = 0;
      for (let k = 0; k < token.length; k++) real += token[k]! * channel[k]!;
      error += (outputOf(xQuantised[row]!, wQuantised[column]!) - real) ** 2;
      norm += real ** 2;
    });
  });
  return norm === 0 ? 0 : Math.sqrt(error / norm);
}

/** What is made of a row before it is quantised. */
type Change = (row: Float32Array) => Float32Array;

/** Sums of products of levels are exact in FP64. */
function outputOf(x: OwnQuantised, w: OwnQuantised): number {
  let sum = 0;
  for (let k = 0; k < x.levels.length; k++) sum += x.levels[k]! * w.levels[k]!;
  return scaled(sum, x.scale, w.scale);
}

/** The loss with smoothing factors. */
export const lossWithFactors = (x: Matrix, w: Matrix, factors: Float32Array): number =>
  lossOfLayer(x, w, {
    x: (row) => row.map((value, k) => value / factors[k]!),
    w: (row) => row.map((value, k) => value * factors[k]!),
  });

/** The loss with weights that are clipped to a share of the largest of their row. */
export const lossWithShare = (x: Matrix, w: Matrix, share: number): number =>
  lossOfLayer(x, w, { x: (row) => row, w: (row) => clippedTo(share, row) });

function clippedTo(share: number, row: Float32Array): Float32Array {
  const limit = Math.fround(share * row.reduce((most, value) => Math.max(most, Math.abs(value)), 0));
  return row.map((value) => (Math.abs(value) > limit ? Math.sign(value) * limit : value));
}

/** Powers 0, 1/4, 1/2, 3/4 and 1 of a number, each from square roots, which are the same on every machine. */
function quarterPowers(x: number): readonly number[] {
  const root = Math.sqrt(x);
  return [1, Math.sqrt(root), root, root * Math.sqrt(root), x];
}

/** No factors, and max|x|^a / max|w|^(1 - a) by channel for a = 0, 1/4, 1/2, 3/4, 1; 1 where that is not finite or not positive. */
export function candidateFactors(x: Matrix, w: Matrix): Float32Array[] {
  const [xLargest, wLargest] = [largestByChannel(x), largestByChannel(w)];
  const [xPowers, wPowers] = [xLargest.map(quarterPowers), wLargest.map(quarterPowers)];
  const migrated = [0, 1, 2, 3, 4].map((strength) =>
    Float32Array.from(xPowers, (powers, k) => {
      const factor = Math.fround(powers[strength]! / wPowers[k]!.at(-1 - strength)!);
      return factor > 0 && factor < Number.POSITIVE_INFINITY ? factor : 1;
    }),
  );
  return [new Float32Array(x.columns).fill(1), ...migrated];
}

const largestByChannel = (side: Matrix): number[] => {
  const rows = rowsOf(side);
  return Array.from({ length: side.columns }, (_, k) => Math.max(...rows.map((row) => Math.abs(row[k]!))));
};
