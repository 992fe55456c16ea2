// Goal: the meaning of `always`: every reachable state, the nearest bad one, the smallest margin. Method: hand-drawn directed
// graphs, one machine whose states are the nodes.

import { describe, expect, it } from 'vitest';
import type { ExploreOptions } from '../../src/explore/explore-options.js';
import { always, defineNetwork } from '../../src/index.js';
import type { View } from '../../src/network/property.js';
import { explore } from '../support/agreement.js';
import { along, digraph } from '../support/digraph.js';
import { verdictsOf, violationsOf } from '../support/results.js';

function check(
  edges: Readonly<Record<string, readonly string[]>>,
  holds: (view: View) => boolean | number,
  options: ExploreOptions = {},
) {
  const network = defineNetwork({
    name: 'graph',
    components: { graph: digraph(edges) },
    properties: [always('safe', holds)],
  });
  return explore(network, options);
}

const not = (node: string) => (view: View) => !view.matches('graph', node);
/** Margins by node. */
const margins = (values: Readonly<Record<string, number>>) => (view: View) =>
  Object.entries(values).find(([node]) => view.matches('graph', node))![1];

describe('a boolean', () => {
  it('holds on a cycle without the bad node, though the bad node is drawn', () => {
    const result = check({ a: ['b'], b: ['a'], bad: ['a'] }, not('bad'));
    expect(verdictsOf(result).safe).toBe('holds');
    expect(result).toMatchObject({ verdict: 'holds', states: 2, steps: 2 });
  });

  it('is violated in the initial state, by no steps', () => {
    expect(violationsOf(check({ bad: ['b'], b: ['bad'] }, not('bad')))).toEqual([
      { property: 'safe', message: 'it is false in this state', steps: [] },
    ]);
  });

  it('is violated by the shortest of two ways', () => {
    const graph = { a: ['b', 'c'], b: ['d'], d: ['bad'], c: ['bad'], bad: ['a'] };
    const result = check(graph, not('bad'));
    expect(violationsOf(result).map(({ steps }) => steps)).toEqual([along('c', 'bad')]);
    expect(result.violations[0]!.minimality).toBe('proven shortest');
  });

  it('is violated at the end of a cycle that has to be left', () => {
    const graph = { a: ['b'], b: ['c', 'a'], c: ['a', 'bad'], bad: [] };
    expect(violationsOf(check(graph, not('bad')))[0]).toMatchObject({ steps: along('b', 'c', 'bad') });
  });

  it('is violated through a node with a self-loop, without going round', () => {
    const graph = { a: ['a', 'b'], b: ['b', 'bad'], bad: ['bad'] };
    expect(violationsOf(check(graph, not('bad')))[0]).toMatchObject({ steps: along('b', 'bad') });
  });

  it('has no margin', () => {
    expect(check({ a: ['a'] }, () => true).properties.at(-1)).toEqual({ name: 'safe', verdict: 'holds' });
  });

  it('is violated in a terminal state', () => {
    const result = check({ a: ['bad'], bad: [] }, not('bad'));
    expect(violationsOf(result).map(({ property }) => property)).toEqual(['safe', 'deadlock-freedom']);
  });
});

describe('a margin', () => {
  const graph = { a: ['b', 'c'], b: ['a'], c: ['d'], d: ['a'] };
  const result = (values: Readonly<Record<string, number>>, options: ExploreOptions = {}) => {
    const explored = check(graph, margins(values), options);
    return { explored, safe: explored.properties.find(({ name }) => name === 'safe') };
  };

  it('that is never negative holds, and the smallest is reported', () => {
    expect(result({ a: 7, b: 3, c: 2.5, d: 9 }).safe).toEqual({
      name: 'safe',
      verdict: 'holds',
      margin: 2.5,
    });
  });

  it('of 0 and of -0 is good', () => {
    expect(result({ a: 0, b: 0, c: 0, d: 0 }).safe).toEqual({ name: 'safe', verdict: 'holds', margin: 0 });
    expect(result({ a: -0, b: 1, c: 1, d: 1 }).explored.verdict).toBe('holds');
  });

  it('is none where nothing comes near: infinity is no number of JSON', () => {
    const never = { a: Infinity, b: Infinity, c: Infinity, d: Infinity };
    expect(result(never).safe).toEqual({ name: 'safe', verdict: 'holds' });
    expect(result({ ...never, b: 3 }).safe).toEqual({ name: 'safe', verdict: 'holds', margin: 3 });
  });

  it('that is negative is a violation, which names it', () => {
    const { explored, safe } = result({ a: 1, b: 1, c: 1, d: -0.5 });
    expect(violationsOf(explored)).toEqual([
      { property: 'safe', message: 'the margin is -0.5', steps: along('c', 'd') },
    ]);
    expect(safe).toEqual({ name: 'safe', verdict: 'violated', margin: -0.5 });
  });

  it('is the smallest of what was seen: all of it only when the search goes on after the violation', () => {
    const values = { a: 1, b: -1, c: 1, d: -4 };
    expect(result(values).safe).toEqual({ name: 'safe', verdict: 'violated', margin: -1 });
    const all = result(values, { afterViolation: 'continue' });
    expect(all.safe).toEqual({ name: 'safe', verdict: 'violated', margin: -4 });
    // The counterexample is the first one all the same.
    expect(violationsOf(all.explored)).toEqual([
      { property: 'safe', message: 'the margin is -1', steps: along('b') },
    ]);
  });

  it('may be infinite', () => {
    expect(result({ a: Number.POSITIVE_INFINITY, b: 5, c: 6, d: 7 }).safe).toMatchObject({
      verdict: 'holds',
      margin: 5,
    });
    expect(result({ a: 1, b: Number.NEGATIVE_INFINITY, c: 6, d: 7 }).explored.violations[0]).toMatchObject({
      message: 'the margin is -Infinity',
    });
  });
});

it('several properties are violated in one state: each has its counterexample, in the order of definition', () => {
  const network = defineNetwork({
    name: 'graph',
    components: { graph: digraph({ a: ['bad'], bad: ['a'] }) },
    properties: [
      always('fine', () => true),
      always('first', not('bad')),
      always('second', margins({ a: 0, bad: -2 })),
    ],
  });
  const result = explore(network);
  expect(violationsOf(result)).toEqual([
    { property: 'first', message: 'it is false in this state', steps: along('bad') },
    { property: 'second', message: 'the margin is -2', steps: along('bad') },
  ]);
  expect(verdictsOf(result)).toMatchObject({ fine: 'holds', first: 'violated', second: 'violated' });
});
