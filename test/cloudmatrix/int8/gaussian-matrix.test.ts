import { expect, it } from 'vitest';
import { Draw } from '../../../src/cloudmatrix/draw.js';
import { toBf16 } from '../../../src/cloudmatrix/int8/float-bits.js';
import { gaussianMatrix } from '../../../src/cloudmatrix/int8/gaussian-matrix.js';

it('is BF16 numbers of the mean 0 and the deviation that is asked for', () => {
  const { values } = gaussianMatrix(new Draw(1), 100, 200, 3);
  expect(values.every((value) => toBf16(value) === value)).toBe(true);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + value ** 2, 0) / values.length;
  expect(Math.abs(mean)).toBeLessThan(0.1);
  expect(Math.abs(Math.sqrt(variance) - 3)).toBeLessThan(0.1);
});
