// Goal: the recipes of `docs/modelling.md` do what it says of them. Method: complete exploration of each, with exact counts; the one that shows
// a mistake has its literal counterexample.

import { expect, it, vi } from 'vitest';
import { explore } from '../../src/index.js';
import { exportsOf } from './example.js';

vi.mock('cloudmatrix-check', () => import('../../src/index.js'));

it.each([
  { recipe: 'mailbox', states: 11, steps: 12, depth: 5 },
  { recipe: 'veto', states: 3, steps: 4, depth: 2 },
  { recipe: 'broadcast', states: 9, steps: 13, depth: 5 },
  { recipe: 'correlated-starts', states: 2, steps: 0, depth: 1 },
])('$recipe holds', async ({ recipe, ...counts }) => {
  const [network] = Object.values(await exportsOf(`recipes/${recipe}.js`));
  expect(explore(network!)).toMatchObject({ verdict: 'holds', ...counts });
});

it('shared memory loses an update between a read and a write', async () => {
  const { sharedMemory } = await exportsOf('recipes/shared-memory.js');
  const { verdict, violations } = explore(sharedMemory!);
  expect(verdict).toBe('violated');
  expect(violations).toMatchObject([
    {
      property: 'no update is lost',
      steps: [
        'process.0 ⏱ soon in idle',
        'process.1 ⏱ soon in idle',
        'process.0 ⏱ soon in adding',
        'process.1 ⏱ soon in adding',
      ],
      minimality: 'proven shortest',
    },
  ]);
});
