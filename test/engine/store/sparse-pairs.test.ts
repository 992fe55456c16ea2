// Goal: sparse pairs are a Map of pairs, however many there are and whatever their numbers. Method: against a Map, on generated pairs that are set again
// and again, and on many that grow the table.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SparsePairs } from '../../../src/engine/store/sparse-pairs.js';

const index = fc.oneof(fc.nat(4), fc.nat(2 ** 31 - 1));

it('remember what was set last, and -1 where nothing was', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(index, index, fc.nat(2 ** 31 - 1)), { maxLength: 60 }),
      fc.array(fc.tuple(index, index)),
      (sets, others) => {
        const pairs = new SparsePairs();
        const map = new Map<string, number>();
        for (const [row, column, value] of sets) {
          pairs.set(row, column, value);
          map.set(`${row} ${column}`, value);
        }
        for (const [row, column] of [...sets, ...others]) {
          expect(pairs.get(row, column)).toBe(map.get(`${row} ${column}`) ?? -1);
        }
      },
    ),
  );
});

it('keep what they have when they grow, and no more than a few integers for each', () => {
  const pairs = new SparsePairs();
  const count = 10_000;
  for (let each = 0; each < count; each++) pairs.set(each % 97, each * each, each);
  const known = Array.from({ length: count }, (_, each) => pairs.get(each % 97, each * each));
  expect(known).toEqual(Array.from({ length: count }, (_, each) => each));
  expect(pairs.get(97, 0)).toBe(-1);
  expect(pairs.size).toBeLessThanOrEqual(12 * count);
});
