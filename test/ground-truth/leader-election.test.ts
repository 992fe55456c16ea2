// Goal: sizes of the election of a leader, in which nobody else comes to lead. Method: breadth-first over everything, by the tables and by the reference. Source: D. Dolev, M. Klawe,
// M. Rodeh, An O(n log n) unidirectional distributed algorithm for extrema finding in a circle, Journal of Algorithms 3 (1982); SPIN counts alike on the model of bench/peers/models.

import { expect, it } from 'vitest';
import { explore } from '../support/agreement.js';
import { leaderElection } from '../../bench/networks/leader-election.js';

it.each([
  { nodes: 2, states: 14, steps: 16 },
  { nodes: 3, states: 35, steps: 56 },
  { nodes: 4, states: 95, steps: 203 },
  { nodes: 5, states: 272, steps: 735 },
])('among $nodes nodes it has $states states', ({ nodes, states, steps }) => {
  expect(explore(leaderElection(nodes))).toMatchObject({ verdict: 'holds', states, steps, terminal: 1 });
});
