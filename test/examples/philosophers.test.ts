// Goal: the philosophers of the examples meet the textbook deadlock, and the order of forks avoids it. Method: complete exploration, with
// exact counts and the literal counterexample.

import { expect, it, vi } from 'vitest';
import { explore } from '../../src/index.js';
import { exportsOf } from './example.js';

vi.mock('cloudmatrix-check', () => import('../../src/index.js'));

const { naive, ordered } = await exportsOf('philosophers.js');

it('all who take the left fork first are stuck with one fork each', () => {
  const { verdict, states, steps, depth, violations } = explore(naive!, { afterViolation: 'continue' });
  expect({ verdict, states, steps, depth }).toEqual({ verdict: 'violated', states: 14, steps: 27, depth: 4 });
  expect(violations).toMatchObject([
    {
      property: 'deadlock-freedom',
      steps: [0, 1, 2].map((seat) => `environment ⇒ philosopher.${seat}: REACH`),
      minimality: 'proven shortest',
    },
  ]);
});

it('with one who takes the right fork first nobody is stuck', () => {
  expect(explore(ordered!)).toMatchObject({ verdict: 'holds', states: 12, steps: 22, depth: 4 });
});
