// Goal: what the reference says of runs that go on for ever, and of what is no longer possible, is what the definitions say.
// Method: graphs drawn by hand, and small networks, each with its verdict; the same lists are explored by the tables in
// test/explore/progress-checks.test.ts. And each wrong rule gets some of them wrong.

import { describe, expect, it } from 'vitest';
import { plainSearch } from '../../src/reference/plain-search.js';
import { LIVE_RULES, type Rules } from '../../src/reference/rules.js';
import { drawn, expectedOf } from '../support/digraphs.js';
import { DRAWINGS } from '../support/drawings.js';
import { ENDLESS } from '../support/endless.js';

describe('a drawn graph', () => {
  it.each(DRAWINGS)('$name', (drawing) => {
    expect(plainSearch(drawn(drawing)).violated).toEqual(expectedOf(drawing));
  });
});

describe('a network that never ends', () => {
  it.each(ENDLESS)('$name', ({ network, violated }) => {
    expect(plainSearch(network).violated).toEqual(violated);
  });
});

it('without the checks of progress, only what a state shows is told', () => {
  const told = (name: string) => {
    const { network } = ENDLESS.find((each) => each.name === name)!;
    return plainSearch(network, { progressChecks: false }).violated;
  };
  expect(told('a component is stuck beside a clock')).toEqual([]);
  expect(told('a client that polls for ever')).toEqual([]);
  const ends = DRAWINGS.find(({ name }) => name === 'a stimulus may stay away')!;
  expect(plainSearch(drawn(ends), { progressChecks: false }).violated).toEqual(['answer']);
});

describe('a wrong rule is noticed', () => {
  const misled = (rules: Partial<Rules>) =>
    [
      ...DRAWINGS.filter((drawing) => {
        const { violated } = plainSearch(drawn(drawing), { rules: { ...LIVE_RULES, ...rules } });
        return violated.join() !== expectedOf(drawing).join();
      }),
      ...ENDLESS.filter(
        ({ network, violated }) =>
          plainSearch(network, { rules: { ...LIVE_RULES, ...rules } }).violated.join() !== violated.join(),
      ),
    ].map(({ name }) => name);

  it('one unit for each component', () => {
    expect(misled({ unit: 'component' })).toContain('a cycle that is left by what is enabled throughout');
  });

  it('a timer that is restarted counts as enabled', () => {
    expect(misled({ restart: 'counts as enabled' })).toEqual([
      'a stimulus that starts a timer again, and changes nothing',
      'a timer that is started again and again need not',
      'a timer that the only step that goes on starts again need not fire',
    ]);
  });

  it('ends are forgotten', () => {
    expect(misled({ ends: 'forgotten' })).toEqual([
      'a stimulus may stay away',
      'a run may end where only what is owed nothing goes on',
    ]);
  });
});
