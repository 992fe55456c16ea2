// Goal: the clients of the examples starve where they poll, and do not where they are remembered. Method: complete exploration, with exact counts and the
// literal lasso.

import { expect, it, vi } from 'vitest';
import { explore } from '../../src/index.js';
import { runsOf } from '../support/lasso.js';
import { exportsOf } from './example.js';

vi.mock('cloudmatrix-check', () => import('../../src/index.js'));

const { polling, queueing } = await exportsOf('polling-client.js');

it('who polls may come too late again and again', () => {
  const result = explore(polling!, { afterViolation: 'continue' });
  expect(result).toMatchObject({ verdict: 'violated', states: 7, steps: 14 });
  // Each asks again as it should, and is told that the other has the tool.
  expect(runsOf(polling!, result)).toEqual({
    'ann has the tool in the end': {
      stem: ['environment ⇒ bob: WANT', 'environment ⇒ ann: WANT'],
      cycle: ['ann ⏱ pause in wanting.pausing', 'bob ⏱ work in working', 'environment ⇒ bob: WANT'],
    },
    'bob has the tool in the end': {
      stem: ['environment ⇒ ann: WANT', 'environment ⇒ bob: WANT'],
      cycle: ['ann ⏱ work in working', 'environment ⇒ ann: WANT', 'bob ⏱ pause in wanting.pausing'],
    },
  });
});

it('who is remembered is served', () => {
  expect(explore(queueing!)).toMatchObject({ verdict: 'holds', states: 5, steps: 8, depth: 3 });
});
