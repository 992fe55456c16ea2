// Goal: a suggestion is made for a slip, and not for another word. Method: names by hand.

import { expect, it } from 'vitest';
import { listed, suggestion } from '../../src/network/nearest.js';

it.each([
  ['faild', ['idle', 'failed'], 'failed'],
  ['FALIED', ['idle', 'failed'], 'failed'],
  ['restart', ['atMost', 'restarts'], 'restarts'],
  ['lossyy', ['lossy', 'lane'], 'lossy'],
])('%s is nearly one of %j', (name, known, meant) => {
  expect(suggestion(name, known)).toBe(` Did you mean '${meant}'?`);
});

it.each([
  ['b', ['a']],
  ['done', ['idle', 'failed']],
  ['', ['a']],
])('%s is none of %j', (name, known) => {
  expect(suggestion(name, known)).toBe('');
});

it('lists names up to a length', () => {
  expect(listed([])).toBe('none');
  expect(listed(['a', 'b'])).toBe('a, b');
  expect(listed(Array.from({ length: 35 }, (_, at) => `n${at}`))).toMatch(/^n0, .*, n29 and 5 more$/);
});
