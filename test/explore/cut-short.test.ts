// Goal: what is cut short after the last check of runs that never end is complete, or says of nothing that it holds that was not asked again.
// Method: a clock by which the time is over at one of the looks at it, at each of them in turn; real time passes those moments by in microseconds.

import { expect, it, vi } from 'vitest';
import { setup } from 'xstate';
import { SearchClock } from '../../src/explore/search-clock.js';
import {
  always,
  alwaysPossible,
  CheckError,
  defineNetwork,
  explore,
  type ExploreResult,
  type Network,
} from '../../src/index.js';

function ring(length: number, isThere = (state: string): boolean => state === 's0'): Network {
  const states = Array.from({ length }, (_, at) => {
    const next = { tags: 'rest', after: { tick: `s${(at + 1) % length}` } };
    return [`s${at}`, next] as const;
  });
  const machine = setup({ delays: { tick: 1 } }).createMachine({
    id: 'ring',
    initial: 's0',
    states: Object.fromEntries(states),
  });
  return defineNetwork({
    name: 'ring',
    components: { c: { machine } },
    properties: [
      always('there', () => true),
      alwaysPossible('s0 again', (view) => isThere(states.find(([name]) => view.matches('c', name))![0])),
    ],
  });
}

/** Explores a network until the time is over at a look at the clock; `undefined` if there are fewer. */
function cutShortAt(look: number, network: Network): ExploreResult | undefined {
  let looks = 0;
  vi.spyOn(SearchClock.prototype, 'due').mockImplementation(function (this: SearchClock) {
    if (++looks < look) return false;
    this.expired = 'seconds';
    return true;
  });
  try {
    const result = explore(network, { reduction: false });
    return looks < look ? undefined : result;
  } finally {
    vi.restoreAllMocks();
  }
}

it.each([6, 7])('a ring of %i states holds and is complete, or is inconclusive', (length) => {
  const verdicts = new Set<string>();
  for (let look = 1; ; look++) {
    const result = cutShortAt(look, ring(length));
    if (result === undefined) break;
    const { verdict, inconclusive, progress, properties } = result;
    verdicts.add(verdict);
    expect(verdict).toBe(inconclusive === undefined ? 'holds' : 'inconclusive');
    expect(progress === 'not complete').toBe(inconclusive !== undefined);
    expect(properties.some((each) => each.verdict === 'inconclusive')).toBe(inconclusive !== undefined);
  }
  expect([...verdicts].sort()).toEqual(['holds', 'inconclusive']);
});

it('a predicate that changes its mind holds at no look', () => {
  const told = new Set<string>();
  const verdictAt = (look: number): string | undefined => {
    // Each state answers otherwise when it is asked again.
    const asked = new Set<string>();
    const network = ring(6, (state) => asked.size < asked.add(state).size);
    try {
      const result = cutShortAt(look, network);
      return result?.properties.find(({ name }) => name === 's0 again')!.verdict;
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(CheckError);
      return 'refused';
    }
  };
  // A ring of six is looked at some 60 times.
  for (let look = 1; look < 100; look++) {
    const verdict = verdictAt(look);
    if (verdict !== undefined) told.add(verdict);
  }
  expect([...told].sort()).toEqual(['inconclusive', 'refused']);
});
