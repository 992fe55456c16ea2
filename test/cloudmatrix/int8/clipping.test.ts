// Goal: clipping helps on average by little, and hurts the worst case. Method: blocks by hand; the examples of docs/paper/int8-bounds.md.

import { describe, expect, it } from 'vitest';
import { Int8Arithmetic } from '../../../src/cloudmatrix/int8/arithmetic.js';
import { CLIPPING_SHARES } from '../../../src/cloudmatrix/int8/clipping.js';
import { Draw } from '../../../src/cloudmatrix/draw.js';
import { gaussianMatrix } from '../../../src/cloudmatrix/int8/gaussian-matrix.js';
import { matrixOf } from '../../../src/cloudmatrix/int8/matrix.js';
import { valuesOf } from '../../../src/cloudmatrix/int8/quantised.js';

const arithmetic = new Int8Arithmetic();

describe('a clipped block', () => {
  it('has a limit of its own, and what is beyond is cut off', () => {
    const clipped = arithmetic.quantiseClipped(
      matrixOf([
        [254, -254, 100, 1],
        [4, 2, 0, 0],
      ]),
      0.5,
    );
    expect([...clipped.limits]).toEqual([127, 2]);
    expect([...clipped.scales]).toEqual([1, Math.fround(2 / 127)]);
    expect([...clipped.levels]).toEqual([127, -127, 100, 1, 127, 127, 0, 0]);
    // The error of the largest element, which is what is cut off; the sum is that of the whole block.
    expect(clipped.errors[0]).toBeCloseTo(127, 4);
    expect(clipped.magnitudes[0]).toBe(254 + 254 + 100 + 1);
  });

  it('errs 12.7 times as much at worst with a share of 0.95, at its largest element', () => {
    const block = matrixOf([[1, 0.5, -0.25]]);
    const worst = (share: number) => {
      const clipped = arithmetic.quantiseClipped(block, share);
      return Math.max(...valuesOf(clipped, 0).map((value, k) => Math.abs(value - block.values[k]!)));
    };
    expect(worst(0.95) / (1 / 254)).toBeCloseTo(12.7, 3);
    expect(worst(1)).toBeLessThanOrEqual(1 / 254);
  });
});

it('a Gaussian row of 7,168 has the least mean square error at a share a little below 1', () => {
  const row = gaussianMatrix(new Draw(11), 1, 7_168, 1);
  const squares = CLIPPING_SHARES.map((share) =>
    valuesOf(arithmetic.quantiseClipped(row, share), 0).reduce(
      (sum, value, k) => sum + (value - row.values[k]!) ** 2,
      0,
    ),
  );
  const best = CLIPPING_SHARES[squares.indexOf(Math.min(...squares))]!;
  expect(best).toBeGreaterThanOrEqual(0.9);
  expect(best).toBeLessThan(1);
});

it('the search has not to clip among its shares, and takes the best', () => {
  const draw = new Draw(2);
  const found = arithmetic.searchClipping(gaussianMatrix(draw, 8, 64, 1), gaussianMatrix(draw, 8, 64, 1));
  expect(CLIPPING_SHARES).toContain(1);
  expect(CLIPPING_SHARES).toContain(found.share);
  expect(found.loss).toBeLessThanOrEqual(found.lossWithout);
});
