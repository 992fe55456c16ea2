// Goal: guided walks come sooner to what even chances hardly ever do, leave no schedule out, and are valid runs; configurations that differ come
// first. Method: a lock of 12 places beside a swarm; schedules that go on from a state of another way are replayed on XState.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NovelConfigurations } from '../../src/campaign/novel-configurations.js';
import { Engine } from '../../src/engine/engine.js';
import { OWN } from '../../src/engine/successors.js';
import { Guide } from '../../src/explore/guide.js';
import type { Prospect } from '../../src/explore/prospects.js';
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

describe('a guide', () => {
  const point = { initial: 0, length: 0 };
  const stepAt = (vector: Int32Array, item: number): Prospect => ({
    point,
    vector,
    candidate: { kind: OWN, source: 0, item, rest: 0 },
  });
  /** As many novel pairs as the step's number tells, different ones of each state. */
  const pairs = {
    keys: [] as number[],
    of(vector: Int32Array, _kind: number, _source: number, item: number) {
      this.keys = Array.from({ length: item }, (_, at) => 100 * vector[0]! + at);
    },
  };
  const leave = (guide: Guide, state: number, item: number, isLower: boolean) => {
    const prospect = stepAt(Int32Array.of(state), item);
    pairs.of(prospect.vector, OWN, 0, item);
    guide.leave(prospect, pairs as never, isLower);
  };
  const order = (guide: Guide): (readonly [state: number, item: number])[] => {
    const best = guide.best(pairs as never);
    return best === undefined ? [] : [[best.vector[0]!, best.candidate.item], ...order(guide)];
  };

  it('goes to where most is novel, and what was seen since is worth less', () => {
    const guide = new Guide();
    leave(guide, 1, 3, false);
    leave(guide, 2, 2, false);
    leave(guide, 3, 1, false);
    expect(guide.best(pairs as never)!.vector[0]).toBe(1);
    // What was novel in state 2 was seen on the way.
    guide.take({ keys: [200, 201] } as never);
    expect(order(guide)).toEqual([[3, 1]]);
    expect(guide.hasProspects).toBe(false);
  });

  it('prefers where a margin was smaller than ever, once', () => {
    const guide = new Guide();
    const lower = [
      guide.isLower('p', 5),
      guide.isLower('p', 5),
      guide.isLower('p', 4),
      guide.isLower('q', 9),
    ];
    expect(lower).toEqual([false, false, true, false]);
    leave(guide, 1, 2, false);
    leave(guide, 2, 1, true);
    leave(guide, 3, 1, false);
    expect(order(guide)).toEqual([
      [2, 1],
      [1, 2],
      [3, 1],
    ]);
  });
});

it('configurations with new values come first', () => {
  const any = fc.record({ size: fc.integer({ min: 1, max: 4 }), mode: fc.constantFrom('a', 'b', 'c') });
  const drawn = fc.sample(new NovelConfigurations(any), { seed: 3, numRuns: 6 });
  expect(new Set(drawn.slice(0, 4).map(({ mode }) => mode)).size).toBe(3);
  expect(new Set(drawn.slice(0, 6).map((each) => JSON.stringify(each))).size).toBe(6);
});
