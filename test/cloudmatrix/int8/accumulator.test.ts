// Goal: how long a dot product of levels may be. Method: the numbers of docs/paper/int8-bounds.md (Q9, Q11), and the limits of both types.

import { expect, it } from 'vitest';
import {
  FP32_EXACT_LENGTH_MAX,
  LEVEL_MAX,
  PRODUCT_MAX,
  SAFE_LENGTH_MAX,
} from '../../../src/cloudmatrix/int8/accumulator.js';

it('has symmetric levels', () => {
  expect(LEVEL_MAX).toBe(127);
  expect(PRODUCT_MAX).toBe(16_129);
});

it('INT32 holds 133,144 of the largest products, and not one more', () => {
  expect(SAFE_LENGTH_MAX).toBe(133_144);
  expect(133_144 * 16_129).toBe(2_147_479_576);
  expect((133_144 * 16_129) | 0).toBe(2_147_479_576);
  expect((133_145 * 16_129) | 0).toBe(-2_147_471_591);
});

it('FP32 holds every sum of 1,040 products, and not of 1,041', () => {
  expect(FP32_EXACT_LENGTH_MAX).toBe(1_040);
  expect(1_040 * 16_129).toBeLessThanOrEqual(2 ** 24);
  expect(1_041 * 16_129).toBe(16_790_289);
  expect(Math.fround(16_790_289)).not.toBe(16_790_289);
});
