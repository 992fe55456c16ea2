// Goal: sizes of the philosophers who take the left fork first, and their one deadlock, found by the shortest way.
// Method: breadth-first over everything, past the violation. Source: closed form a(n) = 2 a(n-1) + a(n-2) with a(2) = 6 and
// a(3) = 14; the deadlock, in which everybody holds the left fork, is n steps (n + 1 levels) down. The edges are from a
// separate breadth-first program.

import { expect, it } from 'vitest';
import { explore } from '../support/agreement.js';
import { naivePhilosophers } from '../../bench/networks/naive-philosophers.js';

it.each([
  { philosophers: 2, states: 6, steps: 8 },
  { philosophers: 3, states: 14, steps: 27 },
  { philosophers: 4, states: 34, steps: 88 },
  { philosophers: 5, states: 82, steps: 265 },
  { philosophers: 6, states: 198, steps: 768 },
  { philosophers: 7, states: 478, steps: 2_163 },
  { philosophers: 8, states: 1_154, steps: 5_968 },
])(
  '$philosophers naive philosophers have $states states and one deadlock',
  ({ philosophers, states, steps }) => {
    const result = explore(naivePhilosophers(philosophers), { afterViolation: 'continue' });
    expect(result).toMatchObject({
      verdict: 'violated',
      states,
      steps,
      depth: philosophers + 1,
      terminal: 1,
    });
    expect(result.violations.map(({ property }) => property)).toEqual(['deadlock-freedom']);
    expect([...result.violations[0]!.steps].sort()).toEqual(
      Array.from({ length: philosophers }, (_, seat) => `environment ⇒ philosopher.${seat}: TAKE_LEFT`),
    );
  },
);
