// Goal: what the core finds is what the tables find without it: results to the byte but for times and bytes, and every state. Method: random networks, each
// explored by the core from the first state on and by the tables alone: to the end, to the first violation, to a budget, and until a named violation; and a
// core whose memory is small, so that the search goes on without it.

import { describe, expect, it } from 'vitest';
import { withRowsDivided } from '../../bench/twins/compare-cores.js';
import { creditChain } from '../../bench/networks/credit-chain.js';
import { ROOM, ROWS_AT, TABLES_AT } from '../../src/core/memory-map.js';
import { dispatchCombine } from '../../properties/dispatch-combine/family.js';
import { choose, type Network } from '../../src/index.js';
import { BreadthFirst } from '../../src/explore/breadth-first.js';
import { run } from '../../src/explore/search.js';
import { inThread } from '../support/in-thread.js';

const NETWORKS = 40;

it('is what the tables find', async () => {
  const { compared, differences, states } = await inThread('compareCores', NETWORKS, 5);
  expect(differences).toEqual([]);
  expect(compared).toBe(NETWORKS);
  expect(states).toBeGreaterThan(15_000);
});

describe('a search that outgrows the core', () => {
  const chain = creditChain({ links: 3, credits: 2, values: 2 });
  const room = { ...ROOM };
  const explored = (network: Network, coreFrom: number, threads = 1) => {
    const options = { afterViolation: 'continue', threads } as const;
    const search = new BreadthFirst(network, options, coreFrom, { from: 0, test: { blockStates: 33 } });
    const { seconds: _, progress, bytesPerState, ...result } = run(search);
    return {
      bytesPerState,
      found: {
        result,
        isJudged: typeof progress === 'object',
        vectors: Array.from(search.vectors(), (vector) => vector.join().replace(/(,0)+$/, '')),
      },
    };
  };
  const withRoom = <Result>(smaller: Partial<typeof ROOM>, work: () => Result): Result => {
    Object.assign(ROOM, smaller);
    try {
      return work();
    } finally {
      Object.assign(ROOM, room);
    }
  };

  it.each([
    ['states', { rowsEnd: ROWS_AT + 40_000 }, 0],
    ['states before it takes part', { rowsEnd: ROWS_AT + 40_000 }, 9_000],
    ['tables', { tablesReserve: room.tablesEnd - TABLES_AT - 660_000 }, 0],
  ])('by its %s goes on without it', (_, smaller, coreFrom) => {
    const byTables = explored(chain, Infinity);
    expect(withRoom(smaller, () => explored(chain, coreFrom)).found).toEqual(byTables.found);
  });

  const { network } = choose(dispatchCombine, { dies: 2, tokens: 1, layers: 2 });
  let byTables: ReturnType<typeof explored> | undefined;
  // Threads in small batches leave less room than one does: rows are to become longer, or the steps of one state to be added, where there is none.
  it.each([
    ['rows', 3, Infinity],
    ['parts of rows', 1, 10],
    ['parts of rows', 3, 10],
  ])('by its %s goes on without it: %i threads', (_, threads, divideFrom) => {
    byTables ??= explored(network, Infinity);
    const rowsEnd = ROWS_AT + (divideFrom === Infinity ? 60_000 : 270_000);
    const searched = withRoom({ rowsEnd }, () =>
      withRowsDivided(divideFrom, () => explored(network, 0, threads)),
    );
    expect(searched.found).toEqual(byTables.found);
    // The core is left.
    expect(searched.bytesPerState).toBe(byTables.bytesPerState);
  });
});
