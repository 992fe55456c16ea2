// Goal: rows of FP32 numbers, and sums over them. Method: small examples.

import { expect, it } from 'vitest';
import {
  largestOf,
  mapped,
  matrix,
  matrixOf,
  rowOf,
  rowsOf,
  sumOfMagnitudes,
  sumOfSquares,
} from '../../../src/cloudmatrix/int8/matrix.js';

const whole = matrixOf([
  [1, 2, 3],
  [4, 5, 6],
]);

it('has rows one after the other', () => {
  expect(whole).toEqual({ rows: 2, columns: 3, values: Float32Array.of(1, 2, 3, 4, 5, 6) });
  expect(matrix(2, 2).values).toEqual(new Float32Array(4));
  expect(matrixOf([])).toEqual({ rows: 0, columns: 0, values: new Float32Array(0) });
});

it('rounds to FP32', () => {
  expect(matrixOf([[1 + 2 ** -24]]).values[0]).toBe(1);
  expect(mapped(whole, (value) => value + 2 ** -30)).toEqual(whole);
});

it('gives a row that is not copied', () => {
  const own = matrixOf([
    [1, 2],
    [3, 4],
  ]);
  rowOf(own, 1)[0] = 9;
  expect(own.values).toEqual(Float32Array.of(1, 2, 9, 4));
});

it('gives rows in any order, and more than once', () => {
  expect(rowsOf(whole, [1, 0, 1])).toEqual(
    matrixOf([
      [4, 5, 6],
      [1, 2, 3],
      [4, 5, 6],
    ]),
  );
});

it('maps every number into a new matrix', () => {
  expect(mapped(whole, (value) => -value).values).toEqual(Float32Array.of(-1, -2, -3, -4, -5, -6));
  expect(whole.values[0]).toBe(1);
});

it.each([
  [[1, -3, 2], 3],
  [[-0], 0],
  [[], 0],
  [[1, Number.NEGATIVE_INFINITY], Number.POSITIVE_INFINITY],
  [[Number.NaN, 5], Number.NaN],
  [[5, Number.NaN, Number.POSITIVE_INFINITY], Number.NaN],
])('the largest magnitude of %j is %d', (row, largest) => {
  expect(largestOf(Float32Array.from(row))).toBe(largest);
});

it('sums in FP64', () => {
  const row = Float32Array.of(2 ** 24, -1);
  expect(sumOfMagnitudes(row)).toBe(16_777_217);
  expect(sumOfSquares(row)).toBe(2 ** 48 + 1);
  expect(sumOfSquares(Float32Array.of(3, -4))).toBe(25);
});
