// Goal: sizes of the filter lock, whose shared memory is most of its state. Method: breadth-first over everything. Source: G. L. Peterson, Myths about the
// mutual exclusion problem, Information Processing Letters 12 (1981); SPIN and Rumur count alike on the models of bench/peers/models.

import { expect, it } from 'vitest';
import { explore } from '../support/agreement.js';
import { filterLock } from '../../bench/networks/filter-lock.js';

it.each([
  { processes: 2, states: 34, steps: 62 },
  { processes: 3, states: 705, steps: 1_725 },
])('a filter lock of $processes processes has $states states', ({ processes, states, steps }) => {
  expect(explore(filterLock(processes))).toMatchObject({ verdict: 'holds', states, steps, terminal: 0 });
});
