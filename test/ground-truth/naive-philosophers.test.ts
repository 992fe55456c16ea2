// Goal: sizes of the philosophers who take the left fork first, and their one deadlock, found by the shortest way.
// Method: breadth-first over everything, past the violation. Source: closed form a(n) = 2 a(n-1) + a(n-2) with a(2) = 6 and
// a(3) = 14; the deadlock, in which everybody holds the left fork, is n steps (n + 1 levels) down. The edges are from a
// separate breadth-first program.

import { expect, it } from 'vitest';
import { explore } from '../support/agreement.js';
import { naivePhilosophers } from './naive-philosophers.network.js';

it.each([
  { philosophers: 2, distinct: 6, edges: 8 },
  { philosophers: 3, distinct: 14, edges: 27 },
  { philosophers: 4, distinct: 34, edges: 88 },
  { philosophers: 5, distinct: 82, edges: 265 },
  { philosophers: 6, distinct: 198, edges: 768 },
  { philosophers: 7, distinct: 478, edges: 2_163 },
  { philosophers: 8, distinct: 1_154, edges: 5_968 },
])(
  '$philosophers naive philosophers have $distinct states and one deadlock',
  ({ philosophers, distinct, edges }) => {
    const result = explore(naivePhilosophers(philosophers), { afterViolation: 'continue' });
    expect(result).toMatchObject({
      verdict: 'violated',
      distinct,
      edges,
      depth: philosophers + 1,
      terminal: 1,
    });
    expect(result.violations.map(({ property }) => property)).toEqual(['deadlock-freedom']);
    const steps = result.violations[0]!.steps;
    expect([...steps].sort()).toEqual(
      Array.from({ length: philosophers }, (_, seat) => `environment ⇒ philosopher.${seat}: TAKE_LEFT`),
    );
  },
);
