// Goal: the meaning of `reachable`: a witness must exist in the whole state space. Method: hand-drawn directed graphs.

import { expect, it } from 'vitest';
import type { ExploreOptions } from '../../src/explore/explore-options.js';
import { always, defineNetwork, reachable } from '../../src/index.js';
import { explore } from '../support/agreement.js';
import { along, digraph } from '../support/digraph.js';
import { verdictsOf, violationsOf } from '../support/results.js';

const check = (
  edges: Readonly<Record<string, readonly string[]>>,
  wanted: string,
  options: ExploreOptions = {},
  bad = 'bad',
) =>
  explore(
    defineNetwork({
      name: 'graph',
      components: { graph: digraph(edges) },
      properties: [
        reachable('reached', (view) => view.matches('graph', wanted)),
        always('safe', (view) => !(bad in edges && view.matches('graph', bad))),
      ],
    }),
    options,
  );

it('holds when some state is a witness, and the search goes on to the end', () => {
  const result = check({ a: ['b'], b: ['c'], c: ['a'] }, 'b');
  expect(verdictsOf(result).reached).toBe('holds');
  expect(result).toMatchObject({ verdict: 'holds', states: 3 });
});

it('holds when the initial state is a witness', () => {
  expect(verdictsOf(check({ a: ['b'], b: ['a'] }, 'a')).reached).toBe('holds');
});

it('is violated when no state is a witness: without a counterexample, which cannot exist', () => {
  const result = check({ a: ['b'], b: ['a'], island: ['a'] }, 'island');
  expect(result.verdict).toBe('violated');
  expect(verdictsOf(result)).toMatchObject({
    reached: 'violated',
    safe: 'holds',
    'deadlock-freedom': 'holds',
  });
  expect(result.violations).toEqual([]);
});

it('is inconclusive when the search ended before, by a violation of something else', () => {
  const result = check({ a: ['bad', 'b'], bad: ['a'], b: ['c'], c: ['a'] }, 'c');
  expect(violationsOf(result)).toEqual([
    { property: 'safe', message: 'it is false in this state', steps: along('bad') },
  ]);
  expect(verdictsOf(result).reached).toBe('inconclusive');
});

it('is decided all the same when the search goes on after the violation', () => {
  const graph = { a: ['bad', 'b'], bad: ['a'], b: ['c'], c: ['a'], island: ['a'] };
  expect(verdictsOf(check(graph, 'c', { afterViolation: 'continue' })).reached).toBe('holds');
  const never = check(graph, 'island', { afterViolation: 'continue' });
  expect(verdictsOf(never)).toMatchObject({ reached: 'violated', safe: 'violated' });
  expect(never.violations.map(({ property }) => property)).toEqual(['safe']);
});

it('is inconclusive when a budget ran out, met or not', () => {
  const graph = { a: ['b', 'c', 'd'], b: ['a'], c: ['a'], d: ['a'] };
  expect(verdictsOf(check(graph, 'a', { statesMax: 2 })).reached).toBe('inconclusive');
  expect(verdictsOf(check(graph, 'd', { statesMax: 2 })).reached).toBe('inconclusive');
});
