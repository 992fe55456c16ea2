// Goal: several threads come to the very result that one does. Method: whole results on random networks, with batches of a few states, parts that are soon
// full, and threads that dawdle; wrong rules must show.

import { describe, expect, it } from 'vitest';
import { compareThreads, randomNetworks, type Threaded } from '../../bench/twins/compare-cores.js';

describe('random networks', () => {
  it('give the same result on 1, 2 and 3 threads, in batches of any size', () => {
    const ways = (network: number): readonly Threaded[] => [
      { threads: 2, test: { batchStates: 1 + (network % 8) } },
      { threads: 3, test: { batchStates: 8 - (network % 8), partRows: 1 + (network % 16) } },
    ];
    const { differences, compared } = compareThreads(randomNetworks(60, 1), ways);
    expect(differences).toEqual([]);
    expect(compared).toBe(60);
  });
});
