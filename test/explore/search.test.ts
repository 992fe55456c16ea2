// Goal: a search can be done in pieces, watched and interrupted. Method: one state space in pieces of several sizes, and a search
// that only counts.

import { describe, expect, it } from 'vitest';
import { BreadthFirst } from '../../src/explore/breadth-first.js';
import type { Exhausted } from '../../src/explore/budget.js';
import { doWithPauses } from '../../src/explore/pieces.js';
import { run, type Search, type SearchProgress, Stopwatch, watched } from '../../src/explore/search.js';
import { explore } from '../support/agreement.js';
import { verdictsOf, withoutTime } from '../support/results.js';
import { switches } from '../support/switches.js';

/** Counts to `total` in slices, and tells why it stopped. */
class Counting implements Search<string> {
  slices = 0;
  constructor(private readonly total: number) {}

  advance(): boolean {
    this.slices++;
    return this.slices >= this.total;
  }

  progress(): SearchProgress {
    return { states: this.slices, steps: 0, depth: 0, frontier: this.total - this.slices };
  }

  finish(stopped?: Exhausted): string {
    return `${this.slices} slices, ${stopped ?? 'done'}`;
  }
}

describe('in pieces', () => {
  it.each([1, 3, 7, 1_000])('of %i states the result is the same', (units) => {
    const search = new BreadthFirst(switches(5));
    let pieces = 1;
    while (!search.advance(units)) pieces++;
    expect(pieces).toBe(Math.ceil(32 / units));
    expect(withoutTime(search.finish())).toEqual(withoutTime(explore(switches(5))));
  });

  it('progress tells what is known and what is left', () => {
    const search = new BreadthFirst(switches(3));
    expect(search.progress()).toEqual({ states: 1, steps: 0, depth: 0, frontier: 1 });
    search.advance(1);
    expect(search.progress()).toEqual({ states: 4, steps: 3, depth: 1, frontier: 3 });
    search.advance(2);
    expect(search.progress()).toEqual({ states: 7, steps: 9, depth: 2, frontier: 4 });
    search.advance(100);
    expect(search.progress()).toEqual({
      during: 'progress checks',
      states: 8,
      steps: 24,
      depth: 4,
      frontier: 0,
    });
  });

  it('interrupted it is inconclusive, and not interrupted when it was done', () => {
    const search = new BreadthFirst(switches(3));
    search.advance(1);
    const interrupted = search.finish('interrupted');
    expect(interrupted).toMatchObject({
      verdict: 'inconclusive',
      inconclusive: { budget: 'interrupted', frontier: 3 },
    });
    expect(verdictsOf(interrupted)['deadlock-freedom']).toBe('inconclusive');
    search.advance(100);
    expect(search.finish('interrupted')).not.toHaveProperty('inconclusive');
    expect(search.finish('interrupted').verdict).toBe('holds');
  });
});

describe('run', () => {
  it('goes on to the end', () => {
    expect(run(new Counting(5))).toBe('5 slices, done');
  });
});

describe('watched', () => {
  const runWatched = <T>(search: Search<T>, watch: Parameters<typeof watched>[1]) =>
    doWithPauses(watched(search, watch));

  it('tells of progress between slices, and lets other work happen', async () => {
    const seen: number[] = [];
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    const result = await runWatched(new Counting(4), { onProgress: ({ frontier }) => seen.push(frontier) });
    clearInterval(timer);
    expect(result).toBe('4 slices, done');
    expect(seen).toEqual([3, 2, 1]);
    expect(turns).toBeGreaterThanOrEqual(0);
  });

  it('ends when it is aborted, and says so', async () => {
    const controller = new AbortController();
    const result = await runWatched(new Counting(1_000), {
      signal: controller.signal,
      onProgress: ({ states }) => {
        if (states === 3) controller.abort();
      },
    });
    expect(result).toBe('3 slices, interrupted');
  });

  it('is aborted from outside in between slices', async () => {
    const controller = new AbortController();
    const running = runWatched(new Counting(Number.POSITIVE_INFINITY), { signal: controller.signal });
    setTimeout(() => controller.abort(), 1);
    expect(await running).toMatch(/^\d+ slices, interrupted$/);
  });

  it('gives the same result as run', async () => {
    const result = await runWatched(new BreadthFirst(switches(5)), {});
    expect(withoutTime(result)).toEqual(withoutTime(explore(switches(5))));
  });
});

it('a stopwatch adds up what lies between start and stop', () => {
  const watch = new Stopwatch();
  expect(watch.seconds).toBe(0);
  watch.start();
  watch.stop();
  const first = watch.seconds;
  watch.start();
  for (let index = 0; index < 100_000; index++) Math.sqrt(index);
  watch.stop();
  expect(watch.seconds).toBeGreaterThan(first);
});
