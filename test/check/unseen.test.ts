// Goal: something is unseen of several results only if it is of each. Method: lists by hand.

import { expect, it } from 'vitest';
import { unseenInAll } from '../../src/check/unseen.js';

const vacuity = (what: string) => ({ property: 'p', what, why: 'because' });
const unseen = (what: string) => ({ property: 'p', what });

it('of several results, what each has', () => {
  expect(unseenInAll([])).toEqual({ vacuous: [], neverSeen: [] });
  const results = [
    { vacuous: [vacuity('a'), vacuity('b'), vacuity('c')], neverSeen: [unseen('d'), unseen('e')] },
    { vacuous: [vacuity('a'), vacuity('d')], neverSeen: [unseen('b')] },
  ];
  expect(unseenInAll(results)).toEqual({ vacuous: [vacuity('a')], neverSeen: [vacuity('b'), unseen('d')] });
});
