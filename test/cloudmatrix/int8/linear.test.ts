// Goal: an INT8 linear layer and its bounds. Method: a product by hand, the tight input of docs/paper/int8-bounds.md (Q5, Q6), random layers.

import { describe, expect, it } from 'vitest';
import { Int8Arithmetic } from '../../../src/cloudmatrix/int8/arithmetic.js';
import { Draw } from '../../../src/cloudmatrix/draw.js';
import { mapped, type Matrix, matrix, matrixOf } from '../../../src/cloudmatrix/int8/matrix.js';
import { realProduct } from '../../../src/cloudmatrix/int8/real.js';

const arithmetic = new Int8Arithmetic();
const linear = (x: Matrix, w: Matrix) => arithmetic.linear(arithmetic.quantise(x), arithmetic.quantise(w));

/** Error of a number of scale 1 (Q2). */
const ERROR = 0.5 + 254 * 2 ** -24;

it('is what the levels say, with both bounds', () => {
  const row = matrixOf([[127, 126.5]]);
  const { accumulators, output, bound, boundBefore } = linear(row, row);
  // 127^2 + 126^2; the true product is 16,129 + 16,002.25.
  expect([...accumulators]).toEqual([32_005]);
  expect([...output.values]).toEqual([32_005]);
  expect(bound[0]).toBeCloseTo(ERROR * (253 + 253.5), 9);
  expect(boundBefore[0]).toBeCloseTo(ERROR * (253.5 + 253.5) + 2 * ERROR ** 2, 9);
});

it.each([
  [128, 0.992],
  [2_048, 0.9995],
  [7_168, 0.99986],
  [18_432, 0.99995],
])('comes near to the bound on [127, 126.5, ...], K = %i: %d', (length, ratio) => {
  const row = matrix(1, length, new Float32Array(length).fill(126.5, 1).fill(127, 0, 1));
  const { output, bound } = linear(row, row);
  const error = Math.abs(output.values[0]! - realProduct(row, row)[0]!);
  expect(error / bound[0]!).toBeLessThan(1);
  expect(Math.abs(error / bound[0]! - ratio)).toBeLessThan(2e-4);
});

it('scales by the own token and the own channel', () => {
  const x = matrixOf([
    [1, 0],
    [0, 2],
  ]);
  const w = matrixOf([
    [4, 0],
    [0, 8],
    [16, 16],
  ]);
  const { accumulators, output } = linear(x, w);
  expect([...accumulators]).toEqual([16_129, 0, 16_129, 0, 16_129, 16_129]);
  const expected = [4, 0, 16, 0, 16, 32];
  expected.forEach((value, at) =>
    expect(Math.abs(output.values[at]! - value)).toBeLessThan(4e-7 * value + 1e-30),
  );
});

describe('special rows', () => {
  it('of zeros give exactly zero', () => {
    const { output, bound } = linear(
      matrixOf([
        [0, 0],
        [1, 2],
      ]),
      matrixOf([[3, 4]]),
    );
    expect(output.values[0]).toBe(0);
    expect(bound[0]).toBe(0);
    expect(output.values[1]).toBeCloseTo(11, 1);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'with %d give NaN, alone',
    (broken) => {
      const { output } = linear(
        matrixOf([
          [127, 0],
          [broken, 1],
          [0, 127],
        ]),
        matrixOf([[127, 1]]),
      );
      expect([...output.values]).toEqual([16_129, Number.NaN, 127]);
    },
  );
});

it.each([
  [1, 8, 1],
  [4, 100, 5],
  [9, 300, 6],
])('keeps within its bounds: %i tokens, K = %i, %i channels', (tokens, length, channels) => {
  const draw = new Draw(tokens);
  const x = mapped(matrix(tokens, length), () => draw.gaussian());
  const w = mapped(matrix(channels, length), () => draw.gaussian() / 16);
  const { output, bound, boundBefore } = linear(x, w);
  realProduct(x, w).forEach((real, at) => {
    const error = Math.abs(output.values[at]! - real) - Math.abs(real) * 2 ** -22;
    expect(error).toBeLessThanOrEqual(bound[at]!);
    // The bound before knows less: it stays above what can be said afterwards.
    expect(bound[at]!).toBeLessThanOrEqual(boundBefore[at]!);
  });
});
