// Goal: a property's own function that throws, changes its mind or gives what it must not is told by a sentence, with the way to the state.
// Method: a counter that counts to a bad state, searched in each way.

import { describe, expect, it } from 'vitest';
import { assign, createMachine, emit, setup } from 'xstate';
import {
  always,
  campaignAsync,
  defineNetwork,
  explore,
  monitor,
  type Network,
  type Property,
  reachable,
  walk,
} from '../../src/index.js';
import { Engine } from '../../src/engine/engine.js';
import { ScheduleFollower } from '../../src/explore/schedule.js';
import { CheckError } from '../../src/network/errors.js';
import { familyOf } from '../../src/network/family.js';
import { PropertyEvaluator } from '../../src/property/property-evaluator.js';

const counter = setup({
  types: { context: {} as { readonly n: number } },
  guards: { isBelow: ({ context }) => context.n < 300 },
  actions: {
    count: assign({ n: ({ context }) => context.n + 1 }),
    tell: emit(({ context }) => ({ type: 'COUNTED', n: context.n })),
  },
}).createMachine({
  id: 'm',
  context: { n: 0 },
  tags: 'rest',
  on: { GO: { guard: 'isBelow', actions: ['count', 'tell'] } },
});

const counting = (...properties: readonly Property[]): Network =>
  defineNetwork({
    name: 'counting',
    components: { it: { machine: counter, stimuli: [{ type: 'GO' }] } },
    properties,
  });

const failing = (at: number) => (view: { context: (id: string) => { n: number } }) => {
  if (view.context('it').n === at) throw new Error('no such slot');
  return true;
};

function refused(search: () => unknown): string {
  try {
    search();
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(CheckError);
    return (thrown as Error).message;
  }
  throw new Error('nothing was thrown');
}

const TWO_STEPS = 'That was 2 steps from an initial state: 1. environment ⇒ it: GO; 2. environment ⇒ it: GO.';

describe('a predicate that throws is told with the way', () => {
  const sentence = `The property 'safe' throws: no such slot. Correct it. ${TWO_STEPS}`;

  it('by exploration', () => {
    expect(refused(() => explore(counting(always('safe', failing(2)))))).toBe(sentence);
    expect(refused(() => explore(counting(reachable('safe', (view) => !failing(2)(view)))))).toBe(sentence);
  });

  it('by random walks', () => {
    expect(refused(() => walk(counting(always('safe', failing(2))), { seed: 1 }))).toBe(sentence);
  });

  it('by following a schedule', () => {
    const engine = new Engine(counting(always('safe', failing(2))));
    const follower = new ScheduleFollower(engine, new PropertyEvaluator(engine));
    expect(
      refused(() =>
        follower.follow(
          0,
          Array.from({ length: 3 }, () => 'environment ⇒ it: GO'),
        ),
      ),
    ).toBe(sentence);
  });

  it('by a campaign', async () => {
    const family = familyOf(counting(always('safe', failing(2))));
    await expect(campaignAsync(family, { seed: 1, runs: 5 })).rejects.toThrow(sentence);
  });

  it('in an initial state, and after so many steps that only the last are listed', () => {
    expect(refused(() => explore(counting(always('safe', failing(0)))))).toBe(
      "The property 'safe' throws: no such slot. Correct it. That was in an initial state.",
    );
    expect(refused(() => explore(counting(always('safe', failing(150)))))).toMatch(
      /That was 150 steps from an initial state, the last of them: 51\. environment ⇒ it: GO; .*; 150\. environment ⇒ it: GO\.$/,
    );
  });
});

describe('a monitor whose function throws is told with the way', () => {
  const watch = (at: number) =>
    setup({
      guards: {
        isOdd: ({ event }) => {
          if (event.n === at) throw new Error('no such number');
          return false;
        },
      },
    }).createMachine({
      id: 'w',
      initial: 'a',
      states: { a: { on: { COUNTED: { guard: 'isOdd', target: 'b' } } }, b: { tags: 'violation' } },
    });

  it.each([
    ['exploration', (network: Network) => explore(network)],
    ['random walks', (network: Network) => walk(network, { seed: 1 })],
  ])('by %s', (_, search) => {
    const sentence = refused(() => search(counting(monitor('watch', watch(3)))));
    expect(sentence).toMatch(/^The monitor 'watch' \(machine 'w'\) throws on COUNTED .*no such number/s);
    expect(sentence.endsWith(TWO_STEPS)).toBe(true);
  });

  it('as the network starts', () => {
    const starting = setup({ actions: { tell: emit({ type: 'COUNTED', n: 3 }) } }).createMachine({
      id: 'm',
      entry: 'tell',
      tags: 'rest',
    });
    const properties = [monitor('watch', watch(3))];
    const network = defineNetwork({ name: 'net', components: { it: { machine: starting } }, properties });
    expect(refused(() => explore(network))).toMatch(/no such number.* That was in an initial state\.$/s);
  });
});

describe('a witness gives true or false', () => {
  it.each([
    [1, '1'],
    [0, '0'],
    ['yes', "'yes'"],
    [undefined, 'undefined'],
    [null, 'null'],
    [{}, 'an object'],
  ])('and not %j', (result, shown) => {
    expect(refused(() => explore(counting(reachable('seen', () => result as never))))).toBe(
      `The property 'seen' gives ${shown}; a witness must give true or false. That was in an initial state.`,
    );
    expect(refused(() => walk(counting(reachable('seen', () => result as never)), { seed: 1 }))).toContain(
      `The property 'seen' gives ${shown}; a witness must give true or false.`,
    );
  });
});

describe('a predicate that changes its mind is found', () => {
  const IMPURE =
    "The property 'safe' gives different answers for one state; it must depend on the view only.";
  const read = (view: { context: (id: string) => { n: number } }) => view.context('it').n;

  it('after many calls', () => {
    let calls = 0;
    const property = always('safe', (view) => (read(view) >= 0 && calls++ < 320 ? 1 : 2));
    expect(refused(() => explore(counting(property)))).toBe(IMPURE);
  });

  it('long after the first states', () => {
    let isOdd = false;
    const property = always('safe', (view) => {
      isOdd = !isOdd;
      return read(view) < 200 ? 1 : isOdd ? 1 : 2;
    });
    expect(refused(() => explore(counting(property)))).toBe(IMPURE);
  });

  it('at the end, by a state that is kept', () => {
    let last = 0;
    const property = always('safe', (view) => {
      last = Math.max(last, read(view));
      return last - read(view) < 100;
    });
    expect(refused(() => explore(counting(property)))).toBe(IMPURE);
  });

  it('while one that measures time, or is slow, is none', () => {
    let calls = 0;
    const property = always('safe', (view) => {
      calls++;
      const start = performance.now();
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      return performance.now() >= start && Date.now() > 0 && read(view) >= 0;
    });
    expect(explore(counting(property)).verdict).toBe('holds');
    // 301 states at 5 ms: what is repeated takes a quarter of a second and a tenth of the time, and not as long again.
    expect(calls).toBeLessThan(301 + 200);
  });
});

it('a machine is no property: what is not a machine is refused as a monitor', () => {
  expect(() => counting(monitor('watch', {} as never))).toThrow(
    "The monitor 'watch' of network 'counting' has no machine; give it one made by XState's `setup(...).createMachine(...)` (version 5).",
  );
  expect(counting(monitor('watch', createMachine({ id: 'w', tags: 'pending' }))).properties).toHaveLength(1);
});
