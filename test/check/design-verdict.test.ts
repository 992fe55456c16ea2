// Goal: a design is safe only if all of its states were seen and nothing is wrong with any. Method: results put together by hand.

import { expect, it } from 'vitest';
import type { ExploreResult } from '../../src/explore/explore-result.js';
import { type DesignVerdict, designVerdict } from '../../src/check/sweep.js';
import { explored, violation } from '../report/results.js';

const states = explored.states;
const unmet = { name: 'all served', verdict: 'violated' } as const;
const cut = { budget: 'memory', frontier: 3 } as const;

it.each<{ what: string; result: Partial<ExploreResult>; verdict: DesignVerdict }>([
  { what: 'nothing wrong', result: {}, verdict: { verdict: 'holds', states } },
  {
    what: 'a violation',
    result: { violations: [violation, { ...violation, property: 'credits', steps: [] }] },
    verdict: { verdict: 'violated', states, property: 'flag-implies-data', steps: 2 },
  },
  {
    what: 'a witness that is never reached',
    result: { properties: [...explored.properties, unmet] },
    verdict: { verdict: 'violated', states, property: 'all served' },
  },
  {
    what: 'a budget that ran out',
    result: { inconclusive: cut },
    verdict: { verdict: 'inconclusive', states, budget: 'memory' },
  },
  {
    what: 'a violation and a budget that ran out',
    result: { inconclusive: cut, violations: [violation] },
    verdict: { verdict: 'violated', states, property: 'flag-implies-data', steps: 2 },
  },
])('with $what is $verdict.verdict', ({ result, verdict }) => {
  expect(designVerdict({ ...explored, ...result })).toEqual(verdict);
});
