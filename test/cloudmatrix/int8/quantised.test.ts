// Goal: what levels stand for. Method: an example of two rows.

import { expect, it } from 'vitest';
import { levelsOf, type Quantised, sumsOfLevels, valuesOf } from '../../../src/cloudmatrix/int8/quantised.js';

const quantised: Quantised = {
  rows: 2,
  columns: 3,
  levels: Int8Array.of(127, -2, 0, -128, 1, 3),
  scales: Float32Array.of(0.5, Number.NaN),
  errors: new Float64Array(2),
  magnitudes: new Float64Array(2),
};

it('has the levels of a row', () => {
  expect(levelsOf(quantised, 0)).toEqual(Int8Array.of(127, -2, 0));
  expect(levelsOf(quantised, 1)).toEqual(Int8Array.of(-128, 1, 3));
});

it('a number is its level times the scale of its row', () => {
  expect(valuesOf(quantised, 0)).toEqual(Float64Array.of(63.5, -1, 0));
  expect(valuesOf(quantised, 1)).toEqual(new Float64Array(3).fill(Number.NaN));
});

it('a number has more digits than FP32', () => {
  const scale = 1 + 2 ** -23;
  const row = { ...quantised, rows: 1, scales: Float32Array.of(scale) };
  expect(valuesOf(row, 0)[0]).toBe(127 + 127 * 2 ** -23);
});

it('sums magnitudes of levels by row', () => {
  expect(sumsOfLevels(quantised)).toEqual(Float64Array.of(129, 132));
});
