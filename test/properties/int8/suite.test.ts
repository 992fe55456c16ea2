// Goal: every claim about the INT8 arithmetic holds, is not vacuous, is as tight as it is known to be, and can fail. Method: fast-check
// on 1,000 inputs of each; the tight inputs of docs/paper/int8-bounds.md; a wrong arithmetic for each claim.

import { beforeAll, describe, expect, it } from 'vitest';
import { int8ErrorBounds } from '../../../properties/int8/suite.js';
import {
  type BoundResult,
  type BoundsOptions,
  checkBoundsAsync,
  configurationOf,
} from '../../../src/index.js';
import { checkInThread } from '../../support/in-thread.js';

const RUNS = 1_000;
const SEED = 384;

const defaults = configurationOf(int8ErrorBounds, {});
const bounds = int8ErrorBounds.build(defaults, new Set());
const names = bounds.map(({ name }) => name);

async function resultOf(name: string, options: Partial<BoundsOptions> = {}): Promise<BoundResult> {
  const { bounds: results } = await checkBoundsAsync(int8ErrorBounds, {
    seed: SEED,
    runs: RUNS,
    only: [name],
    ...options,
  });
  return results[0]!;
}

it('has all claims of docs/paper/int8-bounds.md', () => {
  expect(names.filter((name) => /^Q\d+$/.test(name)).sort()).toEqual(
    Array.from({ length: 16 }, (_, at) => `Q${at + 1}`).sort(),
  );
  expect(new Set(names).size).toBe(names.length);
});

describe('each claim holds, and its witness is met', () => {
  let results: ReadonlyMap<string, BoundResult>;

  beforeAll(async () => {
    results = await checkInThread(int8ErrorBounds, { seed: SEED, runs: RUNS });
  });

  it.each(bounds)('$name: $title', ({ name, cost = 1 }) => {
    const result = results.get(name)!;
    expect(result.violation).toBeUndefined();
    expect(result).toMatchObject({
      verdict: 'holds-in-sample',
      runs: Math.ceil(RUNS / cost),
      witness: { isMet: true },
    });
  });

  it('only whole layers and products of thousands of outputs cost more than one run', () => {
    expect(bounds.filter(({ cost = 1 }) => cost > 1).map(({ name }) => name)).toEqual([
      'Q8',
      'layer',
      'layer-rms',
    ]);
  });
});

describe('tight inputs', () => {
  it.each(bounds.filter(({ tight = [] }) => tight.length > 0))(
    'of $name have their ratios',
    ({ tight, measure }) => {
      for (const { input, ratio } of tight!) expect(measure(input).ratio).toBeCloseTo(ratio, 3);
    },
  );

  // The figures of the table, to as many places as it has.
  it.each([
    { name: 'Q1', ratios: [1] },
    { name: 'Q5', ratios: [0.992, 0.9995, 0.99986, 0.99995] },
    { name: 'Q6', ratios: [0.988, 0.996, 0.996, 0.996] },
    { name: 'Q9', ratios: [1, 1] },
    { name: 'result-rounding', ratios: [1] },
  ])('of $name come to $ratios', ({ name, ratios }) => {
    const { tight = [], measure } = bounds.find((bound) => bound.name === name)!;
    tight.forEach(({ input }, at) => {
      const places = String(ratios[at]).split('.')[1]?.length ?? 0;
      expect(Number(measure(input).ratio.toFixed(places))).toBe(ratios[at]);
    });
  });
});

describe('the INT32 accumulator', () => {
  it('holds K = 133,144 products', async () => {
    expect(await resultOf('Q9', { given: { hidden: 133_144 }, runs: 20 })).toMatchObject({
      verdict: 'holds-in-sample',
    });
  });

  it('wraps at K = 133,145, and the checker says so', async () => {
    expect(await resultOf('Q9', { given: { hidden: 133_145 }, runs: 20 })).toMatchObject({
      verdict: 'violated',
      violation: {
        input: { length: 133_145 },
        message:
          'accumulator of token 0 of 1, channel 0 of 1, K = 133145, which INT32 holds safely only up to K = 133144: -2147471591 instead of 2147495705',
      },
    });
  });
});

it.each(['fp16', 'fp32'])('holds for the numbers of %s', async (dtypeRange) => {
  const only = names.filter((name) => name !== 'Q8' && name !== 'layer-rms');
  const { bounds: results } = await checkBoundsAsync(int8ErrorBounds, {
    seed: SEED,
    runs: 100,
    given: { dtypeRange },
    only,
  });
  expect(results.filter(({ violation }) => violation !== undefined)).toEqual([]);
});

describe('each wrong arithmetic is caught', () => {
  it.each(Object.entries(int8ErrorBounds.faults))('%s', async (id, { property }) => {
    const result = await resultOf(property, { faults: [id], shrink: false });
    expect(result.verdict).toBe('violated');
    expect(result.violation!.ratio).toBeGreaterThan(1);
  });

  it('fp32-accumulation needs K = 1,041, just beyond what FP32 holds exactly', async () => {
    const { violation } = await resultOf('Q10', { faults: ['fp32-accumulation'] });
    expect(violation).toMatchObject({ input: { length: 1_041 } });
  });
});

/** Wrong arithmetics that one claim alone sees. */
const SEEN_ALONE: readonly string[] = [
  'first-expert-smoothing',
  'quantised-factors',
  'two-operators',
  'dequantised-projection',
  'unquantised-dispatch',
  'quantised-combine',
  'quantised-gating',
  'quantised-norm',
  'unsigned-rotation',
  'one-sided-rotation',
  'redrawn-rotation',
  'mirrored-rotation',
  'exchanged-migration',
  'inverted-smoothing',
  'scales-first',
  'coarse-silu',
  'second-by-product',
  'fused-combine',
];

describe('of all claims', () => {
  const cheap = bounds.filter(({ cost = 1 }) => cost === 1).map(({ name }) => name);

  it.each(SEEN_ALONE)('one alone sees %s', async (id) => {
    const { property } = int8ErrorBounds.faults[id]!;
    const only = cheap.filter((name) => name !== property);
    const { bounds: others } = await checkBoundsAsync(int8ErrorBounds, {
      seed: SEED,
      runs: 8,
      only,
      faults: [id],
    });
    expect(others.filter(({ verdict }) => verdict === 'violated')).toEqual([]);
  });
});

describe('the origin of a wrong arithmetic', () => {
  it.each(Object.entries(int8ErrorBounds.faults))(
    '%s is a report, or the textbook',
    (_id, { title, link }) => {
      const isReport = /^https:\/\/github\.com\/[^/]+\/[^/]+\/(issues|pull)\/\d+$/.test(link);
      expect(title.startsWith('textbook: ')).toBe(!isReport);
    },
  );
});

/** Claims that are not the first that a fault breaks, each with a fault that breaks it too. */
const ALSO_CAUGHT: Readonly<Record<string, string>> = {
  Q6: 'unchunked-scales',
  'Q6-largest': 'unchunked-scales',
  Q7: 'unchunked-scales',
  'Q7-uniform': 'unchunked-scales',
  Q8: 'truncation',
  idempotence: 'truncation',
  'early-quantisation': 'tensor-scale',
  'expert-gate': 'unchunked-scales',
  expert: 'second-scale',
  'result-rounding': 'bf16-truncation',
  layer: 'shared-expert-scaled',
  compensation: 'wrong-sign',
};

describe('each claim can fail', () => {
  const first = new Set(Object.values(int8ErrorBounds.faults).map(({ property }) => property));

  it('all are named', () => {
    expect([...first, ...Object.keys(ALSO_CAUGHT), 'layer-rms'].sort()).toEqual([...names].sort());
  });

  it.each(Object.entries(ALSO_CAUGHT))('%s, by %s', async (name, fault) => {
    expect(await resultOf(name, { faults: [fault], shrink: false })).toMatchObject({ verdict: 'violated' });
  });

  it('layer-rms, by truncation, in a layer that is smaller', () => {
    const input = { tokens: 16, hidden: 256, intermediate: 64, seed: SEED };
    const measuredWith = (faults: readonly string[]) =>
      int8ErrorBounds
        .build(defaults, new Set(faults))
        .find(({ name }) => name === 'layer-rms')!
        .measure(input).ratio;
    expect(measuredWith([])).toBeLessThan(1);
    expect(measuredWith(['truncation'])).toBeGreaterThan(50);
  });
});

it('refuses faults of which one would hide the other', () => {
  expect(() => int8ErrorBounds.build(defaults, new Set(['truncation', 'half-up']))).toThrow(
    "The faults 'truncation' and 'half-up' of 'int8' cannot be had together: both change round, and one would hide the other. Give one of them.",
  );
  expect(int8ErrorBounds.build(defaults, new Set(['truncation', 'fp32-accumulation']))).toHaveLength(
    bounds.length,
  );
});
