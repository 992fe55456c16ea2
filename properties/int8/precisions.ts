import * as fc from 'fast-check';
import { LEVEL_MAX } from '../../src/cloudmatrix/int8/accumulator.js';
import { type Matrix, matrixOf, rowOf, largestOf, mapped } from '../../src/cloudmatrix/int8/matrix.js';
import { realProduct } from '../../src/cloudmatrix/int8/real.js';
import {
  BF16_SPACING_MIN,
  BF16_UNIT,
  FP32_SPACING_MIN,
  FP32_UNIT,
  roundToEven,
} from '../../src/cloudmatrix/int8/rounding.js';
import { HIDDEN, RMS_EPSILON } from '../../src/cloudmatrix/paper/model.js';
import { type Bound, Worst } from '../../src/index.js';
import { operands, type Operands, sideOf } from './products.js';
import { isTieOfBf16, nearestBf16 } from './own-rounding.js';
import { kindsWithout, lengths, matrices, matrixFrom, rowFrom, type RowRecipe, seeds } from './rows.js';
import type { Subject } from './subject.js';

/**
 * Which operator runs in which precision (docs/paper/facts.md 4.3 and 11.1), told by the numbers that come out: what is coarser errs by
 * more than the precision does, and what is finer sees what the precision cannot hold.
 */
export function precisionBounds(subject: Subject): Bound[] {
  return [projection(subject), dispatch(subject), combine(subject), gating(subject), norm(subject)];
}

/** Lengths of most rows: what is said here does not depend on them. */
const LENGTH_MAX = 1_024;

/** A row of the numbers that its levels stand for, by the quotient form, which no product of INT8 can tell from the row. */
function asLevels(row: Float32Array): Float32Array {
  const scale = Math.fround(largestOf(row) / LEVEL_MAX);
  return scale === 0 ? row : row.map((x) => Math.fround(roundToEven(Math.fround(x / scale)) * scale));
}

const allAsLevels = (whole: Matrix): Matrix =>
  matrixOf(Array.from({ length: whole.rows }, (_, row) => asLevels(rowOf(whole, row))));

function projection(subject: Subject): Bound<Operands> {
  const { arithmetic, dtype, hidden } = subject;
  const sidesOf = ({ length, x, w }: Operands) =>
    [x, w].map((rows) => matrixFrom({ length, rows }, dtype)) as [Matrix, Matrix];
  return {
    name: 'precision-projection',
    title: 'matrix products of FFN and attention run in INT8',
    formula:
      'y(x, w) = y(s q, s_w q_w) to the bit, and |y^ - y| <= (s/2) sum|w| + (s_w/2) sum|x| + K s s_w/4',
    kind: 'bound',
    inputs: operands({ ...subject, hidden: Math.min(hidden, LENGTH_MAX) }, kindsWithout()),
    measure: (input) => {
      const [x, w] = sidesOf(input);
      const found = arithmetic.project(x, w).values;
      const ofLevels = arithmetic.project(allAsLevels(x), allAsLevels(w)).values;
      const worst = new Worst();
      worst.sameRow(found, ofLevels, 'output, of the numbers beside that of their levels,');
      const [xSides, wSides] = [x, w].map((side) =>
        Array.from({ length: side.rows }, (_, row) => sideOf(rowOf(side, row))),
      ) as [ReturnType<typeof sideOf>[], ReturnType<typeof sideOf>[]];
      realProduct(x, w).forEach((product, at) => {
        const [token, channel] = [xSides[Math.floor(at / w.rows)]!, wSides[at % w.rows]!];
        const bound =
          token.error * channel.magnitudes +
          channel.error * token.magnitudes +
          input.length * token.error * channel.error;
        const ofFp32 = 4 * FP32_UNIT * Math.abs(found[at]!) + FP32_SPACING_MIN;
        worst.within(found[at]! - product, bound + ofFp32, () => `error of output ${at}`);
      });
      return worst;
    },
    witness: {
      title: 'numbers between the levels, on both sides',
      isMet: (input) =>
        sidesOf(input).every((side) => side.values.some((x, at) => x !== allAsLevels(side).values[at])),
    },
  };
}

/** Rows that are written out, or recipes. */
type Row = RowRecipe | readonly number[];

const isLiteral = (row: Row): row is readonly number[] => Array.isArray(row);

const numbersOf = (row: Row, { dtype }: Subject): Float32Array =>
  isLiteral(row) ? Float32Array.from(row) : rowFrom(row, dtype);

/** Powers of two that rows of messages are multiplied by. */
const EXPONENTS = { min: -20, max: 20 } as const;
const EXPONENTS_FP16 = { min: -10, max: 6 } as const;

const rowsOf = (subject: Subject): fc.Arbitrary<Row> =>
  fc.record({
    kind: fc.constantFrom(...kindsWithout()),
    length: lengths(Math.min(subject.hidden, LENGTH_MAX)),
    exponent: fc.integer(subject.dtype === 'fp16' ? EXPONENTS_FP16 : EXPONENTS),
    seed: seeds(),
  });

/** A row of the model's size. */
const wholeToken: Row = { kind: 'gaussian', length: HIDDEN, exponent: 0, seed: 0 };

/** The bytes of a message, whose text has two digits for each. */
function bytesOf(message: string): DataView {
  const bytes = Uint8Array.from({ length: message.length / 2 }, (_, at) =>
    Number.parseInt(message.slice(2 * at, 2 * at + 2), 16),
  );
  return new DataView(bytes.buffer);
}

/** Bytes of the scale behind a token. */
const SCALE_BYTES = 4;

function dispatch(subject: Subject): Bound<Row> {
  return {
    name: 'precision-dispatch',
    title: 'tokens are sent in INT8: a byte for each number, and 4 for the scale',
    formula: 'K + 4 bytes, and |s q - x| <= s (1/2 + 381 u)',
    kind: 'bound',
    inputs: rowsOf(subject),
    measure: (row) => {
      const values = numbersOf(row, subject);
      const message = bytesOf(subject.arithmetic.tokenMessage(values));
      const worst = new Worst();
      worst.same(message.byteLength, values.length + SCALE_BYTES, () => `bytes of ${values.length} numbers`);
      if (worst.ratio > 0) return worst;
      const scale = message.getFloat32(values.length);
      const bound = (1 / 2 + LEVEL_MAX * 3 * FP32_UNIT) * (largestOf(values) / LEVEL_MAX) * (1 + FP32_UNIT);
      values.forEach((x, k) =>
        worst.within(message.getInt8(k) * scale - x, bound, () => `|s q - x| of number ${k}, ${x}`),
      );
      return worst;
    },
    tight: [
      { title: 'row [127, 0.5]', input: [127, 0.5], ratio: 1 / 2 / (1 / 2 + LEVEL_MAX * 3 * FP32_UNIT) },
      { title: `a token of the model, ${HIDDEN + SCALE_BYTES} bytes`, input: wholeToken, ratio: 0.9996 },
    ],
    witness: { title: 'a row that is not zero', isMet: (row) => largestOf(numbersOf(row, subject)) > 0 },
  };
}

/** Bytes of a BF16 number. */
const BF16_BYTES = 2;

function combine(subject: Subject): Bound<Row> {
  const fp32 = { ...subject, dtype: 'fp32' } as const;
  return {
    name: 'precision-combine',
    title: 'results are sent in BF16: two bytes for each number',
    formula: '2 K bytes, and |v - y| <= u_b/(1 + u_b) |y|, ties to even',
    kind: 'bound',
    inputs: rowsOf(fp32),
    measure: (row) => {
      const values = numbersOf(row, fp32);
      const message = bytesOf(subject.arithmetic.resultMessage(values));
      const worst = new Worst();
      worst.same(message.byteLength, BF16_BYTES * values.length, () => `bytes of ${values.length} numbers`);
      if (worst.ratio > 0) return worst;
      const view = new DataView(new ArrayBuffer(4));
      values.forEach((y, k) => {
        // The upper half of an FP32 number.
        view.setUint16(0, message.getUint16(BF16_BYTES * k));
        const bound = (BF16_UNIT / (1 + BF16_UNIT)) * Math.abs(y) + BF16_SPACING_MIN / 2;
        worst.within(view.getFloat32(0) - y, bound, () => `|v - y| of number ${k}, ${y}`);
        if (isTieOfBf16(y))
          worst.same(view.getFloat32(0), nearestBf16(y), () => `number ${k}, the tie ${y},`);
      });
      return worst;
    },
    tight: [
      { title: '1 + 2^-8, which becomes 1', input: [1 + BF16_UNIT], ratio: 1 },
      { title: `a result of the model, ${BF16_BYTES * HIDDEN} bytes`, input: wholeToken, ratio: 0.9977 },
    ],
    witness: { title: 'a row with a tie', isMet: (row) => numbersOf(row, fp32).some(isTieOfBf16) },
  };
}

function gating(subject: Subject): Bound<Operands> {
  const { arithmetic, dtype, hidden } = subject;
  return {
    name: 'precision-gating',
    title: 'the gate runs in BF16 at least: experts are not chosen by INT8',
    formula: '|l^ - l| <= u_b |l| + (1 + u_b) gamma_(K + 1) sum|x w|',
    kind: 'bound',
    inputs: operands({ ...subject, hidden: Math.min(hidden, LENGTH_MAX) }, kindsWithout()),
    measure: (input) => {
      const [x, w] = [input.x, input.w].map((rows) => matrixFrom({ length: input.length, rows }, dtype)) as [
        Matrix,
        Matrix,
      ];
      const found = arithmetic.routerLogits(x, w).values;
      const magnitudes = realProduct(mapped(x, Math.abs), mapped(w, Math.abs));
      const all = (input.length + 1) * FP32_UNIT;
      const gamma = all / (1 - all);
      const worst = new Worst();
      realProduct(x, w).forEach((logit, at) => {
        const ofSum = (1 + BF16_UNIT) * gamma * magnitudes[at]!;
        worst.within(
          found[at]! - logit,
          BF16_UNIT * Math.abs(logit) + ofSum + input.length * FP32_SPACING_MIN,
          () => `error of logit ${at}, K = ${input.length}`,
        );
      });
      return worst;
    },
    witness: { title: 'logits of several channels', isMet: ({ length }) => length > 1 },
  };
}

/** Roundings to FP32 behind the sum of squares, which the root halves: its mean, epsilon, root, inverse, and two products. */
const NORM_ROUNDINGS = 8;

function norm(
  subject: Subject,
): Bound<{ readonly rows: Parameters<typeof matrixFrom>[0]; readonly seed: number }> {
  const { arithmetic, dtype, hidden, tokens } = subject;
  return {
    name: 'precision-norm',
    title: 'norms run in BF16 at least',
    formula: '|n^ - n| <= (u_b + (K/2 + 8) u) |n|, n = x g / sqrt(mean of x^2 + 1e-6)',
    kind: 'bound',
    inputs: fc.record({
      rows: matrices(
        {
          dtype,
          lengthMax: Math.min(hidden, LENGTH_MAX),
          exponents: dtype === 'fp16' ? EXPONENTS_FP16 : EXPONENTS,
        },
        tokens,
      ),
      seed: seeds(),
    }),
    measure: ({ rows, seed }) => {
      const x = matrixFrom(rows, dtype);
      const gains = rowFrom({ kind: 'gaussian', length: x.columns, exponent: 0, seed }, dtype);
      const found = arithmetic.rmsNorm(x, gains);
      const share = BF16_UNIT + (x.columns / 2 + NORM_ROUNDINGS) * FP32_UNIT;
      const worst = new Worst();
      for (let row = 0; row < x.rows; row++) {
        const values = rowOf(x, row);
        const squares = values.reduce((sum, value) => sum + value ** 2, 0);
        const root = Math.sqrt(squares / x.columns + RMS_EPSILON);
        rowOf(found, row).forEach((value, k) => {
          const due = (values[k]! * gains[k]!) / root;
          worst.within(
            value - due,
            share * Math.abs(due) + BF16_SPACING_MIN,
            () => `error of channel ${k}, row ${row}`,
          );
        });
      }
      return worst;
    },
    witness: { title: 'rows of several channels', isMet: ({ rows }) => rows.length > 1 },
  };
}
