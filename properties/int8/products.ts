import * as fc from 'fast-check';
import { LEVEL_MAX } from '../../src/cloudmatrix/int8/accumulator.js';
import type { Int8Arithmetic } from '../../src/cloudmatrix/int8/arithmetic.js';
import type { Linear } from '../../src/cloudmatrix/int8/linear.js';
import {
  largestOf,
  type Matrix,
  rowOf,
  sumOfMagnitudes,
  sumOfSquares,
} from '../../src/cloudmatrix/int8/matrix.js';
import { type Quantised, valuesOf } from '../../src/cloudmatrix/int8/quantised.js';
import { realProduct } from '../../src/cloudmatrix/int8/real.js';
import { FP32_UNIT } from '../../src/cloudmatrix/int8/rounding.js';
import { type Bound, Worst } from '../../src/index.js';
import { toldAtMost } from './compare.js';
import { levelError } from './own-rounding.js';
import {
  kindsWithout,
  lengths,
  matrixFrom,
  type MatrixRecipe,
  PINNED_REST,
  type RowKind,
  seeds,
} from './rows.js';
import type { Subject } from './subject.js';

/** Powers of two that keep products of long rows within FP32's normal numbers. */
const EXPONENTS = { min: -40, max: 40 } as const;
const EXPONENTS_FP16 = { min: -10, max: 6 } as const;

export const exponentsOf = ({ dtype }: Subject) => (dtype === 'fp16' ? EXPONENTS_FP16 : EXPONENTS);

/** Tokens and output channels of one length. */
export interface Operands {
  readonly length: number;
  readonly x: MatrixRecipe['rows'];
  readonly w: MatrixRecipe['rows'];
}

/** Output channels of a random product. */
const CHANNELS_MAX = 3;

export function operands(subject: Subject, kinds: readonly RowKind[]): fc.Arbitrary<Operands> {
  const row = fc.record({
    kind: fc.constantFrom(...kinds),
    exponent: fc.integer(exponentsOf(subject)),
    seed: seeds(),
  });
  return fc.record({
    length: lengths(subject.hidden),
    x: fc.array(row, { minLength: 1, maxLength: subject.tokens }),
    w: fc.array(row, { minLength: 1, maxLength: CHANNELS_MAX }),
  });
}

/** Both sides as numbers, and what the arithmetic makes of them. */
export function multiplied({ length, x, w }: Operands, { arithmetic, dtype }: Subject): Multiplied {
  const [xs, ws] = [x, w].map((side) => matrixFrom({ length, rows: side }, dtype)) as [Matrix, Matrix];
  return productOf(xs, ws, arithmetic);
}

/** A layer's operands, what they are quantised to, the product of that, and the product of real numbers. */
interface Multiplied {
  readonly xs: Matrix;
  readonly ws: Matrix;
  readonly xq: Quantised;
  readonly wq: Quantised;
  readonly product: Linear;
  readonly real: Float64Array;
}

export function productOf(xs: Matrix, ws: Matrix, arithmetic: Int8Arithmetic): Multiplied {
  const [xq, wq] = [arithmetic.quantise(xs), arithmetic.quantise(ws)];
  return { xs, ws, xq, wq, product: arithmetic.linear(xq, wq), real: realProduct(xs, ws) };
}

/** What is known of a row: FP32's scale for it, how far a level may be from its number, and sums over it. */
interface Side {
  readonly scale: number;
  /** By Q2. */
  readonly error: number;
  /** The same with what FP32 did to these very quotients in place of the worst that it may do. */
  readonly errorAfterwards: number;
  readonly largest: number;
  readonly magnitudes: number;
  /** Euclidean. */
  readonly norm: number;
}

/** Apart from the arithmetic under test. */
export function sideOf(row: Float32Array): Side {
  const largest = largestOf(row);
  const scale = Math.fround(largest / LEVEL_MAX);
  const displaced = (value: number) => Math.abs(scale * Math.fround(value / scale) - value);
  const displacement = largest === 0 ? 0 : row.reduce((most, value) => Math.max(most, displaced(value)), 0);
  return {
    scale,
    error: levelError('quotient') * scale,
    errorAfterwards: scale / 2 + displacement,
    largest,
    magnitudes: sumOfMagnitudes(row),
    norm: Math.sqrt(sumOfSquares(row)),
  };
}

/**
 * Every accumulator with its scales beside the real product; and the output, which must be just that, with the scales of its own
 * token and its own channel, rounded by FP32 as Q12 says.
 */
export function compareProducts(
  { xs, ws, xq, wq, product, real }: Multiplied,
  bound: (x: Side, w: Side, channel: number, token: number) => number,
): Worst {
  const worst = new Worst();
  const [xSides, wSides] = sidesOf(xs, ws);
  xSides.forEach((x, row) =>
    wSides.forEach((w, channel) => {
      const at = row * ws.rows + channel;
      const [accumulator, xScale, wScale] = [product.accumulators[at]!, xq.scales[row]!, wq.scales[channel]!];
      const place = () => `of token ${row}, channel ${channel}, K = ${xs.columns}`;
      const error = Math.abs(accumulator * xScale * wScale - real[at]!);
      worst.within(error, bound(x, w, channel, row), () => `|y^ - y| ${place()}`);
      const due = Math.fround(Math.fround(Math.fround(accumulator) * xScale) * wScale);
      worst.same(product.output.values[at]!, due, () => `output ${place()}`);
    }),
  );
  return worst;
}

const sidesOf = (xs: Matrix, ws: Matrix) =>
  [xs, ws].map((side) => Array.from({ length: side.rows }, (_, row) => sideOf(rowOf(side, row)))) as [
    Side[],
    Side[],
  ];

/** FP64 adds up what is told, and what is compared with it, in orders of their own. */
const FP64_SHARE = 1 + 1e-9;

/** What the product tells of its own errors, which is to be no more than is known. */
function compareTold(
  { xs, ws }: Multiplied,
  told: Float64Array,
  worst: Worst,
  bound: (x: Side, w: Side, channel: number) => number,
): void {
  const [xSides, wSides] = sidesOf(xs, ws);
  xSides.forEach((x, row) =>
    wSides.forEach((w, channel) => {
      const most = bound(x, w, channel) * FP64_SHARE;
      toldAtMost(
        worst,
        told[row * ws.rows + channel]!,
        most,
        () => `bound told of token ${row}, channel ${channel}`,
      );
    }),
  );
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + Math.abs(value), 0);

/** The input that comes nearest to the bounds of a dot product (docs/paper/int8-bounds.md): K numbers, all ties but the first. */
const pinned = (length: number): Operands => ({
  length,
  x: [{ kind: 'pinned', exponent: 0, seed: 0 }],
  w: [{ kind: 'pinned', exponent: 0, seed: 0 }],
});

/** It with the ratio that it has in real numbers: its ties err by half, and are 126 after and 126.5 before. */
function tightAt(boundOf: (ties: number) => number) {
  return PINNED_LENGTHS.map((length) => {
    const ties = length - 1;
    const error = ties * (PINNED_REST ** 2 - (PINNED_REST - 0.5) ** 2);
    return {
      title: `[127, 126.5, ...], K = ${length}`,
      input: pinned(length),
      ratio: error / boundOf(ties),
    };
  });
}

/** Lengths of the table of docs/paper/int8-bounds.md. */
const PINNED_LENGTHS = [128, 2_048, 7_168, 18_432] as const;

const witness = {
  title: 'a product that is not zero',
  isMet: ({ x, w }: Operands) => [x, w].every((side) => side.some(({ kind }) => kind !== 'zero')),
};

/** Q5 and Q6 of docs/paper/int8-bounds.md: dot products of quantised rows, whatever the rows are. */
export function productBounds(subject: Subject): Bound[] {
  return [afterwards(subject), beforehand(subject), beforehandByLargest(subject)];
}

function afterwards(subject: Subject): Bound<Operands> {
  return {
    name: 'Q5',
    title: 'dot product, a posteriori',
    formula: '|y^ - y| <= (s/2) sum|w^| + (s_w/2) sum|x|, and no more is told',
    kind: 'bound',
    inputs: operands(subject, kindsWithout()),
    measure: (input) => {
      const all = multiplied(input, subject);
      const weights = Array.from({ length: all.wq.rows }, (_, channel) => sum(valuesOf(all.wq, channel)));
      const worst = compareProducts(
        all,
        (x, w, channel) => x.errorAfterwards * weights[channel]! + w.errorAfterwards * x.magnitudes,
      );
      compareTold(
        all,
        all.product.bound,
        worst,
        (x, w, channel) => x.error * weights[channel]! + w.error * x.magnitudes,
      );
      return worst;
    },
    tight: tightAt((ties) => LEVEL_MAX + ties * (PINNED_REST - 1 / 4)),
    witness,
  };
}

function beforehand(subject: Subject): Bound<Operands> {
  return {
    name: 'Q6',
    title: 'dot product, a priori',
    formula: '|y^ - y| <= (s/2) sum|w| + (s_w/2) sum|x| + K s s_w/4, and no more is told',
    kind: 'bound',
    inputs: operands(subject, kindsWithout()),
    measure: (input) => {
      const all = multiplied(input, subject);
      const bound = (x: Side, w: Side) =>
        x.error * w.magnitudes + w.error * x.magnitudes + input.length * x.error * w.error;
      const worst = compareProducts(all, bound);
      compareTold(all, all.product.boundBefore, worst, bound);
      return worst;
    },
    tight: tightAt((ties) => LEVEL_MAX + ties * PINNED_REST + (ties + 1) / 4),
    witness,
  };
}

function beforehandByLargest(subject: Subject): Bound<Operands> {
  // 1/127 and 1/254^2 are twice and once squared the error in units of the largest, which FP32 adds its share to.
  const relative = (levelError('quotient') * (1 + FP32_UNIT)) / LEVEL_MAX;
  return {
    name: 'Q6-largest',
    title: 'dot product, a priori, by the largest elements alone',
    formula: '|y^ - y| <= K a b (1/127 + 1/254^2)',
    kind: 'bound',
    inputs: operands(subject, kindsWithout()),
    measure: (input) =>
      compareProducts(
        multiplied(input, subject),
        (x, w) => input.length * x.largest * w.largest * (2 * relative + relative ** 2),
      ),
    tight: tightAt((ties) => (ties + 1) * (LEVEL_MAX + 1 / 4)),
    witness,
  };
}
