// Goal: the states from which steps that are no faults lead to a target. Method: random graphs, beside a search from each state by itself; and one on which
// nobody needs to be asked.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { statesLeadingTo } from '../../../src/explore/progress/states-leading-to.js';
import { type LoggedGraph, loggedGraphs, logOf, resultOf } from '../../support/logged-graph.js';

function reachedFrom(graph: LoggedGraph, start: number): Set<number> {
  const reached = new Set([start]);
  for (const state of reached) for (const { to, isFault } of graph[state]!) if (!isFault) reached.add(to);
  return reached;
}

it('are those from which a search comes to one', () => {
  fc.assert(
    fc.property(loggedGraphs(24), fc.array(fc.nat(23), { maxLength: 3 }), (graph, targets) => {
      const asked: number[] = [];
      const found = resultOf(
        statesLeadingTo(graph.length, logOf(graph), (state) => {
          asked.push(state);
          return targets.includes(state);
        }),
      );
      const expected = graph.flatMap((_, state) =>
        targets.some((target) => reachedFrom(graph, state).has(target)) ? [state] : [],
      );
      expect([...found]).toEqual(expected);
      expect(found.count).toBe(expected.length);
      expect(new Set(asked).size).toBe(asked.length);
    }),
    { numRuns: 1_000 },
  );
});

it('only the last state is asked about where all steps lead on to it', () => {
  const graph = Array.from({ length: 5_000 }, (_, state) =>
    state < 4_999 ? [{ to: state + 1, isFault: false }] : [],
  );
  const asked: number[] = [];
  const isTarget = (state: number) => asked.push(state) > 0;
  expect(resultOf(statesLeadingTo(graph.length, logOf(graph), isTarget)).count).toBe(graph.length);
  expect(asked).toEqual([4_999]);
});
