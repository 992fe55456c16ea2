// Goal: the monitor of the examples catches the second charge, and nothing where the request is remembered. Method: complete exploration,
// with exact counts and the literal counterexample.

import { expect, it, vi } from 'vitest';
import { explore } from '../../src/index.js';
import { exportsOf } from './example.js';

vi.mock('cloudmatrix-check', () => import('../../src/index.js'));

const { charging, remembering } = await exportsOf('monitor.js');

it('a request that is sent again is charged again', () => {
  const { verdict, violations } = explore(charging!);
  expect(verdict).toBe('violated');
  expect(violations).toMatchObject([
    {
      property: 'the card is charged once',
      steps: ['client ⇒ shop: ORDER', 'client ⏱ patience in waiting', 'client ⇒ shop: ORDER'],
      minimality: 'proven shortest',
    },
  ]);
});

it('a shop that remembers the request charges once', () => {
  expect(explore(remembering!)).toMatchObject({ verdict: 'holds', states: 20, steps: 53, depth: 8 });
});
