// Goal: the way to a witness is a shortest one, is found only if it is asked for, and costs the other results nothing. Method: counters,
// of which it is known how many steps lead to each state; the same exploration with and without.

import { describe, expect, it } from 'vitest';
import { always, explore, reachable, replay } from '../../src/index.js';
import { type CounterContext, counters } from '../cli/catalogue.js';
import { withoutTime } from '../support/results.js';

const base = counters.build({ counters: 2, countMax: 3, start: 'idle' }, new Set());
const count = (index: number) => `counter.${index}`;
const network = {
  ...base,
  properties: [
    reachable('start', () => true),
    reachable('two and one', (view) =>
      [0, 1].every((at) => view.context<CounterContext>(count(at)).count === 2 - at),
    ),
    reachable('never', () => false),
    reachable('full', (view) => [0, 1].every((at) => view.context<CounterContext>(count(at)).count === 3)),
  ],
};

describe('explore', () => {
  it('finds the shortest way to each witness that is named, in the order of discovery', () => {
    const { witnesses, ...result } = explore(network, { show: ['full', 'never', 'two and one', 'start'] });
    expect(witnesses.map(({ property, initial, steps }) => [property, initial, steps.length])).toEqual([
      ['start', 0, 0],
      ['two and one', 0, 3],
      ['full', 0, 6],
    ]);
    for (const witness of witnesses) {
      expect(replay(network, witness)).toMatchObject({ isReached: true, isViolated: false });
      const shorter = { ...witness, steps: witness.steps.slice(0, -1) };
      if (witness.property !== 'start') expect(replay(network, shorter).isReached).toBe(false);
    }
    const plain = explore(network);
    expect(plain.witnesses).toEqual([]);
    expect(withoutTime({ ...result, witnesses: [] })).toEqual(withoutTime(plain));
  });

  it('ends at a violation before a witness, unless it goes on', () => {
    const fragile = {
      ...network,
      properties: [
        ...network.properties,
        always('still', (view) => view.context<CounterContext>(count(0)).count < 2),
      ],
    };
    const lengths = (options: object) =>
      explore(fragile, { show: ['full', 'start'], ...options }).witnesses.map(({ steps }) => steps.length);
    expect(lengths({})).toEqual([0]);
    expect(lengths({ afterViolation: 'continue' })).toEqual([0, 6]);
  });

  it.each([
    { name: 'fulll', says: "has no witness 'fulll'; its witnesses are start, two and one, never, full." },
    { name: 'deadlock-freedom', says: "has no witness 'deadlock-freedom'; its witnesses are start," },
  ])('refuses what is no witness: $name', ({ name, says }) => {
    expect(() => explore(network, { show: [name] })).toThrow(says);
  });

  it('refuses a name where there are none', () => {
    const none = { ...base, properties: [] };
    expect(() => explore(none, { show: ['full'] })).toThrow(
      "The network 'counters' has no witness 'full'; it has no `reachable` property.",
    );
  });
});
