// Goal: what fast-check makes of a claim: held, broken by a smallest input, not shown, or left undone; the same for the same seed.
// Method: claims about whole numbers below 100.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Bound,
  type BoundSuite,
  checkBounds,
  checkBoundsAsync,
  CheckError,
  Worst,
} from '../../src/index.js';

const claim = (changes: Partial<Bound<number>> = {}): Bound<number> => ({
  name: 'small',
  title: 'numbers are small',
  formula: 'x <= 99',
  kind: 'bound',
  inputs: fc.integer({ min: 0, max: 99 }),
  measure: (x) => {
    const worst = new Worst();
    worst.within(x, 99, () => 'number');
    return worst;
  },
  witness: { title: 'a number above 10', isMet: (x) => x > 10 },
  ...changes,
});

/** Numbers are small, but for those from some number on. */
const smallTo = (limit: number) =>
  claim({
    measure: (x) => {
      const worst = new Worst();
      worst.within(x, limit, () => 'number');
      return worst;
    },
  });

const suiteOf = (...bounds: Bound[]): BoundSuite => ({
  noun: 'suite',
  name: 'numbers',
  title: 'numbers',
  parameters: { size: { kind: 'integer', min: 1, max: 9, default: 3, description: 'size' } },
  faults: { F1: { title: 'a fault', link: 'https://example.org/f1', property: 'small' } },
  build: () => bounds,
  runs: { check: 10, deep: 100 },
});

const options = { seed: 1, runs: 200 };

describe('a claim', () => {
  it('that holds has the worst of its inputs', async () => {
    const { verdict, seed, configuration, left, bounds } = await checkBoundsAsync(suiteOf(claim()), options);
    expect({ verdict, seed, configuration, left }).toEqual({
      verdict: 'holds-in-sample',
      seed: 1,
      configuration: { size: 3 },
      left: 0,
    });
    expect(bounds).toEqual([
      {
        name: 'small',
        title: 'numbers are small',
        formula: 'x <= 99',
        kind: 'bound',
        verdict: 'holds-in-sample',
        runs: 200,
        worst: { ratio: 1, input: 99, message: 'number: 99 of at most 99' },
        tight: [],
        isTight: false,
        witness: { title: 'a number above 10', isMet: true },
      },
    ]);
  });

  it('that does not has the smallest input that breaks it', async () => {
    const { verdict, bounds } = await checkBoundsAsync(suiteOf(smallTo(40)), options);
    expect(verdict).toBe('violated');
    expect(bounds[0]!.violation).toMatchObject({
      ratio: 41 / 40,
      input: 41,
      message: 'number: 41 of at most 40',
    });
    expect(bounds[0]!.violation!.shrinks).toBeGreaterThan(0);
    expect(bounds[0]!.runs).toBeLessThan(200);
  });

  it('is not made smaller, if that is not wanted', async () => {
    const { bounds } = await checkBoundsAsync(suiteOf(smallTo(40)), { ...options, shrink: false });
    expect(bounds[0]!.violation).toMatchObject({ shrinks: 0 });
    expect(bounds[0]!.violation!.input).toBe(bounds[0]!.worst!.input);
  });

  it('is inconclusive without its witness', async () => {
    const bound = claim({ witness: { title: 'a number above 100', isMet: (x) => x > 100 } });
    const { verdict, bounds } = await checkBoundsAsync(suiteOf(bound), options);
    expect(verdict).toBe('inconclusive');
    expect(bounds[0]).toMatchObject({ verdict: 'inconclusive', witness: { isMet: false } });
  });

  it('that costs more is tried less often, once at least', async () => {
    const runsAt = async (cost: number) => {
      const { bounds } = await checkBoundsAsync(suiteOf(claim({ cost })), options);
      return bounds[0]!.runs;
    };
    expect(await Promise.all([1, 3, 200, 1_000].map(runsAt))).toEqual([200, 67, 1, 1]);
  });

  it('that is a law has no worst input while it holds', async () => {
    const law = claim({
      kind: 'law',
      measure: (x) => {
        const worst = new Worst();
        worst.same(x + 0, x, () => 'sum');
        return worst;
      },
    });
    const { bounds } = await checkBoundsAsync(suiteOf(law), options);
    expect(bounds[0]).toMatchObject({ verdict: 'holds-in-sample', kind: 'law' });
    expect(bounds[0]!.worst).toBeUndefined();
  });
});

describe('known inputs', () => {
  const tight = [
    { title: 'the largest', input: 99, ratio: 1 },
    { title: 'none', input: 0, ratio: 0 },
  ];

  it('are measured besides the random ones', async () => {
    const { bounds } = await checkBoundsAsync(suiteOf(claim({ tight })), { ...options, runs: 5 });
    expect(bounds[0]).toMatchObject({
      runs: 5,
      tight: [
        { title: 'the largest', ratio: 1 },
        { title: 'none', ratio: 0 },
      ],
      isTight: true,
    });
  });

  it('may be what breaks the claim, and are made smaller too', async () => {
    const { bounds } = await checkBoundsAsync(suiteOf({ ...smallTo(40), tight }), options);
    expect(bounds[0]).toMatchObject({ runs: 0, violation: { input: 41 } });
  });

  it('do not make a claim tight that they only come somewhat near to', async () => {
    const half = [{ title: 'half', input: 50, ratio: 50 / 99 }];
    const { bounds } = await checkBoundsAsync(suiteOf(claim({ tight: half })), options);
    expect(bounds[0]!.isTight).toBe(false);
  });
});

describe('an interruption', () => {
  it('before the first claim leaves all', async () => {
    const { verdict, bounds, left } = await checkBoundsAsync(suiteOf(claim(), claim({ name: 'again' })), {
      ...options,
      signal: AbortSignal.abort(),
    });
    expect({ verdict, bounds, left }).toEqual({ verdict: 'inconclusive', bounds: [], left: 2 });
  });

  it('during a claim tells what was tried, and leaves the rest', async () => {
    const controller = new AbortController();
    const { verdict, bounds, left } = await checkBoundsAsync(suiteOf(claim(), claim({ name: 'again' })), {
      seed: 1,
      runs: 1_000_000,
      signal: controller.signal,
      onProgress: ({ runs }) => {
        if (runs >= 64) controller.abort();
      },
    });
    expect(verdict).toBe('inconclusive');
    expect(bounds).toMatchObject([{ name: 'small', verdict: 'inconclusive', runs: 64 }]);
    expect(left).toBe(1);
  });

  it('of making an input smaller keeps the smallest so far', async () => {
    const controller = new AbortController();
    let failures = 0;
    const bound = claim({
      measure: (x) => {
        const worst = new Worst();
        worst.within(x, 40, () => 'number');
        if (worst.ratio > 1 && ++failures === 2) controller.abort();
        return worst;
      },
    });
    const { bounds } = await checkBoundsAsync(suiteOf(bound), { ...options, signal: controller.signal });
    expect(bounds[0]!.verdict).toBe('violated');
    expect(bounds[0]!.violation!.ratio).toBeGreaterThan(1);
  });
});

it('the same seed gives the same result, another one another', async () => {
  const resultOf = async (seed: number) => {
    const { seconds: _, ...result } = await checkBoundsAsync(suiteOf(claim(), smallTo(90)), {
      seed,
      runs: 20,
    });
    return JSON.stringify(result);
  };
  expect(await resultOf(5)).toBe(await resultOf(5));
  expect(await resultOf(5)).not.toBe(await resultOf(6));
});

it('only the claims that are named are tried, in their order', async () => {
  const suite = suiteOf(claim(), claim({ name: 'second' }), claim({ name: 'third' }));
  const { bounds } = await checkBoundsAsync(suite, { ...options, only: ['third', 'small'] });
  expect(bounds.map(({ name }) => name)).toEqual(['small', 'third']);
});

it.each([
  { given: { only: ['huge'] }, says: "The suite 'numbers' has no bound 'huge'; it has small." },
  { given: { faults: ['F2'] }, says: "The suite 'numbers' has no fault 'F2'; it has F1." },
  { given: { given: { width: 1 } }, says: "The suite 'numbers' has no parameter 'width'; it has size." },
  {
    given: { given: { size: 10 } },
    says: "The parameter size of 'numbers' is '10'; it must be a whole number from 1 to 9.",
  },
])('refuses $given', async ({ given, says }) => {
  const refused = checkBoundsAsync(suiteOf(claim()), { ...options, ...given });
  await expect(refused).rejects.toThrow(CheckError);
  await expect(refused).rejects.toThrow(says);
});

it('an error in a claim is an error, and no verdict', async () => {
  const broken = claim({
    measure: () => {
      throw new TypeError('x is not a function');
    },
  });
  await expect(checkBoundsAsync(suiteOf(broken), options)).rejects.toThrow('x is not a function');
});

describe('nothing holds', () => {
  it('of a suite without bounds', async () => {
    const sentence = `The suite 'numbers' has no bounds with the parameters {"size":3}, and nothing holds of nothing.`;
    expect(() => checkBounds(suiteOf(), options)).toThrow(sentence);
    await expect(checkBoundsAsync(suiteOf(), options)).rejects.toThrow(CheckError);
  });

  it.each([
    [{ ratio: Number.NaN, message: '' }, 'NaN'],
    [{ message: 'no ratio' }, 'undefined'],
    [{ ratio: '0.5', message: '' }, '0.5'],
    [{ ratio: -1, message: '' }, '-1'],
    [undefined, 'undefined'],
  ])('of a measure %j', async (measure, ratio) => {
    const suite = suiteOf(
      claim({ measure: (x) => (x > 50 ? (measure as never) : { ratio: 0, message: '' }) }),
    );
    const sentence = `The measure of the bound 'small' gives the ratio ${ratio}; it must be error / bound, a number of at least 0`;
    expect(() => checkBounds(suite, options)).toThrow(sentence);
    await expect(checkBoundsAsync(suite, options)).rejects.toThrow(CheckError);
  });

  it('of such a measure while an input is made smaller', () => {
    const measure = (x: number) => ({ ratio: x > 50 ? 2 : x > 45 ? Number.NaN : 0, message: 'large' });
    expect(() => checkBounds(suiteOf(claim({ measure })), options)).toThrow(
      "The measure of the bound 'small'",
    );
  });
});
