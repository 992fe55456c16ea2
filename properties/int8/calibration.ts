import * as fc from 'fast-check';
import { LEVEL_MAX } from '../../src/cloudmatrix/int8/accumulator.js';
import { largestOf, type Matrix, rowOf, sumOfSquares } from '../../src/cloudmatrix/int8/matrix.js';
import { errorInScales } from '../../src/cloudmatrix/int8/quantise.js';
import { levelsOf } from '../../src/cloudmatrix/int8/quantised.js';
import { realProduct } from '../../src/cloudmatrix/int8/real.js';
import { FP32_UNIT } from '../../src/cloudmatrix/int8/rounding.js';
import { lossOf, relativeError } from '../../src/cloudmatrix/int8/smoothing.js';
import { type Bound, Worst } from '../../src/index.js';
import { exponentsOf } from './products.js';
import {
  kindsWithout,
  lengths,
  matrices,
  matrixFrom,
  type MatrixRecipe,
  rowFrom,
  type RowKind,
  seeds,
} from './rows.js';
import type { Subject } from './subject.js';

/** Calibration data of one layer: tokens, and output channels. */
interface LayerRecipe {
  readonly length: number;
  readonly x: MatrixRecipe['rows'];
  readonly w: MatrixRecipe['rows'];
  /** Of the factors. */
  readonly seed: number;
}

/** Channels of a layer that is calibrated. */
const CHANNELS_MAX = 4;

/** The length of most rows: what is said here does not depend on it. */
const LENGTH_MAX = 256;

function layers(subject: Subject, kinds: readonly RowKind[] = kindsWithout()): fc.Arbitrary<LayerRecipe> {
  const row = fc.record({
    kind: fc.constantFrom(...kinds),
    exponent: fc.integer(exponentsOf(subject)),
    seed: seeds(),
  });
  return fc.record({
    length: lengths(Math.min(subject.hidden, LENGTH_MAX)),
    x: fc.array(row, { minLength: 1, maxLength: subject.tokens }),
    w: fc.array(row, { minLength: 1, maxLength: CHANNELS_MAX }),
    seed: seeds(),
  });
}

function layerFrom(
  { length, x, w }: LayerRecipe,
  { dtype }: Pick<Subject, 'dtype'>,
): { x: Matrix; w: Matrix } {
  return { x: matrixFrom({ length, rows: x }, dtype), w: matrixFrom({ length, rows: w }, dtype) };
}

const isNotZero = ({ x, w }: LayerRecipe) => [x, w].every((side) => side.some(({ kind }) => kind !== 'zero'));

const witness = { title: 'a layer that is not zero', isMet: isNotZero };

/** What is done to weights and activations before they are quantised (int8-bounds.md: scale search, smoothing, clipping, compensation). */
export function calibrationBounds(subject: Subject): Bound[] {
  return [
    smoothingByPowersOfTwo(subject),
    smoothing(subject),
    scaleSearch(subject),
    rotation(subject),
    rotationSpreads(subject),
    clipping(subject),
    clippingNothing(subject),
    clippingSearch(subject),
    compensationMean(subject),
    compensationSquares(subject),
  ];
}

/** Factors of the input channels, of which each is a power of two or any positive number. */
function factorsFrom({ length, seed }: LayerRecipe, kind: 'powers of two' | 'any bits'): Float32Array {
  return rowFrom({ kind, length, exponent: 8, seed }, 'fp32').map(Math.abs);
}

/** Visits every product of a smoothed layer and of the layer itself. */
function compareProducts(
  recipe: LayerRecipe,
  kind: 'powers of two' | 'any bits',
  subject: Subject,
  compare: (found: number, expected: number, where: () => string, error: number) => void,
): void {
  const { x, w } = layerFrom(recipe, subject);
  const smoothed = subject.arithmetic.smooth(x, w, factorsFrom(recipe, kind));
  for (let token = 0; token < x.rows; token++) {
    for (let channel = 0; channel < w.rows; channel++) {
      const [xs, ws] = [rowOf(x, token), rowOf(w, channel)];
      const [xSmooth, wSmooth] = [rowOf(smoothed.x, token), rowOf(smoothed.w, channel)];
      xs.forEach((value, k) =>
        compare(
          xSmooth[k]! * wSmooth[k]!,
          value * ws[k]!,
          () => `product ${k} of token ${token}, channel ${channel}`,
          smoothed.error,
        ),
      );
    }
  }
}

function smoothingByPowersOfTwo(subject: Subject): Bound<LayerRecipe> {
  return {
    name: 'smoothing-powers-of-two',
    title: 'smoothing by powers of two changes no product',
    formula: '(w s)(x / s) = w x to the bit, s = 2^k',
    kind: 'law',
    inputs: layers(subject),
    measure: (recipe) => {
      const worst = new Worst();
      compareProducts(recipe, 'powers of two', subject, (found, expected, where) =>
        worst.same(found, expected, where),
      );
      return worst;
    },
    witness,
  };
}

function smoothing(subject: Subject): Bound<LayerRecipe> {
  return {
    name: 'smoothing',
    title: 'smoothing by any factors changes products by FP32 only',
    formula: '|(w s)(x / s) - w x| <= (2 u + u^2) |w x|',
    kind: 'bound',
    inputs: layers(subject),
    measure: (recipe) => {
      const worst = new Worst();
      compareProducts(recipe, 'any bits', subject, (found, expected, where, error) =>
        worst.within(found - expected, error * Math.abs(expected), where),
      );
      return worst;
    },
    witness,
  };
}

function scaleSearch(subject: Subject): Bound<LayerRecipe> {
  const { arithmetic, reference } = subject;
  return {
    name: 'scale-search',
    title: 'searched scales are never worse than none',
    formula: 'L(s*) <= L(1)',
    kind: 'bound',
    inputs: layers(subject),
    measure: (recipe) => {
      const { x, w } = layerFrom(recipe, subject);
      const { factors } = arithmetic.searchScales(x, w);
      const none = new Float32Array(x.columns).fill(1);
      const worst = new Worst();
      worst.within(
        lossOf(x, w, factors, reference),
        lossOf(x, w, none, reference),
        () => 'loss with the scales',
      );
      return worst;
    },
    witness: { title: 'scales that are better than none', isMet: (_, { ratio }) => ratio > 0 && ratio < 1 },
  };
}

/** Rows of 2^n numbers. */
interface RotatedRecipe extends MatrixRecipe {
  readonly logLength: number;
}

const LOG_LENGTH_MAX = 12;

function rotated({ dtype, hidden, tokens }: Subject, kinds = kindsWithout()): fc.Arbitrary<RotatedRecipe> {
  const logLengthMax = Math.min(LOG_LENGTH_MAX, Math.floor(Math.log2(hidden)));
  const logLength = fc.oneof(
    { weight: 19, arbitrary: fc.nat({ max: Math.min(6, logLengthMax) }) },
    { weight: 1, arbitrary: fc.nat({ max: logLengthMax }) },
  );
  return fc
    .tuple(matrices({ dtype, lengthMax: 1, kinds }, tokens), logLength)
    .map(([recipe, log]) => ({ ...recipe, length: 2 ** log, logLength: log }));
}

function rotation(subject: Subject): Bound<RotatedRecipe> {
  const norm = (row: Float32Array) => Math.sqrt(sumOfSquares(row));
  return {
    name: 'rotation',
    title: 'a rotation keeps the norm of a row',
    formula: '| ||R x|| - ||x|| | <= ((1 + u)^(n + 2) - 1) ||x|| for 2^n channels',
    kind: 'bound',
    inputs: rotated(subject),
    measure: (recipe) => {
      const whole = matrixFrom(recipe, subject.dtype);
      const spread = subject.arithmetic.rotate(whole);
      const relative = subject.reference.rotate(whole).error;
      const worst = new Worst();
      for (let row = 0; row < whole.rows; row++) {
        const before = norm(rowOf(whole, row));
        worst.within(
          norm(rowOf(spread, row)) - before,
          relative * before,
          () => `change of the norm of row ${row}`,
        );
      }
      return worst;
    },
    witness: {
      title: 'a row that is not zero',
      isMet: ({ rows }) => rows.some(({ kind }) => kind !== 'zero'),
    },
  };
}

function rotationSpreads(subject: Subject): Bound<RotatedRecipe> {
  return {
    name: 'rotation-spreads',
    title: 'a rotation spreads a single number over all channels',
    formula: 'x has one element that is not 0: max|R x| = |x| / sqrt(2^n), to n + 2 roundings',
    kind: 'bound',
    inputs: rotated(subject, ['one number']),
    measure: (recipe) => {
      const whole = matrixFrom(recipe, subject.dtype);
      const spread = subject.arithmetic.rotate(whole);
      const relative = subject.reference.rotate(whole).error;
      const worst = new Worst();
      for (let row = 0; row < whole.rows; row++) {
        const due = largestOf(rowOf(whole, row)) / Math.sqrt(recipe.length);
        const error = largestOf(rowOf(spread, row)) - due;
        worst.within(error, relative * due, () => `largest of row ${row}, less what it should be,`);
      }
      return worst;
    },
    witness: { title: 'a row of several channels', isMet: ({ length }) => length > 1 },
  };
}

interface ClippedRecipe extends MatrixRecipe {
  readonly share: number;
}

const clipped = ({ dtype, hidden, tokens }: Subject): fc.Arbitrary<ClippedRecipe> =>
  fc
    .tuple(matrices({ dtype, lengthMax: hidden }, tokens), fc.integer({ min: 1, max: 256 }))
    .map(([recipe, share]) => ({ ...recipe, share: share / 256 }));

function clipping(subject: Subject): Bound<ClippedRecipe> {
  const { arithmetic, reference, dtype } = subject;
  return {
    name: 'clipping',
    title: 'clipped blocks, element by element',
    formula: '|w| <= a b: |e| <= a b/254; beyond: |e| = |w| - a b; and the clipped set shrinks as a grows',
    kind: 'bound',
    inputs: clipped(subject),
    measure: ({ share, ...recipe }) => {
      const blocks = matrixFrom(recipe, dtype);
      const { levels, scales } = arithmetic.quantiseClipped(blocks, share);
      const { errors } = reference.quantiseClipped(blocks, share);
      const worst = new Worst();
      for (let row = 0; row < blocks.rows; row++) {
        const values = rowOf(blocks, row);
        const limit = Math.fround(share * largestOf(values));
        const scale = Math.fround(limit / LEVEL_MAX);
        values.forEach((value, k) => {
          const error = Math.abs(levels[row * blocks.columns + k]! * scales[row]! - value);
          const where = () => `error of element ${k} of block ${row}, ${value}, limit ${limit}`;
          worst.within(error, errors[row]!, where);
          // What is cut off, to FP32's rounding of the scale that stands for the limit.
          if (Math.abs(value) > limit) {
            const cut = Math.abs(value) - limit;
            worst.within(
              Math.abs(error - cut),
              LEVEL_MAX * FP32_UNIT * scale,
              () => `${where()}, less what is cut,`,
            );
          } else worst.within(error, errorInScales('quotient') * scale * (1 + FP32_UNIT), where);
        });
      }
      return worst;
    },
    tight: [
      {
        title: 'half of a block of ties: each errs by half a scale',
        input: {
          length: 64,
          rows: [{ kind: 'pinned', exponent: 1, seed: 0 }],
          share: 1,
        },
        ratio: 1 / 2 / errorInScales('quotient'),
      },
    ],
    witness: { title: 'an element that is clipped', isMet: ({ share, length }) => share < 0.9 && length > 8 },
  };
}

function clippingNothing(subject: Subject): Bound<ClippedRecipe> {
  const { arithmetic, dtype } = subject;
  return {
    name: 'clipping-nothing',
    title: 'a share of 1 clips nothing, and a larger share no more',
    formula: "a = 1: as without, to the bit; a <= a': every element beyond a' b is beyond a b",
    kind: 'law',
    inputs: clipped(subject),
    measure: ({ share, ...recipe }) => {
      const blocks = matrixFrom(recipe, dtype);
      const [all, without] = [arithmetic.quantiseClipped(blocks, 1), arithmetic.quantise(blocks)];
      const worst = new Worst();
      worst.sameRow(all.levels, without.levels, 'level');
      worst.sameRow(all.scales, without.scales, 'scale');
      const [less, more] = [share, (1 + share) / 2].map((each) => arithmetic.quantiseClipped(blocks, each));
      for (let row = 0; row < blocks.rows; row++) {
        const [lessLevels, moreLevels] = [levelsOf(less!, row), levelsOf(more!, row)];
        rowOf(blocks, row).forEach((value, k) => {
          if (Math.abs(value) <= more!.limits[row]! || value === 0) return;
          const full = Math.sign(value) * LEVEL_MAX;
          const where = (name: string) => () => `level of element ${k} of block ${row}, ${name} share`;
          worst.same(moreLevels[k]!, full, where('larger'));
          worst.same(lessLevels[k]!, full, where('smaller'));
        });
      }
      return worst;
    },
    witness: { title: 'a share below 1', isMet: ({ share }) => share < 1 },
  };
}

function clippingSearch(subject: Subject): Bound<LayerRecipe> {
  const { arithmetic, reference } = subject;
  return {
    name: 'clipping-search',
    title: 'the searched share is never worse than not to clip',
    formula: 'L(a*) <= L(1)',
    kind: 'bound',
    inputs: layers(subject),
    measure: (recipe) => {
      const { x, w } = layerFrom(recipe, subject);
      const real = realProduct(x, w);
      const lossWith = (share: number) => {
        const { output } = reference.linear(reference.quantise(x), reference.quantiseClipped(w, share));
        return relativeError(output.values, real);
      };
      const { share } = arithmetic.searchClipping(x, w);
      const worst = new Worst();
      worst.within(lossWith(share), lossWith(1), () => `loss with a share of ${share}`);
      return worst;
    },
    witness: { title: 'a share that is better than 1', isMet: (_, { ratio }) => ratio > 0 && ratio < 1 },
  };
}

/** Of a layer's INT8 output: what is left of the residuals of each channel after compensation, and before. */
function residuals(recipe: LayerRecipe, { arithmetic, reference, dtype }: Subject) {
  const { x, w } = layerFrom(recipe, { dtype });
  const real = realProduct(x, w);
  const computed = reference.linear(reference.quantise(x), reference.quantise(w)).output.values;
  const { bias } = arithmetic.compensate(real, computed, w.rows);
  return Array.from({ length: w.rows }, (_, channel) => {
    const before = Array.from({ length: x.rows }, (_, token) => {
      const at = token * w.rows + channel;
      return real[at]! - computed[at]!;
    });
    return { before, after: before.map((residual) => residual - bias[channel]!) };
  });
}

const squaresOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value ** 2, 0);

/** Unit roundoff of FP64, in which compensation is computed. */
const FP64_UNIT = 2 ** -53;

function compensationMean(subject: Subject): Bound<LayerRecipe> {
  return {
    name: 'compensation',
    title: 'compensation takes the mean residual out',
    formula: 'mean of (y - y^ - b) = 0 on the calibration data, to FP64',
    kind: 'bound',
    inputs: layers(subject),
    measure: (recipe) => {
      const worst = new Worst();
      residuals(recipe, subject).forEach(({ before, after }, channel) => {
        const mean = after.reduce((sum, residual) => sum + residual, 0) / after.length;
        const largest = Math.max(...before.map(Math.abs));
        const bound = 4 * (before.length + 2) * FP64_UNIT * largest;
        worst.within(mean, bound, () => `mean residual of channel ${channel}`);
      });
      return worst;
    },
    witness: {
      title: 'a residual to take out',
      isMet: (recipe) => residuals(recipe, subject).some(({ before }) => squaresOf(before) > 0),
    },
  };
}

function compensationSquares(subject: Subject): Bound<LayerRecipe> {
  return {
    name: 'compensation-squares',
    title: 'compensation never adds to the squared residuals',
    formula: 'sum (y - y^ - b)^2 <= sum (y - y^)^2 on the calibration data',
    kind: 'bound',
    inputs: layers(subject),
    measure: (recipe) => {
      const worst = new Worst();
      residuals(recipe, subject).forEach(({ before, after }, channel) => {
        const bound = squaresOf(before) * (1 + 8 * before.length * FP64_UNIT);
        worst.within(squaresOf(after), bound, () => `squared residuals of channel ${channel}`);
      });
      return worst;
    },
    witness: { title: 'residuals that become smaller', isMet: (_, { ratio }) => ratio > 0 && ratio < 1 },
  };
}
