// Goal: of many comparisons the worst is kept, and what is not a number is worse than anything.

import { describe, expect, it } from 'vitest';
import { Worst } from '../../src/bounds/measure.js';

describe('the worst of', () => {
  it('nothing is nothing', () => {
    expect(new Worst()).toMatchObject({ ratio: 0, message: 'nothing was compared' });
  });

  it('several errors is that with the largest share of its bound', () => {
    const worst = new Worst();
    worst.within(1, 4, () => 'first');
    worst.within(-3, 4, () => 'second');
    worst.within(2, 4, () => 'third');
    expect(worst).toMatchObject({ ratio: 0.75, message: 'second: -3 of at most 4' });
  });

  it('equals is the first', () => {
    const worst = new Worst();
    worst.within(1, 2, () => 'first');
    worst.within(2, 4, () => 'second');
    expect(worst.message).toBe('first: 1 of at most 2');
  });
});

it.each([
  { error: 0, bound: 0, ratio: 0 },
  { error: 0, bound: 1, ratio: 0 },
  { error: 1, bound: 0, ratio: Number.POSITIVE_INFINITY },
  { error: Number.NaN, bound: 1, ratio: Number.POSITIVE_INFINITY },
  { error: 1, bound: Number.NaN, ratio: Number.POSITIVE_INFINITY },
  { error: 0, bound: Number.NaN, ratio: Number.POSITIVE_INFINITY },
  { error: 1, bound: -1, ratio: Number.POSITIVE_INFINITY },
  { error: 0, bound: -1, ratio: Number.POSITIVE_INFINITY },
  { error: Number.POSITIVE_INFINITY, bound: 1, ratio: Number.POSITIVE_INFINITY },
  { error: 1, bound: Number.POSITIVE_INFINITY, ratio: 0 },
])('an error of $error within $bound has the ratio $ratio', ({ error, bound, ratio }) => {
  const worst = new Worst();
  worst.within(error, bound, () => 'it');
  expect(worst.ratio).toBe(ratio);
});

it.each([
  { found: 1, expected: 1, ratio: 0 },
  { found: Number.NaN, expected: Number.NaN, ratio: 0 },
  { found: 0, expected: -0, ratio: Number.POSITIVE_INFINITY },
  { found: 1, expected: 2, ratio: Number.POSITIVE_INFINITY },
])('$found in place of $expected has the ratio $ratio', ({ found, expected, ratio }) => {
  const worst = new Worst();
  worst.same(found, expected, () => 'it');
  expect(worst.ratio).toBe(ratio);
});

it('rows are the same in every place, and of one length', () => {
  const compared = (found: number[], expected: number[]) => {
    const worst = new Worst();
    worst.sameRow(found, expected, 'level');
    return worst.ratio === 0 ? 'the same' : worst.message;
  };
  expect(compared([1, 2], [1, 2])).toBe('the same');
  expect(compared([1, 3, 2], [1, 2, 3])).toBe('level 1: 3 instead of 2');
  expect(compared([1], [1, 2])).toBe('length of level: 1 instead of 2');
});
