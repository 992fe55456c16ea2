// Goal: a run in virtual time is one of the runs that checking without time looks at, whatever the delays are. Method: the steps of timed
// runs, in the order of starting or at random, are replayed on XState without tables.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../properties/catalogue.js';
import {
  CheckError,
  configurationOf,
  type Network,
  replay,
  simulate,
  type SimulateOptions,
} from '../../src/index.js';
import { randomNetwork } from '../../bench/twins/random-network.js';

const STEPS_MAX = 200;

/** What explore refuses too: steps that go round within themselves, and networks that cannot start. */
const REFUSED = /synchronous deliveries|cannot start/;

function simulated(network: Network, options: SimulateOptions) {
  try {
    return simulate(network, options);
  } catch (thrown) {
    if (thrown instanceof CheckError && REFUSED.test(thrown.message)) return undefined;
    throw thrown;
  }
}

/** The steps of a timed run; throws where XState does not take them. */
function expectLegal(network: Network, seed?: number): number {
  const steps: string[] = [];
  const result = simulated(network, {
    stepsMax: STEPS_MAX,
    // Delays of 1 to 7 ns, however long the chart's own are.
    delayOf: ({ componentIndex, count }) => 1 + ((3 * componentIndex + 5 * count) % 7),
    onStep: (label) => steps.push(label),
    ...(seed === undefined ? {} : { seed }),
  });
  if (result === undefined) return 0;
  const property = result.violation?.property ?? 'deadlock-freedom';
  const replayed = replay(network, { property, initial: 0, steps });
  expect(replayed.isViolated).toBe(result.violation !== undefined);
  return steps.length;
}

describe('runs in virtual time are runs', () => {
  it('of random networks', () => {
    let steps = 0;
    fc.assert(
      fc.property(randomNetwork, fc.integer(), (network, seed) => {
        steps += expectLegal(network) + expectLegal(network, seed);
      }),
      { seed: 384, numRuns: 100 },
    );
    expect(steps).toBeGreaterThan(500);
  });

  // These do nothing before the environment has drawn a routing.
  const idle = ['dispatch-combine', 'dispatch-combine-int8', 'grouped-gemm'];

  it.each(catalogue.families)('of $name', (family) => {
    const network = family.build(configurationOf(family, family.exhaustive[0]!), new Set());
    if (!idle.includes(family.name)) expect(expectLegal(network)).toBeGreaterThan(0);
    expectLegal(network, 384);
  });
});
