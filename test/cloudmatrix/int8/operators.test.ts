// Goal: each operator, in its precision. Method: rows that can be computed by hand.

import { describe, expect, it } from 'vitest';
import { Int8Arithmetic } from '../../../src/cloudmatrix/int8/arithmetic.js';
import { matrixOf } from '../../../src/cloudmatrix/int8/matrix.js';

const arithmetic = new Int8Arithmetic();

it('a projection sees the levels of both sides only', () => {
  const w = matrixOf([[127, 1]]);
  expect([...arithmetic.project(matrixOf([[127, 0.4]]), w).values]).toEqual([127 * 127]);
  expect([...arithmetic.project(matrixOf([[127, 0.6]]), w).values]).toEqual([127 * 127 + 1]);
});

describe('a message', () => {
  it('of a token has a byte for each number and four for the scale', () => {
    // Levels 127 and -64, and 2.0 in FP32.
    expect(arithmetic.tokenMessage(Float32Array.of(254, -128))).toBe('7fc040000000');
  });

  it('of a result has two bytes for each number', () => {
    // The second is half-way between two BF16 numbers, and becomes the even one.
    expect(arithmetic.resultMessage(Float32Array.of(-2, 1 + 2 ** -8))).toBe('c0003f80');
  });
});

it('the gate sees what INT8 would lose', () => {
  const x = matrixOf([[127, 0.4]]);
  expect([
    ...arithmetic.routerLogits(
      x,
      matrixOf([
        [1, 1],
        [0, 1],
      ]),
    ).values,
  ]).toEqual([Math.fround(127 + Math.fround(0.4)), Math.fround(0.4)]);
});

describe('an RMS norm', () => {
  it('divides by the root of the mean square, and multiplies by the gains', () => {
    const { values } = arithmetic.rmsNorm(matrixOf([[3, -4, 0, 0]]), Float32Array.of(1, 2, 3, 4));
    // The root is 2.5; BF16 has no 1.2 and no 3.2.
    expect([...values]).toEqual([1.203125, -3.203125, 0, 0]);
  });

  it('of a row of zeros is zero', () => {
    expect([...arithmetic.rmsNorm(matrixOf([[0, 0]]), Float32Array.of(1, 1)).values]).toEqual([0, 0]);
  });

  it('of a tiny row is made small by epsilon', () => {
    const [value] = arithmetic.rmsNorm(matrixOf([[2 ** -20]]), Float32Array.of(1)).values;
    expect(value).toBeCloseTo(2 ** -20 / Math.sqrt(1e-6), 6);
  });
});
