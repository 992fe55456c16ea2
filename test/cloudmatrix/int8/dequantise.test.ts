// Goal: accumulators back to numbers. Method: examples that show each rounding, and generated ones against their bounds (Q11, Q12).

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Int8Arithmetic } from '../../../src/cloudmatrix/int8/arithmetic.js';
import { bf16Error, dequantiseToFp32, fp32Error } from '../../../src/cloudmatrix/int8/dequantise.js';

const arithmetic = new Int8Arithmetic();
const toFp32 = (accumulator: number, xScale: number, wScale: number) =>
  dequantiseToFp32(accumulator, xScale, wScale, arithmetic);

describe('to FP32', () => {
  it.each([
    ['exact', 3, 0.5, 0.25, 0.375],
    ['the accumulator is rounded', 2 ** 24 + 1, 1, 1, 2 ** 24],
    ['it is rounded before it is scaled', 2 ** 24 + 1, 3, 1, 3 * 2 ** 24],
    ['the first product is rounded', 3, 1 + 2 ** -23, 1, 3 + 2 ** -21],
    ['the first product is rounded before the second', 3, 1 + 2 ** -23, 3, 9 + 2 ** -19],
    [
      'the scale of x comes first, so that the scales alone do not underflow',
      2 ** 30,
      2 ** -80,
      2 ** -80,
      2 ** -130,
    ],
    ['below the smallest number', 1, 2 ** -80, 2 ** -80, 0],
    ['zero', 0, 1e30, 1e30, 0],
    ['beyond the largest number', -(2 ** 30), 2 ** 90, 2 ** 90, Number.NEGATIVE_INFINITY],
    ['an infinite scale', 0, Number.POSITIVE_INFINITY, 1, Number.NaN],
  ])('%s', (_, accumulator, xScale, wScale, expected) => {
    expect(toFp32(accumulator, xScale, wScale)).toBe(expected);
  });
});

describe('to BF16', () => {
  it('rounds 1 + 2^-8 to 1: the bound, but for what it allows FP32', () => {
    expect(arithmetic.dequantise(257, 2 ** -8, 1).value).toBe(1);
    const bound = bf16Error(1 + 2 ** -8, 1);
    expect(2 ** -8 / bound).toBeLessThanOrEqual(1);
    expect(2 ** -8 / bound).toBeGreaterThan(0.9999);
    // The error itself is 1/257 of what is rounded.
    expect(2 ** -8 / (1 + 2 ** -8)).toBe(1 / 257);
  });

  it('tells an infinite bound where FP32 overflows on the way to a number that it could hold', () => {
    const { value, bound } = arithmetic.dequantise(16_129, Math.fround(1e36), Math.fround(1e-36));
    expect([value, bound]).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
    expect(arithmetic.dequantise(16_129, Math.fround(1e-36), Math.fround(1e36)).bound).toBeLessThan(64);
  });

  it('is exact for few digits', () => {
    expect(arithmetic.dequantise(-255, 0.5, 4).value).toBe(-510);
  });
});

describe('bounds', () => {
  const scale = fc
    .tuple(fc.nat(2 ** 23 - 1), fc.integer({ min: -75, max: 30 }))
    .map(([fraction, exponent]) => (1 + fraction * 2 ** -23) * 2 ** exponent);

  it('hold', () => {
    const accumulators = fc.oneof(
      fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
      fc.integer({ min: -300, max: 300 }),
    );
    fc.assert(
      fc.property(accumulators, scale, scale, (accumulator, xScale, wScale) => {
        const exact = accumulator * xScale * wScale;
        expect(Math.abs(toFp32(accumulator, xScale, wScale) - exact)).toBeLessThanOrEqual(
          fp32Error(exact, wScale),
        );
        expect(
          Math.abs(arithmetic.dequantise(accumulator, xScale, wScale).value - exact),
        ).toBeLessThanOrEqual(bf16Error(exact, wScale));
      }),
      { numRuns: 2_000, seed: 1 },
    );
  });

  it('are three units and 1/257, relative', () => {
    expect(fp32Error(1, 1)).toBeCloseTo(3 * 2 ** -24, 12);
    expect(bf16Error(1, 1)).toBeCloseTo(1 / 257 + (3 * 2 ** -24 * 258) / 257, 12);
    expect(fp32Error(0, 1)).toBe(2 ** -149);
  });
});
