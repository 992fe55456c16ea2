// Goal: predicted RMS errors, and what they come to for Gaussian data at the real sizes. Method: a prediction by hand; the table of
// docs/paper/int8-bounds.md (Q8, MoE path).

import { describe, expect, it } from 'vitest';
import { layerRms } from '../../../properties/int8/layer.js';
import { rmsOf } from '../../../properties/int8/random-products.js';
import type { Subject } from '../../../properties/int8/subject.js';
import { Int8Arithmetic } from '../../../src/cloudmatrix/int8/arithmetic.js';
import { matrixOf } from '../../../src/cloudmatrix/int8/matrix.js';
import { varianceOfCombined, varianceOfProduct } from '../../../src/cloudmatrix/int8/rms.js';

const arithmetic = new Int8Arithmetic();
const subject: Subject = {
  arithmetic,
  reference: arithmetic,
  dtype: 'bf16',
  hidden: 7_168,
  intermediate: 2_048,
  tokens: 4,
};

it('a product errs by s^2 ||w||^2 / 12 + s_w^2 ||x||^2 / 12', () => {
  const x = arithmetic.quantise(matrixOf([[127, 3]]));
  const w = arithmetic.quantise(matrixOf([[254, 0]]));
  expect([...varianceOfProduct(x, w)]).toEqual([(254 ** 2 + 4 * (127 ** 2 + 3 ** 2)) / 12]);
});

it('a sum errs by the errors of its terms, and by BF16', () => {
  const terms = [
    { weight: 2, variance: 0.25 },
    { weight: 1, variance: 1 },
  ];
  expect(varianceOfCombined(terms, 0)).toBe(2);
  // Between 1 and 2, BF16 numbers are 2^-7 apart.
  expect(varianceOfCombined(terms, 1.5)).toBeCloseTo(2 + 2 ** -14 / 12, 14);
});

describe('Gaussian products', () => {
  it.each([
    { length: 2_048, decibels: 38.5 },
    { length: 7_168, decibels: 37.8 },
    { length: 18_432, decibels: 37.5 },
  ])('of length $length have $decibels dB of signal over noise', ({ length, decibels }) => {
    // It depends on the largest of each row, which varies: over 96 of them, by a third of a decibel.
    const found = rmsOf({ kind: 'gaussian', length, seed: 7 }, subject, 96);
    expect(Math.abs(found.decibels - decibels)).toBeLessThan(1 / 3);
  });
});

it('a whole layer errs by 1.8 to 2.6 % of its output, as predicted, and by a thousandth of the worst case', () => {
  const { ratio, relative, worstCase } = layerRms(
    { tokens: 16, hidden: 512, intermediate: 128, seed: 5 },
    subject,
  );
  expect(Math.abs(ratio - 1)).toBeLessThan(0.03);
  expect(relative).toBeGreaterThan(0.018);
  expect(relative).toBeLessThan(0.026);
  expect(worstCase).toBeLessThan(0.01);
});
