import * as fc from 'fast-check';
import { largestOf, rowOf, sumOfSquares } from '../../src/cloudmatrix/int8/matrix.js';
import { type Bound, Worst } from '../../src/index.js';
import { kindsWithout, matrices, matrixFrom, type MatrixRecipe } from './rows.js';
import type { Subject } from './subject.js';

/** Outlier suppression by an orthogonal transform (docs/paper/int8-bounds.md). */
export function rotationBounds(subject: Subject): Bound[] {
  return [rotation(subject), rotationSpreads(subject)];
}

/** Rows of 2^n numbers. */
interface RotatedRecipe extends MatrixRecipe {
  readonly logLength: number;
}

const LOG_LENGTH_MAX = 12;

function rotated({ dtype, hidden, tokens }: Subject, kinds = kindsWithout()): fc.Arbitrary<RotatedRecipe> {
  const logLengthMax = Math.min(LOG_LENGTH_MAX, 31 - Math.clz32(hidden));
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
