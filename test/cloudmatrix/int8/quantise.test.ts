// Goal: both forms of quantisation, to the bit, on ordinary rows and on those at the ends of FP32. Method: examples by hand from
// docs/paper/int8-bounds.md (Q1 to Q4, Q13 to Q16), and all subnormal row maxima that could saturate.

import { describe, expect, it } from 'vitest';
import { Int8Arithmetic } from '../../../src/cloudmatrix/int8/arithmetic.js';
import { matrixOf } from '../../../src/cloudmatrix/int8/matrix.js';
import {
  errorInScales,
  errorOfScale,
  hasLevels,
  productFactor,
  quotientScale,
  UNDEFINED_LEVEL,
} from '../../../src/cloudmatrix/int8/quantise.js';
import { levelsOf, valuesOf } from '../../../src/cloudmatrix/int8/quantised.js';

const arithmetic = new Int8Arithmetic();
const byQuotient = (...rows: number[][]) => arithmetic.quantise(matrixOf(rows));
const byProduct = (...rows: number[][]) => arithmetic.quantiseByProduct(matrixOf(rows));
const forms = [
  ['quotient', byQuotient],
  ['product', byProduct],
] as const;

/** Smallest FP32 number. */
const TINY = 2 ** -149;

describe.each(forms)('the %s form', (form, quantise) => {
  it('rounds ties to even', () => {
    const { levels, scales } = quantise([127, 0.5, 1.5, 2.5, -0.5, -1.5, -2.5]);
    expect([...levels]).toEqual([127, 0, 2, 2, 0, -2, -2]);
    expect([...scales]).toEqual([1]);
  });

  it('has a scale for each row, and the largest of each at 127', () => {
    const { levels, scales } = quantise([254, -254, 2], [0.25, 63.5, 31.75]);
    expect([...levels]).toEqual([127, -127, 1, 0, 127, 64]);
    expect([...scales]).toEqual([2, 0.5]);
  });

  it('tells the errors and the magnitudes of each row', () => {
    const { errors, magnitudes } = quantise([127, -0.5], [254, 1]);
    const roundings = form === 'quotient' ? 2 : 3;
    const error = 0.5 + 127 * roundings * 2 ** -24;
    const ofScale = form === 'quotient' ? 0 : 127 * 2 ** -150;
    expect([...errors]).toEqual([error + ofScale, 2 * error + ofScale]);
    expect([...magnitudes]).toEqual([127.5, 255]);
  });

  it('makes zeros of a row of zeros', () => {
    const { levels, scales, errors } = quantise([0, -0, 0], [127, 1, 2]);
    expect([...levels]).toEqual([0, 0, 0, 127, 1, 2]);
    expect([...scales]).toEqual([0, 1]);
    expect(errors[0]).toBe(0);
  });

  it('keeps NaN and infinity in their row', () => {
    const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
    const quantised = quantise([127, 3], [nan, 1], [infinity, 1], [1, -infinity], [infinity, nan], [1, 127]);
    expect([...quantised.scales]).toEqual([1, nan, infinity, infinity, nan, 1]);
    expect([...levelsOf(quantised, 0)]).toEqual([127, 3]);
    expect([...levelsOf(quantised, 5)]).toEqual([1, 127]);
    for (const row of [1, 2, 3, 4]) {
      expect([...valuesOf(quantised, row)]).toEqual([nan, nan]);
      expect(quantised.errors[row]).toBe(infinity);
    }
    expect(quantised.errors[5]).toBeLessThan(0.51);
  });

  it('erases 7,167 ones beside one 255', () => {
    const { levels } = quantise([255, ...Array.from({ length: 7_167 }, () => 1)]);
    expect(levels[0]).toBe(127);
    expect(levels.subarray(1)).toEqual(new Int8Array(7_167));
    // 127/254 is a tie, to the even 0; 127/253 is above it.
    expect([...quantise([254, 1]).levels]).toEqual([127, 0]);
    expect([...quantise([253, 1]).levels]).toEqual([127, 1]);
  });

  it('reaches 127 at both ends of what has a normal scale', () => {
    for (const largest of [2 ** -119, 3.4e38, 2 ** 127, -(2 ** 100), 1 + 2 ** -23]) {
      expect([...quantise([largest, 0]).levels]).toEqual([127 * Math.sign(largest), 0]);
    }
  });

  it('makes nothing of no rows', () => {
    expect(quantise()).toMatchObject({ rows: 0, levels: new Int8Array(0), scales: new Float32Array(0) });
  });
});

describe('tiny rows', () => {
  it('stay by quotient and are flushed by product', () => {
    // 1e-40 is 71,362 spacings and the scale 562 of them: 126.98, and half of that.
    expect([...byQuotient([1e-40, 5e-41]).levels]).toEqual([127, 63]);
    expect(byQuotient([1e-40, 5e-41]).scales[0]).toBe(562 * TINY);
    const { levels, scales, errors } = byProduct([1e-40, 5e-41]);
    expect([...levels]).toEqual([0, 0]);
    expect([...scales]).toEqual([0]);
    expect(errors[0]).toBe(71_362 * TINY);
  });

  it('are flushed by product where 127 / a overflows, above the smallest normal number', () => {
    expect(127 / 3.7e-37).toBeGreaterThan(3.4028235e38);
    expect([...byProduct([3.7e-37]).levels]).toEqual([0]);
    expect([...byProduct([3.75e-37]).levels]).toEqual([127]);
    expect(productFactor(Math.fround(3.7e-37))).toBe(Number.POSITIVE_INFINITY);
  });

  const spacings = Array.from({ length: 20_000 }, (_, at) => at + 1);
  const rowOfMaximum = (n: number) => [n, n - 1, (n + 1) >> 1, n >> 1, -(n >> 2), Math.min(n, 63), 1, 0];
  const tinyRows = matrixOf(spacings.map((n) => rowOfMaximum(n).map((count) => count * TINY)));

  it('never exceed 127 by quotient, and err by half of the scale at most', () => {
    const { levels, scales } = arithmetic.quantise(tinyRows);
    const wrong: number[] = [];
    spacings.forEach((n, row) => {
      const scale = Math.ceil(n / 127);
      const isRight = rowOfMaximum(n).every((count, k) => {
        const level = levels[8 * row + k]!;
        return Math.abs(level) <= 127 && Math.abs(scale * level - count) <= scale / 2;
      });
      if (!isRight || scales[row] !== scale * TINY) wrong.push(n);
    });
    expect(wrong).toEqual([]);
  });

  it('would exceed 127 if the scale were rounded to nearest, up to 16,065 spacings', () => {
    class ToNearest extends Int8Arithmetic {
      override scaleOf(largest: number): number {
        return Math.fround(largest / 127);
      }
    }
    // 16,065 = 126 x 127 + 63: the scale would be 126, and 16,065/126 = 127.5 goes to the even 128, which INT8 has as -128.
    expect([...new ToNearest().quantise(matrixOf([[16_065 * TINY]])).levels]).toEqual([-128]);
    expect([...byQuotient([16_065 * TINY]).levels]).toEqual([126]);
    const { levels } = new ToNearest().quantise(tinyRows);
    const saturated = spacings.filter((_, row) => levels[8 * row]! < 0);
    // Up to 63 spacings the scale would even be 0; from there on, the first too large quotient is 128 / 1.
    expect(saturated.slice(0, 64)).toEqual([...spacings.slice(0, 63), 128]);
    expect(saturated.at(-1)).toBe(16_065);
  });
});

describe('scales', () => {
  it.each([
    [127, 1],
    [0, 0],
    [1, Math.fround(1 / 127)],
    [TINY, TINY],
    [127 * TINY, TINY],
    [128 * TINY, 2 * TINY],
    [127 * 2 ** -126, 2 ** -126],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    [Number.NaN, Number.NaN],
  ])('of a row with the largest magnitude %d is %d', (largest, scale) => {
    expect(quotientScale(largest)).toBe(scale);
  });

  it('are kept when what the levels stand for is quantised again', () => {
    const wrong: number[] = [];
    for (let step = 0; step < 100_000; step++) {
      const largest = 1 + Math.floor((step * 2 ** 23) / 100_000) * 2 ** -23;
      const scale = quotientScale(largest);
      if (quotientScale(Math.fround(127 * scale)) !== scale) wrong.push(largest);
    }
    expect(wrong).toEqual([]);
  });

  it.each([
    [1, true],
    [TINY, true],
    [0, false],
    [Number.POSITIVE_INFINITY, false],
    [Number.NaN, false],
  ])('a row with the largest magnitude %d has levels: %s', (largest, expected) => {
    expect(hasLevels(largest)).toBe(expected);
  });
});

describe('errors', () => {
  it('are half a scale and two or three roundings of 127', () => {
    expect(errorInScales('quotient')).toBe(0.5 + 254 * 2 ** -24);
    expect(errorInScales('product')).toBe(0.5 + 381 * 2 ** -24);
    // As docs/paper/int8-bounds.md has it in decimals (Q2).
    expect(errorInScales('quotient')).toBeCloseTo(0.500015, 6);
    expect(errorInScales('product')).toBeCloseTo(0.500023, 6);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('of the scale %d have no limit', (scale) => {
    expect(errorOfScale(scale, 'quotient')).toBe(Number.POSITIVE_INFINITY);
  });

  it('of FP32 can exceed half a scale, and stay within the bound', () => {
    let [most, excess] = [0, 0];
    for (let step = 0; step < 20_000; step++) {
      const largest = Math.fround(1 + step / 20_000);
      const x = Math.fround((largest / 127) * 125.5);
      const { levels, scales } = byQuotient([largest, x]);
      const error = Math.abs(levels[1]! * scales[0]! - x) / scales[0]!;
      most = Math.max(most, error);
      if (error > 0.5) excess++;
    }
    expect(excess).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(errorInScales('quotient'));
  });
});

describe('levels', () => {
  it('are rounded, and those of what is not finite the one that nothing else makes', () => {
    expect(arithmetic.toLevel(1.5)).toBe(2);
    expect(arithmetic.toLevel(-126.7)).toBe(-127);
    for (const x of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      expect(arithmetic.toLevel(x)).toBe(UNDEFINED_LEVEL);
    }
    expect(UNDEFINED_LEVEL).toBe(-128);
  });

  it('of the two forms differ by one at most, next to half-integers alone', () => {
    let apart = 0;
    for (let step = 0; step < 2_000; step++) {
      const largest = Math.fround(1 + step / 2_000);
      const row = [largest, ...[0.5, 1.5, 60.5, 100.5, 125.5].map((q) => Math.fround((q * largest) / 127))];
      const [one, other] = [byQuotient(row).levels, byProduct(row).levels];
      one.forEach((level, k) => {
        expect(Math.abs(level - other[k]!)).toBeLessThanOrEqual(1);
        if (level !== other[k]) apart++;
      });
    }
    expect(apart).toBeGreaterThan(0);
  });
});

describe('exactly', () => {
  const exactly = (...row: number[]) => [...arithmetic.quantiseExactly(Float32Array.from(row))];

  it('rounds ties to even and has 127 at the largest', () => {
    expect(exactly(127, 0.5, 1.5, 2.5, -1.5)).toEqual([127, 0, 2, 2, -2]);
    expect(exactly(TINY, 0, -TINY)).toEqual([127, 0, -127]);
    expect(exactly(0, 0)).toEqual([0, 0]);
  });

  it('tells a tie from what is one unit in the last place beside it', () => {
    expect(exactly(127, 1.5 - 2 ** -23, 2.5 + 2 ** -22)).toEqual([127, 1, 3]);
    // 127 x is 126.5 a but for the last bit of x: x = 126.5, a = 127 (1 + 2^-23) and so a little below.
    expect(exactly(127 + 2 ** -17, 125.5)).toEqual([127, 125]);
    expect(exactly(127 - 2 ** -17, 126.5)).toEqual([127, 127]);
  });
});
