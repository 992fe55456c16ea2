// Goal: the published sizes of two-phase commit, whose messages never leave, for 1 to 5 resource managers.
// Method: breadth-first over everything. Sources: tlaplus/Examples, specifications/transaction_commit/TwoPhase.tla and
// its manifest.json (288 distinct, 1 146 generated, depth 11 at 3 managers); stateright/stateright, examples/2pc.rs (288
// at 3, 8 832 at 5). TLC counts the one initial state among the generated ones, so edges = generated - 1; the edges at
// 1, 2 and 4 managers are from a separate breadth-first program. The orbit counts were derived by two such programs.

import { describe, expect, it } from 'vitest';
import { explore } from '../support/agreement.js';
import { orbitOfManagers, twoPhaseCommit } from '../../bench/networks/two-phase-commit.js';

const INITIAL_STATES = 1;

describe('two-phase commit', () => {
  it.each([
    { managers: 1, states: 12, generated: 20 },
    { managers: 2, states: 56, generated: 154 },
    { managers: 3, states: 288, generated: 1_146 },
    { managers: 4, states: 1_568, generated: 8_258 },
    { managers: 5, states: 8_832, generated: 58_146 },
  ])('has $states states with $managers resource managers', ({ managers, states, generated }) => {
    const result = explore(twoPhaseCommit(managers));
    expect(result).toMatchObject({
      verdict: 'holds',
      states,
      steps: generated - INITIAL_STATES,
      depth: 3 * managers + 2,
    });
  });

  // A permutation keeps the number of steps from the start, so orbits have the depth of their members.
  it.each([
    { managers: 2, orbits: 34 },
    { managers: 3, orbits: 80 },
    { managers: 4, orbits: 166 },
    { managers: 5, orbits: 314 },
  ])('has $orbits orbits under permutation of $managers resource managers', ({ managers, orbits }) => {
    const result = explore(twoPhaseCommit(managers), { orbit: orbitOfManagers });
    expect(result).toMatchObject({ verdict: 'holds', states: orbits, depth: 3 * managers + 2 });
  });
});
