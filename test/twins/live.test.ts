/**
 * Goal: what the checker takes a network to do is what XState's own actors do.
 * Method: random networks run side by side as actors of one live system, under a clock of the test's, in the checker's reference, and in its
 * tables; the same random schedule decides which stimulus comes or which timer goes off. After each step all that can be seen is
 * compared: what was delivered and emitted, in order, and the states and pending timers of all components. That the networks show each
 * feature often is a condition of the test, and so is that it notices rules that differ from XState's.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Engine } from '../../src/engine/engine.js';
import { PlainNetwork } from '../../src/reference/plain-network.js';
import { LIVE_RULES } from '../../src/reference/rules.js';
import { Difference } from '../support/difference.js';
import { FEATURES, FeatureCounts } from '../support/live-features.js';
import { randomCharts } from '../support/random-charts.js';
import { TwinRun } from '../support/twin-run.js';

const SEED = 10;
const NETWORKS = 60;
const STEPS_MAX = 25;
const schedule = fc.array(fc.nat(), { minLength: STEPS_MAX, maxLength: STEPS_MAX });
const networkAndSchedules = fc.tuple(randomCharts, fc.array(schedule, { minLength: 3, maxLength: 3 }));

/** How often each feature must be met, at least. */
const OFTEN = 5;

// XState's development build says what it thinks of messages to actors that are done.
const warnings = vi.spyOn(console, 'warn');
beforeAll(() => void warnings.mockImplementation(() => {}));
afterAll(() => warnings.mockRestore());

it('runs as XState runs', () => {
  const counts = new FeatureCounts();
  let steps = 0;
  fc.assert(
    fc.property(networkAndSchedules, ([network, schedules]) => {
      const plain = new PlainNetwork(network);
      const engine = new Engine(network);
      schedules.forEach((numbers, at) => {
        // The tables are compared with the reference elsewhere, too: once is enough.
        const tables = at === 0 ? engine : undefined;
        steps += follow(new TwinRun(network, counts, plain, tables), numbers);
      });
    }),
    { seed: SEED, numRuns: NETWORKS, reporter: tell },
  );
  expect(steps).toBeGreaterThan(10 * NETWORKS);
  expect(FEATURES.filter((feature) => counts.of(feature) < OFTEN)).toEqual([]);
});

describe('another rule is noticed', () => {
  it.each([
    ['cancel reaches the oldest timer of its id', { ...LIVE_RULES, cancel: 'oldest' as const }],
    ['a busy component is run at once', { ...LIVE_RULES, mailbox: 'at once' as const }],
  ])('%s', (_, rules) => {
    const found = fc.check(
      fc.property(networkAndSchedules, ([network, schedules]) => {
        const plain = new PlainNetwork(network, rules);
        for (const numbers of schedules) follow(new TwinRun(network, new FeatureCounts(), plain), numbers);
      }),
      { seed: SEED, numRuns: NETWORKS, endOnFailure: true },
    );
    expect(found.errorInstance).toBeInstanceOf(Difference);
  });
});

/** Returns the number of steps. */
function follow(run: TwinRun, numbers: readonly number[]): number {
  let steps = 0;
  for (const number of numbers) {
    if (!run.goesOn || run.choices === 0) break;
    run.take(number);
    steps++;
  }
  return steps;
}

/** fast-check writes down the value that fails, which is a network here: all of its machines with all that they refer to. */
function tell(details: {
  readonly failed: boolean;
  readonly seed: number;
  readonly counterexamplePath: string | null;
  readonly errorInstance: unknown;
}): void {
  const { failed, seed, counterexamplePath, errorInstance } = details;
  if (failed) throw new Error(`seed ${seed}, path '${counterexamplePath}'`, { cause: errorInstance });
}
