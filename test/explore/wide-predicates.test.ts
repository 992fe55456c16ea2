// Goal: a claim of whose combinations hardly any comes again is evaluated ahead of the core, and all comes out as if it were not. Method: independent counters, so
// that a claim about all of them is another one in each state; the core from the first state on beside the tables.

import { describe, expect, it } from 'vitest';
import { assign, setup } from 'xstate';
import { BreadthFirst } from '../../src/explore/breadth-first.js';
import type { ExploreOptions } from '../../src/explore/explore-options.js';
import { Recurrence } from '../../src/explore/recurrence.js';
import { run } from '../../src/explore/search.js';
import {
  always,
  defineNetwork,
  exploreAsync,
  type ExploreResult,
  leadsTo,
  type Network,
  reachable,
  type View,
} from '../../src/index.js';
import type { Property } from '../../src/network/property.js';

const IDS = ['a', 'b', 'c', 'd'];
/** Each counts to it; so there are 9⁴ states, of which each level has hundreds. */
const TO = 8;

const counter = setup({
  types: { context: {} as { readonly n: number } },
  guards: { isBelow: ({ context }) => context.n < TO },
  actions: { count: assign({ n: ({ context }) => context.n + 1 }) },
}).createMachine({
  id: 'counter',
  context: { n: 0 },
  tags: 'rest',
  on: { UP: { guard: 'isBelow', actions: 'count' } },
});

const counters = (...properties: Property[]): Network =>
  defineNetwork({
    name: 'counters',
    components: Object.fromEntries(IDS.map((id) => [id, { machine: counter, stimuli: [{ type: 'UP' }] }])),
    properties,
  });

const count = (view: View, id: string) => view.context<{ n: number }>(id).n;
const sum = (view: View) => IDS.reduce((total, id) => total + count(view, id), 0);
/** Reads all counters, whatever they are at. */
const isAt = (view: View, ...counts: number[]) =>
  IDS.map((id, index) => count(view, id) === counts[index]).every((isSame) => isSame);

/** All that is told of a search but times and bytes, by the core from a state on; or how it fails. */
function told(network: Network, options: ExploreOptions, coreFrom: number, threads = 1): unknown {
  const batches = { from: 0, test: { blockStates: 40 } };
  const search = () =>
    new BreadthFirst(network, { ...options, threads }, coreFrom, threads > 1 ? batches : undefined);
  try {
    const { seconds: _, progress: __, bytesPerState: ___, ...result } = run(search());
    return result;
  } catch (thrown) {
    return String(thrown);
  }
}

const whole: ExploreOptions = { afterViolation: 'continue' };

describe('all is told as by the tables', () => {
  it.each<[string, Property, ExploreOptions]>([
    ['a claim that holds', always('sum', (view) => sum(view) <= 4 * TO), whole],
    ['one that is violated late', always('sum', (view) => sum(view) < 29), whole],
    ['one that is violated in a single state', always('not there', (view) => !isAt(view, 7, 3, 8, 1)), whole],
    ['the search ends with it', always('not there', (view) => !isAt(view, 7, 3, 8, 1)), {}],
    [
      'a margin that is least in a single state',
      always('room', (view) => (isAt(view, 6, 2, 7, 5) ? 1 : 50 - sum(view))),
      whole,
    ],
    [
      'one that becomes smaller after it was violated',
      always('room', (view) => (isAt(view, 6, 2, 7, 5) ? -1 : isAt(view, 7, 2, 7, 8) ? -2 : 50 - sum(view))),
      whole,
    ],
    ['a witness', reachable('there', (view) => isAt(view, 8, 8, 7, 8)), { ...whole, show: ['there'] }],
    [
      'a hard case',
      always('sum', { then: (view) => sum(view) < 99, hardCase: (view) => isAt(view, 8, 2, 7, 8) }),
      whole,
    ],
    [
      'a hard case that the budget comes before',
      always('sum', { then: (view) => sum(view) < 99, hardCase: (view) => sum(view) === 20 }),
      { ...whole, statesMax: 3_000 },
    ],
    [
      'a condition',
      always('sum', { when: (view) => sum(view) > 11, then: (view) => !isAt(view, 8, 5, 8, 8) }),
      whole,
    ],
    ['an exception', always('throws', (view) => [sum(view) < 28][0]! || undefined!), whole],
    [
      'what leads to what',
      leadsTo(
        'goes on',
        (view) => isAt(view, 1, 2, 3, 4),
        (view) => sum(view) > 30,
      ),
      whole,
    ],
  ])('%s', (_, property, options) => {
    const network = counters(property);
    const byTables = told(network, options, Infinity);
    expect(told(network, options, 0)).toEqual(byTables);
    expect(told(network, options, 0, 2)).toEqual(byTables);
  });

  it('a condition that is true in one state is as late, wherever the budget ends around it', () => {
    const claim = always('sum', {
      when: (view) => isAt(view, 2, 3, 3, 3),
      then: (view) => sum(view) < 99,
    });
    const met = new Set<unknown>();
    for (let statesMax = 1_250; statesMax < 1_800; statesMax += 25) {
      const options = { ...whole, statesMax };
      const byTables = told(counters(claim), options, Infinity);
      expect(told(counters(claim), options, 0)).toEqual(byTables);
      met.add((byTables as ExploreResult).properties.find(({ name }) => name === 'sum')?.hardCase);
    }
    expect([...met]).toEqual(['not seen', 'met']);
  });
});

it('a claim that changes its mind is found out', () => {
  let evaluations = 0;
  const fickle = always('fickle', (view) => sum(view) + 1 > 0 && ++evaluations < 5_000);
  expect(told(counters(fickle), whole, 0)).toContain("The property 'fickle' gives different answers");
});

describe('combinations come again', () => {
  const firstNot = (recurrence: Recurrence, from: number, isNew: (state: number) => boolean) => {
    for (let state = from; state < from + 200_000; state++)
      if (isNew(state) && !recurrence.note(state)) return state;
    return undefined;
  };

  it('unless more than three quarters of the states bring a new one', () => {
    expect(firstNot(new Recurrence(0), 0, (state) => state % 3 < 2)).toBeUndefined();
    // With the first nine of each ten.
    expect(firstNot(new Recurrence(0), 0, (state) => state % 10 < 9)).toBe(10 * 113 + 6);
    expect(firstNot(new Recurrence(0), 0, (state) => state < 1_000)).toBeUndefined();
  });

  it('which is tried again, each time after twice as many states', () => {
    const recurrence = new Recurrence(0);
    let state = 0;
    const pauses = [0, 0, 0].map(() => {
      const stopped = firstNot(recurrence, state, () => true)!;
      state = stopped;
      while (!recurrence.isDue(state)) state++;
      return state - stopped;
    });
    expect(pauses).toEqual([16_384, 32_768, 65_536]);
    expect(firstNot(recurrence, state, (at) => at % 3 === 0)).toBeUndefined();
  });
});

it('a claim that becomes slow lets others go on', async () => {
  let evaluations = 0;
  let since = 0;
  let most = 0;
  const slow = always('slow', (view) => {
    if (++evaluations > 2_500) {
      since++;
      for (const from = Date.now(); Date.now() - from < 2;);
    }
    return sum(view) < 99;
  });
  const turn = setInterval(() => {
    most = Math.max(most, since);
    since = 0;
  }, 0);
  const { properties } = await exploreAsync(counters(slow), { statesMax: 4_000, progressChecks: false });
  clearInterval(turn);
  expect(properties.find(({ name }) => name === 'slow')?.verdict).toBe('inconclusive');
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThan(300);
});
