import * as fc from 'fast-check';
import { Draw } from '../../src/cloudmatrix/draw.js';
import { largestOf, type Matrix, rowOf, sumOfMagnitudes } from '../../src/cloudmatrix/int8/matrix.js';
import { realProduct } from '../../src/cloudmatrix/int8/real.js';
import type { Signs } from '../../src/cloudmatrix/int8/rotation.js';
import { FP32_SPACING_MIN, FP32_UNIT } from '../../src/cloudmatrix/int8/rounding.js';
import { type Bound, Worst } from '../../src/index.js';
import { toldAtMost } from './compare.js';
import { exponentsOf } from './products.js';
import { kindsWithout, matrixFrom, type MatrixRecipe, type RowKind, seeds } from './rows.js';
import type { Subject } from './subject.js';

/** Outlier suppression by an orthogonal transform (docs/paper/int8-bounds.md). */
export function rotationBounds(subject: Subject): Bound[] {
  return [rotation(subject), rotationSpreads(subject), rotationProduct(subject)];
}

/** Rows of 2^n numbers, and the signs of a rotation. */
interface RotatedRecipe extends MatrixRecipe {
  readonly logLength: number;
  readonly signsSeed: number;
}

const LOG_LENGTH_MAX = 12;

const logLengths = ({ hidden }: Subject): fc.Arbitrary<number> => {
  const max = Math.min(LOG_LENGTH_MAX, 31 - Math.clz32(hidden));
  return fc.oneof(
    { weight: 19, arbitrary: fc.nat({ max: Math.min(6, max) }) },
    { weight: 1, arbitrary: fc.nat({ max }) },
  );
};

const rowsOf = (
  subject: Subject,
  kinds: readonly RowKind[],
  max: number,
): fc.Arbitrary<MatrixRecipe['rows']> =>
  fc.array(
    fc.record({
      kind: fc.constantFrom(...kinds),
      exponent: fc.integer(exponentsOf(subject)),
      seed: seeds(),
    }),
    { minLength: 1, maxLength: max },
  );

const rotated = (subject: Subject, kinds = kindsWithout()): fc.Arbitrary<RotatedRecipe> =>
  fc
    .tuple(rowsOf(subject, kinds, subject.tokens), logLengths(subject), seeds())
    .map(([rows, logLength, signsSeed]) => ({ rows, length: 2 ** logLength, logLength, signsSeed }));

function signsFrom({ length, signsSeed }: Pick<RotatedRecipe, 'length' | 'signsSeed'>): Signs {
  const draw = new Draw(signsSeed);
  return Int8Array.from({ length }, () => draw.sign());
}

/** How far a rotated row may be from R x, as a share of ||x||: FP32 rounds at each of n steps, and the factor, and its product. */
const shareOf = (logLength: number): number => (1 + FP32_UNIT) ** (logLength + 2) - 1;

function norm(values: Iterable<number>): number {
  let sum = 0;
  for (const value of values) sum += value ** 2;
  return Math.sqrt(sum);
}

/** Channels of a long row that are compared one by one: each takes as long as the row. */
const OUTPUTS_MAX = 64;

/** The channels that are compared: all of a short row, and of a long one as many from a drawn one on, an odd distance apart, so that none comes twice. */
function outputsOf({ length, signsSeed }: RotatedRecipe): number[] {
  const draw = new Draw(signsSeed ^ length);
  const [first, distance] = [draw.below(length), 2 * draw.below(length) + 1];
  return Array.from({ length: Math.min(length, OUTPUTS_MAX) }, (_, at) => (first + at * distance) % length);
}

/** What exact arithmetic has in a channel of a rotated row, by the definition of R, in FP64. */
function rotatedAt(output: number, row: Float32Array, signs: Signs): number {
  let sum = 0;
  for (let k = 0; k < row.length; k++) sum += (isOdd(output & k) ? -1 : 1) * signs[k]! * row[k]!;
  return sum / Math.sqrt(row.length);
}

/** Whether an odd number of bits is set. */
function isOdd(bits: number): boolean {
  let parity = 0;
  for (let left = bits; left !== 0; left >>>= 1) parity ^= left & 1;
  return parity === 1;
}

const isNotZero = (rows: MatrixRecipe['rows']): boolean => rows.some(({ kind }) => kind !== 'zero');

function rotation(subject: Subject): Bound<RotatedRecipe> {
  return {
    name: 'rotation',
    title: 'a rotation is the Walsh-Hadamard matrix after the signs, and keeps the norm of a row',
    formula:
      '||R^ x - R x|| and | ||R^ x|| - ||x|| | <= ((1 + u)^(n + 2) - 1) ||x||, (R x)_i = 2^(-n/2) sum (-1)^|i & k| d_k x_k for 2^n channels',
    kind: 'bound',
    inputs: rotated(subject),
    measure: (recipe) => {
      const whole = matrixFrom(recipe, subject.dtype);
      const signs = signsFrom(recipe);
      const spread = subject.arithmetic.rotate(whole, signs);
      const outputs = outputsOf(recipe);
      const worst = new Worst();
      const share = shareOf(recipe.logLength);
      toldAtMost(worst, spread.error, share, () => 'error that is told');
      for (let row = 0; row < whole.rows; row++) {
        const [values, found] = [rowOf(whole, row), rowOf(spread, row)];
        const before = norm(values);
        const apart = outputs.map((output) => found[output]! - rotatedAt(output, values, signs));
        worst.within(
          norm(apart),
          share * before + recipe.length * FP32_SPACING_MIN,
          () => `distance of row ${row} from where it should be, over ${apart.length} of its channels`,
        );
        worst.within(norm(found) - before, share * before, () => `change of the norm of row ${row}`);
      }
      return worst;
    },
    witness: {
      title: 'a row of several numbers, and signs that are neither all the same nor the same backwards',
      isMet: (recipe) => {
        const signs = signsFrom(recipe);
        return (
          recipe.rows.some(({ kind }) => kind !== 'zero' && kind !== 'one number') &&
          signs.some((sign) => sign !== signs[0]) &&
          signs.some((sign, k) => sign !== signs.at(-1 - k))
        );
      },
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
      const spread = subject.arithmetic.rotate(whole, signsFrom(recipe));
      const worst = new Worst();
      for (let row = 0; row < whole.rows; row++) {
        const due = largestOf(rowOf(whole, row)) / Math.sqrt(recipe.length);
        const error = largestOf(rowOf(spread, row)) - due;
        worst.within(
          error,
          shareOf(recipe.logLength) * due,
          () => `largest of row ${row}, less what it should be,`,
        );
      }
      return worst;
    },
    witness: { title: 'a row of several channels', isMet: ({ length }) => length > 1 },
  };
}

/** A layer of 2^n input channels, and the signs of a rotation. */
interface RotatedLayerRecipe {
  readonly logLength: number;
  readonly x: MatrixRecipe['rows'];
  readonly w: MatrixRecipe['rows'];
  readonly signsSeed: number;
}

/** Output channels of a layer that is rotated. */
const CHANNELS_MAX = 3;

/**
 * What a rotation is for may not show in what the layer computes (docs/paper/facts.md 11.1: transforms that neighbouring layers
 * absorb). R is orthogonal, so that exactly (W R')(R x) = W x. With R x + d and R w + d' in place of R x and R w, ||d|| <= e ||x|| and
 * ||d'|| <= e ||w||, Cauchy-Schwarz bounds what is left by (2 e + e^2) ||w|| ||x||, which is (1 + e)^2 - 1 of it.
 */
function rotationProduct(subject: Subject): Bound<RotatedLayerRecipe> {
  return {
    name: 'rotation-product',
    title: 'a rotation of both sides leaves what a layer computes as it is',
    formula: "|(W R')(R x) - W x| <= ((1 + u)^(2 n + 4) - 1) ||w|| ||x|| for 2^n channels",
    kind: 'bound',
    inputs: fc.record({
      logLength: logLengths(subject),
      x: rowsOf(subject, kindsWithout(), subject.tokens),
      w: rowsOf(subject, kindsWithout(), CHANNELS_MAX),
      signsSeed: seeds(),
    }),
    measure: ({ logLength, signsSeed, ...sides }) => {
      const length = 2 ** logLength;
      const [x, w] = [sides.x, sides.w].map((rows) => matrixFrom({ length, rows }, subject.dtype)) as [
        Matrix,
        Matrix,
      ];
      const turned = subject.arithmetic.rotateLayer(x, w, signsFrom({ length, signsSeed }));
      const [found, due] = [realProduct(turned.x, turned.w), realProduct(x, w)];
      const share = (1 + shareOf(logLength)) ** 2 - 1;
      const worst = new Worst();
      due.forEach((product, at) => {
        const [token, channel] = [rowOf(x, Math.floor(at / w.rows)), rowOf(w, at % w.rows)];
        const bound = share * norm(token) * norm(channel) + ofUnderflow(token, channel);
        worst.within(found[at]! - product, bound, () => `change of output ${at}`);
      });
      return worst;
    },
    witness: {
      title: 'a layer of several channels that is not zero',
      isMet: ({ logLength, x, w }) => logLength > 0 && isNotZero(x) && isNotZero(w),
    },
  };
}

/** Products with the last factor that are subnormal are rounded to FP32's smallest spacing. */
const ofUnderflow = (x: Float32Array, w: Float32Array): number =>
  FP32_SPACING_MIN * (sumOfMagnitudes(x) + sumOfMagnitudes(w));
