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
  expect(runsOf(result)).toEqual({});
});

it('who is remembered is served', () => {
  expect(explore(queueing!)).toMatchObject({ verdict: 'holds', states: 8, steps: 14, depth: 5 });
});
