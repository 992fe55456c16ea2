import { expect, it } from 'vitest';
import { Int8Arithmetic } from '../../../src/cloudmatrix/int8/arithmetic.js';

it('adds the mean residual of each channel', () => {
  // Two tokens, two channels: residuals 1 and 3 of the first, -2 and 2 of the second.
  const real = Float64Array.of(1, -2, 3, 2);
  const found = new Int8Arithmetic().compensate(real, [0, 0, 0, 0], 2);
  expect([...found.bias]).toEqual([2, 0]);
  expect([...found.means]).toEqual([0, 0]);
  expect(found).toMatchObject({ squaresBefore: 1 + 4 + 9 + 4, squaresAfter: 1 + 4 + 1 + 4 });
});
