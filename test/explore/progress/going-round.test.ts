// Goal: the part of a region from which a cycle of the region can be come to. Method: random graphs and regions, beside a search from each state by itself; a network
// whose only cycle comes right behind a state that leads to none.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createMachine } from 'xstate';
import { defineNetwork, explore, leadsTo, type View } from '../../../src/index.js';
import { regionToSearch } from '../../../src/explore/progress/going-round.js';
import { StateBits } from '../../../src/explore/progress/state-bits.js';
import { type LoggedGraph, loggedGraphs, logOf, resultOf } from '../../support/logged-graph.js';

function regionOf(graph: LoggedGraph, states: readonly number[]): StateBits {
  const region = new StateBits(graph.length);
  for (const state of states) if (state < graph.length) region.add(state);
  return region;
}

/** What one step or more lead to without leaving the region. */
function reachedBy(graph: LoggedGraph, region: StateBits, start: number): Set<number> {
  const reached = new Set<number>();
  const open = [start];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    for (const { to } of graph[state]!) {
      if (!region.has(to) || reached.has(to)) continue;
      reached.add(to);
      open.push(to);
    }
  }
  return reached;
}

const states = fc.array(fc.nat(23), { minLength: 5, maxLength: 40 });

it('are the states from which some state of the region leads to itself', () => {
  fc.assert(
    fc.property(loggedGraphs(24), states, (graph, members) => {
      const region = regionOf(graph, members);
      const isOnCycle = (state: number) => reachedBy(graph, region, state).has(state);
      const expected = [...region].filter(
        (state) => isOnCycle(state) || [...reachedBy(graph, region, state)].some(isOnCycle),
      );
      expect([...resultOf(regionToSearch(region, logOf(graph), false))]).toEqual(expected);
    }),
    { numRuns: 1_000 },
  );
});

it('is the whole region where a run may end in it and that is asked, or where it is not known where steps lead', () => {
  const chain = [[{ to: 1, isFault: false }], [{ to: 2, isFault: false }], []];
  const region = regionOf(chain, [0, 1]);
  expect(resultOf(regionToSearch(region, logOf(chain, [0]), true))).toBe(region);
  expect(resultOf(regionToSearch(region, undefined, false))).toBe(region);
  // Elsewhere it may end, or it is not asked.
  expect([...resultOf(regionToSearch(region, logOf(chain, [2]), true))]).toEqual([]);
  expect([...resultOf(regionToSearch(region, logOf(chain, [0]), false))]).toEqual([]);
});

it('is begun from states that lead to a cycle only: one that leads to none does not hide the cycle behind it', () => {
  const machine = createMachine({
    id: 'm',
    initial: 'start',
    states: {
      start: { after: { 1: 'asked', 2: 'busy' } },
      asked: { after: { 1: 'served' } },
      busy: { after: { 1: 'busier' } },
      busier: { after: { 1: 'busy' } },
      served: { tags: 'rest' },
    },
  });
  const isIn =
    (...states: string[]) =>
    (view: View) =>
      states.some((state) => view.matches('it', state));
  const network = defineNetwork({
    name: 'one',
    components: { it: { machine } },
    properties: [leadsTo('served', isIn('asked', 'busy', 'busier'), isIn('served'))],
  });
  const { states, violations } = explore(network, { afterViolation: 'continue' });
  expect(states).toBe(5);
  expect(violations.find(({ property }) => property === 'served')).toMatchObject({ loop: 1 });
});
