// Goal: the tables and a search that asks XState at every step agree on random networks: on states, edges, levels, ends, verdicts and witnesses; and
// the networks are such that a wrong rule shows. Method: networks with a little of everything, each searched in both ways, some under wrong rules.

import { expect, it } from 'vitest';
import { FEATURES, WRONG_RULES } from '../../bench/twins/compare-networks.js';
import { inThread } from '../support/in-thread.js';

it('200 random networks have no differences, and show every wrong rule', async () => {
  const result = await inThread('compareRandomNetworks', 200, 1);
  const { compared, differences, caught } = result;
  const features = new Map(result.features);
  expect({ compared, differences }).toEqual({ compared: 200, differences: [] });
  // Otherwise the test says nothing.
  expect(FEATURES.filter((feature) => features.get(feature) === 0)).toEqual([]);
  expect(WRONG_RULES.filter((_, at) => caught[at] === 0)).toEqual([]);
});
