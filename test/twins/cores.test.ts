// Goal: what the core finds is what the tables find without it: results to the byte but for times and bytes, and every state. Method: random networks, each
// explored by the core from the first state on and by the tables alone: to the end, to the first violation, to a budget, and until a named violation; and a
// core whose memory is small, so that the search goes on without it.

import { describe, expect, it } from 'vitest';
import { compareCores } from '../../bench/twins/compare-cores.js';
import { creditChain } from '../../bench/networks/credit-chain.js';
import { ROOM, ROWS_AT, TABLES_AT } from '../../src/core/memory-map.js';
import { BreadthFirst } from '../../src/explore/breadth-first.js';
import { run } from '../../src/explore/search.js';

const NETWORKS = 40;

it('is what the tables find', () => {
  const { compared, differences, states } = compareCores(NETWORKS, 5);
  expect(differences).toEqual([]);
  expect(compared).toBe(NETWORKS);
  expect(states).toBeGreaterThan(15_000);
});

describe('a search that outgrows the core', () => {
  const network = creditChain({ links: 3, credits: 2, values: 2 });
  const room = { ...ROOM };
  const explored = (coreFrom: number) => {
    const search = new BreadthFirst(network, { afterViolation: 'continue' }, coreFrom);
    const { seconds: _, progress, bytesPerState: __, ...result } = run(search);
    return {
      result,
      isJudged: typeof progress === 'object',
      vectors: Array.from(search.vectors(), (vector) => vector.join()),
    };
  };

  it.each([
    ['states', { rowsEnd: ROWS_AT + 40_000 }],
    ['tables', { tablesReserve: room.tablesEnd - TABLES_AT - 630_000 }],
  ])('by its %s goes on without it', (_, smaller) => {
    const byTables = explored(Infinity);
    Object.assign(ROOM, smaller);
    try {
      expect(explored(0)).toEqual(byTables);
    } finally {
      Object.assign(ROOM, room);
    }
  });
});
