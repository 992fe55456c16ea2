// Goal: 2^n states, n 2^n edges and n + 1 levels for n switches, whether they are components or regions of one machine.
// Method: breadth-first over everything. Source: closed form; the states are the corners of a cube and the steps its
// edges in both directions, and the farthest corner is n steps away. Full interleaving: nothing is reduced.

import { describe, expect, it } from 'vitest';
import { explore } from '../support/agreement.js';
import { independentComponents, parallelRegions } from './independent-switches.network.js';

const expected = (switches: number) => ({
  verdict: 'holds',
  states: 2 ** switches,
  steps: switches * 2 ** switches,
  depth: switches + 1,
  terminal: 0,
});

describe('independent switches', () => {
  it.each([1, 2, 3, 4, 5, 8, 12, 16])('%i components', (switches) => {
    expect(explore(independentComponents(switches))).toMatchObject(expected(switches));
  });

  // All combinations are local states of one component here, each of which XState is asked about.
  it.each([1, 2, 3, 4, 5, 8, 10])('%i parallel regions', (regions) => {
    expect(explore(parallelRegions(regions))).toMatchObject(expected(regions));
  });
});
