// Goal: what `explore` counts, and when it stops. Method: hand-drawn directed graphs and closed forms.

import { describe, expect, it } from 'vitest';
import { createMachine } from 'xstate';
import { always, defineNetwork, type ExploreOptions } from '../../src/index.js';
import { explore } from '../support/agreement.js';
import { along, digraph } from '../support/digraph.js';
import { sizeOf, verdictsOf, violationsOf } from '../support/results.js';
import { switches } from '../support/switches.js';

const graph = (
  edges: Readonly<Record<string, readonly string[]>>,
  options: ExploreOptions = {},
  ...bad: readonly string[]
) =>
  explore(
    defineNetwork({
      name: 'graph',
      components: { graph: digraph(edges) },
      properties: bad.map((node) => always(`not ${node}`, (view) => !view.matches('graph', node))),
    }),
    options,
  );

describe('counts', () => {
  it('distinct states, the initial ones included', () => {
    expect(graph({ a: ['a'] }).states).toBe(1);
    expect(graph({ a: ['b'], b: ['c'], c: ['a'], island: ['a'] }).states).toBe(3);
  });

  it('an edge for each enabled step, self-loops and ways to known states included', () => {
    expect(graph({ a: ['a', 'b'], b: ['a', 'b'] }).steps).toBe(4);
  });

  it('two steps for two edges from one state to another', () => {
    const machine = createMachine({
      id: 'm',
      initial: 'a',
      states: { a: { on: { X: 'b', Y: 'b' } }, b: { tags: 'rest' } },
    });
    const network = defineNetwork({
      name: 'parallel edges',
      components: { it: { machine, stimuli: [{ type: 'X' }, { type: 'Y' }] } },
    });
    expect(sizeOf(explore(network))).toEqual({ states: 2, steps: 2, depth: 2, terminal: 1 });
  });

  it('breadth-first levels, the initial one as 1: by the shortest ways', () => {
    expect(graph({ a: ['a'] }).depth).toBe(1);
    expect(graph({ a: ['b'], b: ['c'], c: ['d'], d: ['a'] }).depth).toBe(4);
    expect(graph({ a: ['b', 'd'], b: ['c'], c: ['d'], d: ['a'] }).depth).toBe(3);
  });

  it('terminal states', () => {
    expect(graph({ a: ['b', 'c'], b: [], c: [] }, { afterViolation: 'continue' }).terminal).toBe(2);
  });

  it.each([1, 2, 5, 10])('2^%i states of switches', (count) => {
    expect(sizeOf(explore(switches(count)))).toEqual({
      states: 2 ** count,
      steps: count * 2 ** count,
      depth: count + 1,
      terminal: 0,
    });
  });

  it('what it used', () => {
    const result = explore(switches(3));
    expect(result.seconds).toBeGreaterThan(0);
    expect(result.bytesPerState).toBeGreaterThan(0);
    // Three switches of two local states and one event: far fewer questions than edges in larger networks.
    expect(result.xstateCalls).toBe(3 * 3);
  });
});

describe('after a violation', () => {
  const edges = { a: ['bad', 'b'], bad: ['c'], b: ['c'], c: ['worse', 'a'], worse: ['a'] };

  it('it stops by default: only what was seen until then is counted', () => {
    const result = graph(edges, {}, 'bad', 'worse');
    expect(violationsOf(result).map(({ property }) => property)).toEqual(['not bad']);
    expect(sizeOf(result)).toEqual({ states: 4, steps: 3, depth: 2, terminal: 0 });
    expect(verdictsOf(result)).toMatchObject({ 'not bad': 'violated', 'not worse': 'inconclusive' });
  });

  it('`stop` is the default', () => {
    const one = graph(edges, { afterViolation: 'stop' }, 'bad', 'worse');
    expect(sizeOf(one)).toEqual(sizeOf(graph(edges, {}, 'bad', 'worse')));
  });

  it('it may go on: everything is counted, and every property has its verdict', () => {
    const result = graph(edges, { afterViolation: 'continue' }, 'bad', 'worse');
    expect(result.verdict).toBe('violated');
    expect(sizeOf(result)).toEqual({ states: 5, steps: 7, depth: 4, terminal: 0 });
    expect(violationsOf(result).map(({ property, steps }) => [property, steps])).toEqual([
      ['not bad', along('bad')],
      ['not worse', along('bad', 'c', 'worse')],
    ]);
    expect(verdictsOf(result)).toMatchObject({ 'deadlock-freedom': 'holds', 'specified-reception': 'holds' });
  });

  it('it goes on beyond the violating state itself', () => {
    const result = graph({ bad: ['b'], b: ['c'], c: ['bad'] }, { afterViolation: 'continue' }, 'bad');
    expect(sizeOf(result)).toEqual({ states: 3, steps: 3, depth: 3, terminal: 0 });
  });

  it('it does not go on until a property that nobody knows', () => {
    expect(() => graph({ a: [] }, { until: 'not wose' }, 'bad', 'worse')).toThrow(
      /^The network '.*' has no property 'not wose'; it has deadlock-freedom, specified-reception, channel-capacity, no-exception, no-stuck-component, not bad, not worse\. Did you mean 'not worse'\?$/,
    );
  });

  it('it may go on until one property is violated, past violations of others', () => {
    const result = graph(edges, { until: 'not worse' }, 'bad', 'worse');
    expect(violationsOf(result).map(({ property }) => property)).toEqual(['not bad', 'not worse']);
    // It ends in the last state, with the step that leads on from there.
    expect(sizeOf(result)).toEqual({ states: 5, steps: 7, depth: 4, terminal: 0 });
    const nearer = graph(edges, { until: 'not bad', afterViolation: 'continue' }, 'bad', 'worse');
    expect(sizeOf(nearer)).toEqual(sizeOf(graph(edges, {}, 'bad', 'worse')));
    const never = graph(edges, { until: 'deadlock-freedom' }, 'bad', 'worse');
    expect(sizeOf(never)).toEqual(sizeOf(graph(edges, { afterViolation: 'continue' }, 'bad', 'worse')));
  });

  it('it may go on until each of several is violated; of none, until any is', () => {
    const result = graph(edges, { until: ['not worse', 'not bad'] }, 'bad', 'worse');
    expect(sizeOf(result)).toEqual(sizeOf(graph(edges, { until: 'not worse' }, 'bad', 'worse')));
    const any = graph(edges, { until: [] }, 'bad', 'worse');
    expect(sizeOf(any)).toEqual(sizeOf(graph(edges, {}, 'bad', 'worse')));
    const never = graph(edges, { until: ['not bad', 'deadlock-freedom'] }, 'bad', 'worse');
    expect(sizeOf(never)).toEqual(sizeOf(graph(edges, { afterViolation: 'continue' }, 'bad', 'worse')));
  });

  it('a property is reported once, with its first counterexample', () => {
    const result = graph(
      { a: ['b', 'c'], b: ['bad'], c: ['bad'], bad: ['a'] },
      { afterViolation: 'continue' },
      'bad',
    );
    expect(violationsOf(result)).toEqual([
      { property: 'not bad', message: 'it is false in this state', steps: along('b', 'bad') },
    ]);
  });

  it('the last state may be the bad one: then everything has been seen', () => {
    const result = graph({ a: ['b'], b: ['bad'], bad: ['a'] }, {}, 'bad');
    expect(verdictsOf(result)).toMatchObject({ 'not bad': 'violated', 'deadlock-freedom': 'holds' });
  });
});
