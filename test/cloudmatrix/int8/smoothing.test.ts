// Goal: smoothing moves magnitude, and its search finds what helps. Method: products by hand; a layer with outliers in eight channels,
// as in docs/paper/int8-bounds.md.

import { describe, expect, it } from 'vitest';
import { Int8Arithmetic } from '../../../src/cloudmatrix/int8/arithmetic.js';
import { Draw } from '../../../src/cloudmatrix/draw.js';
import { gaussianMatrix } from '../../../src/cloudmatrix/int8/gaussian-matrix.js';
import { mapped, matrix, matrixOf } from '../../../src/cloudmatrix/int8/matrix.js';
import { relativeError } from '../../../src/cloudmatrix/int8/smoothing.js';

const arithmetic = new Int8Arithmetic();

it('divides one side and multiplies the other', () => {
  const { x, w } = arithmetic.smooth(matrixOf([[8, 3]]), matrixOf([[1, 5]]), Float32Array.of(4, 0.5));
  expect([...x.values, ...w.values]).toEqual([2, 6, 4, 2.5]);
});

describe('the search', () => {
  const hidden = 512;
  const draw = new Draw(7);
  const plain = gaussianMatrix(draw, 32, hidden, 1);
  const x = matrix(
    32,
    hidden,
    plain.values.map((value, at) => (at % hidden < 8 ? 64 * value : value)),
  );
  const w = gaussianMatrix(draw, 64, hidden, 1);

  it('is never worse than no factors, and takes the best that it has tried', () => {
    const { loss, lossWithout, losses } = arithmetic.searchScales(x, w);
    expect(losses).toHaveLength(6);
    expect(losses[0]).toBe(lossWithout);
    expect(loss).toBe(Math.min(...losses));
  });

  it('finds a strength between the ends best where outliers are in few channels, and the ends worse', () => {
    const { losses } = arithmetic.searchScales(x, w);
    const [none, zero, quarter, half, threeQuarters, one] = losses as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    expect(Math.min(quarter, half, threeQuarters)).toBe(half);
    expect(half).toBeLessThan(none / 2);
    expect(Math.min(zero, one)).toBeGreaterThan(half);
  });

  it('never chooses factors that overflow', () => {
    const { factors, loss, lossWithout } = arithmetic.searchScales(
      matrixOf([[1, 1]]),
      matrixOf([[1, 1e-40]]),
    );
    expect(factors.every(Number.isFinite)).toBe(true);
    expect(loss).toBeLessThanOrEqual(lossWithout);
  });

  it('leaves channels alone that are all zero', () => {
    const zeros = mapped(matrixOf([[1, 2]]), () => 0);
    expect([...arithmetic.searchScales(zeros, zeros).factors]).toEqual([1, 1]);
  });
});

it('a relative error is that of the whole', () => {
  expect(relativeError([3, 4], Float64Array.of(3, 0))).toBe(4 / 3);
  expect(relativeError([1], Float64Array.of(0))).toBe(0);
});
