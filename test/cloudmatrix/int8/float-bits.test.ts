// Goal: bit patterns of FP32 and BF16, and rounding to BF16. Method: patterns from IEEE 754, all BF16 numbers, and 400,000 FP32
// numbers against a rounding that counts spacings.

import { describe, expect, it } from 'vitest';
import {
  bf16Bits,
  bf16Of,
  exponentOf,
  fp32Bits,
  fp32Of,
  toBf16,
} from '../../../src/cloudmatrix/int8/float-bits.js';

const FP32_MAX = (2 - 2 ** -23) * 2 ** 127;
const BF16_MAX = (2 - 2 ** -7) * 2 ** 127;

describe('FP32', () => {
  const patterns = [
    [0, 0],
    [-0, 0x80000000],
    [1, 0x3f800000],
    [-2, 0xc0000000],
    [0.15625, 0x3e200000],
    [2 ** -126, 0x00800000],
    [2 ** -149, 0x00000001],
    [FP32_MAX, 0x7f7fffff],
    [Number.POSITIVE_INFINITY, 0x7f800000],
    [Number.NEGATIVE_INFINITY, 0xff800000],
  ] as const;

  it.each(patterns)('%d has the bits %i, and back', (x, bits) => {
    expect(fp32Bits(x)).toBe(bits);
    expect(fp32Of(bits)).toBe(x);
  });

  it('rounds what it cannot hold', () => {
    expect(fp32Bits(0.1)).toBe(0x3dcccccd);
    expect(fp32Bits(1 + 2 ** -24)).toBe(0x3f800000);
    expect(fp32Bits(2 ** -150)).toBe(0);
  });

  it('has NaN for an exponent of ones with a fraction', () => {
    expect(fp32Of(0x7fc00000)).toBeNaN();
    expect(fp32Of(0x7f800001)).toBeNaN();
    expect((fp32Bits(Number.NaN) & 0x7fffffff) > 0x7f800000).toBe(true);
  });

  it.each([
    [1, 0],
    [1.999, 0],
    [-2, 1],
    [0.75, -1],
    [127, 6],
    [-128, 7],
    [2 ** -126, -126],
    [FP32_MAX, 127],
  ])('the exponent of %d is %i', (x, exponent) => {
    expect(exponentOf(x)).toBe(exponent);
  });
});

describe('BF16', () => {
  it.each([
    [1, 0x3f80],
    [-0, 0x8000],
    [1 + 2 ** -7, 0x3f81],
    [-3, 0xc040],
    [2 ** -133, 0x0001],
    [BF16_MAX, 0x7f7f],
    [Number.POSITIVE_INFINITY, 0x7f80],
  ])('%d has the bits %i, and back', (x, bits) => {
    expect(bf16Bits(x)).toBe(bits);
    expect(bf16Of(bits)).toBe(x);
  });

  it('holds each of its own numbers: bits, number and rounding agree for all 2^16', () => {
    const wrong: number[] = [];
    for (let bits = 0; bits < 2 ** 16; bits++) {
      const x = bf16Of(bits);
      const isNaN = (bits & 0x7fff) > 0x7f80;
      const isRight = isNaN ? Number.isNaN(toBf16(x)) : Object.is(toBf16(x), x) && bf16Bits(x) === bits;
      if (!isRight) wrong.push(bits);
    }
    expect(wrong).toEqual([]);
  });
});

describe('toBf16', () => {
  it.each([
    ['a tie to the even one below', 1 + 2 ** -8, 1],
    ['a tie to the even one above', 1 + 3 * 2 ** -8, 1 + 2 ** -6],
    ['a negative tie', -1 - 2 ** -8, -1],
    ['just above a tie', 1 + 2 ** -8 + 2 ** -23, 1 + 2 ** -7],
    ['just below a tie', 1 + 3 * 2 ** -8 - 2 ** -23, 1 + 2 ** -7],
    ['up to the next power of two', 2 - 2 ** -23, 2],
    ['the largest number', BF16_MAX, BF16_MAX],
    ['below the tie with infinity', fp32Of(0x7f7f7fff), BF16_MAX],
    ['the tie with infinity', fp32Of(0x7f7f8000), Number.POSITIVE_INFINITY],
    ['the largest FP32 number', FP32_MAX, Number.POSITIVE_INFINITY],
    ['its opposite', -FP32_MAX, Number.NEGATIVE_INFINITY],
    ['infinity', Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
    ['minus zero', -0, -0],
    ['half of the smallest number', 2 ** -134, 0],
    ['its opposite', -(2 ** -134), -0],
    ['more than half of it', 2 ** -134 + 2 ** -149, 2 ** -133],
    ['one and a half of it', 3 * 2 ** -134, 2 ** -132],
    ['the smallest FP32 number', 2 ** -149, 0],
    ['up to the smallest normal number', 2 ** -126 - 2 ** -149, 2 ** -126],
  ])('%s', (_, x, expected) => {
    expect(toBf16(x)).toBe(expected);
  });

  it('leaves NaN', () => {
    expect(toBf16(Number.NaN)).toBeNaN();
    expect(toBf16(fp32Of(0x7fffffff))).toBeNaN();
    expect(toBf16(fp32Of(0xff800001))).toBeNaN();
  });

  /** By the value alone: counts spacings of 8 digits, and decides on the rest. */
  function slowly(fraction: number, field: number): number {
    const exponent = Math.max(field, 1) - 127;
    const magnitude = ((field === 0 ? 0 : 1) + fraction * 2 ** -23) * 2 ** exponent;
    const spacing = 2 ** (exponent - 7);
    const count = Math.floor(magnitude / spacing);
    const rest = magnitude / spacing - count;
    const isUp = rest > 0.5 || (rest === 0.5 && count % 2 === 1);
    const rounded = (count + (isUp ? 1 : 0)) * spacing;
    return rounded >= 2 ** 128 ? Number.POSITIVE_INFINITY : rounded;
  }

  function compare(fraction: number, field: number, wrong: string[]): void {
    const x = fp32Of(((field << 23) | fraction) >>> 0);
    const expected = slowly(fraction, field);
    if (toBf16(x) !== expected || toBf16(-x) !== -expected) wrong.push(`${field} ${fraction}`);
  }

  it('is the nearest number for every exponent and upper fraction', () => {
    const wrong: string[] = [];
    for (let field = 0; field < 255; field++) {
      for (let upper = 0; upper < 128; upper++) {
        for (const lower of [0, 1, 0x7fff, 0x8000, 0x8001, 0xffff]) {
          compare((upper << 16) | lower, field, wrong);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it.each([0, 1, 127, 254])('is the nearest number for every lower fraction, exponent field %i', (field) => {
    const wrong: string[] = [];
    for (const upper of [0, 1, 126, 127]) {
      for (let lower = 0; lower < 2 ** 16; lower += 7) compare((upper << 16) | lower, field, wrong);
    }
    expect(wrong).toEqual([]);
  });
});
