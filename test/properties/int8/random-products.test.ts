// Goal: what Q7 gains from errors that are uniform, and where that assumption fails. Method: both bounds side by side; outputs of rows of
// half-integers, and of rows with drawn errors, counted that are beyond a bound that a hundredth of them may be beyond.

import { describe, expect, it } from 'vitest';
import { uniformErrorBound } from '../../../properties/int8/random-products.js';
import { Draw } from '../../../src/cloudmatrix/draw.js';
import { Int8Arithmetic } from '../../../src/cloudmatrix/int8/arithmetic.js';
import { type Matrix, matrix, rowOf } from '../../../src/cloudmatrix/int8/matrix.js';
import { valuesOf } from '../../../src/cloudmatrix/int8/quantised.js';
import { realProduct } from '../../../src/cloudmatrix/int8/real.js';

const norm = (values: Float64Array): number => Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0));

/** Hoeffding's bound on the two halves of the error, which fail together with this probability. */
const twoHalves = (x: { scale: number; norm: number }, w: { scale: number; norm: number }, failure: number) =>
  (x.scale * w.norm + w.scale * x.norm) * Math.sqrt(Math.log(4 / failure) / 2);

describe('uniform errors gain', () => {
  const length = 7_168;
  const side = { scale: 1 / 32, norm: Math.sqrt(length) };

  it('nearly sqrt(6) where both sides err alike', () => {
    const gain = twoHalves(side, side, 1e-9) / uniformErrorBound(side, side, length, 1e-9);
    expect(gain).toBeGreaterThan(0.98 * Math.sqrt(6));
    expect(gain).toBeLessThan(1.02 * Math.sqrt(6));
  });

  it('sqrt(3) where one side is exact', () => {
    const gain =
      twoHalves(side, { ...side, scale: 0 }, 1e-9) /
      uniformErrorBound(side, { ...side, scale: 0 }, length, 1e-9);
    expect(gain).toBeGreaterThan(Math.sqrt(3));
    expect(gain).toBeLessThan(1.02 * Math.sqrt(3));
  });
});

describe('of a hundred thousand outputs, beyond the bound of one in a hundred are', () => {
  const arithmetic = new Int8Arithmetic();
  const [ROWS, LENGTH, FAILURE] = [320, 64, 0.01];

  /** Rows of scale 1: 127, and levels with an error each. */
  function rowsWith(draw: Draw, error: () => number): Matrix {
    const values = Float32Array.from({ length: ROWS * LENGTH }, (_, at) =>
      at % LENGTH === 0 ? 127 : draw.below(252) - 126 + error(),
    );
    return matrix(ROWS, LENGTH, values);
  }

  function shareBeyond(error: (draw: Draw) => number): number {
    const draw = new Draw(384);
    const [x, w] = [rowsWith(draw, () => error(draw)), rowsWith(draw, () => error(draw))];
    const [xq, wq] = [arithmetic.quantise(x), arithmetic.quantise(w)];
    const { accumulators } = arithmetic.linear(xq, wq);
    const real = realProduct(x, w);
    const norms = [xq, wq].map((side) => Array.from({ length: ROWS }, (_, row) => norm(valuesOf(side, row))));
    const beyond = real.filter((product, at) => {
      const [token, channel] = [Math.floor(at / ROWS), at % ROWS];
      const sides = [norms[0]![token]!, norms[1]![channel]!].map((each) => ({ scale: 1, norm: each }));
      return Math.abs(accumulators[at]! - product) > uniformErrorBound(sides[0]!, sides[1]!, LENGTH, FAILURE);
    });
    expect(rowOf(x, 0)[0]).toBe(127);
    return beyond.length / real.length;
  }

  it('fewer, if errors are drawn uniformly', () => {
    expect(shareBeyond((draw) => draw.unit() - 0.5)).toBeLessThan(FAILURE);
  });

  it('several times as many, if all are half-integers, whose errors are half a scale', () => {
    expect(shareBeyond(() => 0.5)).toBeGreaterThan(3 * FAILURE);
  });
});
