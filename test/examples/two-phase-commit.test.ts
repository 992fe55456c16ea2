// Goal: the example in TypeScript has the verdicts that it speaks of. Method: complete exploration of both networks, with exact counts and
// the literal counterexample.

import { expect, it, vi } from 'vitest';
import { impatient, twoPhaseCommit } from '../../examples/two-phase-commit.js';
import { explore } from '../../src/index.js';

vi.mock('cloudmatrix-check', () => import('../../src/index.js'));

it('two-phase commit agrees', () => {
  expect(explore(twoPhaseCommit)).toMatchObject({ verdict: 'holds', states: 141, steps: 334, depth: 8 });
});

it('a coordinator that commits without all votes does not', () => {
  const { verdict, violations } = explore(impatient);
  expect(verdict).toBe('violated');
  expect(violations).toEqual([
    {
      property: 'no one commits alone',
      message: 'it is false in this state',
      initial: 0,
      steps: [
        'coordinator ⇒ a: ASK',
        'coordinator ⏱ patience in asking',
        'coordinator ⇒ a: COMMIT',
        'environment ⇒ b: REFUSE',
        'coordinator ⇒ b: ASK',
      ],
      minimality: 'proven shortest',
    },
  ]);
});
