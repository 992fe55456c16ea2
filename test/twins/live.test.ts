/**
 * Goal: what the checker takes a network to do is what XState's own actors do.
 * Method: random networks run side by side as actors of one live system, under a clock of the test's, and in the checker's reference; the same
 * random schedule decides which stimulus comes or which timer goes off. After each step all that can be seen is compared: what was
 * delivered and emitted, in order, and the states and pending timers of all components. That the networks show each feature often
 * is a condition of the test.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { PlainNetwork } from '../../src/engine/plain-network.js';
import { FeatureCounts } from '../support/live-features.js';
import { randomCharts } from '../support/random-charts.js';
import { TwinRun } from '../support/twin-run.js';

const NETWORKS = 300;
const SCHEDULES = fc.array(fc.array(fc.nat(), { minLength: 25, maxLength: 25 }), {
  minLength: 3,
  maxLength: 3,
});

// XState's development build says what it thinks of messages to actors that are done.
const warnings = vi.spyOn(console, 'warn');
beforeAll(() => void warnings.mockImplementation(() => {}));
afterAll(() => warnings.mockRestore());

it('runs as XState runs', () => {
  const counts = new FeatureCounts();
  let steps = 0;
  fc.assert(
    fc.property(randomCharts, SCHEDULES, (network, schedules) => {
      const plain = new PlainNetwork(network);
      for (const schedule of schedules) {
        const run = new TwinRun(network, counts, plain);
        for (const number of schedule) {
          if (!run.goesOn || run.choices === 0) break;
          run.take(number);
          steps++;
        }
      }
    }),
    { seed: 1, numRuns: NETWORKS, reporter: tell, endOnFailure: true },
  );
  console.log(steps, counts.all());
  expect(steps).toBeGreaterThan(NETWORKS);
});

/** fast-check writes down the value that fails, which is a network here: all of its machines with all that they refer to. */
function tell({
  failed,
  seed,
  counterexamplePath,
  errorInstance,
}: {
  failed: boolean;
  seed: number;
  counterexamplePath: string | null;
  errorInstance: unknown;
}): void {
  if (failed) throw new Error(`seed ${seed}, path '${counterexamplePath}'`, { cause: errorInstance });
}
