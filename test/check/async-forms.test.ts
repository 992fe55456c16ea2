// Goal: each function that takes long gives the same in both of its forms; the asynchronous one lets a timer abort it, and ends as
// `interrupted`; both tell their progress. Method: a state space that takes longer than the test would wait.

import { describe, expect, it } from 'vitest';
import {
  campaign,
  campaignAsync,
  checkBounds,
  checkBoundsAsync,
  explore,
  exploreAsync,
  sweep,
  sweepAsync,
  swarm,
  swarmAsync,
  walk,
  walkAsync,
} from '../../src/index.js';
import { counters } from '../cli/catalogue.js';
import { switches } from '../support/switches.js';
import { slowSuite } from './slow-suite.js';

const steady = (value: unknown) =>
  JSON.stringify(value, (key, each: unknown) => (key === 'seconds' ? 0 : each));
const large = switches(22);
const swept = {
  ...counters,
  sweeps: {
    sizes: {
      title: 'sizes',
      base: {},
      rows: {
        title: 'counters',
        values: [1, 2].map((count) => ({ label: `${count}`, configuration: { counters: count } })),
      },
      columns: [],
    },
  },
};

interface Watch {
  readonly signal?: AbortSignal;
  readonly onProgress?: () => void;
}

/** A quick call in both forms, and a long one. */
const FUNCTIONS: Readonly<
  Record<string, readonly [() => unknown, () => Promise<unknown>, (watch: Watch) => Promise<unknown>]>
> = {
  explore: [
    () => explore(switches(6)),
    () => exploreAsync(switches(6)),
    (watch) => exploreAsync(large, watch),
  ],
  walk: [
    () => walk(switches(6), { seed: 1, walks: 5 }),
    () => walkAsync(switches(6), { seed: 1, walks: 5 }),
    (watch) => walkAsync(large, { seed: 1, walks: 1_000_000, ...watch }),
  ],
  campaign: [
    () => campaign(counters, { seed: 1, runs: 20, faults: ['C1'] }).violation?.violation,
    async () => (await campaignAsync(counters, { seed: 1, runs: 20, faults: ['C1'] })).violation?.violation,
    (watch) => campaignAsync(counters, { seed: 1, runs: 1_000_000, ...watch }),
  ],
  swarm: [
    () => swarm(counters, { seed: 1, runs: 20 }).faults.map(({ runs, verdict }) => [runs, verdict]),
    async () =>
      (await swarmAsync(counters, { seed: 1, runs: 20 })).faults.map(({ runs, verdict }) => [runs, verdict]),
    (watch) => swarmAsync(counters, { seed: 1, runs: 1_000_000, ...watch }),
  ],
  checkBounds: [
    () => checkBounds(slowSuite, { seed: 1, runs: 50 }),
    () => checkBoundsAsync(slowSuite, { seed: 1, runs: 50 }),
    (watch) => checkBoundsAsync(slowSuite, { seed: 1, runs: 100_000_000, ...watch }),
  ],
  sweep: [
    () => sweep(swept, 'sizes'),
    () => sweepAsync(swept, 'sizes'),
    (watch) =>
      sweepAsync({ ...swept, build: () => large }, 'sizes', {
        ...watch,
      }),
  ],
};

describe.each(Object.entries(FUNCTIONS))('%s', (name, [plain, pausing, long]) => {
  it('gives the same in both forms', async () => {
    expect(steady(await pausing())).toBe(steady(plain()));
  });

  it('can be aborted by a timer, tells its progress, and is inconclusive then', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 120);
    let told = 0;
    const result = await long({ signal: controller.signal, onProgress: () => told++ });
    expect(told).toBeGreaterThan(0);
    if (name === 'sweep') {
      expect(result).toMatchObject({
        cells: [{ outcome: { budget: 'interrupted' } }, { outcome: { budget: 'interrupted' } }],
      });
    } else expect(result).toMatchObject({ verdict: 'inconclusive' });
    if (name !== 'sweep' && name !== 'checkBounds') {
      expect(result).toMatchObject({ inconclusive: { budget: 'interrupted' } });
    }
  });
});

it('the plain forms tell their progress, and stop when what they tell says so', () => {
  const controller = new AbortController();
  const { inconclusive } = explore(large, {
    signal: controller.signal,
    onProgress: () => controller.abort(),
  });
  expect(inconclusive?.budget).toBe('interrupted');
});

it('what a listener throws ends the work', async () => {
  const onProgress = () => {
    throw new Error('enough');
  };
  expect(() => explore(large, { onProgress })).toThrow('enough');
  await expect(exploreAsync(large, { onProgress })).rejects.toThrow('enough');
  expect(() => campaign(counters, { seed: 1, runs: 5, onProgress })).toThrow('enough');
});
