// Goal: the published limit of Dijkstra's self-stabilising ring. Method: every state is an initial one, K^n of n machines with K values; machine 0 can
// move in a K-th of them, each other in all but a K-th. Source: Fokkink, Hoepman, Pang, A note on K-state self-stabilization in a ring with K = N,
// Nordic Journal of Computing 12 (2005): of N + 1 machines it stabilises for K >= N, and need not for K = N - 1; Dijkstra's condition is K > N.

import { describe, expect, it } from 'vitest';
import { explore } from '../../src/index.js';
import { runsOf } from '../support/lasso.js';
import { verdictsOf } from '../support/results.js';
import { tokenRing } from './token-ring.network.js';

const sizeOf = (machines: number, values: number) => ({
  states: values ** machines,
  steps: values ** (machines - 1) * (1 + (machines - 1) * (values - 1)),
  depth: 1,
});

it.each([
  { machines: 3, values: 2 },
  { machines: 4, values: 3 },
  { machines: 4, values: 4 },
  { machines: 5, values: 4 },
])('a ring of $machines with $values values stabilises', ({ machines, values }) => {
  expect(explore(tokenRing(machines, values))).toMatchObject({
    verdict: 'holds',
    ...sizeOf(machines, values),
  });
});

describe('with a value too few', () => {
  it.each([
    { machines: 4, values: 2 },
    { machines: 5, values: 3 },
  ])('a ring of $machines can stabilise, and need not', ({ machines, values }) => {
    const network = tokenRing(machines, values);
    const result = explore(network, { afterViolation: 'continue' });
    expect(result).toMatchObject(sizeOf(machines, values));
    expect(verdictsOf(result)).toMatchObject({ 'it is stable': 'violated', 'it can become stable': 'holds' });
    // From 0 0 1 0, or 0 0 2 1 0: all machines but one have the privilege, and they move from the last one down, after machine 0 has, which takes the next
    // value. With one value more it would take one that no other machine has. As all of them move, the cycle is fair, be it strongly.
    const round = Array.from({ length: machines }, (_, at) => (machines - at) % machines);
    const cycle = Array.from({ length: values }, () => round).flat();
    expect(runsOf(network, result)).toEqual({
      'it is stable': { stem: [], cycle: cycle.map((at) => `machine.${at} ⏱ soon in privileged`) },
    });
  });
});
