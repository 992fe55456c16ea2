// Goal: exp and log to two units in the last place. Method: against Math.exp and Math.log over their ranges; values known exactly.

import { describe, expect, it } from 'vitest';
import { exp, log } from '../../../src/cloudmatrix/elementary.js';

const TOLERANCE = 1e-15;

const relative = (found: number, expected: number): number => Math.abs(found - expected) / Math.abs(expected);

describe('exp', () => {
  it('is exact at 0', () => {
    expect(exp(0)).toBe(1);
    expect(exp(-0)).toBe(1);
  });

  it.each([
    [1, 2.718281828459045],
    [-1, 0.36787944117144233],
    [Math.LN2, 2],
    [10, 22026.465794806718],
    [-100, 3.720075976020836e-44],
  ])('e^%d is %d', (x, expected) => {
    expect(relative(exp(x), expected)).toBeLessThan(TOLERANCE);
  });

  it('is within 1e-15 from the smallest normal result on', () => {
    let worst = 0;
    for (let x = -708; x < 709.4; x += 0.0371) worst = Math.max(worst, relative(exp(x), Math.exp(x)));
    for (let x = -2; x < 2; x += 1 / 8_192) worst = Math.max(worst, relative(exp(x), Math.exp(x)));
    expect(worst).toBeLessThan(TOLERANCE);
  });

  it('is as near as subnormal results can be', () => {
    for (let x = -744; x < -708; x += 0.37) {
      expect(Math.abs(exp(x) - Math.exp(x))).toBeLessThanOrEqual(2 ** -1_074 + Math.exp(x) * TOLERANCE);
    }
  });

  it.each([
    [709.79, Number.POSITIVE_INFINITY],
    [1e6, Number.POSITIVE_INFINITY],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    [-746, 0],
    [-1e6, 0],
    [Number.NEGATIVE_INFINITY, 0],
  ])('e^%d is %d', (x, expected) => {
    expect(exp(x)).toBe(expected);
  });

  it('leaves NaN', () => {
    expect(exp(Number.NaN)).toBeNaN();
  });
});

describe('log', () => {
  it('is exact at 1', () => {
    expect(log(1)).toBe(0);
  });

  it.each([
    [2, 0.6931471805599453],
    [10, 2.302585092994046],
    [0.5, -0.6931471805599453],
    [2 ** -1_022, -708.3964185322641],
    [Number.MAX_VALUE, 709.782712893384],
  ])('of %d is %d', (x, expected) => {
    expect(relative(log(x), expected)).toBeLessThan(TOLERANCE);
  });

  it('is within 1e-15 over all normal numbers', () => {
    let worst = 0;
    for (let exponent = -1_022; exponent < 1_023; exponent += 1) {
      for (const fraction of [1.0625, 1.25, Math.SQRT2, 1.4143, 1.5, 1.9375]) {
        const x = fraction * 2 ** exponent;
        worst = Math.max(worst, relative(log(x), Math.log(x)));
      }
    }
    expect(worst).toBeLessThan(TOLERANCE);
  });

  it('is within 1e-15 around 1, where it vanishes', () => {
    let worst = 0;
    for (let step = 1; step <= 4_096; step++) {
      for (const x of [1 - step / 8_192, 1 + step / 8_192, 1 + step * 2 ** -50, 1 - step * 2 ** -50]) {
        worst = Math.max(worst, relative(log(x), Math.log(x)));
      }
    }
    expect(worst).toBeLessThan(TOLERANCE);
  });

  it('undoes exp', () => {
    for (let x = -700; x <= 700; x += 12.5) {
      expect(Math.abs(log(exp(x)) - x)).toBeLessThan(1e-15 * (2 + Math.abs(x)));
    }
  });
});
