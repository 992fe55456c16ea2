// Goal: the FFN of an expert, stage by stage. Method: one expert that is small enough to be computed by hand.

import { describe, expect, it } from 'vitest';
import { Int8Arithmetic } from '../../../src/cloudmatrix/int8/arithmetic.js';
import { SILU_SLOPE_MAX } from '../../../src/cloudmatrix/int8/expert-ffn.js';
import { matrixOf } from '../../../src/cloudmatrix/int8/matrix.js';
import { realExpert, realSilu } from '../../../src/cloudmatrix/int8/real.js';

const arithmetic = new Int8Arithmetic();

/** Hidden size 2, inner size 1. All scales are powers of two, and all levels exact. */
const x = matrixOf([[127, 64]]);
const real = {
  gate: matrixOf([[127 / 2 ** 14, 0]]),
  up: matrixOf([[0, 127 / 2 ** 12]]),
  down: matrixOf([[127 / 128], [-127 / 64]]),
};
const weights = {
  gate: arithmetic.quantise(real.gate),
  up: arithmetic.quantise(real.up),
  down: arithmetic.quantise(real.down),
};
const result = arithmetic.expert(arithmetic.quantise(x), weights);

describe('an expert', () => {
  it('projects, activates, and projects back', () => {
    const gate = 127 ** 2 / 2 ** 14;
    const up = (64 * 127) / 2 ** 12;
    expect([...result.gate.output.values]).toEqual([gate]);
    expect([...result.up.output.values]).toEqual([up]);
    const activated = Math.fround(Math.fround(gate / (1 + Math.exp(-gate))) * up);
    expect(result.activated.values[0]).toBe(activated);
    // The second scale is activated / 127, and its level 127.
    expect([...result.second.levels]).toEqual([127]);
    expect(result.second.scales[0]).toBe(Math.fround(activated / 127));
    // In BF16: eight digits.
    expect(result.output.values[0]! / ((activated * 127) / 128)).toBeCloseTo(1, 2);
    expect(result.output.values[1]! / ((activated * -127) / 64)).toBeCloseTo(1, 2);
    expect(arithmetic.toBf16(result.output.values[0]!)).toBe(result.output.values[0]);
  });

  it('is within its bounds of real numbers, and the bounds are no wider than INT8 needs', () => {
    const exact = realExpert(x, real);
    result.output.values.forEach((value, at) => {
      const error = Math.abs(value - exact.output[at]!);
      expect(error).toBeLessThanOrEqual(result.bound[at]!);
      expect(result.bound[at]).toBeLessThan(0.05 * Math.abs(value));
    });
  });
});

it('silu is never steeper than its bound says, and as steep as that where it is steepest', () => {
  let steepest = 0;
  for (let at = -1_000; at < 1_000; at++) {
    steepest = Math.max(steepest, Math.abs(realSilu((at + 1) / 100) - realSilu(at / 100)) * 100);
  }
  expect(steepest).toBeLessThan(SILU_SLOPE_MAX);
  expect(steepest).toBeGreaterThan(SILU_SLOPE_MAX - 1e-4);
});
