// Goal: every choice of one value a list, once, in lexical order. Method: a hand-written case, and one with many lists.

import { expect, it } from 'vitest';
import { combinations } from '../../src/network/combinations.js';

it('are all choices, those of the first list slowest', () => {
  expect(combinations([['a', 'b'], ['x'], ['1', '2', '3']]).map((choice) => choice.join(''))).toEqual([
    'ax1',
    'ax2',
    'ax3',
    'bx1',
    'bx2',
    'bx3',
  ]);
});

it('are one where no list leaves a choice', () => {
  const lists = Array.from({ length: 10_000 }, (_, index) => [index]);
  expect(combinations(lists)).toEqual([lists.flat()]);
});
