/**
 * Shrinking must keep the violation, must end, and must reach the known minimum on a model with decoys: from 50 random failing
 * schedules each time the same shortest length that breadth-first search proves.
 */
import { describe, expect, it, vi } from 'vitest';
import { assign, setup } from 'xstate';
import { shorterSchedules, shrinkSchedule } from '../../src/counterexample/shrink.js';
import { Engine } from '../../src/engine/engine.js';
import { Walker } from '../../src/explore/walker.js';
import { ScheduleFollower } from '../../src/explore/schedule.js';
import { always, defineNetwork, explore, minimise, type View, walk } from '../../src/index.js';
import { PropertyEvaluator } from '../../src/property/property-evaluator.js';

/** A ring of two slots whose writer forgets to ask whether the slot that it writes has been read, once it has written three. */
const ring = setup({
  types: {} as { context: { full: boolean[]; written: number; read: number; lost: boolean } },
  guards: {
    mayWrite: ({ context }) =>
      context.written < 5 && (context.written >= 3 || !context.full[context.written % 2]),
    mayRead: ({ context }) => context.full[context.read % 2] === true,
  },
  actions: {
    write: assign(({ context }) => ({
      lost: context.lost || context.full[context.written % 2]!,
      full: context.full.with(context.written % 2, true),
      written: context.written + 1,
    })),
    read: assign(({ context }) => ({
      full: context.full.with(context.read % 2, false),
      read: context.read + 1,
    })),
  },
}).createMachine({
  id: 'ring',
  context: { full: [false, false], written: 0, read: 0, lost: false },
  initial: 'open',
  states: {
    open: {
      tags: 'rest',
      on: { WRITE: { guard: 'mayWrite', actions: 'write' }, READ: { guard: 'mayRead', actions: 'read' } },
    },
  },
});

const decoy = setup({}).createMachine({
  id: 'decoy',
  initial: 'off',
  states: { off: { tags: 'rest', on: { FLIP: 'on' } }, on: { tags: 'rest', on: { FLIP: 'off' } } },
});

const network = defineNetwork({
  name: 'ring',
  components: {
    ring: { machine: ring, stimuli: [{ type: 'WRITE' }, { type: 'READ' }] },
    decoy: { machine: decoy, stimuli: [{ type: 'FLIP' }] },
  },
  properties: [always('nothing-lost', (view) => !view.context('ring').lost)],
});

describe('shrinkSchedule', () => {
  const shortest = explore(network).violations[0]!.steps.length;

  it('reaches the proven minimum from 50 random failing schedules', () => {
    const engine = new Engine(network);
    const evaluator = new PropertyEvaluator(engine);
    const walker = new Walker(engine);
    const follower = new ScheduleFollower(engine, evaluator);
    const lengths: number[] = [];
    for (let seed = 1; lengths.length < 50; seed++) {
      const { initial, schedule, finding } = walker.walk(evaluator.fresh(), seed, 300);
      if (finding === undefined) continue;
      const { steps } = shrinkSchedule(follower, { property: finding.property, initial, steps: schedule });
      expect(follower.follow(initial, steps, finding.property).finding?.property).toBe('nothing-lost');
      lengths.push(steps.length);
    }
    expect(lengths).toEqual(lengths.map(() => shortest));
    expect(shortest).toBe(5);
  });

  it('skips what is not enabled in its turn', () => {
    const engine = new Engine(network);
    const follower = new ScheduleFollower(engine, new PropertyEvaluator(engine));
    const [write, read] = ['environment ⇒ ring: WRITE', 'environment ⇒ ring: READ'];
    const followed = follower.follow(0, [read, 'no such step', write, read, read]);
    expect(followed.taken).toEqual([write, read]);
    expect(followed.states).toHaveLength(3);
    expect(followed.finding).toBeUndefined();
  });
});

describe('shorterSchedules', () => {
  const runOf = (taken: string[], states: number[], causes = taken) => ({ taken, states, causes });

  it('first cuts out what lies between two visits of a state', () => {
    const [first] = shorterSchedules(runOf(['a', 'b', 'c', 'd'], [10, 11, 12, 11, 13]));
    expect(first?.steps).toEqual(['a', 'd']);
  });

  it('offers every single step and every pair for removal', () => {
    const candidates = [...shorterSchedules(runOf(['a', 'b', 'c'], [1, 2, 3, 4]))].map(({ steps }) =>
      steps.join(''),
    );
    for (const expected of ['bc', 'ac', 'ab', 'a', 'b', 'c']) expect(candidates).toContain(expected);
  });

  it('offers simpler payloads last', () => {
    const candidates = [...shorterSchedules(runOf(['ab'], [1, 2]), () => ['a'])];
    expect(candidates.at(-1)?.steps).toEqual(['a']);
  });
});

describe('a long schedule', () => {
  const DECOYS = 40;
  const flip = (index: number) => `environment ⇒ decoy.${index % DECOYS}: FLIP`;
  const crowd = (...properties: Parameters<typeof always>[1][]) =>
    defineNetwork({
      name: 'crowd',
      components: {
        ring: network.components[0]!,
        ...Object.fromEntries(
          Array.from({ length: DECOYS }, (_, at) => [`decoy.${at}`, network.components[1]!]),
        ),
      },
      properties: properties.map((holds, at) => always(`claim ${at}`, holds)),
    });
  const isKept = (view: View) => !view.context<{ lost: boolean }>('ring').lost;
  const isKeptAmongDecoys = (view: View) => {
    for (const id of view.components) view.hasTag(id, 'rest');
    return isKept(view);
  };
  const [write, read] = ['environment ⇒ ring: WRITE', 'environment ⇒ ring: READ'];
  const needed = [write, read, write, read, write, write, write];
  /** The needed steps, far apart. */
  const among = (length: number) =>
    Array.from({ length }, (_, at) => {
      const part = length / needed.length;
      return at % part === part - 1 ? needed[Math.floor(at / part)]! : flip(at);
    });

  function shrink(claim: (view: View) => boolean, length: number, replayedStepsMax?: number) {
    const engine = new Engine(crowd(claim));
    const follower = new ScheduleFollower(engine, new PropertyEvaluator(engine));
    const follow = vi.spyOn(follower, 'follow');
    const violation = { property: 'claim 0', initial: 0, steps: among(length) };
    const { steps, minimality } = shrinkSchedule(follower, violation, replayedStepsMax);
    const replayed = follow.mock.calls.reduce((sum, [, schedule]) => sum + schedule.length, 0);
    expect(follower.follow(0, steps, 'claim 0').finding).toBeDefined();
    return { length: steps.length, minimality, replayed };
  }

  it('is cut down to its causal past at once', () => {
    const { length, minimality, replayed } = shrink(isKept, 21_000);
    expect({ length, minimality }).toEqual({ length: 5, minimality: 'locally minimal' });
    expect(replayed).toBeLessThan(2 * 21_000);
  });

  it('is cut down block by block where everything may matter', () => {
    const { length, minimality, replayed } = shrink(isKeptAmongDecoys, 1_400);
    expect({ length, minimality }).toEqual({ length: 5, minimality: 'locally minimal' });
    expect(replayed).toBeLessThan(400_000);
  });

  it('is called what it is when the budget of replayed steps ends first', () => {
    expect(shrink(isKept, 700, 710)).toMatchObject({ length: needed.length, minimality: 'shortened' });
    expect(shrink(isKeptAmongDecoys, 700, 800)).toEqual({
      length: 700,
      minimality: 'as found',
      replayed: 700,
    });
    for (const budget of [1_500, 2_500, 3_500]) {
      const { length, minimality, replayed } = shrink(isKeptAmongDecoys, 700, budget);
      expect(length).toBeLessThan(700);
      expect(minimality).toBe('shortened');
      expect(replayed).toBeLessThanOrEqual(budget);
    }
  });
});

describe('minimise', () => {
  const found = walk(network, { seed: 5, walks: 50, stepsMax: 300 }).violations[0]!;

  it('replaces a random counterexample by the breadth-first shortest one where the network can be enumerated', () => {
    expect(found.minimality).toBe('as found');
    const small = minimise(network, found);
    expect(small).toMatchObject({ property: 'nothing-lost', minimality: 'proven shortest' });
    expect(small.steps).toHaveLength(5);
  });

  it('says "locally minimal" where it cannot', () => {
    const small = minimise(network, found, { statesMax: 3 });
    expect(small.minimality).toBe('locally minimal');
    expect(small.steps).toHaveLength(5);
  });
});
