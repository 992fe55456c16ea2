// Goal: edges are what was set last, wherever they stand: in a row or in the hash table. Method: against a Map, with values of every size.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { instantiateCore } from '../../src/core/core-module.js';
import { EdgeTables, UNKNOWN } from '../../src/core/edge-tables.js';
import { ROOM, TABLES_AT } from '../../src/core/memory-map.js';
import { TableMemory, TablesFull } from '../../src/core/table-memory.js';

function edgeTables(): EdgeTables {
  const instance = instantiateCore()!;
  return new EdgeTables(instance.exports, new TableMemory(instance.memory));
}

const NODES = 40;
const value = fc.oneof(fc.nat(9), fc.nat(300), fc.nat(2 ** 30));
const edges = fc.array(fc.tuple(fc.nat(NODES - 1), value, fc.nat(99)), { maxLength: 2_000 });

it('are what was set last', () => {
  fc.assert(
    fc.property(edges, (all) => {
      const tables = edgeTables();
      for (let node = 0; node < NODES; node++) expect(tables.add(node + 7)).toBe(node);
      const known = new Map<string, number>();
      for (const [node, from, to] of all) {
        expect(tables.get(node, from)).toBe(known.get(`${node} ${from}`) ?? UNKNOWN);
        tables.set(node, from, to);
        known.set(`${node} ${from}`, to);
      }
      for (const [node, from] of all) expect(tables.get(node, from)).toBe(known.get(`${node} ${from}`));
      for (let node = 0; node < NODES; node++) {
        expect(tables.cellOf(node)).toBe(node + 7);
        expect(tables.get(node, 2 ** 30 + 1)).toBe(UNKNOWN);
      }
    }),
    { numRuns: 30 },
  );
});

it('end with a sentence of their own where the tables are full', () => {
  const { tablesReserve } = ROOM;
  ROOM.tablesReserve = ROOM.tablesEnd - TABLES_AT - 2 ** 20;
  try {
    const tables = edgeTables();
    const node = tables.add(0);
    expect(() => {
      for (let from = 0; ; from++) tables.set(node, from, from);
    }).toThrow(TablesFull);
  } finally {
    ROOM.tablesReserve = tablesReserve;
  }
});
