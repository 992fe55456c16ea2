// Goal: guided walks come sooner to what even chances hardly ever do, leave no schedule out, and are valid runs; configurations that differ come
// first. Method: a lock of 12 places beside a swarm; schedules found by forks are replayed on XState.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NovelConfigurations } from '../../src/campaign/novel-configurations.js';
import { Engine } from '../../src/engine/engine.js';
import { Guide } from '../../src/explore/guide.js';
import { type Choice, SWARM, Walker } from '../../src/explore/walker.js';
import { always, defineNetwork, replay } from '../../src/index.js';
import { PropertyEvaluator } from '../../src/property/property-evaluator.js';
import { digraph } from '../support/digraph.js';

const LENGTH = 12;
/** Each place leads on, or back to the start. */
const places = Array.from({ length: LENGTH }, (_, index) => `p${index}`);
const edges = Object.fromEntries(
  places.map((place, index) => [place, index + 1 < LENGTH ? [places[index + 1]!, 'p0', 'p1'] : ['p0']]),
);
const lock = defineNetwork({
  name: 'lock',
  components: { graph: digraph(edges) },
  properties: [always('closed', (view) => !view.matches('graph', places.at(-1)!))],
});

function stepsUntilOpen(choice: () => Choice, seed: number) {
  const engine = new Engine(lock);
  const walker = new Walker(engine, undefined, choice());
  const evaluator = new PropertyEvaluator(engine);
  for (let steps = 0, run = 0; run < 2_000; run++) {
    const walked = walker.walk(evaluator.fresh(), seed + run, 30);
    steps += walked.steps;
    if (walked.finding !== undefined) return { steps, walked };
  }
  return { steps: Number.POSITIVE_INFINITY, walked: undefined };
}

it('needs fewer steps to a far place, and what it finds from a kept state is a run from the start', () => {
  const guided = () => ({ ...SWARM, guide: new Guide(), isGuided: true });
  const sum = (choice: () => Choice) =>
    [1, 1001, 2001, 3001].reduce((total, seed) => total + stepsUntilOpen(choice, seed).steps, 0);
  expect(4 * sum(guided)).toBeLessThan(sum(() => SWARM));
  for (const seed of [1, 2, 3, 4, 5]) {
    const { initial, schedule, finding } = stepsUntilOpen(guided, seed).walked!;
    expect(replay(lock, { property: finding!.property, initial, steps: schedule })).toMatchObject({
      isViolated: true,
    });
  }
});

it('prefers a step that has lowered the smallest margin', () => {
  const guide = new Guide();
  expect([
    guide.isLower('p', 5),
    guide.isLower('p', 5),
    guide.isLower('p', 4),
    guide.isLower('q', 9),
  ]).toEqual([false, false, true, false]);
  const pairs = { keys: [1, 2] } as never;
  guide.take(pairs);
  const before = guide.worth(pairs);
  guide.lower(pairs);
  expect(guide.worth(pairs)).toBe(before + 1);
  for (let time = 0; time < 10; time++) guide.take(pairs);
  expect(guide.worth(pairs)).toBeLessThan(before);
});

it('configurations with new values come first', () => {
  const any = fc.record({ size: fc.integer({ min: 1, max: 4 }), mode: fc.constantFrom('a', 'b', 'c') });
  const drawn = fc.sample(new NovelConfigurations(any), { seed: 3, numRuns: 6 });
  expect(new Set(drawn.slice(0, 4).map(({ mode }) => mode)).size).toBe(3);
  expect(new Set(drawn.slice(0, 6).map((each) => JSON.stringify(each))).size).toBe(6);
});
