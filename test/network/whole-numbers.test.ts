// Goal: a number of runs and a seed that cannot be are refused by every function that takes them, before anything is run: 1.5 runs would never
// end, and of none everything holds. Method: every wrong kind of number, to every function in both forms; a network that is violated.

import { describe, expect, it } from 'vitest';
import {
  campaign,
  campaignAsync,
  check,
  checkAsync,
  checkBounds,
  checkBoundsAsync,
  CheckError,
  swarm,
  swarmAsync,
  walk,
} from '../../src/index.js';
import { countOption, seedOption } from '../../src/network/whole-numbers.js';
import { slowSuite } from '../check/slow-suite.js';
import { counters } from '../cli/catalogue.js';
import { switches } from '../support/switches.js';

const WRONG_RUNS: readonly unknown[] = [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '5', null];
const WRONG_SEEDS: readonly unknown[] = [1.5, Number.NaN, 'abc', '1', 0x80000000, -0x80000001, null];

/** A text is told from the number that it looks like. */
const shown = (value: unknown) => (typeof value === 'string' ? `'${value}'` : String(value));
const aboutRuns = (value: unknown) =>
  `The option runs is ${shown(value)}; it must be a whole number of at least 1.`;
const aboutSeed = (value: unknown) =>
  `The option seed is ${shown(value)}; it must be a whole number from -2147483648 to 2147483647.`;

type Options = { readonly seed: never; readonly runs: never };

const functions: [string, (options: Options) => unknown][] = [
  ['campaign', (options) => campaign(counters, { ...options, faults: ['C1'] })],
  ['campaignAsync', (options) => campaignAsync(counters, { ...options, faults: ['C1'] })],
  ['swarm', (options) => swarm(counters, options)],
  ['swarmAsync', (options) => swarmAsync(counters, options)],
  ['checkBounds', (options) => checkBounds(slowSuite, options)],
  ['checkBoundsAsync', (options) => checkBoundsAsync(slowSuite, options)],
  ['check', (options) => check(switches(1), options)],
  ['checkAsync', (options) => checkAsync(switches(1), options)],
];

const given = (options: Readonly<Record<string, unknown>>) => ({ seed: 1, runs: 2, ...options }) as Options;

describe.each(functions)('%s', (name, call) => {
  const refusal = async (options: Options) => {
    try {
      await call(options);
    } catch (thrown) {
      return thrown;
    }
    return undefined;
  };
  const hasDefaults = name === 'check' || name === 'checkAsync';
  const wrong = (values: readonly unknown[]) => (hasDefaults ? values : [...values, undefined]);

  it('refuses runs that cannot be counted', async () => {
    for (const runs of wrong(WRONG_RUNS)) {
      const thrown = await refusal(given({ runs }));
      expect(thrown).toBeInstanceOf(CheckError);
      expect(thrown).toMatchObject({ message: aboutRuns(runs) });
    }
  });

  it('refuses a seed that is no 32-bit integer', async () => {
    for (const seed of wrong(WRONG_SEEDS)) {
      const thrown = await refusal(given({ seed }));
      expect(thrown).toBeInstanceOf(CheckError);
      expect(thrown).toMatchObject({ message: aboutSeed(seed) });
    }
  });
});

it('walk refuses such a seed, too', () => {
  for (const seed of WRONG_SEEDS) {
    expect(() => walk(switches(1), { seed: seed as number })).toThrow(aboutSeed(seed));
  }
});

it('takes the least and the largest', () => {
  expect([1, Number.MAX_SAFE_INTEGER].map((value) => countOption('runs', value))).toEqual([
    1,
    Number.MAX_SAFE_INTEGER,
  ]);
  expect([-0x80000000, 0, 0x7fffffff].map(seedOption)).toEqual([-0x80000000, 0, 0x7fffffff]);
});
