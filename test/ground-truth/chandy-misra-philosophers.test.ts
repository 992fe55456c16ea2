// Goal: the published size of the philosophers of Chandy and Misra, and that none of them starves; steps that change nothing are edges too.
// Method: breadth-first over everything. Source: tlaplus/Examples, specifications/DiningPhilosophers/
// DiningPhilosophers.tla and its manifest.json (67 distinct, 336 generated, depth 29 at 5 philosophers; NobodyStarves). TLC counts the
// one initial state among the generated ones. The depths at 3 and 4 are from a separate breadth-first program; in every
// state each philosopher has exactly one step, hence n edges a state.

import { describe, expect, it } from 'vitest';
import { explore } from '../../src/index.js';
import { explore as exploreInAgreement } from '../support/agreement.js';
import { runsOf } from '../support/lasso.js';
import { chandyMisraPhilosophers } from './chandy-misra-philosophers.network.js';

const INITIAL_STATES = 1;

it.each([
  { philosophers: 3, states: 19, generated: 58, depth: 17 },
  { philosophers: 4, states: 35, generated: 141, depth: 23 },
  { philosophers: 5, states: 67, generated: 336, depth: 29 },
])(
  '$philosophers philosophers of Chandy and Misra have $states states, and nobody starves',
  ({ philosophers, states, generated, depth }) => {
    expect(states).toBe(2 ** (philosophers + 1) + 3);
    const result = exploreInAgreement(chandyMisraPhilosophers(philosophers));
    expect(result).toMatchObject({
      verdict: 'holds',
      states,
      steps: generated - INITIAL_STATES,
      depth,
      terminal: 0,
    });
  },
);

// "If you remove the 'fair' in 'fair process', each process can stop at any time", says the specification.
describe('without fairness', () => {
  it('everybody is hungry, and may stay so', () => {
    const network = chandyMisraPhilosophers(3, 'none');
    const result = explore(network, { afterViolation: 'continue' });
    expect(runsOf(network, result)).toEqual({
      'philosopher.1 eats': { ends: [] },
      'philosopher.2 eats': { ends: [] },
      'philosopher.3 eats': { ends: [] },
    });
  });

  it('one who stops keeps the forks, and all others look for them for ever', () => {
    const units = [{ component: 'philosopher.2', fairness: 'none' } as const];
    const network = chandyMisraPhilosophers(3, { units });
    const result = explore(network, { afterViolation: 'continue' });
    // Philosopher 1 hands both forks over, 3 the one that it has: then 2 has two, 3 has one, and what 1 and 3 still do changes nothing.
    const ends = [
      'philosopher.1 ⏱ turn in hungry',
      'philosopher.1 ⏱ turn in hungry',
      'philosopher.3 ⏱ turn in hungry',
    ];
    expect(runsOf(network, result)).toEqual({
      'philosopher.1 eats': { ends },
      'philosopher.2 eats': { ends },
      'philosopher.3 eats': { ends },
    });
  });
});
