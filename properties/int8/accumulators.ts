import * as fc from 'fast-check';
import { Draw } from '../../src/cloudmatrix/draw.js';
import {
  FP32_EXACT_LENGTH_MAX,
  PRODUCT_MAX,
  SAFE_LENGTH_MAX,
} from '../../src/cloudmatrix/int8/accumulator.js';
import { levelsOf, type Quantised } from '../../src/cloudmatrix/int8/quantised.js';
import { BF16_UNIT, FP32_UNIT } from '../../src/cloudmatrix/int8/rounding.js';
import { type Bound, Worst } from '../../src/index.js';
import { exponentsOf, type Operands } from './products.js';
import { isTieOfBf16, nearestBf16, scaled } from './own-rounding.js';
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

/** A product of tokens by channels whose first ones are of the same row, so that no product of their levels is negative; each further one is of other numbers. */
interface Product extends Operands {
  readonly tokens: number;
  readonly channels: number;
}

/** Products of a few tokens and of many are worked out in different ways, and of more in blocks. What is left of a block of tokens or channels is tried too. */
const SHAPES: readonly (readonly [tokens: number, channels: number, lengthMax: number])[] = [
  [1, 1, Number.POSITIVE_INFINITY],
  [2, 3, 8_192],
  [8, 8, 4_096],
  [9, 3, 4_096],
  [12, 17, 2_048],
  [131, 9, 128],
];

const products = (subject: Subject): fc.Arbitrary<Product> =>
  fc
    .record({
      kind: fc.constantFrom<RowKind>('all extremes', 'pinned', 'uniform', 'gaussian'),
      length: fc.oneof(
        { weight: 4, arbitrary: lengths(subject.hidden) },
        { weight: 1, arbitrary: fc.integer({ min: 1, max: subject.hidden }) },
      ),
      seed: seeds(),
      shape: fc.constantFrom(...SHAPES),
    })
    .map(({ kind, length, seed, shape: [tokens, channels, lengthMax] }) =>
      productOf(kind, Math.min(length, lengthMax), seed, tokens, channels),
    );

function productOf(kind: RowKind, length: number, seed = 0, tokens = 1, channels = 1): Product {
  const row = { kind, exponent: 0, seed };
  return { length, x: [row], w: [row], tokens, channels };
}

/** Sum of the products of two rows of levels, in FP64, which holds it exactly. */
function exactSum(x: Quantised, row: number, w: Quantised, channel: number): number {
  const [xs, ws] = [levelsOf(x, row), levelsOf(w, channel)];
  return xs.reduce((total, level, k) => total + level * ws[k]!, 0);
}

/** Every other row has signs of its own, so that sums of both signs stand side by side. */
const OTHERS: readonly RowKind[] = ['all extremes', 'gaussian', 'half-integers'];

function levelsFrom(
  { length, x, w, tokens, channels }: Product,
  { arithmetic }: Subject,
): [Quantised, Quantised] {
  const quantised = (side: MatrixRecipe['rows'], count: number) => {
    const first = side[0]!;
    const rows = Array.from({ length: count }, (_, row) =>
      row === 0 ? first : { ...first, kind: OTHERS[row % OTHERS.length]!, seed: (first.seed + row) | 0 },
    );
    return arithmetic.quantise(matrixFrom({ length, rows }, 'fp32'));
  };
  return [quantised(x, tokens), quantised(w, channels)];
}

/** Tries all accumulators of a product. */
function eachSum(
  x: Quantised,
  w: Quantised,
  found: Int32Array,
  tryOne: (sum: number, exact: number, place: string) => void,
): void {
  for (let row = 0; row < x.rows; row++) {
    for (let channel = 0; channel < w.rows; channel++) {
      const place = `of token ${row} of ${x.rows}, channel ${channel} of ${w.rows}`;
      tryOne(found[row * w.rows + channel]!, exactSum(x, row, w, channel), place);
    }
  }
}

function accumulatorRange(subject: Subject): Bound<Product> {
  return {
    name: 'Q9',
    title: 'INT32 accumulator',
    formula: `|acc| <= 16,129 K, and acc is the exact sum: K up to ${SAFE_LENGTH_MAX.toLocaleString('en')}`,
    kind: 'bound',
    inputs: products(subject),
    measure: (input) => {
      const [x, w] = levelsFrom(input, subject);
      const worst = new Worst();
      eachSum(x, w, subject.arithmetic.multiply(x, w), (sum, exact, place) => {
        const most = PRODUCT_MAX * input.length;
        worst.within(Math.abs(sum), most, () => `accumulator ${sum} ${place}, K = ${input.length}`);
        worst.same(sum, exact, () => accumulatorText(input.length, place));
      });
      return worst;
    },
    tight: [SAFE_LENGTH_MAX, subject.hidden].map((length) => ({
      title: `all 127, K = ${length}`,
      input: productOf('all extremes', length),
      ratio: 1,
    })),
    witness: { title: 'the longest row', isMet: ({ length }) => length >= subject.hidden },
  };
}

function accumulatorText(length: number, place: string): string {
  const wraps =
    length > SAFE_LENGTH_MAX ? `, which INT32 holds safely only up to K = ${SAFE_LENGTH_MAX}` : '';
  return `accumulator ${place}, K = ${length}${wraps}`;
}

interface Reordered extends Product {
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
        operands: products({ ...subject, hidden: longest }),
        orderSeed: seeds(),
        cut: fc.nat({ max: longest }),
      })
      .map(({ operands, ...order }) => ({ ...operands, ...order })),
    measure: (input) => {
      const [x, w] = levelsFrom(input, subject);
      const found = arithmetic.multiply(x, w);
      const columns = Array.from({ length: input.length }, (_, at) => at);
      const order = new Draw(input.orderSeed).shuffled(columns);
      const cut = input.cut % (input.length + 1);
      const inOrder = (from: number, to: number) => {
        const columns = order.slice(from, to);
        return arithmetic.multiply(columnsOf(x, columns), columnsOf(w, columns));
      };
      const reordered = inOrder(0, input.length);
      const [first, second] = [inOrder(0, cut), inOrder(cut, input.length)];
      const worst = new Worst();
      let at = 0;
      eachSum(x, w, found, (sum, exact, place) => {
        worst.same(reordered[at]!, sum, () => `accumulator in another order ${place}, K = ${input.length}`);
        const tiled = ((first[at] ?? 0) + (second[at] ?? 0)) | 0;
        worst.same(tiled, sum, () => `accumulator in tiles of ${cut} and ${input.length - cut} ${place}`);
        worst.same(sum, exact, () => `accumulator ${place}, K = ${input.length}`);
        at++;
      });
      return worst;
    },
    witness: {
      title: 'a sum that FP32 does not hold exactly',
      isMet: (input) => {
        const [x, w] = levelsFrom(input, subject);
        return exactSum(x, 0, w, 0) > 2 ** 24;
      },
    },
  };
}

/** Quantised rows with their columns in another order, or some of them. */
function columnsOf(side: Quantised, columns: readonly number[]): Quantised {
  const levels = new Int8Array(side.rows * columns.length);
  for (let row = 0; row < side.rows; row++) {
    levels.set(
      columns.map((column) => side.levels[row * side.columns + column]!),
      row * columns.length,
    );
  }
  return { ...side, columns: columns.length, levels };
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
  const accumulators = fc.oneof(
    fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    fc.integer({ min: -1_024, max: 1_024 }),
  );
  // The product is a tie of BF16, or next to one: there the last bit of FP32, and so the order of the factors, decides.
  const nearTies = fc
    .record({
      accumulator: accumulators.filter((sum) => sum !== 0),
      xScale: scales,
      step: fc.nat({ max: 127 }),
    })
    .map(({ accumulator, xScale, step }) => {
      const tie = 1 + (2 * step + 1) * BF16_UNIT;
      return { accumulator, xScale, wScale: Math.fround(tie / Math.abs(accumulator * xScale)) };
    });
  return {
    name: 'Q12',
    title: 'dequantised to BF16',
    formula:
      'relative error <= 1/257 + 3 u; to the bit: acc, times s, times s_w, each rounded to FP32, and that to BF16, ties to even',
    kind: 'bound',
    inputs: fc.oneof(
      { weight: 2, arbitrary: fc.record({ accumulator: accumulators, xScale: scales, wScale: scales }) },
      { weight: 1, arbitrary: nearTies },
    ),
    measure: ({ accumulator, xScale, wScale }) => {
      const exact = accumulator * xScale * wScale;
      const { value } = arithmetic.dequantise(accumulator, xScale, wScale);
      const error = Math.abs(value - exact);
      const due = nearestBf16(scaled(accumulator, xScale, wScale));
      const worst = new Worst();
      const { bound } = reference.dequantise(accumulator, xScale, wScale);
      worst.within(error, bound, () => `error of ${accumulator} x ${xScale} x ${wScale}`);
      worst.same(value, due, () => `${accumulator} x ${xScale} x ${wScale} in BF16`);
      return worst;
    },
    tight: [
      {
        title: '1 + 2^-8, which becomes 1: an error of 1/257',
        input: { accumulator: 257, xScale: 2 ** -8, wScale: 1 },
        ratio: 1 / (1 + 257 * 3 * FP32_UNIT),
      },
    ],
    witness: {
      title: 'a tie of BF16 whose lower neighbour is even',
      isMet: ({ accumulator, xScale, wScale }) => {
        const number = scaled(accumulator, xScale, wScale);
        return isTieOfBf16(number) && Math.abs(nearestBf16(number)) < Math.abs(number);
      },
    },
  };
}
