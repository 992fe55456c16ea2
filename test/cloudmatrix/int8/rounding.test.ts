// Goal: rounding to an integer as RINT does, and the units of both types. Method: ties by hand, all eighths against the definition,
// and what FP32 itself does at its units.

import { describe, expect, it } from 'vitest';
import { bf16Of } from '../../../src/cloudmatrix/int8/float-bits.js';
import {
  BF16_SPACING_MIN,
  BF16_UNIT,
  FP32_NORMAL_MIN,
  FP32_SPACING_MIN,
  FP32_UNIT,
  roundToEven,
} from '../../../src/cloudmatrix/int8/rounding.js';

describe('roundToEven', () => {
  it.each([
    [0, 0],
    [0.5, 0],
    [1.5, 2],
    [2.5, 2],
    [3.5, 4],
    [126.5, 126],
    [127.5, 128],
    [-1.5, -2],
    [-2.5, -2],
    [-126.5, -126],
    [0.49999999999999994, 0],
    [0.5000000000000001, 1],
    [2.4999999999999996, 2],
    [2.5000000000000004, 3],
    [2 ** 50 + 0.5, 2 ** 50],
    [2 ** 50 + 1.5, 2 ** 50 + 2],
    [-(2 ** 50) - 0.75, -(2 ** 50) - 1],
  ])('%d is rounded to %d', (x, nearest) => {
    expect(roundToEven(x)).toBe(nearest);
  });

  it('rounds -1/2 to zero, of any sign', () => {
    expect(Math.abs(roundToEven(-0.5))).toBe(0);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('leaves %d as it is', (x) => {
    expect(roundToEven(x)).toBe(x);
  });

  it('goes to the nearer integer, and of two to the even one', () => {
    const wrong: number[] = [];
    for (let eighths = -8_000; eighths <= 8_000; eighths++) {
      const below = Math.floor(eighths / 8);
      const rest = eighths - 8 * below;
      const isUp = rest > 4 || (rest === 4 && below % 2 !== 0);
      if (roundToEven(eighths / 8) - below !== (isUp ? 1 : 0)) wrong.push(eighths);
    }
    expect(wrong).toEqual([]);
  });
});

describe('units', () => {
  it('of FP32 is half of the distance from 1 to the number after it', () => {
    expect(Math.fround(1 + FP32_UNIT)).toBe(1);
    expect(Math.fround(1 + FP32_UNIT * 1.001)).toBe(1 + 2 ** -23);
    expect(FP32_UNIT).toBe(2 ** -24);
  });

  it('of BF16 is half of the distance from 1 to the number after it', () => {
    expect(bf16Of(0x3f80)).toBe(1);
    expect(bf16Of(0x3f81)).toBe(1 + 2 * BF16_UNIT);
    expect(BF16_UNIT).toBe(1 / 256);
  });

  it('below the smallest normal number are the spacings of the subnormal ones', () => {
    expect(Math.fround(FP32_SPACING_MIN)).toBe(FP32_SPACING_MIN);
    expect(Math.fround(FP32_SPACING_MIN / 2)).toBe(0);
    expect(FP32_NORMAL_MIN).toBe(2 ** 23 * FP32_SPACING_MIN);
    expect(bf16Of(1)).toBe(BF16_SPACING_MIN);
    expect(bf16Of(0x80)).toBe(FP32_NORMAL_MIN);
  });
});
