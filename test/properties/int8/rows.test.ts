// Goal: a recipe is all that a row depends on, and reaches the hard places. Method: each kind, made twice.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kindsWithout, matrices, matrixFrom, rowFrom, rows } from '../../../properties/int8/rows.js';
import { toBf16 } from '../../../src/cloudmatrix/int8/float-bits.js';

const kinds = kindsWithout();

describe('a row', () => {
  it.each(kinds)('of kind %s is made again from its recipe, in finite numbers', (kind) => {
    const recipe = { kind, length: 300, exponent: 3, seed: 7 };
    const row = rowFrom(recipe, 'fp32');
    expect(row).toHaveLength(300);
    expect(rowFrom(recipe, 'fp32')).toEqual(row);
    expect(row.every(Number.isFinite)).toBe(true);
  });

  it('is of the numbers of its type', () => {
    const recipe = { kind: 'gaussian', length: 300, exponent: 0, seed: 7 } as const;
    expect(rowFrom(recipe, 'bf16').every((value) => toBf16(value) === value)).toBe(true);
    expect(rowFrom(recipe, 'fp16').every((value) => Number.isInteger(value * 2 ** 24))).toBe(true);
    expect(rowFrom({ ...recipe, exponent: 40 }, 'fp16').every((value) => Math.abs(value) <= 65_504)).toBe(
      true,
    );
  });

  it.each([
    { kind: 'pinned', expected: [127, 126.5, 126.5] },
    { kind: 'zero', expected: [0, 0, 0] },
    { kind: 'ones beside 255', expected: [255, 1, 1] },
    { kind: 'just above 1', expected: [1 + 2 ** -8, 1 + 2 ** -8, 1 + 2 ** -8] },
  ] as const)('of kind $kind is literal', ({ kind, expected }) => {
    expect([...rowFrom({ kind, length: 3, exponent: 0, seed: 0 }, 'fp32')]).toEqual(expected);
  });

  it('of ties has a scale of 1 and half-integers', () => {
    const [first, ...rest] = rowFrom({ kind: 'half-integers', length: 50, exponent: 0, seed: 3 }, 'fp32');
    expect(first).toBe(127);
    expect(rest.every((value) => Math.abs(value % 1) === 0.5)).toBe(true);
  });

  it('of other seeds is another row', () => {
    const row = (seed: number) => [...rowFrom({ kind: 'gaussian', length: 4, exponent: 0, seed }, 'fp32')];
    expect(row(1)).not.toEqual(row(2));
    expect(Math.abs(row(1)[0]! - row(2)[0]!)).toBeGreaterThan(1e-3);
  });
});

describe('what is drawn', () => {
  it('has all kinds, short rows mostly, and now and then the longest', () => {
    const drawn = fc.sample(rows({ dtype: 'bf16', lengthMax: 7_168 }), { numRuns: 2_000, seed: 384 });
    expect(new Set(drawn.map(({ kind }) => kind))).toEqual(new Set(kinds));
    expect(drawn.some(({ length }) => length === 7_168)).toBe(true);
    expect(drawn.filter(({ length }) => length <= 64).length).toBeGreaterThan(1_500);
  });

  it('has rows of one length in a matrix', () => {
    for (const recipe of fc.sample(matrices({ dtype: 'bf16', lengthMax: 20 }, 4), {
      numRuns: 50,
      seed: 384,
    })) {
      const { rows: count, columns } = matrixFrom(recipe, 'bf16');
      expect({ count, columns }).toEqual({ count: recipe.rows.length, columns: recipe.length });
    }
  });
});
