import * as fc from 'fast-check';
import { Draw } from '../../src/cloudmatrix/draw.js';
import { log } from '../../src/cloudmatrix/elementary.js';
import { LEVEL_MAX } from '../../src/cloudmatrix/int8/accumulator.js';
import { type Matrix, matrix } from '../../src/cloudmatrix/int8/matrix.js';
import { valuesOf } from '../../src/cloudmatrix/int8/quantised.js';
import { realProduct } from '../../src/cloudmatrix/int8/real.js';
import { varianceOfProduct } from '../../src/cloudmatrix/int8/rms.js';
import { DENSE_INTERMEDIATE, EXPERT_INTERMEDIATE, HIDDEN } from '../../src/cloudmatrix/paper/model.js';
import { type Bound, Worst } from '../../src/index.js';
import { compareProducts, multiplied, operands, type Operands, productOf } from './products.js';
import { lengths, seeds } from './rows.js';
import type { Subject } from './subject.js';

/** Q7 and Q8 of docs/paper/int8-bounds.md: dot products of rows whose roundings are random. */
export function randomProductBounds(subject: Subject): Bound[] {
  return [boundedErrors(subject), uniformErrors(subject), rmsPrediction(subject)];
}

/** Failures that all outputs of one input may show together (Q7). */
const FAILURE_PROBABILITY = 1e-9;

/** Numbers whose roundings are independent: of a continuous distribution, and not of few digits. */
const RANDOM_KINDS = ['gaussian', 'uniform'] as const;

/** And those whose roundings are as large as they can be, with either sign alike: nothing sharper than Hoeffding holds of them. */
const BOUNDED_KINDS = [...RANDOM_KINDS, 'half-integers'] as const;

function boundedErrors(subject: Subject): Bound<Operands> {
  const random = { ...subject, dtype: 'fp32' } as const;
  return {
    name: 'Q7',
    title: 'dot product, probabilistic (Hoeffding): roundings that are independent and without bias',
    formula: '|y^ - y| <= (s ||w^|| + s_w ||x||) sqrt(ln(2/d)/2), d = 1e-9 over all outputs',
    kind: 'bound',
    inputs: operands(random, BOUNDED_KINDS),
    measure: (input) => {
      const all = multiplied(input, random);
      const { xs, wq } = all;
      const outputs = xs.rows * wq.rows;
      const factor = Math.sqrt(log((4 * outputs) / FAILURE_PROBABILITY) / 2);
      const norms = Array.from({ length: wq.rows }, (_, channel) => normOf(valuesOf(wq, channel)));
      return compareProducts(all, (x, w, channel) => (x.scale * norms[channel]! + w.scale * x.norm) * factor);
    },
    witness: { title: 'a product of 64 or more elements', isMet: ({ length }) => length >= 64 },
  };
}

/** Rows by the levels that they will have and the errors of these: nothing but the errors is assumed to be random. */
interface DrawnErrors {
  readonly length: number;
  readonly x: readonly DrawnRow[];
  readonly w: readonly DrawnRow[];
}

interface DrawnRow {
  readonly levels: LevelKind;
  /** Of the scale, which is a power of two, so that FP32 divides by it exactly. */
  readonly exponent: number;
  readonly seed: number;
}

/** Levels of a row but for the first, which is the largest and makes the scale. */
const LEVELS = {
  any: (draw: Draw) => draw.below(2 * LEVEL_MAX - 1) - LEVEL_MAX + 1,
  'all large': () => LEVEL_MAX - 1,
  'mostly zero': (draw: Draw) => (draw.below(16) === 0 ? draw.below(LEVEL_MAX) : 0),
} as const;

type LevelKind = keyof typeof LEVELS;

/** Errors that are drawn: the midpoints of so many parts of a scale. With a level before them they have FP32's 24 digits. */
const ERROR_PARTS = 2 ** 16;

const drawnRows = (max: number): fc.Arbitrary<DrawnRow[]> =>
  fc.array(
    fc.record({
      levels: fc.constantFrom(...(Object.keys(LEVELS) as LevelKind[])),
      exponent: fc.integer({ min: -20, max: 20 }),
      seed: seeds(),
    }),
    { minLength: 1, maxLength: max },
  );

/** What the rows stand for after quantisation, and the rows themselves. */
interface DrawnSide {
  readonly numbers: Matrix;
  /** Euclidean norms of the quantised rows, and their scales. */
  readonly norms: readonly number[];
  readonly scales: readonly number[];
}

function sideFrom(rows: readonly DrawnRow[], length: number): DrawnSide {
  const numbers = matrix(rows.length, length);
  const scales = rows.map(({ exponent }) => 2 ** exponent);
  const norms = rows.map(({ levels, seed }, row) => {
    const draw = new Draw(seed);
    let squares = 0;
    for (let k = 0; k < length; k++) {
      const level = k === 0 ? LEVEL_MAX : LEVELS[levels](draw);
      const error = k === 0 ? 0 : (draw.below(ERROR_PARTS) + 1 / 2) / ERROR_PARTS - 1 / 2;
      numbers.values[row * length + k] = (level + error) * scales[row]!;
      squares += level ** 2;
    }
    return Math.sqrt(squares) * scales[row]!;
  });
  return { numbers, norms, scales };
}

const normOf = (values: Float64Array): number =>
  Math.sqrt(values.reduce((total, value) => total + value ** 2, 0));

/**
 * What |y^ - y| exceeds with at most this probability, if, given the levels and scales of both sides, all errors are independent and
 * each is uniform over its scale: docs/paper/int8-bounds.md, "The constant of Q7".
 *
 * @param x scale, and norm of what the levels stand for; of the weights too
 *
 * @testonly where the assumption fails is shown with it
 */
export function uniformErrorBound(
  x: { readonly scale: number; readonly norm: number },
  w: { readonly scale: number; readonly norm: number },
  length: number,
  failureProbability: number,
): number {
  const xNormMax = x.norm + (x.scale / 2) * Math.sqrt(length);
  const proxy = ((x.scale * w.norm) ** 2 + (w.scale * xNormMax) ** 2) / 12;
  return Math.sqrt(2 * proxy * log(2 / failureProbability));
}

function uniformErrors({ arithmetic, hidden, tokens }: Subject): Bound<DrawnErrors> {
  return {
    name: 'Q7-uniform',
    title: 'dot product, probabilistic: roundings that are independent and uniform, given the levels',
    formula:
      '|y^ - y| <= sqrt((s^2 ||w^||^2 + s_w^2 (||x^|| + s sqrt(K)/2)^2) ln(2/d)/6), d = 1e-9 over all outputs',
    kind: 'bound',
    inputs: fc.record({ length: lengths(hidden), x: drawnRows(tokens), w: drawnRows(CHANNELS_MAX) }),
    measure: ({ length, ...sides }) => {
      const [x, w] = [sideFrom(sides.x, length), sideFrom(sides.w, length)];
      const failureProbability = FAILURE_PROBABILITY / (sides.x.length * sides.w.length);
      const rowOfSide = ({ norms, scales }: DrawnSide, row: number) => ({
        norm: norms[row]!,
        scale: scales[row]!,
      });
      return compareProducts(productOf(x.numbers, w.numbers, arithmetic), (_x, _w, channel, token) =>
        uniformErrorBound(rowOfSide(x, token), rowOfSide(w, channel), length, failureProbability),
      );
    },
    witness: { title: 'a product of 64 or more elements', isMet: ({ length }) => length >= 64 },
  };
}

/** Output channels of a product with drawn errors. */
const CHANNELS_MAX = 3;

/** Tokens and output channels: outputs enough to tell 3 % of an RMS error from chance. */
const RMS_ROWS = 128;

/** Lengths of most products; those of the model, up to its longest, are a few of a hundred. */
const RMS_LENGTHS = { min: 256, max: 512 } as const;
const MODEL_LENGTHS = [EXPERT_INTERMEDIATE, HIDDEN, DENSE_INTERMEDIATE] as const;

/** Runs of other bounds that one product takes as long as. */
const RMS_COST = 10;

/** How far the RMS error may be from its prediction (docs/paper/int8-bounds.md, Q8). */
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

/**
 * RMS error of a random product beside its prediction, and its signal-to-quantisation-noise ratio in dB.
 *
 * @testonly the RMS of products is compared with the formula
 */
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
    title: `RMS error of a random product, K up to ${DENSE_INTERMEDIATE.toLocaleString('en')}`,
    formula: 'RMS of y^ - y is within 3 % of sqrt(s^2 ||w^||^2/12 + s_w^2 ||x||^2/12)',
    kind: 'bound',
    inputs: fc.record({
      kind: fc.constantFrom(...RANDOM_KINDS),
      length: fc.oneof(
        { weight: 19, arbitrary: fc.integer(RMS_LENGTHS) },
        { weight: 1, arbitrary: fc.constantFrom(...MODEL_LENGTHS) },
      ),
      seed: seeds(),
    }),
    cost: RMS_COST,
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
    witness: {
      title: "a product of the model's longest rows",
      isMet: ({ length }) => length === DENSE_INTERMEDIATE,
    },
  };
}
