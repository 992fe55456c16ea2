import * as fc from 'fast-check';
import { Draw } from '../../src/cloudmatrix/draw.js';
import {
  FP32_EXACT_LENGTH_MAX,
  PRODUCT_MAX,
  SAFE_LENGTH_MAX,
} from '../../src/cloudmatrix/int8/accumulator.js';
import { levelsOf, type Quantised } from '../../src/cloudmatrix/int8/quantised.js';
import { FP32_UNIT } from '../../src/cloudmatrix/int8/rounding.js';
import { type Bound, Worst } from '../../src/index.js';
import { exponentsOf, type Operands } from './products.js';
import { lengths, matrixFrom, type MatrixRecipe, type RowKind, seeds } from './rows.js';
import type { Subject } from './subject.js';

/** Q9 to Q12 of docs/paper/int8-bounds.md: INT32 accumulators, and what becomes of them. */
export function accumulatorBounds(subject: Subject): Bound[] {
  return [
    accumulatorRange(subject),
    integerOrder(subject),
    accumulatorToFp32(subject),
    dequantisation(subject),
  ];
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
      const columns = Array.from({ length: input.length }, (_, at) => at);
      const order = new Draw(input.orderSeed).shuffled(columns);
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
