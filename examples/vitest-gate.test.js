// A gate: the networks of a project, checked in its test run. Copy it beside your tests; `npx vitest run` runs it.

import { assertHolds } from 'cloudmatrix-check';
import { expect, it } from 'vitest';
import { forgetful, patient } from './lossy-request.js';

it('a client that asks again is served', () => {
  // Throws with the counterexample, step by step, if anything is violated, and if not every state was visited.
  assertHolds(patient);
});

it('a client that asks once is not', () => {
  expect(() => assertHolds(forgetful)).toThrow('drop client ⇒ server: REQUEST');
});
