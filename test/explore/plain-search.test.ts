// Goal: the tables and a search that asks XState at every step agree: on states, edges, levels, verdicts and the lengths of
// counterexamples. Method: random networks with a little of everything.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BreadthFirst } from '../../src/explore/breadth-first.js';
import { plainSearch } from '../../src/explore/plain-search.js';
import { run } from '../../src/explore/search.js';
import { CheckError, type Network } from '../../src/index.js';
import { explore } from '../support/agreement.js';
import { nearestViolations, violatedAfter } from '../support/plainly.js';
import { randomNetwork } from '../../bench/twins/random-network.js';
import { sizeOf, verdictsOf } from '../support/results.js';
import { switches } from '../support/switches.js';

const STATES_MAX = 150;

/** The plain result; `undefined` when the network is too large, or wrong in a way that shows as it runs. */
function plainly(network: Network) {
  try {
    const result = plainSearch(network, { statesMax: STATES_MAX });
    return result.isComplete ? result : undefined;
  } catch (thrown) {
    if (!(thrown instanceof CheckError)) throw thrown;
    expect(() => explore(network, { afterViolation: 'continue' })).toThrow(CheckError);
    return undefined;
  }
}

it('the tables see what XState says, state by state', () => {
  let compared = 0;
  fc.assert(
    fc.property(randomNetwork, (network) => {
      const plain = plainly(network);
      if (plain === undefined) return;
      compared++;
      const search = new BreadthFirst(network, { afterViolation: 'continue' });
      const result = run(search);
      expect(sizeOf(result)).toEqual(sizeOf(plain as never));
      expect(new Set(search.stateKeys())).toEqual(plain.keys);
      expect(result.violations.map(({ property }) => property).sort()).toEqual(plain.violated);
      const { 'b in s1': witness } = verdictsOf(result);
      const unmet = plain.distinct === 0 ? 'inconclusive' : 'violated';
      expect(witness).toBe(plain.witnessed.includes('b in s1') ? 'holds' : unmet);
    }),
    { numRuns: 100, seed: 1 },
  );
  // Otherwise the test says nothing.
  expect(compared).toBeGreaterThan(40);
});

it('counterexamples lead to their violations, by the fewest steps', () => {
  let compared = 0;
  fc.assert(
    fc.property(randomNetwork, (network) => {
      if (plainly(network) === undefined) return;
      const { violations } = explore(network, { afterViolation: 'continue' });
      const lengths = Object.fromEntries(violations.map(({ property, steps }) => [property, steps.length]));
      expect(lengths).toEqual(nearestViolations(network));
      for (const { property, initial, steps } of violations) {
        expect(violatedAfter(network, initial, steps)).toContain(property);
        compared++;
      }
    }),
    { numRuns: 60, seed: 2 },
  );
  expect(compared).toBeGreaterThan(40);
});

it('the plain search itself: counts, and a budget', () => {
  expect(plainSearch(switches(3))).toMatchObject({
    isComplete: true,
    distinct: 8,
    edges: 24,
    depth: 4,
    terminal: 0,
    violated: [],
    witnessed: [],
  });
  expect(plainSearch(switches(3), { statesMax: 8 }).isComplete).toBe(true);
  expect(plainSearch(switches(3), { statesMax: 7 }).isComplete).toBe(false);
});
