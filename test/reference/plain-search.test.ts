// Goal: counterexamples are as short as a search that asks XState at every step has them, and lead to their violations; and that search
// counts right itself. Method: random networks with a little of everything, and switches.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { plainSearch } from '../../src/reference/plain-search.js';
import { CheckError, type Network } from '../../src/index.js';
import { explore } from '../support/agreement.js';
import { nearestViolations, violatedAfter } from '../support/plainly.js';
import { randomNetwork } from '../../bench/twins/random-network.js';
import { switches } from '../support/switches.js';

const STATES_MAX = 150;

/** How far its violations are; `undefined` when the network is too large, or wrong in a way that shows as it runs. */
function nearest(network: Network) {
  try {
    return nearestViolations(network, STATES_MAX);
  } catch (thrown) {
    if (!(thrown instanceof CheckError)) throw thrown;
    expect(() => explore(network, { afterViolation: 'continue' })).toThrow(CheckError);
    return undefined;
  }
}

it('counterexamples lead to their violations, by the fewest steps', () => {
  let compared = 0;
  fc.assert(
    fc.property(randomNetwork, (network) => {
      const expected = nearest(network);
      if (expected === undefined) return;
      // What only the whole graph shows is no matter of one state: see plain-progress.test.ts.
      const { violations } = explore(network, { afterViolation: 'continue', progressChecks: false });
      const lengths = Object.fromEntries(violations.map(({ property, steps }) => [property, steps.length]));
      expect(lengths).toEqual(expected);
      for (const { property, initial, steps } of violations) {
        expect(violatedAfter(network, initial, steps)).toContain(property);
        compared++;
      }
    }),
    { numRuns: 120, seed: 2 },
  );
  expect(compared).toBeGreaterThanOrEqual(40);
});

it('the plain search itself: counts, and a budget', () => {
  expect(plainSearch(switches(3))).toMatchObject({
    isComplete: true,
    states: 8,
    steps: 24,
    depth: 4,
    terminal: 0,
    violated: [],
    witnessed: [],
  });
  expect(plainSearch(switches(3), { statesMax: 8 }).isComplete).toBe(true);
  expect(plainSearch(switches(3), { statesMax: 7 }).isComplete).toBe(false);
});
