import { expect, it } from 'vitest';
import { Int8Arithmetic } from '../../../src/cloudmatrix/int8/arithmetic.js';
import { matrixOf } from '../../../src/cloudmatrix/int8/matrix.js';
import { realProduct } from '../../../src/cloudmatrix/int8/real.js';

const arithmetic = new Int8Arithmetic();
const plus = Int8Array.of(1, 1, 1, 1);

it('spreads one number over all channels', () => {
  expect([...arithmetic.rotate(matrixOf([[1, 0, 0, 0]]), plus).values]).toEqual([0.5, 0.5, 0.5, 0.5]);
  expect([...arithmetic.rotate(matrixOf([[0, 2, 0, 0]]), plus).values]).toEqual([1, -1, 1, -1]);
});

it('is its own inverse without signs', () => {
  const rows = matrixOf([
    [3, -1, 0.5, 8],
    [0, 0, 0, 1],
  ]);
  expect([...arithmetic.rotate(arithmetic.rotate(rows, plus), plus).values]).toEqual([...rows.values]);
});

it('changes the signs of channels first', () => {
  const rows = matrixOf([[1, 2, 3, 4]]);
  expect([...arithmetic.rotate(rows, Int8Array.of(1, -1, -1, 1)).values]).toEqual([0, -2, -1, 5]);
});

it('on both sides leaves every product as it is', () => {
  const [x, w] = [matrixOf([[1, 2, 3, 4]]), matrixOf([[4, -3, 2, -1]])];
  const rotated = arithmetic.rotateLayer(x, w, Int8Array.of(1, -1, -1, 1));
  expect([...realProduct(rotated.x, rotated.w)]).toEqual([...realProduct(x, w)]);
});

it('of one channel is nothing', () => {
  expect(arithmetic.rotate(matrixOf([[5]]), Int8Array.of(1))).toMatchObject({
    rows: 1,
    columns: 1,
    values: Float32Array.of(5),
  });
});
