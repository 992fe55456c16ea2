// Goal: jitter makes stages longer, never shorter, by its law, the same for a seed. Method: means over many draws.

import { describe, expect, it } from 'vitest';
import { isStill, Jitter, type JitterOptions, NO_JITTER } from '../../../machines/systems/jitter.js';

const DRAWS = 20_000;
const EXPECTED_NS = 1_000_000;
const STAGE = { operator: 'attention', die: 0, microbatch: 0, round: 0 };

function factors(options: Partial<JitterOptions>, seed = 1): number[] {
  const jitter = new Jitter({ ...NO_JITTER, ...options }, seed);
  return Array.from(
    { length: DRAWS },
    (_, round) => jitter.ns(EXPECTED_NS, { ...STAGE, round }) / EXPECTED_NS,
  );
}
const mean = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;

describe('jitter', () => {
  it.each([
    ['even', 1.05],
    // The mean amount of a normal law is its deviation times the root of 2 / pi.
    ['normal', 1 + 0.1 * Math.sqrt(2 / Math.PI)],
    ['exponential', 1.1],
  ] as const)('of the law %s makes stages %f times as long on average, and none shorter', (law, expected) => {
    const drawn = factors({ law, share: 0.1 });
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(1);
    expect(Math.abs(mean(drawn) - expected)).toBeLessThan(0.003);
    if (law === 'even') expect(Math.max(...drawn)).toBeLessThanOrEqual(1.1 + 1e-6);
  });

  it('has stragglers as often as is said', () => {
    const drawn = factors({ stragglers: 0.01, stragglerFactor: 5 });
    const late = drawn.filter((factor) => factor === 5).length;
    expect(Math.abs(late / DRAWS - 0.01)).toBeLessThan(0.003);
    expect(drawn.filter((factor) => factor === 1).length).toBe(DRAWS - late);
  });

  it('is of a stage, whichever ran before it, and another for each', () => {
    const jitter = new Jitter({ ...NO_JITTER, share: 0.1 }, 3);
    const stages = [
      STAGE,
      { ...STAGE, operator: 'dispatch' },
      ...[1, 2, 3].flatMap((number) => [
        { ...STAGE, die: number },
        { ...STAGE, microbatch: number },
        { ...STAGE, round: number },
      ]),
    ];
    const drawn = stages.map((stage) => jitter.ns(EXPECTED_NS, stage));
    expect(new Set(drawn).size).toBe(stages.length);
    expect(stages.toReversed().map((stage) => jitter.ns(EXPECTED_NS, stage))).toEqual(drawn.toReversed());
  });

  it('is the same for a seed, and nothing where there is none', () => {
    expect(factors({ share: 0.1 }, 7)).toEqual(factors({ share: 0.1 }, 7));
    expect(factors({ share: 0.1 }, 7)).not.toEqual(factors({ share: 0.1 }, 8));
    expect(isStill(NO_JITTER)).toBe(true);
    expect(new Jitter(NO_JITTER, 1).ns(EXPECTED_NS, STAGE)).toBe(EXPECTED_NS);
  });
});
