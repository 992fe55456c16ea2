// Goal: a PairTable remembers what was set, whatever the order. Method: against a Map, on generated pairs.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PairTable } from '../../../src/engine/store/pair-table.js';

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
  for (let column = 0; column < 1_000; column++) table.set(0, column, column);
  expect(table.size).toBe(1_024);
  table.set(0, 999, 5);
  expect(table.size).toBe(1_024);
});

it('wastes little on pairs that are far apart: a row is not filled up for one of them', () => {
  const table = new PairTable();
  for (let row = 0; row < 1_000; row++) table.set(row, 100_000 - row, row);
  expect(table.size).toBeLessThan(100_000);
  for (let row = 0; row < 1_000; row++) {
    expect(table.get(row, 100_000 - row)).toBe(row);
    expect(table.get(row, 100_000 - row - 1)).toBe(-1);
  }
});

it('knows a far pair when its row has grown past it', () => {
  const table = new PairTable();
  table.set(0, 2_000, 7);
  for (let column = 0; column < 3_000; column++) if (column !== 2_000) table.set(0, column, column);
  expect([table.get(0, 1_999), table.get(0, 2_000), table.get(0, 2_001)]).toEqual([1_999, 7, 2_001]);
  table.set(0, 2_000, 8);
  expect(table.get(0, 2_000)).toBe(8);
});
