// Goal: the published size of the philosophers of Chandy and Misra; steps that change nothing are edges too.
// Method: breadth-first over everything. Source: tlaplus/Examples, specifications/DiningPhilosophers/
// DiningPhilosophers.tla and its manifest.json (67 distinct, 336 generated, depth 29 at 5 philosophers). TLC counts the
// one initial state among the generated ones. The depths at 3 and 4 are from a separate breadth-first program; in every
// state each philosopher has exactly one step, hence n edges a state.

import { expect, it } from 'vitest';
import { explore } from '../support/agreement.js';
import { chandyMisraPhilosophers } from './chandy-misra-philosophers.network.js';

const INITIAL_STATES = 1;

it.each([
  { philosophers: 3, states: 19, generated: 58, depth: 17 },
  { philosophers: 4, states: 35, generated: 141, depth: 23 },
  { philosophers: 5, states: 67, generated: 336, depth: 29 },
])(
  '$philosophers philosophers of Chandy and Misra have $states states',
  ({ philosophers, states, generated, depth }) => {
    expect(states).toBe(2 ** (philosophers + 1) + 3);
    const result = explore(chandyMisraPhilosophers(philosophers));
    expect(result).toMatchObject({
      verdict: 'holds',
      states,
      steps: generated - INITIAL_STATES,
      depth,
      terminal: 0,
    });
  },
);
