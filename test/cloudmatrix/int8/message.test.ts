// Goal: what is sent is what arrives. Method: bytes written out by hand, and back.

import { expect, it } from 'vitest';
import { Int8Arithmetic } from '../../../src/cloudmatrix/int8/arithmetic.js';
import { matrixOf } from '../../../src/cloudmatrix/int8/matrix.js';
import { bf16Bytes, bf16From, tokenBytes, tokenFrom } from '../../../src/cloudmatrix/int8/message.js';

const arithmetic = new Int8Arithmetic();

it('a token is a byte for each level, and the bits of its scale', () => {
  const quantised = arithmetic.quantise(matrixOf([[127, -127, 1, -1, 0]]));
  // 1.0 in FP32 is 3f800000.
  expect(tokenBytes(quantised, 0)).toBe('7f8101ff003f800000');
});

it('a token arrives with its levels, its scale, and no more than can be known of its numbers', () => {
  const row = [3.5, -1.25, 0.5, 0];
  const sent = arithmetic.quantiseByProduct(matrixOf([row, [1, 2, 3, 4]]));
  const received = tokenFrom(tokenBytes(sent, 0), 'product');
  expect(received).toMatchObject({ rows: 1, columns: 4 });
  expect([...received.levels]).toEqual([...sent.levels.subarray(0, 4)]);
  expect(received.scales[0]).toBe(sent.scales[0]);
  expect(received.errors[0]).toBe(sent.errors[0]);
  expect(received.magnitudes[0]).toBeGreaterThanOrEqual(3.5 + 1.25 + 0.5);
});

it('a result is four digits for each BF16 number', () => {
  const row = Float32Array.of(1, -2, 0, 2 ** -133, Number.POSITIVE_INFINITY);
  expect(bf16Bytes(row)).toBe('3f80c000000000017f80');
  expect(bf16From(bf16Bytes(row))).toEqual(row);
});

it('nothing is a row of nothing', () => {
  expect(bf16From('')).toEqual(new Float32Array(0));
});
