// Goal: the published size of Peterson's algorithm, and its liveness with and without fairness; rendezvous channels, and a message that is taken
// without effect. Method: breadth-first over everything. Source: tlaplus/Examples, specifications/locks_auxiliary_vars/Peterson.tla and
// its manifest.json (42 distinct, 77 generated, depth 11). TLC counts the one initial state among the generated ones. Peterson, Myths about the
// mutual exclusion problem, Information Processing Letters 12 (1981): whoever wants to enter does; Baier and Katoen, Principles of Model Checking,
// section 3.5: provided that no process stops for ever where it could go on.

import { describe, expect, it } from 'vitest';
import { explore } from '../../src/index.js';
import { explore as exploreInAgreement } from '../support/agreement.js';
import { runsOf } from '../support/lasso.js';
import { peterson } from './peterson.network.js';

const INITIAL_STATES = 1;
const GENERATED = 77;

it('Peterson has 42 states, and whoever wants to enter does', () => {
  const result = exploreInAgreement(peterson());
  expect(result).toMatchObject({
    verdict: 'holds',
    states: 42,
    steps: GENERATED - INITIAL_STATES,
    depth: 11,
    terminal: 0,
  });
});

it('everybody enters again and again where everybody has to', () => {
  expect(exploreInAgreement(peterson('weak'))).toMatchObject({ verdict: 'holds' });
});

describe('without fairness', () => {
  it('a process may stop, wherever it is', () => {
    const network = peterson('none');
    const result = explore(network, { afterViolation: 'continue' });
    expect(runsOf(network, result)).toEqual({
      'process.1 enters': { ends: ['process.1 ⏱ soon in noncritical'] },
      'process.2 enters': { ends: ['process.2 ⏱ soon in noncritical'] },
    });
  });

  it('a process that never raises its flag is passed for ever', () => {
    const units = [{ component: 'process.1', timer: 'soon in raisingFlag', fairness: 'none' } as const];
    const network = peterson({ units });
    const result = explore(network, { afterViolation: 'continue' });
    // The turn is 1 all the time, since only process 2 gives it away, and the flag of process 1 is down: process 2 is never in the way of itself.
    // The cycle is fair: the only other timer is that of process 1, to which nothing is owed.
    expect(runsOf(network, result)).toEqual({
      'process.1 enters': {
        stem: ['process.1 ⏱ soon in noncritical'],
        cycle: [
          'process.2 ⏱ soon in noncritical',
          'process.2 ⏱ soon in raisingFlag',
          'process.2 ⏱ soon in yieldingTurn',
          'process.2 ⏱ soon in awaitingEntry',
          'process.2 ⏱ soon in critical',
          'process.2 ⏱ soon in loweringFlag',
        ],
      },
    });
  });
});
