import * as fc from 'fast-check';
import { Draw } from '../../src/cloudmatrix/draw.js';
import { type Matrix, mapped, matrix, matrixOf, rowOf, rowsOf } from '../../src/cloudmatrix/int8/matrix.js';
import { levelsOf, type Quantised } from '../../src/cloudmatrix/int8/quantised.js';
import { type Bound, Worst } from '../../src/index.js';
import { matrices, matrixFrom, type MatrixRecipe, seeds } from './rows.js';
import type { Subject } from './subject.js';

type Operation = (whole: Matrix) => Quantised;

/** Both forms: a law holds for each. */
const formsOf = ({ arithmetic }: Subject): readonly (readonly [name: string, operation: Operation])[] => [
  ['quotient', (whole) => arithmetic.quantise(whole)],
  ['product', (whole) => arithmetic.quantiseByProduct(whole)],
];

const rowsOfSubject = ({ dtype, hidden, tokens }: Subject) => matrices({ dtype, lengthMax: hidden }, tokens);

const isNotZero = ({ rows }: MatrixRecipe): boolean => rows.some(({ kind }) => kind !== 'zero');

const witness = { title: 'a row that is not zero', isMet: isNotZero };

/** Exact laws of docs/paper/int8-bounds.md: what must be the same to the bit. */
export function exactLaws(subject: Subject): Bound[] {
  return [
    powersOfTwo(subject),
    signs(subject),
    channelOrder(subject),
    idempotence(subject),
    rowIsolation(subject),
    earlyQuantisation(subject),
  ];
}

/** Two quantised matrices of the same shape, with the scales of the second times a factor. */
function compare(found: Quantised, expected: Quantised, factor: number, form: string, worst: Worst): void {
  worst.sameRow(found.levels, expected.levels, `${form} form, level`);
  expected.scales.forEach((scale, row) =>
    worst.same(found.scales[row]!, scale * factor, () => `${form} form, scale of row ${row}`),
  );
}

interface Scaled extends MatrixRecipe {
  readonly power: number;
}

/** Powers of two that leave scales normal and numbers finite. */
const POWER_MAX = 16;

function powersOfTwo(subject: Subject): Bound<Scaled> {
  return {
    name: 'powers-of-two',
    title: 'a power of two changes only the scale',
    formula: 'quantise(2^k x) = (q, 2^k s)',
    kind: 'law',
    inputs: fc
      .tuple(rowsOfSubject(subject), fc.integer({ min: -POWER_MAX, max: POWER_MAX }))
      .map(([recipe, power]) => ({ ...recipe, power })),
    measure: ({ power, ...recipe }) => {
      const whole = matrixFrom(recipe, subject.dtype);
      const factor = 2 ** power;
      const worst = new Worst();
      for (const [form, quantise] of formsOf(subject)) {
        const scaled = quantise(mapped(whole, (value) => value * factor));
        compare(scaled, quantise(whole), factor, form, worst);
      }
      return worst;
    },
    witness,
  };
}

function signs(subject: Subject): Bound<MatrixRecipe> {
  return {
    name: 'signs',
    title: 'the opposite row has the opposite levels',
    formula: 'quantise(-x) = (-q, s)',
    kind: 'law',
    inputs: rowsOfSubject(subject),
    measure: (recipe) => {
      const whole = matrixFrom(recipe, subject.dtype);
      const worst = new Worst();
      for (const [form, quantise] of formsOf(subject)) {
        const opposite = quantise(mapped(whole, (value) => -value));
        const expected = quantise(whole);
        compare(opposite, { ...expected, levels: expected.levels.map((level) => -level) }, 1, form, worst);
      }
      return worst;
    },
    witness,
  };
}

interface Reordered extends MatrixRecipe {
  /** By how many columns every row is turned. */
  readonly turn: number;
}

/** Where a number comes from when the columns of every row are turned, the last ones to the front. */
function turnedFrom(at: number, columns: number, turn: number): number {
  const column = at % columns;
  return at - column + ((column + turn) % columns);
}

function channelOrder(subject: Subject): Bound<Reordered> {
  return {
    name: 'channel-order',
    title: 'the order of channels does not matter',
    formula: 'quantise(P x) = (P q, s)',
    kind: 'law',
    inputs: fc
      .tuple(rowsOfSubject(subject), fc.nat({ max: 7_167 }))
      .map(([recipe, turn]) => ({ ...recipe, turn })),
    measure: ({ turn, ...recipe }) => {
      const whole = matrixFrom(recipe, subject.dtype);
      const { rows, columns, values } = whole;
      const from = (at: number) => turnedFrom(at, columns, turn);
      const reordered = matrix(
        rows,
        columns,
        values.map((_, at) => values[from(at)]!),
      );
      const worst = new Worst();
      for (const [form, quantise] of formsOf(subject)) {
        const expected = quantise(whole);
        const levels = expected.levels.map((_, at) => expected.levels[from(at)]!);
        compare(quantise(reordered), { ...expected, levels }, 1, form, worst);
      }
      return worst;
    },
    witness: {
      title: 'an order that is another one',
      isMet: ({ turn, length }) => length > 1 && turn % length !== 0,
    },
  };
}

/** FP32 numbers that quantised rows stand for. */
const valuesFrom = ({ rows, columns, levels, scales }: Quantised): Matrix =>
  matrix(
    rows,
    columns,
    Float32Array.from(levels, (level, at) => level * scales[Math.floor(at / columns)]!),
  );

function idempotence(subject: Subject): Bound<MatrixRecipe> {
  const { arithmetic } = subject;
  return {
    name: 'idempotence',
    title: 'what is quantised already stays as it is',
    formula: 'quantise(s q) = (q, s)',
    kind: 'law',
    inputs: rowsOfSubject(subject),
    measure: (recipe) => {
      const once = arithmetic.quantise(matrixFrom(recipe, subject.dtype));
      const worst = new Worst();
      compare(arithmetic.quantise(valuesFrom(once)), once, 1, 'quotient', worst);
      return worst;
    },
    witness,
  };
}

function rowIsolation(subject: Subject): Bound<MatrixRecipe> {
  return {
    name: 'row-isolation',
    title: 'a row does not depend on the rows beside it',
    formula: 'quantise(X) = (quantise(x_1), quantise(x_2), ...)',
    kind: 'law',
    inputs: rowsOfSubject(subject),
    measure: (recipe) => {
      const whole = matrixFrom(recipe, subject.dtype);
      const worst = new Worst();
      for (const [form, quantise] of formsOf(subject)) {
        const together = quantise(whole);
        for (let row = 0; row < whole.rows; row++) {
          const alone = quantise(matrixOf([rowOf(whole, row)]));
          worst.sameRow(levelsOf(together, row), alone.levels, `${form} form, row ${row}, level`);
          worst.same(together.scales[row]!, alone.scales[0]!, () => `${form} form, scale of row ${row}`);
        }
      }
      return worst;
    },
    witness: { title: 'several rows', isMet: ({ rows }) => rows.length > 1 },
  };
}

interface Dispatched extends MatrixRecipe {
  readonly topK: number;
  readonly experts: number;
  readonly routingSeed: number;
}

/** For each expert the tokens that are sent to it. */
function routed({ rows, topK, experts, routingSeed }: Dispatched): number[][] {
  const draw = new Draw(routingSeed);
  const tokens: number[][] = Array.from({ length: experts }, () => []);
  rows.forEach((_, token) => {
    const first = draw.below(experts);
    for (let choice = 0; choice < topK; choice++) tokens[(first + choice) % experts]!.push(token);
  });
  return tokens;
}

function earlyQuantisation(subject: Subject): Bound<Dispatched> {
  return {
    name: 'early-quantisation',
    title: 'quantising before dispatch gives what quantising after it gives',
    formula: 'quantise, then send = send, then quantise, for every destination',
    kind: 'law',
    inputs: fc
      .tuple(
        rowsOfSubject({ ...subject, tokens: Math.max(2, subject.tokens) }),
        fc.integer({ min: 1, max: 8 }),
        fc.nat({ max: 8 }),
        seeds(),
      )
      .map(([recipe, topK, more, routingSeed]) => ({ ...recipe, topK, experts: topK + more, routingSeed })),
    measure: (input) => {
      const whole = matrixFrom(input, subject.dtype);
      const worst = new Worst();
      for (const [form, quantise] of formsOf(subject)) {
        const sent = quantise(whole);
        routed(input).forEach((tokens, expert) => {
          if (tokens.length === 0) return;
          const received = quantise(rowsOf(whole, tokens));
          tokens.forEach((token, row) => {
            const place = `${form} form, expert ${expert}, token ${token}`;
            worst.sameRow(levelsOf(received, row), levelsOf(sent, token), `${place}, level`);
            worst.same(received.scales[row]!, sent.scales[token]!, () => `${place}, scale`);
          });
        });
      }
      return worst;
    },
    witness: {
      title: 'several tokens and destinations',
      isMet: ({ rows, topK }) => rows.length > 1 && topK > 1,
    },
  };
}
