// Goal: INT32 products of levels, packed or not, with wrapping. Method: plain against packed for odd shapes, sums known in closed form.

import { describe, expect, it } from 'vitest';
import { SAFE_LENGTH_MAX } from '../../../src/cloudmatrix/int8/accumulator.js';
import { Draw } from '../../../src/cloudmatrix/draw.js';
import { multiply, multiplyPacked, multiplyPlainly } from '../../../src/cloudmatrix/int8/multiply.js';
import type { Levels } from '../../../src/cloudmatrix/int8/quantised.js';

const filled = (rows: number, columns: number, level: number): Levels => ({
  rows,
  columns,
  levels: new Int8Array(rows * columns).fill(level),
});

function random(rows: number, columns: number, seed: number): Levels {
  const draw = new Draw(seed);
  return { rows, columns, levels: Int8Array.from({ length: rows * columns }, () => draw.below(256) - 128) };
}

const ways = [
  ['multiplyPlainly', multiplyPlainly],
  ['multiplyPacked', multiplyPacked],
  ['multiply', multiply],
] as const;

describe.each(ways)('%s', (_, product) => {
  it('is x times w transposed', () => {
    const x = { rows: 2, columns: 3, levels: Int8Array.of(1, 2, 3, -1, 0, 100) };
    const w = { rows: 3, columns: 3, levels: Int8Array.of(4, 5, 6, 0, 0, 1, -128, 127, -1) };
    expect([...product(x, w)]).toEqual([32, 3, 123, 596, 100, 28]);
  });

  it('is empty or zero where nothing is multiplied', () => {
    expect([...product(filled(0, 3, 1), filled(2, 3, 1))]).toEqual([]);
    expect([...product(filled(2, 3, 1), filled(0, 3, 1))]).toEqual([]);
    expect([...product(filled(2, 0, 1), filled(1, 0, 1))]).toEqual([0, 0]);
  });

  it.each([
    [SAFE_LENGTH_MAX, 127, 127, 2_147_479_576],
    [SAFE_LENGTH_MAX, 127, -127, -2_147_479_576],
    // 133,145 x 16,129 = 2,147,495,705, less 2^32.
    [SAFE_LENGTH_MAX + 1, 127, 127, -2_147_471_591],
    [131_071, -128, -128, 2_147_467_264],
    // 2^17 x 2^14 = 2^31, which INT32 has as its opposite.
    [131_072, -128, -128, -2_147_483_648],
    [131_072, -128, 127, -2_130_706_432],
  ])('of %i times %i x %i is %i', (length, x, w, expected) => {
    expect([...product(filled(1, length, x), filled(2, length, w))]).toEqual([expected, expected]);
  });
});

describe('packed as plain', () => {
  it.each([
    [1, 1, 1],
    [2, 8, 64],
    [3, 7, 5],
    [8, 9, 33],
    [9, 16, 17],
    [5, 15, 2_039],
    [3, 3, 2_040],
    [3, 9, 2_041],
    [1, 2, 4_080],
    [7, 5, 4_081],
    [128, 3, 3],
    [129, 8, 5],
    [257, 11, 3],
    [130, 2, 2_043],
  ])('%i rows by %i channels, K = %i', (rows, channels, length) => {
    const [x, w] = [random(rows, length, 1), random(channels, length, 2)];
    expect(multiplyPacked(x, w)).toEqual(multiplyPlainly(x, w));
  });

  it('when a pair has the extremes of opposite signs, a whole chunk of them', () => {
    const w = filled(4, 4_080, -128);
    w.levels.fill(127, 4_080, 2 * 4_080);
    w.levels.fill(1, 3 * 4_080);
    for (const level of [-128, 127]) {
      const expected = [-128, 127, -128, 1].map((other) => 4_080 * level * other);
      expect([...multiplyPacked(filled(1, 4_080, level), w)]).toEqual(expected);
    }
  });
});

it('is the same from row to row, however many rows there are', () => {
  const w = random(10, 50, 4);
  const alone = multiply(random(1, 50, 3), w);
  for (let rows = 1; rows <= 10; rows++) {
    expect(multiply(random(rows, 50, 3), w).subarray(0, 10)).toEqual(alone);
  }
});
