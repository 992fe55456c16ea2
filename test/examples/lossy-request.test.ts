// Goal: README's first network gives the verdicts that README shows. Method: complete exploration, with exact counts and the literal
// counterexample. What the command line prints of it is held by `test/docs`.

import { expect, it, vi } from 'vitest';
import { explore } from '../../src/index.js';
import { exportsOf } from './example.js';

vi.mock('cloudmatrix-check', () => import('../../src/index.js'));

const { forgetful, patient } = await exportsOf('lossy-request.js');

it('a client that asks once waits for ever when its request is lost', () => {
  const { verdict, violations } = explore(forgetful!);
  expect(verdict).toBe('violated');
  expect(violations).toMatchObject([
    {
      property: 'deadlock-freedom',
      steps: ['drop client ⇒ server: REQUEST'],
      minimality: 'proven shortest',
    },
  ]);
});

it('a client that asks again is served', () => {
  expect(explore(patient!)).toMatchObject({ verdict: 'holds', states: 17, steps: 47, depth: 8 });
});
