// Goal: the published size of Peterson's algorithm; rendezvous channels, and a message that is taken without effect.
// Method: breadth-first over everything. Source: tlaplus/Examples, specifications/locks_auxiliary_vars/Peterson.tla and
// its manifest.json (42 distinct, 77 generated, depth 11). TLC counts the one initial state among the generated ones.

import { expect, it } from 'vitest';
import { explore } from '../support/agreement.js';
import { peterson } from './peterson.network.js';

const INITIAL_STATES = 1;
const GENERATED = 77;

it('Peterson has 42 states', () => {
  const result = explore(peterson());
  expect(result).toMatchObject({
    verdict: 'holds',
    states: 42,
    steps: GENERATED - INITIAL_STATES,
    depth: 11,
    terminal: 0,
  });
});
