// Goal: a lock without an order starves a thread under weak fairness, not under strong, and in spite of both if threads poll. Method: breadth-first over
// everything. Source: hwayne/learntla-v2, raw-specs/liveness: strong_fairness__2.tla (`fair+`: 8 distinct, 15 generated, Liveness holds) and
// strong_fairness__1.tla (`fair`: it does not); Herbreteau, ENSEIRB-MATMECA, IF311, lecture 4, of the semaphore by test-and-set. TLC counts the one initial
// state among the generated ones; polling adds a step that changes nothing to each of the two states in which one has the lock and the other wants it.

import { describe, expect, it } from 'vitest';
import { explore } from '../../src/index.js';
import { explore as exploreInAgreement } from '../support/agreement.js';
import { runsOf } from '../support/lasso.js';
import { sharedLock } from './lock.network.js';

const INITIAL_STATES = 1;
const GENERATED = 15;
const STATES = 8;
const POLLS_IN_VAIN = 2;

it('a lock that two threads wait at has 8 states, and each gets it under strong fairness', () => {
  expect(exploreInAgreement(sharedLock('at the lock', 'strong'))).toMatchObject({
    verdict: 'holds',
    states: STATES,
    steps: GENERATED - INITIAL_STATES,
    terminal: 0,
  });
});

it('under weak fairness one starves', () => {
  const network = sharedLock('at the lock', 'weak');
  const result = explore(network, { afterViolation: 'continue' });
  // Who starves can take the lock in two of the three states, and not in the one in which the other has it.
  expect(runsOf(network, result)).toEqual({
    'thread.1 gets the lock': {
      stem: [],
      cycle: ['thread.2 ⏱ soon in trying', 'thread.2 ⏱ soon in critical', 'thread.2 ⏱ soon in resting'],
    },
    'thread.2 gets the lock': {
      stem: [],
      cycle: ['thread.1 ⏱ soon in trying', 'thread.1 ⏱ soon in critical', 'thread.1 ⏱ soon in resting'],
    },
  });
});

describe.each(['weak', 'strong'] as const)('who polls, under %s fairness,', (fairness) => {
  it('looks only when the other has the lock', () => {
    const network = sharedLock('by polling', fairness);
    const result = explore(network, { afterViolation: 'continue' });
    expect(result).toMatchObject({
      states: STATES,
      steps: GENERATED - INITIAL_STATES + POLLS_IN_VAIN,
      terminal: 0,
    });
    // Each timer that is pending is taken: to poll is all that is owed to who polls.
    expect(runsOf(network, result)).toEqual({
      'thread.1 gets the lock': {
        stem: [],
        cycle: [
          'thread.2 ⏱ soon in trying',
          'thread.1 ⏱ soon in trying',
          'thread.2 ⏱ soon in critical',
          'thread.2 ⏱ soon in resting',
        ],
      },
      'thread.2 gets the lock': {
        stem: [],
        cycle: [
          'thread.1 ⏱ soon in trying',
          'thread.2 ⏱ soon in trying',
          'thread.1 ⏱ soon in critical',
          'thread.1 ⏱ soon in resting',
        ],
      },
    });
  });
});
