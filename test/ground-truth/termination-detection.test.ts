// Goal: the published size of Dijkstra's termination detection: many initial states, components that start by input.
// Method: breadth-first over everything. Source: tlaplus/Examples, specifications/ewd840/EWD840.tla; its manifest.json has
// 302 and, under EWD840_json, 1 566 distinct states, the sizes for 3 and 4 nodes. Its count of generated states has one for
// each true alternative of a disjunction in PassToken and InitiateProbe; with each enabled action counted once it is 1 817
// at 3 nodes, the 192 initial states included. That, the breadth-first levels and the row of 2 nodes are from a separate
// breadth-first program.

import { expect, it } from 'vitest';
import { explore } from '../support/agreement.js';
import { terminationDetection } from './termination-detection.network.js';

it.each([
  { nodes: 2, initialStates: 32, states: 54, generated: 186, depth: 6 },
  { nodes: 3, initialStates: 192, states: 302, generated: 1_817, depth: 9 },
  { nodes: 4, initialStates: 1_024, states: 1_566, generated: 14_962, depth: 12 },
])('EWD840 with $nodes nodes has $states states', ({ nodes, initialStates, states, generated, depth }) => {
  expect(initialStates).toBe(nodes * 4 ** nodes);
  const result = explore(terminationDetection(nodes));
  // The one terminal state is detected termination: everybody passive and white, the token white at node 0.
  expect(result).toMatchObject({
    verdict: 'holds',
    states,
    steps: generated - initialStates,
    depth,
    terminal: 1,
  });
});
