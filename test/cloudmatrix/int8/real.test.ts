// Goal: the reference is right. Method: products by hand, in shapes that fill no block.

import { expect, it } from 'vitest';
import { matrixOf } from '../../../src/cloudmatrix/int8/matrix.js';
import { realExpert, realProduct, realSilu } from '../../../src/cloudmatrix/int8/real.js';

it.each([
  { rows: 1, columns: 1, channels: 1 },
  { rows: 3, columns: 5, channels: 7 },
  { rows: 2, columns: 9, channels: 8 },
  { rows: 5, columns: 4, channels: 19 },
])(
  'a product of $rows x $columns by $channels channels is by the definition',
  ({ rows, columns, channels }) => {
    const numbers = (count: number, factor: number) =>
      Array.from({ length: count }, (_, row) =>
        Array.from({ length: columns }, (_, k) => ((row * 7 + k * factor) % 11) - 5),
      );
    const [x, w] = [numbers(rows, 3), numbers(channels, 5)];
    const expected = x.flatMap((xRow) =>
      w.map((wRow) => xRow.reduce((sum, value, k) => sum + value * wRow[k]!, 0)),
    );
    expect([...realProduct(matrixOf(x), matrixOf(w))]).toEqual(expected);
  },
);

it('keeps what FP32 would lose', () => {
  const [product] = realProduct(matrixOf([[1, 2 ** -40]]), matrixOf([[1, 1]]));
  expect(product).toBe(1 + 2 ** -40);
});

it('silu is 0 at 0, the number itself far to the right, and 0 far to the left', () => {
  expect([0, 100, -1_000].map(realSilu)).toEqual([0, 100, -0]);
  expect(realSilu(1)).toBeCloseTo(0.731058578630005, 15);
});

it('an expert is down(silu(gate) x up)', () => {
  const { gate, up, activated, output } = realExpert(matrixOf([[1, 2]]), {
    gate: matrixOf([[1, 0]]),
    up: matrixOf([[1, 1]]),
    down: matrixOf([[2], [-1]]),
  });
  expect([...gate, ...up]).toEqual([1, 3]);
  expect(activated[0]).toBe(3 * realSilu(1));
  expect([...output]).toEqual([6 * realSilu(1), -3 * realSilu(1)]);
});
