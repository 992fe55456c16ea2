// Goal: a run in virtual time is one of the runs that checking without time looks at, whatever the delays are: each of its beginnings leads to the
// state to which its steps lead without time. Method: the steps of timed runs, in the order of starting or at random, are replayed on XState without
// tables, and the states after each are compared. Where no monitor listens, virtual time takes most steps without the stepper, and those that it has
// taken often as a whole: of the same network several runs are made, of which the last is replayed.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../properties/catalogue.js';
import { Engine } from '../../src/engine/engine.js';
import { CheckError, configurationOf, type Network, replay } from '../../src/index.js';
import { stateKey } from '../../src/reference/plain-state.js';
import { EventLoop } from '../../src/timing/event-loop.js';
import { KnownReactions } from '../../src/timing/known-reactions.js';
import type { SimulateOptions } from '../../src/timing/options.js';
import { randomNetwork } from '../../bench/twins/random-network.js';
import { neighbours } from '../support/neighbours.js';

const STEPS_MAX = 200;

/** After so many runs of a network, what happens in each of them is remembered. */
const RUNS = 10;

/** What explore refuses too: steps that go round within themselves, and networks that cannot start. */
const REFUSED = /synchronous deliveries|cannot start/;

/** The steps of a timed run, the state after each of them, and whether something was violated. */
function simulated(network: Network, seed: number | undefined) {
  const steps: string[] = [];
  const keys: string[] = [];
  const engine = new Engine(network);
  const known = new KnownReactions(engine);
  const options: SimulateOptions = {
    stepsMax: STEPS_MAX,
    // Delays of 1 to 7 ns, however long the chart's own are.
    delayOf: ({ componentIndex, count }) => 1 + ((3 * componentIndex + 5 * count) % 7),
    ...(seed === undefined ? {} : { seed }),
  };
  const run: EventLoop = new EventLoop(engine, known, {
    ...options,
    onStep: (label) => {
      steps.push(label);
      keys.push(stateKey(run.contents()));
    },
  });
  try {
    for (let before = 1; before < RUNS; before++) new EventLoop(engine, known, options).advance(STEPS_MAX);
    run.advance(STEPS_MAX);
  } catch (thrown) {
    if (thrown instanceof CheckError && REFUSED.test(thrown.message)) return undefined;
    throw thrown;
  }
  return { steps, keys, violation: run.finish().violation };
}

/** The steps of a timed run; throws where XState does not take them, or comes to another state by any of them. */
function expectLegal(network: Network, seed?: number): number {
  const run = simulated(network, seed);
  if (run === undefined) return 0;
  const { steps, keys, violation } = run;
  const property = violation?.property ?? 'deadlock-freedom';
  const { isViolated, states, plain } = replay(network, { property, initial: 0, steps });
  expect(isViolated).toBe(violation !== undefined);
  const replayed = states.slice(1).map((state) => plain.key(state));
  // A last step that fails leads to no state.
  expect(keys.slice(0, replayed.length)).toEqual(replayed);
  expect(steps.length - replayed.length).toBeLessThanOrEqual(1);
  return steps.length;
}

const unwatched = (network: Network): Network => ({ ...network, properties: [] });

describe('runs in virtual time are runs', () => {
  it('of random networks', () => {
    let steps = 0;
    fc.assert(
      fc.property(randomNetwork, fc.integer(), (network, seed) => {
        steps += expectLegal(network) + expectLegal(unwatched(network), seed);
      }),
      { seed: 384, numRuns: 100 },
    );
    expect(steps).toBeGreaterThan(500);
  });

  it.each([undefined, 384])('of alike components with neighbours of other kinds, with seed %s', (seed) => {
    expect(expectLegal(neighbours(), seed)).toBe(STEPS_MAX);
  });

  // These do nothing before the environment has drawn a routing.
  const idle = ['dispatch-combine', 'dispatch-combine-int8', 'grouped-gemm'];

  it.each(catalogue.families)('of $name', (family) => {
    const network = family.build(configurationOf(family, family.exhaustive[0]!), new Set());
    if (!idle.includes(family.name)) expect(expectLegal(network)).toBeGreaterThan(0);
    expectLegal(unwatched(network), 384);
  });
});
