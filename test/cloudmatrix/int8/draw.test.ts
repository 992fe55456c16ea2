// Goal: random numbers of the distributions that are promised, the same for a seed. Method: ranges, and moments of 50,000 numbers
// within five standard deviations of what they must be.

import { describe, expect, it } from 'vitest';
import { Draw, seedOf } from '../../../src/cloudmatrix/draw.js';

const COUNT = 50_000;

function drawn(make: (draw: Draw) => number, seed = 1): number[] {
  const draw = new Draw(seed);
  return Array.from({ length: COUNT }, () => make(draw));
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value / values.length, 0);

/** @param deviation of one number */
const spread = (deviation: number): number => (5 * deviation) / Math.sqrt(COUNT);

it('is the same for a seed, and another for another', () => {
  const all = (seed: number) => drawn((draw) => draw.gaussian(), seed);
  expect(all(7)).toEqual(all(7));
  expect(all(7).slice(0, 100)).not.toEqual(all(8).slice(0, 100));
});

it('words are any 32 bits, as unsigned integers', () => {
  const words = drawn((draw) => draw.word());
  expect(words.every((word) => Number.isInteger(word) && word >= 0 && word < 2 ** 32)).toBe(true);
  for (let bit = 0; bit < 32; bit++) {
    const share = mean(words.map((word) => (word >>> bit) & 1));
    expect(Math.abs(share - 1 / 2)).toBeLessThan(spread(1 / 2));
  }
});

it('units are even from 0 to 1', () => {
  const units = drawn((draw) => draw.unit());
  expect(units.every((unit) => unit >= 0 && unit < 1)).toBe(true);
  expect(Math.abs(mean(units) - 1 / 2)).toBeLessThan(spread(Math.sqrt(1 / 12)));
  expect(Math.abs(mean(units.map((unit) => unit ** 2)) - 1 / 3)).toBeLessThan(spread(Math.sqrt(4 / 45)));
});

it('whole numbers are below their count, each as often as another', () => {
  const numbers = drawn((draw) => draw.below(10));
  for (let number = 0; number < 10; number++) {
    const share = numbers.filter((each) => each === number).length / COUNT;
    expect(Math.abs(share - 1 / 10)).toBeLessThan(spread(0.3));
  }
  expect(new Set(numbers).size).toBe(10);
  expect(new Draw(3).below(1)).toBe(0);
});

it('signs are both', () => {
  const signs = drawn((draw) => draw.sign());
  expect(new Set(signs)).toEqual(new Set([1, -1]));
  expect(Math.abs(mean(signs))).toBeLessThan(spread(1));
});

describe('seeds of what a run draws', () => {
  const RUNS = 10_000;

  /** Half a unit to either side, which a seed draws first. */
  const first = (seed: number) => new Draw(seed).unit() - 1 / 2;

  /** In standard deviations: how much more than by chance the first numbers of pairs of seeds go together. */
  function together(pairOf: (run: number) => readonly [number, number]): number {
    let sum = 0;
    for (let run = 0; run < RUNS; run++) {
      const [one, other] = pairOf(run);
      sum += 12 * first(one) * first(other);
    }
    return sum / Math.sqrt(RUNS);
  }

  it.each([1, 2, 3, 4, 64])(
    'of runs whose seeds are %i apart have nothing to do with each other',
    (apart) => {
      const of = (seed: number) => seedOf(seed, 'jitter');
      expect(Math.abs(together((run) => [of(2 * run * apart), of(2 * run * apart + apart)]))).toBeLessThan(5);
    },
  );

  it('nor have those of two things of one run, and of several of a kind', () => {
    expect(Math.abs(together((run) => [seedOf(run, 'jitter'), seedOf(run, 'drafts')]))).toBeLessThan(5);
    expect(Math.abs(together((run) => [seedOf(run, 'routing', 0), seedOf(run, 'routing', 1)]))).toBeLessThan(
      5,
    );
  });

  it('are needed: the generator alone is linear', () => {
    expect(Math.abs(together((run) => [2 * run, 2 * run + 1]))).toBeGreaterThan(20);
  });

  it('are 32-bit integers, each from one of a run, and the same on any machine', () => {
    const seeds = Array.from({ length: RUNS }, (_, run) => seedOf(run, 'jitter'));
    expect(seeds.every((seed) => Number.isInteger(seed) && seed === (seed | 0))).toBe(true);
    expect(new Set(seeds).size).toBe(RUNS);
    expect([seedOf(0, 'jitter'), seedOf(-1, 'jitter'), seedOf(2 ** 31 - 1, 'routing', 3)]).toEqual([
      363_835_164, 145_612_772, 1_639_014_985,
    ]);
  });
});

describe('gaussian', () => {
  const values = drawn((draw) => draw.gaussian());

  it('has the moments 0, 1, 0, 3', () => {
    // Deviations of the powers: the moments 1, 3 - 1, 15 and 105 - 9.
    expect(Math.abs(mean(values))).toBeLessThan(spread(1));
    expect(Math.abs(mean(values.map((x) => x ** 2)) - 1)).toBeLessThan(spread(Math.sqrt(2)));
    expect(Math.abs(mean(values.map((x) => x ** 3)))).toBeLessThan(spread(Math.sqrt(15)));
    expect(Math.abs(mean(values.map((x) => x ** 4)) - 3)).toBeLessThan(spread(Math.sqrt(96)));
  });

  it('is within one, two and three deviations as often as the normal distribution', () => {
    for (const [deviations, share] of [
      [1, 0.682689],
      [2, 0.9545],
      [3, 0.9973],
    ] as const) {
      const found = values.filter((x) => Math.abs(x) < deviations).length / COUNT;
      expect(Math.abs(found - share)).toBeLessThan(spread(Math.sqrt(share * (1 - share))));
    }
  });

  it('makes two at a time that are independent', () => {
    const products = values.flatMap((x, at) => (at % 2 === 0 ? [x * values[at + 1]!] : []));
    expect(Math.abs(mean(products))).toBeLessThan(spread(1) * Math.SQRT2);
  });
});
