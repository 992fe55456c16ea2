// Goal: no simulated throughput is more than physics and counting allow, for random systems, ideal hardware included; and each bound is near
// for some of them, and broken by a mistake in the costs. Method: 2,000 random systems of each bound, in virtual time; a wrong cost model
// for each.

import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { COST_FAULTS } from '../../../properties/throughput/faults.js';
import { prefillInputs, prefillInstanceOf } from '../../../properties/throughput/instances.js';
import { throughputBounds } from '../../../properties/throughput/suite.js';
import { type BoundResult, checkBoundsAsync, type Verdict } from '../../../src/index.js';
import { checkInThread, inThread } from '../../support/in-thread.js';

const RUNS = 2_000;
const SEED = 384;

const bounds = throughputBounds.build({}, new Set());

it('has all bounds of docs/paper/timing-model.md', () => {
  expect(bounds.map(({ name }) => name)).toEqual(Array.from({ length: 13 }, (_, at) => `B${at + 1}`));
});

describe('each bound holds for random systems, and is near for some', () => {
  let results: ReadonlyMap<string, BoundResult>;

  beforeAll(async () => {
    results = await checkInThread(throughputBounds, { seed: SEED, runs: RUNS });
  });

  it.each(bounds)('$name: $title', ({ name }) => {
    const result = results.get(name)!;
    expect(result.violation).toBeUndefined();
    expect(result).toMatchObject({ verdict: 'holds-in-sample', runs: RUNS, witness: { isMet: true } });
  });
});

it('loads what is reused over both planes, with either number of microbatches', () => {
  const reusing = fc
    .sample(prefillInputs, { numRuns: RUNS, seed: SEED })
    .filter((input) => prefillInstanceOf(input).reused! > 0);
  for (const plane of ['ub', 'vpc']) {
    for (const microbatches of [1, 2]) {
      const such = reusing.filter((input) => input.plane === plane && input.microbatches === microbatches);
      expect(such.length).toBeGreaterThan(20);
    }
  }
});

describe('each mistake is caught by its bound', () => {
  let verdicts: Readonly<Record<string, Verdict>>;

  beforeAll(async () => {
    verdicts = await inThread('checkCostFaults', SEED, RUNS);
  });

  it.each(Object.entries(COST_FAULTS))('%s', (fault) => {
    expect(verdicts[fault]).toBe('violated');
  });

  // In this process, so that what is wrong about the costs is covered.
  it('the mistake in links within a few systems, which are then made smaller', async () => {
    const { bounds: results } = await checkBoundsAsync(throughputBounds, {
      seed: SEED,
      runs: 200,
      faults: ['self-delivery'],
    });
    const broken = results.filter(({ verdict }) => verdict === 'violated');
    expect(broken.map(({ name }) => name)).toEqual(['B8']);
    expect(broken[0]!.violation).toMatchObject({ input: { ranks: 2, isIdeal: false } });
  });

  it('and every bound by at least one of them', () => {
    const caught = new Set(Object.values(COST_FAULTS).map(({ property }) => property));
    expect([...caught].sort()).toEqual(bounds.map(({ name }) => name).sort());
  });
});

it('takes one fault at a time: each is a cost model of its own', () => {
  expect(() => throughputBounds.build({}, new Set(['binary-units', 'no-latency']))).toThrow(
    "The faults 'binary-units' and 'no-latency' of 'throughput' cannot be had together: each is a cost model of its own. Give one of them.",
  );
});
