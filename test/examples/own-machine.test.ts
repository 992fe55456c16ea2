// Goal: a machine of one's own in the model is held to the claims of the model. Method: complete exploration of a small configuration, with the
// literal counterexample, beside the same configuration with the model's own machine.

import { expect, it, vi } from 'vitest';
import { groupedGemm } from '../../properties/index.js';
import { configurationOf, explore, type NetworkFamily } from '../../src/index.js';
import { exportsOf } from './example.js';

vi.mock('cloudmatrix-check', () => import('../../src/index.js'));
vi.mock('cloudmatrix-check/cloudmatrix', () => import('../../properties/index.js'));

const { smallFlags } = await exportsOf<{ smallFlags: NetworkFamily }>('own-machine.js');

const explored = (family: NetworkFamily) =>
  explore(family.build(configurationOf(family, { experts: 5, vectors: 1, routing: 'all' }), new Set()));

it('a flag that holds fewer sets than the matrix core counts on loses some', () => {
  const { verdict, violations } = explored(smallFlags);
  expect(verdict).toBe('violated');
  // One set is passed at once, three are held, and the fifth is lost: the vector core will wait for it for ever.
  expect(violations[0]).toMatchObject({
    property: 'flag-within-limit of flag.0',
    steps: [
      'environment ⇒ aic: ROUTE {busy: [0, 1, 2, 3, 4]}',
      ...Array.from({ length: 5 }, () => 'aic ⏱ multiply in multiplying'),
    ],
    minimality: 'proven shortest',
  });
});

it("the model's own holds", () => {
  expect(explored(groupedGemm)).toMatchObject({ verdict: 'holds' });
});
