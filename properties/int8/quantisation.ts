import * as fc from 'fast-check';
import { LEVEL_MAX } from '../../src/cloudmatrix/int8/accumulator.js';
import { largestOf, type Matrix, matrixOf, rowOf } from '../../src/cloudmatrix/int8/matrix.js';
import type { Form } from '../../src/cloudmatrix/int8/quantise.js';
import { levelsOf, type Quantised } from '../../src/cloudmatrix/int8/quantised.js';
import { FP32_NORMAL_MIN, FP32_SPACING_MIN, FP32_UNIT } from '../../src/cloudmatrix/int8/rounding.js';
import { type Bound, Worst } from '../../src/index.js';
import { toldAtMost } from './compare.js';
import { levelError } from './own-rounding.js';
import {
  kindsWithout,
  matrices,
  matrixFrom,
  type MatrixRecipe,
  rowFrom,
  type RowRecipe,
  rows,
} from './rows.js';
import type { Subject } from './subject.js';

/** Rows that are written out rather than drawn. */
type Row = RowRecipe | readonly number[];

const isLiteral = (row: Row): row is readonly number[] => Array.isArray(row);

/** The row to be quantised: of recipes in the subject's type, of literals as FP32. */
const numbersOf = (row: Row, { dtype }: Subject): Float32Array =>
  isLiteral(row) ? Float32Array.from(row) : rowFrom(row, dtype);

const quantiseRow = (values: Float32Array, form: Form, { arithmetic }: Subject): Quantised =>
  form === 'quotient'
    ? arithmetic.quantise(matrixOf([values]))
    : arithmetic.quantiseByProduct(matrixOf([values]));

const FORMS: readonly Form[] = ['quotient', 'product'];

const hasNumbers = (row: Row, subject: Subject): boolean => largestOf(numbersOf(row, subject)) > 0;

/** Q1 to Q4 and Q13 to Q16 of docs/paper/int8-bounds.md: what quantising does to a row. */
export function quantisationBounds(subject: Subject): Bound[] {
  return [
    roundingExactly(subject),
    tiesToEven(subject),
    roundingInFp32(subject),
    range(subject),
    twoForms(subject),
    zeroRows(subject),
    tinyRows(subject),
    nonFiniteRows(subject),
    outlierErasure(subject),
  ];
}

function roundingExactly(subject: Subject): Bound<Row> {
  const { arithmetic, dtype, hidden } = subject;
  return {
    name: 'Q1',
    title: 'rounding, exact arithmetic',
    formula: '|s q - x| <= s/2 = a/254',
    kind: 'bound',
    inputs: rows({ dtype, lengthMax: hidden }),
    measure: (row) => {
      const values = numbersOf(row, subject);
      const largest = largestOf(values);
      const levels = arithmetic.quantiseExactly(values);
      const worst = new Worst();
      // Both sides times 127: then all of it is exact in FP64.
      values.forEach((x, at) => {
        const error = Math.abs(levels[at]! * largest - LEVEL_MAX * x);
        worst.within(error, largest / 2, () => `127 |s q - x| of element ${at}, ${x}`);
      });
      return worst;
    },
    tight: [{ title: 'row [127, 0.5]', input: [127, 0.5], ratio: 1 }],
    witness: { title: 'a row that is not zero', isMet: (row) => hasNumbers(row, subject) },
  };
}

function tiesToEven(subject: Subject): Bound<Row> {
  const { arithmetic, hidden } = subject;
  const isTie = (x: number) => Math.abs(x % 1) === 0.5;
  return {
    name: 'ties-to-even',
    title: 'ties are rounded to even levels',
    formula: 'x/s = n + 1/2: q is even',
    kind: 'law',
    // All kinds, so that ties are tried among other numbers too; the scale is 1 whatever the type.
    inputs: rows({
      dtype: 'fp32',
      lengthMax: hidden,
      kinds: ['half-integers', 'pinned'],
      exponents: { min: 0, max: 0 },
    }),
    measure: (row) => {
      const values = numbersOf(row, subject);
      const levels = arithmetic.quantise(matrixOf([values])).levels;
      const worst = new Worst();
      values.forEach((x, at) => {
        if (isTie(x)) worst.same(levels[at]! % 2 === 0 ? 0 : 1, 0, () => `level ${levels[at]} of ${x}, odd`);
      });
      if (isLiteral(row)) worst.sameRow(levels, [127, 0, 2, 2], 'level');
      return worst;
    },
    tight: [{ title: 'row [127, 0.5, 1.5, 2.5] is [127, 0, 2, 2]', input: [127, 0.5, 1.5, 2.5], ratio: 0 }],
    witness: { title: 'a tie', isMet: (row) => numbersOf(row, subject).some(isTie) },
  };
}

function roundingInFp32(subject: Subject): Bound<Row> {
  const { dtype, hidden } = subject;
  return {
    name: 'Q2',
    title: 'rounding in FP32, both forms',
    formula: '|s q - x| <= s (1/2 + 127 c u), c = 2 (x/s) or 3 (x 127/a), and no more is told',
    kind: 'bound',
    inputs: rows({ dtype, lengthMax: hidden }),
    measure: (row) => {
      const values = numbersOf(row, subject);
      const worst = new Worst();
      for (const form of FORMS) compareWithNumbers(values, form, subject, worst);
      return worst;
    },
    tight: [{ title: 'row [127, 0.5]', input: [127, 0.5], ratio: 1 / 2 / levelError('quotient') }],
    witness: { title: 'a row that is not zero', isMet: (row) => hasNumbers(row, subject) },
  };
}

/** The bound is taken of the row itself, not of the scale that the arithmetic under test says. */
function compareWithNumbers(values: Float32Array, form: Form, subject: Subject, worst: Worst): void {
  const { levels, scales, errors } = quantiseRow(values, form, subject);
  const bound = levelError(form) * scaleOf(values) * (1 + FP32_UNIT) + ofTiny(form);
  // What is told is of the scale that is used, which has been rounded once more than the exact one, or twice.
  toldAtMost(worst, errors[0]!, bound * (1 + 2 * FP32_UNIT), () => `error that is told, ${form} form`);
  values.forEach((x, at) => {
    const error = Math.abs(levels[at]! * scales[0]! - x);
    worst.within(error, bound, () => `|s q - x| of element ${at}, ${x}, ${form} form`);
  });
}

/** a / 127, or what FP32 has above it where that is subnormal. */
function scaleOf(values: Float32Array): number {
  const exact = largestOf(values) / LEVEL_MAX;
  return exact >= FP32_NORMAL_MIN ? exact : exact + FP32_SPACING_MIN;
}

/** What the product form's own scale loses where it is subnormal. */
const ofTiny = (form: Form): number => (form === 'product' ? LEVEL_MAX * FP32_SPACING_MIN : 0);

function range(subject: Subject): Bound<Row> {
  const { dtype, hidden } = subject;
  return {
    name: 'Q3',
    title: 'range of levels',
    formula: '|q| <= 127, and max |q| = 127 for a row that is not zero',
    kind: 'law',
    inputs: rows({ dtype, lengthMax: hidden }),
    measure: (row) => {
      const values = numbersOf(row, subject);
      const worst = new Worst();
      const due = largestOf(values) > 0 ? LEVEL_MAX : 0;
      for (const form of FORMS) {
        const { levels } = quantiseRow(values, form, subject);
        const most = levels.reduce((sofar, level) => Math.max(sofar, Math.abs(level)), 0);
        worst.same(most, due, () => `largest |level|, ${form} form`);
      }
      return worst;
    },
    witness: { title: 'a row that is not zero', isMet: (row) => hasNumbers(row, subject) },
  };
}

function twoForms(subject: Subject): Bound<Row> {
  const { dtype, hidden } = subject;
  const levelsBy = (values: Float32Array) =>
    FORMS.map((form) => quantiseRow(values, form, subject).levels) as [Int8Array, Int8Array];
  return {
    name: 'Q4',
    title: 'the two forms agree but for half-integers',
    formula: 'q differs by 1 at most, and only if |127 x/a - (n + 1/2)| <= 127 x 3 u',
    kind: 'bound',
    inputs: rows({ dtype, lengthMax: hidden }),
    measure: (row) => {
      const values = numbersOf(row, subject);
      const largest = largestOf(values);
      const [byQuotient, byProduct] = levelsBy(values);
      const worst = new Worst();
      values.forEach((x, at) => {
        const apart = Math.abs(byQuotient[at]! - byProduct[at]!);
        if (apart === 0) return;
        const name = () => `element ${at}, ${x}, level ${byQuotient[at]} or ${byProduct[at]}`;
        worst.same(apart, 1, () => `levels apart, ${name()}`);
        const quotient = Math.abs((LEVEL_MAX * x) / largest);
        const distance = Math.abs(quotient - Math.floor(quotient) - 1 / 2);
        worst.within(distance, LEVEL_MAX * 3 * FP32_UNIT, () => `distance from a tie, ${name()}`);
      });
      return worst;
    },
    witness: {
      title: 'a level on which the forms differ',
      isMet: (row) => {
        const [byQuotient, byProduct] = levelsBy(numbersOf(row, subject));
        return byQuotient.some((level, at) => level !== byProduct[at]);
      },
    },
  };
}

/** A batch, and where in it a special row stands. */
interface Batch {
  readonly others: MatrixRecipe;
  readonly at: number;
}

/** The batch with a row put in. */
function withRow(batch: Batch, row: Float32Array, dtype: Subject['dtype']): { whole: Matrix; at: number } {
  const others = matrixFrom(batch.others, dtype);
  const all = Array.from({ length: others.rows }, (_, index) => rowOf(others, index));
  const at = batch.at % (all.length + 1);
  return { whole: matrixOf(all.toSpliced(at, 0, row)), at };
}

const batches = ({ dtype, hidden, tokens }: Subject): fc.Arbitrary<Batch> =>
  fc.record({
    others: matrices({ dtype, lengthMax: hidden }, tokens),
    at: fc.nat({ max: 8 }),
  });

/** Every other row is as it would be by itself. */
function compareOthers(whole: Matrix, special: number, quantised: Quantised, subject: Subject, worst: Worst) {
  for (let row = 0; row < whole.rows; row++) {
    if (row === special) continue;
    const alone = subject.arithmetic.quantise(matrixOf([rowOf(whole, row)]));
    worst.same(quantised.scales[row]!, alone.scales[0]!, () => `scale of row ${row}, by itself`);
    worst.sameRow(levelsOf(quantised, row), alone.levels, `level in row ${row}, by itself: element`);
  }
}

function zeroRows(subject: Subject): Bound<Batch> {
  const { arithmetic, dtype } = subject;
  return {
    name: 'Q13',
    title: 'a row of zeros',
    formula: 'levels 0, a finite scale, output exactly 0; no other row changes',
    kind: 'law',
    inputs: batches(subject),
    measure: (batch) => {
      const { whole, at } = withRow(batch, new Float32Array(batch.others.length), dtype);
      const worst = new Worst();
      for (const quantised of [arithmetic.quantise(whole), arithmetic.quantiseByProduct(whole)]) {
        worst.same(Number.isFinite(quantised.scales[at]) ? 0 : 1, 0, () => `scale ${quantised.scales[at]}`);
        levelsOf(quantised, at).forEach((level, k) => worst.same(level, 0, () => `level ${k}`));
      }
      const quantised = arithmetic.quantise(whole);
      const { output } = arithmetic.linear(quantised, arithmetic.quantise(whole));
      rowOf(output, at).forEach((value, k) => worst.same(Math.abs(value), 0, () => `output ${k}`));
      compareOthers(whole, at, quantised, subject, worst);
      return worst;
    },
    witness: { title: 'other rows beside it', isMet: ({ others }) => others.rows.length > 1 },
  };
}

/** Below it, 127 / a overflows in FP32: 3.7e-37, a normal number (Q14). */
const PRODUCT_OVERFLOW = LEVEL_MAX / 3.4028234663852886e38;

function tinyRows(subject: Subject): Bound<Row> {
  const { arithmetic, hidden } = subject;
  return {
    name: 'Q14',
    title: 'tiny rows, down to the smallest subnormal',
    formula:
      'quotient form: as Q2 with s = a/127 + 2^-149; product form: the row is zero below 3.7e-37, else as Q2',
    kind: 'bound',
    inputs: rows({
      dtype: 'fp32',
      lengthMax: Math.min(hidden, 1_024),
      kinds: kindsWithout('zero', 'half-integers', 'all extremes', 'pinned', 'heavy tails', 'one outlier'),
      exponents: { min: -149, max: -110 },
    }),
    measure: (row) => {
      const values = numbersOf(row, subject);
      const worst = new Worst();
      compareWithNumbers(values, 'quotient', subject, worst);
      if (largestOf(values) >= PRODUCT_OVERFLOW) compareWithNumbers(values, 'product', subject, worst);
      else {
        const { levels, scales } = arithmetic.quantiseByProduct(matrixOf([values]));
        levels.forEach((level, at) => worst.same(level, 0, () => `level ${at}, product form`));
        worst.same(scales[0]!, 0, () => 'scale, product form');
      }
      if (isLiteral(row)) {
        worst.sameRow(arithmetic.quantise(matrixOf([values])).levels, [127, 63], 'level, quotient form,');
      }
      return worst;
    },
    tight: [
      {
        title: '[1e-40, 5e-41] is [127, 63] by the quotient and [0, 0] by the product',
        input: [1e-40, 5e-41],
        ratio: 0.977,
      },
    ],
    witness: {
      title: 'a subnormal row maximum',
      isMet: (row) => {
        const largest = largestOf(numbersOf(row, subject));
        return largest > 0 && largest < FP32_NORMAL_MIN;
      },
    },
  };
}

interface BrokenBatch extends Batch {
  readonly what: 'NaN' | 'Infinity' | '-Infinity';
  readonly element: number;
  readonly row: RowRecipe;
}

function nonFiniteRows(subject: Subject): Bound<BrokenBatch> {
  const { arithmetic, dtype, hidden } = subject;
  return {
    name: 'Q15',
    title: 'NaN and infinity stay in their row',
    formula: "the row's scale is not finite and its output NaN; no other row changes",
    kind: 'law',
    inputs: fc.record({
      others: matrices({ dtype, lengthMax: Math.min(hidden, 1_024) }, subject.tokens),
      at: fc.nat({ max: 8 }),
      what: fc.constantFrom('NaN', 'Infinity', '-Infinity'),
      element: fc.nat({ max: 2_047 }),
      row: rows({ dtype, lengthMax: 1 }),
    }),
    measure: (batch) => {
      const { length } = batch.others;
      const broken = rowFrom({ ...batch.row, length }, dtype);
      broken[batch.element % length] = Number(batch.what);
      const { whole, at } = withRow(batch, broken, dtype);
      const worst = new Worst();
      const quantised = arithmetic.quantise(whole);
      for (const { scales } of [quantised, arithmetic.quantiseByProduct(whole)]) {
        worst.same(Number.isFinite(scales[at]) ? 1 : 0, 0, () => `finite scale ${scales[at]}`);
      }
      const { output } = arithmetic.linear(quantised, arithmetic.quantise(matrixFrom(batch.others, dtype)));
      rowOf(output, at).forEach((value, k) => worst.same(value, Number.NaN, () => `output ${k}`));
      compareOthers(whole, at, quantised, subject, worst);
      return worst;
    },
    witness: { title: 'other rows beside it', isMet: ({ others }) => others.rows.length > 1 },
  };
}

function outlierErasure(subject: Subject): Bound<Row> {
  const { dtype, hidden } = subject;
  const isErased = (x: number, largest: number) => Math.abs(x) < largest / (2 * LEVEL_MAX);
  return {
    name: 'Q16',
    title: 'an outlier erases what is small beside it',
    formula: '|x| < a/254: q = 0',
    kind: 'law',
    inputs: rows({ dtype, lengthMax: hidden }),
    measure: (row) => {
      const values = numbersOf(row, subject);
      const largest = largestOf(values);
      const worst = new Worst();
      for (const form of FORMS) {
        const { levels } = quantiseRow(values, form, subject);
        values.forEach((x, at) => {
          if (isErased(x, largest))
            worst.same(levels[at]!, 0, () => `level of element ${at}, ${x}, ${form} form`);
        });
      }
      return worst;
    },
    tight: [
      {
        title: 'one 255 among 7,167 ones erases them all',
        input: { kind: 'ones beside 255', length: 7_168, exponent: 0, seed: 0 },
        ratio: 0,
      },
    ],
    witness: {
      title: 'an element that is erased and is not zero',
      isMet: (row) => {
        const values = numbersOf(row, subject);
        const largest = largestOf(values);
        return values.some((x) => x !== 0 && isErased(x, largest));
      },
    },
  };
}
