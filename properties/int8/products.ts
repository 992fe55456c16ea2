import * as fc from 'fast-check';
import {
  FP32_EXACT_LENGTH_MAX,
  LEVEL_MAX,
  PRODUCT_MAX,
  SAFE_LENGTH_MAX,
} from '../../src/cloudmatrix/int8/accumulator.js';
import { Draw } from '../../src/cloudmatrix/int8/draw.js';
import { log } from '../../src/cloudmatrix/int8/elementary.js';
import {
  type Matrix,
  matrix,
  rowOf,
  sumOfMagnitudes,
  sumOfSquares,
} from '../../src/cloudmatrix/int8/matrix.js';
import { errorInScales } from '../../src/cloudmatrix/int8/quantise.js';
import { levelsOf, type Quantised, valuesOf } from '../../src/cloudmatrix/int8/quantised.js';
import { realProduct } from '../../src/cloudmatrix/int8/real.js';
import { varianceOfProduct } from '../../src/cloudmatrix/int8/rms.js';
import { FP32_UNIT } from '../../src/cloudmatrix/int8/rounding.js';
import { type Bound, type Measure, Worst } from '../../src/index.js';
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
interface Operands {
  readonly length: number;
  readonly x: MatrixRecipe['rows'];
  readonly w: MatrixRecipe['rows'];
}

/** Output channels of a random product. */
const CHANNELS_MAX = 3;

function operands(subject: Subject, kinds: readonly RowKind[]): fc.Arbitrary<Operands> {
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
function multiplied({ length, x, w }: Operands, { arithmetic, dtype }: Subject) {
  const [xs, ws] = [x, w].map((side) => matrixFrom({ length, rows: side }, dtype)) as [Matrix, Matrix];
  const [xq, wq] = [arithmetic.quantise(xs), arithmetic.quantise(ws)];
  return { xs, ws, xq, wq, product: arithmetic.linear(xq, wq), real: realProduct(xs, ws) };
}

type Multiplied = ReturnType<typeof multiplied>;

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
function sideOf(row: Float32Array): Side {
  const largest = row.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const scale = Math.fround(largest / LEVEL_MAX);
  const displaced = (value: number) => Math.abs(scale * Math.fround(value / scale) - value);
  const displacement = largest === 0 ? 0 : row.reduce((most, value) => Math.max(most, displaced(value)), 0);
  return {
    scale,
    error: errorInScales('quotient') * scale,
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
function compareProducts(
  { xs, ws, xq, wq, product, real }: Multiplied,
  bound: (x: Side, w: Side, channel: number) => number,
): Measure {
  const worst = new Worst();
  const [xSides, wSides] = [xs, ws].map((side) =>
    Array.from({ length: side.rows }, (_, row) => sideOf(rowOf(side, row))),
  ) as [Side[], Side[]];
  xSides.forEach((x, row) =>
    wSides.forEach((w, channel) => {
      const at = row * ws.rows + channel;
      const [accumulator, xScale, wScale] = [product.accumulators[at]!, xq.scales[row]!, wq.scales[channel]!];
      const place = () => `of token ${row}, channel ${channel}, K = ${xs.columns}`;
      const error = Math.abs(accumulator * xScale * wScale - real[at]!);
      worst.within(error, bound(x, w, channel), () => `|y^ - y| ${place()}`);
      const due = Math.fround(Math.fround(Math.fround(accumulator) * xScale) * wScale);
      worst.same(product.output.values[at]!, due, () => `output ${place()}`);
    }),
  );
  return worst;
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + Math.abs(value), 0);

/** The input that comes nearest to the bounds of a dot product (int8-bounds.md): K numbers, all ties but the first. */
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

/** Lengths of the table of int8-bounds.md. */
const PINNED_LENGTHS = [128, 2_048, 7_168, 18_432] as const;

const witness = {
  title: 'a product that is not zero',
  isMet: ({ x, w }: Operands) => [x, w].every((side) => side.some(({ kind }) => kind !== 'zero')),
};

/** Q5 to Q12 of int8-bounds.md: dot products of quantised rows, and what becomes of their accumulators. */
export function productBounds(subject: Subject): Bound[] {
  return [
    afterwards(subject),
    beforehand(subject),
    beforehandByLargest(subject),
    probabilistic(subject),
    rmsPrediction(subject),
    accumulatorRange(subject),
    integerOrder(subject),
    accumulatorToFp32(subject),
    dequantisation(subject),
  ];
}

function afterwards(subject: Subject): Bound<Operands> {
  return {
    name: 'Q5',
    title: 'dot product, a posteriori',
    formula: '|y^ - y| <= (s/2) sum|w^| + (s_w/2) sum|x|',
    kind: 'bound',
    inputs: operands(subject, kindsWithout()),
    measure: (input) => {
      const all = multiplied(input, subject);
      const weights = Array.from({ length: all.wq.rows }, (_, channel) => sum(valuesOf(all.wq, channel)));
      return compareProducts(
        all,
        (x, w, channel) => x.errorAfterwards * weights[channel]! + w.errorAfterwards * x.magnitudes,
      );
    },
    tight: tightAt((ties) => LEVEL_MAX + ties * (PINNED_REST - 1 / 4)),
    witness,
  };
}

function beforehand(subject: Subject): Bound<Operands> {
  return {
    name: 'Q6',
    title: 'dot product, a priori',
    formula: '|y^ - y| <= (s/2) sum|w| + (s_w/2) sum|x| + K s s_w/4',
    kind: 'bound',
    inputs: operands(subject, kindsWithout()),
    measure: (input) =>
      compareProducts(
        multiplied(input, subject),
        (x, w) => x.error * w.magnitudes + w.error * x.magnitudes + input.length * x.error * w.error,
      ),
    tight: tightAt((ties) => LEVEL_MAX + ties * PINNED_REST + (ties + 1) / 4),
    witness,
  };
}

function beforehandByLargest(subject: Subject): Bound<Operands> {
  // 1/127 and 1/254^2 are twice and once squared the error in units of the largest, which FP32 adds its share to.
  const relative = (errorInScales('quotient') * (1 + FP32_UNIT)) / LEVEL_MAX;
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

/** Failures that all outputs of one input may show together (Q7). */
const FAILURE_PROBABILITY = 1e-9;

/** Numbers whose roundings are independent: of a continuous distribution, and not of few digits. */
const RANDOM_KINDS = ['gaussian', 'uniform'] as const;

function probabilistic(subject: Subject): Bound<Operands> {
  const random = { ...subject, dtype: 'fp32' } as const;
  return {
    name: 'Q7',
    title: 'dot product, probabilistic (Hoeffding), random data only',
    formula: '|y^ - y| <= (s ||w^|| + s_w ||x||) sqrt(ln(2/d)/2), d = 1e-9 over all outputs',
    kind: 'bound',
    inputs: operands(random, RANDOM_KINDS),
    measure: (input) => {
      const all = multiplied(input, random);
      const { xs, wq } = all;
      const outputs = xs.rows * wq.rows;
      const factor = Math.sqrt(log((4 * outputs) / FAILURE_PROBABILITY) / 2);
      const norms = Array.from({ length: wq.rows }, (_, channel) =>
        Math.sqrt(valuesOf(wq, channel).reduce((total, value) => total + value ** 2, 0)),
      );
      return compareProducts(all, (x, w, channel) => (x.scale * norms[channel]! + w.scale * x.norm) * factor);
    },
    witness: { title: 'a product of 64 or more elements', isMet: ({ length }) => length >= 64 },
  };
}

/** Tokens, output channels, and lengths, of a product with outputs enough to tell 3 % of an RMS error from chance. */
const RMS_ROWS = 128;
const RMS_LENGTHS = { min: 128, max: 144 } as const;

/** How far the RMS error may be from its prediction (int8-bounds.md, Q8). */
export const RMS_TOLERANCE = 0.03;

interface RandomProduct {
  readonly kind: (typeof RANDOM_KINDS)[number];
  readonly length: number;
  readonly seed: number;
}

/** Independent rows of one kind: the recipe's seed is that of the first. */
function randomMatrix({ kind, length }: RandomProduct, seed: number, count: number): Matrix {
  const draw = new Draw(seed);
  const values = new Float32Array(count * length);
  for (let at = 0; at < values.length; at++) {
    values[at] = kind === 'gaussian' ? draw.gaussian() : 2 * draw.unit() - 1;
  }
  return matrix(count, length, values);
}

/** RMS error of a random product beside its prediction, and its signal-to-quantisation-noise ratio in dB. */
export function rmsOf(input: RandomProduct, { arithmetic }: Subject, count = RMS_ROWS) {
  const xs = randomMatrix(input, input.seed, count);
  const ws = randomMatrix(input, input.seed + 1, count);
  const [xq, wq] = [arithmetic.quantise(xs), arithmetic.quantise(ws)];
  const real = realProduct(xs, ws);
  const { output } = arithmetic.linear(xq, wq);
  let squares = 0;
  let signal = 0;
  for (let at = 0; at < real.length; at++) {
    squares += (output.values[at]! - real[at]!) ** 2;
    signal += real[at]! ** 2;
  }
  const predicted = varianceOfProduct(xq, wq).reduce((total, variance) => total + variance, 0);
  return { ratio: Math.sqrt(squares / predicted), decibels: 10 * (log(signal / squares) / log(10)) };
}

function rmsPrediction(subject: Subject): Bound<RandomProduct> {
  return {
    name: 'Q8',
    title: 'RMS error of a random product',
    formula: 'RMS of y^ - y is within 3 % of sqrt(s^2 ||w^||^2/12 + s_w^2 ||x||^2/12)',
    kind: 'bound',
    inputs: fc.record({
      kind: fc.constantFrom(...RANDOM_KINDS),
      length: fc.integer(RMS_LENGTHS),
      seed: seeds(),
    }),
    measure: (input) => {
      const { ratio } = rmsOf(input, subject);
      const worst = new Worst();
      worst.within(
        ratio - 1,
        RMS_TOLERANCE,
        () => `RMS error over its prediction, less 1, K = ${input.length}`,
      );
      return worst;
    },
    witness: { title: 'a prediction that is not exact', isMet: (_, { ratio }) => ratio > 0 },
  };
}

/** Tokens and channels of the same rows, so that no product of levels is negative. */
const squares = (subject: Subject): fc.Arbitrary<Operands> =>
  fc
    .record({
      kind: fc.constantFrom('all extremes', 'pinned', 'uniform', 'gaussian'),
      length: fc.oneof(
        { weight: 4, arbitrary: lengths(subject.hidden) },
        { weight: 1, arbitrary: fc.integer({ min: 1, max: subject.hidden }) },
      ),
      seed: seeds(),
    })
    .map(({ kind, length, seed }) => squareOf(kind, length, seed));

function squareOf(kind: RowKind, length: number, seed = 0): Operands {
  const row = [{ kind, exponent: 0, seed }];
  return { length, x: row, w: row };
}

/** Sum of the products of two rows of levels, in FP64, which holds it exactly. */
function exactSum(x: Quantised, w: Quantised): number {
  const [xs, ws] = [levelsOf(x, 0), levelsOf(w, 0)];
  return xs.reduce((total, level, k) => total + level * ws[k]!, 0);
}

function levelsFrom({ length, x, w }: Operands, { arithmetic }: Subject): [Quantised, Quantised] {
  const quantised = (side: MatrixRecipe['rows']) =>
    arithmetic.quantise(matrixFrom({ length, rows: side.slice(0, 1) }, 'fp32'));
  return [quantised(x), quantised(w)];
}

function accumulatorRange(subject: Subject): Bound<Operands> {
  return {
    name: 'Q9',
    title: 'INT32 accumulator',
    formula: `|acc| <= 16,129 K, and acc is the exact sum: K up to ${SAFE_LENGTH_MAX.toLocaleString('en')}`,
    kind: 'bound',
    inputs: squares(subject),
    measure: (input) => {
      const [x, w] = levelsFrom(input, subject);
      const found = subject.arithmetic.multiply(x, w)[0]!;
      const worst = new Worst();
      worst.within(
        Math.abs(found),
        PRODUCT_MAX * input.length,
        () => `accumulator ${found}, K = ${input.length}`,
      );
      worst.same(found, exactSum(x, w), () => accumulatorText(input.length));
      return worst;
    },
    tight: [SAFE_LENGTH_MAX, subject.hidden].map((length) => ({
      title: `all 127, K = ${length}`,
      input: squareOf('all extremes', length),
      ratio: 1,
    })),
    witness: { title: 'the longest row', isMet: ({ length }) => length >= subject.hidden },
  };
}

function accumulatorText(length: number): string {
  const wraps =
    length > SAFE_LENGTH_MAX ? `, which INT32 holds safely only up to K = ${SAFE_LENGTH_MAX}` : '';
  return `accumulator of K = ${length} products${wraps}`;
}

interface Reordered extends Operands {
  /** Of the permutation. */
  readonly orderSeed: number;
  readonly cut: number;
}

function integerOrder(subject: Subject): Bound<Reordered> {
  const { arithmetic } = subject;
  const longest = Math.min(subject.hidden, SAFE_LENGTH_MAX);
  return {
    name: 'Q10',
    title: 'integer accumulation has no order',
    formula: 'acc is the same to the bit for every order and tiling of K',
    kind: 'law',
    inputs: fc
      .record({
        operands: squares({ ...subject, hidden: longest }),
        orderSeed: seeds(),
        cut: fc.nat({ max: longest }),
      })
      .map(({ operands, ...order }) => ({ ...operands, ...order })),
    measure: (input) => {
      const [x, w] = levelsFrom(input, subject);
      const found = arithmetic.multiply(x, w)[0]!;
      const order = shuffled(input.length, input.orderSeed);
      const cut = input.cut % (input.length + 1);
      const inOrder = (from: number, to: number) => {
        const columns = order.slice(from, to);
        return arithmetic.multiply(columnsOf(x, columns), columnsOf(w, columns))[0] ?? 0;
      };
      const worst = new Worst();
      worst.same(inOrder(0, input.length), found, () => `accumulator in another order, K = ${input.length}`);
      const tiled = (inOrder(0, cut) + inOrder(cut, input.length)) | 0;
      worst.same(tiled, found, () => `accumulator in tiles of ${cut} and ${input.length - cut}`);
      worst.same(found, exactSum(x, w), () => `accumulator, K = ${input.length}`);
      return worst;
    },
    witness: {
      title: 'a sum that FP32 does not hold exactly',
      isMet: (input) => exactSum(...levelsFrom(input, subject)) > 2 ** 24,
    },
  };
}

function shuffled(length: number, seed: number): number[] {
  const draw = new Draw(seed);
  const order = Array.from({ length }, (_, at) => at);
  for (let at = length - 1; at > 0; at--) {
    const other = draw.below(at + 1);
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
  return order;
}

/** A quantised row with its columns in another order, or some of them. */
function columnsOf(row: Quantised, columns: readonly number[]): Quantised {
  const levels = Int8Array.from(columns, (column) => row.levels[column]!);
  return { ...row, columns: columns.length, levels };
}

function accumulatorToFp32({ arithmetic }: Subject): Bound<number> {
  const exactMax = FP32_EXACT_LENGTH_MAX * PRODUCT_MAX;
  return {
    name: 'Q11',
    title: 'accumulator to FP32',
    formula: `exact for K <= ${FP32_EXACT_LENGTH_MAX.toLocaleString('en')}, else relative u`,
    kind: 'bound',
    inputs: fc.oneof(
      fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
      fc.integer({ min: -exactMax, max: exactMax }),
      fc.integer({ min: 2 ** 24, max: 2 ** 24 + 2 ** 8 }),
    ),
    measure: (accumulator) => {
      const found = arithmetic.toFp32(accumulator);
      const worst = new Worst();
      if (Math.abs(accumulator) <= exactMax) worst.same(found, accumulator, () => 'accumulator in FP32');
      else {
        const bound = Math.abs(accumulator) * FP32_UNIT;
        worst.within(found - accumulator, bound, () => `error of ${accumulator} in FP32`);
      }
      return worst;
    },
    tight: [{ title: '2^24 + 1', input: 2 ** 24 + 1, ratio: 2 ** 24 / (2 ** 24 + 1) }],
    witness: { title: 'an accumulator beyond 2^24', isMet: (accumulator) => accumulator > 2 ** 24 },
  };
}

interface Dequantised {
  readonly accumulator: number;
  readonly xScale: number;
  readonly wScale: number;
}

function dequantisation(subject: Subject): Bound<Dequantised> {
  const { arithmetic, reference } = subject;
  const scales = fc
    .tuple(fc.nat({ max: 2 ** 23 - 1 }), fc.integer(exponentsOf(subject)))
    .map(([fraction, exponent]) => (1 + fraction * 2 ** -23) * 2 ** exponent);
  return {
    name: 'Q12',
    title: 'dequantised to BF16',
    formula: 'relative error <= 1/257 + 3 u',
    kind: 'bound',
    inputs: fc.record({
      accumulator: fc.oneof(
        fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
        fc.integer({ min: -1_024, max: 1_024 }),
      ),
      xScale: scales,
      wScale: scales,
    }),
    measure: ({ accumulator, xScale, wScale }) => {
      const exact = accumulator * xScale * wScale;
      const error = Math.abs(arithmetic.dequantise(accumulator, xScale, wScale).value - exact);
      const worst = new Worst();
      const { bound } = reference.dequantise(accumulator, xScale, wScale);
      worst.within(error, bound, () => `error of ${accumulator} x ${xScale} x ${wScale}`);
      return worst;
    },
    tight: [
      {
        title: '1 + 2^-8, which becomes 1: an error of 1/257',
        input: { accumulator: 257, xScale: 2 ** -8, wScale: 1 },
        ratio: 1 / (1 + 257 * 3 * FP32_UNIT),
      },
    ],
    witness: { title: 'an accumulator that is not zero', isMet: ({ accumulator }) => accumulator !== 0 },
  };
}
