import type { Draw } from '../draw.js';
import { toBf16 } from './float-bits.js';
import { type Matrix, matrix } from './matrix.js';

/** BF16 numbers, normally distributed with this standard deviation: what activations and weights mostly look like. */
export function gaussianMatrix(draw: Draw, rows: number, columns: number, deviation: number): Matrix {
  const whole = matrix(rows, columns);
  for (let at = 0; at < whole.values.length; at++) {
    whole.values[at] = toBf16(Math.fround(draw.gaussian() * deviation));
  }
  return whole;
}
