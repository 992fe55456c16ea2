// Goal: a PairTable remembers what was set, whatever the order. Method: against a Map, on generated pairs.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PairTable } from '../../src/engine/pair-table.js';

const index = fc.oneof(fc.nat(8), fc.nat(300));
const entries = fc.array(fc.tuple(index, index, fc.nat(2 ** 31 - 1)), { maxLength: 60 });

it('is a Map of pairs, and -1 where nothing was set', () => {
  fc.assert(
    fc.property(entries, fc.array(fc.tuple(index, index)), (sets, others) => {
      const table = new PairTable();
      const map = new Map<string, number>();
      for (const [row, column, value] of sets) {
        table.set(row, column, value);
        map.set(`${row} ${column}`, value);
      }
      for (const [row, column] of [...sets, ...others]) {
        expect(table.get(row, column)).toBe(map.get(`${row} ${column}`) ?? -1);
      }
    }),
  );
});

it('is empty at first, beyond every end', () => {
  const table = new PairTable();
  expect([table.get(0, 0), table.get(1_000, 0), table.get(0, 1_000)]).toEqual([-1, -1, -1]);
  expect(table.size).toBe(0);
});

it('remembers 0, and what stands on both sides of a row that grows', () => {
  const table = new PairTable();
  for (const column of [0, 3, 4, 7, 8, 63, 64]) table.set(2, column, column);
  expect([0, 3, 4, 7, 8, 63, 64].map((column) => table.get(2, column))).toEqual([0, 3, 4, 7, 8, 63, 64]);
  expect([1, 5, 9, 62, 65, 127, 128].map((column) => table.get(2, column))).toEqual([
    -1, -1, -1, -1, -1, -1, -1,
  ]);
  expect([table.get(0, 0), table.get(1, 0), table.get(3, 0)]).toEqual([-1, -1, -1]);
});

it('measures the memory that it holds', () => {
  const table = new PairTable();
  table.set(0, 1_000, 5);
  expect(table.size).toBeGreaterThan(1_000);
  const { size } = table;
  table.set(0, 5, 5);
  expect(table.size).toBe(size);
});
