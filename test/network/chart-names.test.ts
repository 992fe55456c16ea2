// Goal: a state value is known exactly if some configuration of the chart matches it. Method: charts with regions, history, and dots in names.

import { describe, expect, it } from 'vitest';
import { createMachine, matchesState, type StateValue } from 'xstate';
import { chartNames, isFor } from '../../src/network/chart-names.js';

const chart = createMachine({
  id: 'chart',
  initial: 'off',
  states: {
    off: {},
    on: {
      initial: 'low',
      states: { low: {}, high: { initial: 'x', states: { x: {} } }, before: { type: 'history' } },
    },
    both: {
      type: 'parallel',
      states: {
        left: { initial: 'a', states: { a: {}, b: {} } },
        right: { initial: 'c', states: { c: {} } },
        bare: {},
      },
    },
    'v1.0': {},
  },
});

describe('states', () => {
  it('are listed by their paths, without the root and history', () => {
    expect(chartNames(chart).states).toEqual([
      'off',
      'on',
      'on.low',
      'on.high',
      'on.high.x',
      'both',
      'both.left',
      'both.left.a',
      'both.left.b',
      'both.right',
      'both.right.c',
      'both.bare',
      'v1.0',
    ]);
  });

  const KNOWN: readonly (readonly [asked: StateValue, value: StateValue])[] = [
    ['off', 'off'],
    ['on', { on: 'low' }],
    ['on.low', { on: 'low' }],
    [{ on: 'high' }, { on: { high: 'x' } }],
    ['on.high.x', { on: { high: 'x' } }],
    [{ on: {} }, { on: { high: 'x' } }],
    ['both.left', { both: { left: 'a', right: 'c', bare: {} } }],
    [{ both: { left: 'b', right: 'c' } }, { both: { left: 'b', right: 'c', bare: {} } }],
    ['both.bare', { both: { left: 'a', right: 'c', bare: {} } }],
    ['v1.0', 'v1.0'],
    // XState splits the name, too.
    ['v1', 'v1.0'],
  ];
  it.each(KNOWN)('that there are: %j', (asked, value) => {
    expect(matchesState(asked, value)).toBe(true);
    expect(chartNames(chart).hasState(asked)).toBe(true);
  });

  it.each<[StateValue]>([
    ['of'],
    ['low'],
    ['on.before'],
    ['on.low.x'],
    [{ on: 'x' }],
    [{ off: 'x' }],
    [{ off: 'low', on: 'low' }],
    ['both.a'],
    [{ both: { left: 'c' } }],
    [{ on: { high: {} } }],
    ['v1.1'],
    ['toString'],
  ])('that there are not: %j', (asked) => {
    expect(chartNames(chart).hasState(asked)).toBe(false);
  });
});

it.each([
  ['GO', 'GO', true],
  ['*', 'GO', true],
  ['order.*', 'order', true],
  ['order.*', 'order.new', true],
  ['order.*', 'orders', false],
  ['GO', 'GONE', false],
])('%s is for %s: %s', (descriptor, type, expected) => {
  expect(isFor(descriptor, type)).toBe(expected);
});
