// Goal: the meaning of monitors: when they are violated, and what they owe at the end. Method: hand-drawn graphs whose nodes
// emit, and monitors of two or three states.

import { describe, expect, it } from 'vitest';
import { createMachine, setup } from 'xstate';
import { defineNetwork, monitor } from '../../src/index.js';
import type { ComponentSpec } from '../../src/network/network.js';
import type { Property } from '../../src/network/property.js';
import { explore } from '../support/agreement.js';
import { along, digraph, emittingGraph } from '../support/digraph.js';
import { sizeOf, verdictsOf, violationsOf } from '../support/results.js';

const check = (graph: ComponentSpec, ...properties: readonly Property[]) =>
  explore(defineNetwork({ name: 'graph', components: { graph }, properties }));

describe('a violation', () => {
  const neverTwice = createMachine({
    id: 'w',
    initial: 'none',
    states: { none: { on: { B: 'one' } }, one: { on: { B: 'two' } }, two: { tags: 'violation' } },
  });

  it('is entering a state that is tagged so, by the shortest way', () => {
    const result = check(emittingGraph({ a: ['b', 'c'], b: ['a'], c: ['a'] }), monitor('b once', neverTwice));
    expect(violationsOf(result)).toEqual([
      { property: 'b once', message: "the monitor is in state 'two'", steps: along('b', 'a', 'b') },
    ]);
  });

  it('does not happen where the events do not come', () => {
    const result = check(emittingGraph({ a: ['b'], b: ['c'], c: ['c'] }), monitor('b once', neverTwice));
    expect(verdictsOf(result)['b once']).toBe('holds');
  });

  it('may be there from the start', () => {
    const bad = createMachine({ id: 'w', tags: 'violation' });
    const result = check(emittingGraph({ a: ['b'], b: ['a'] }), monitor('doomed', bad));
    expect(violationsOf(result)).toEqual([
      { property: 'doomed', message: 'the monitor is in state {}', steps: [] },
    ]);
  });

  it('is seen in any region of the monitor, which is shown whole', () => {
    const regions = createMachine({
      id: 'w',
      type: 'parallel',
      states: { p: { initial: 'x', states: { x: { on: { B: 'y' } }, y: { tags: 'violation' } } }, q: {} },
    });
    expect(violationsOf(check(emittingGraph({ a: ['b'], b: ['a'] }), monitor('regions', regions)))).toEqual([
      { property: 'regions', message: 'the monitor is in state {"p":"y","q":{}}', steps: along('b') },
    ]);
  });
});

describe('what is owed', () => {
  const response = createMachine({
    id: 'w',
    initial: 'quiet',
    states: { quiet: { on: { B: 'owing' } }, owing: { tags: 'pending', on: { C: 'quiet' } } },
  });

  /** With an environment that gives its stimuli in the end, so that no run ends where one could still come. */
  const checkDriven = (graph: ComponentSpec) =>
    explore(
      defineNetwork({
        name: 'graph',
        components: { graph },
        properties: [monitor('c after b', response)],
        fairness: {
          units: graph.stimuli!.map(({ type }) => ({ component: 'graph', stimulus: type, fairness: 'weak' })),
        },
      }),
    );

  it('must have come where a run may end, as it may before a stimulus that nobody promises', () => {
    const ends = emittingGraph({ a: ['b', 'c'], b: ['c'], c: ['end'], end: [] }, { end: ['rest'] });
    expect(violationsOf(check(ends, monitor('c after b', response)))).toEqual([
      {
        property: 'c after b',
        message: "the run may end while the monitor is in state 'owing': its obligation is never met",
        steps: along('b'),
      },
    ]);
    expect(checkDriven(ends).verdict).toBe('holds');
  });

  it('must have come where the run ends', () => {
    const ends = emittingGraph({ a: ['b', 'c'], b: ['c', 'end'], c: ['end'], end: [] }, { end: ['rest'] });
    const result = checkDriven(ends);
    expect(violationsOf(result)).toEqual([
      {
        property: 'c after b',
        message: "the run ends while the monitor is in state 'owing': its obligation is never met",
        steps: along('b', 'end'),
      },
    ]);
  });

  it('has come where it came', () => {
    const ends = emittingGraph({ a: ['b'], b: ['c'], c: ['b', 'end'], end: [] }, { end: ['rest'] });
    expect(checkDriven(ends).verdict).toBe('holds');
  });

  it('is missing on a cycle that goes on for ever without it', () => {
    const cycle = emittingGraph({ a: ['b'], b: ['d'], d: ['e'], e: ['d'] });
    expect(checkDriven(cycle).violations).toMatchObject([
      {
        property: 'c after b',
        message:
          "the run goes on for ever while the monitor is in state 'owing': its obligation is never met",
        steps: along('b', 'd', 'e', 'd'),
        loop: 2,
      },
    ]);
  });

  it('is missing in a deadlock, too: two violations', () => {
    const stuck = emittingGraph({ a: ['b'], b: [] });
    expect(
      violationsOf(check(stuck, monitor('c after b', response))).map(({ property }) => property),
    ).toEqual(['deadlock-freedom', 'c after b']);
  });
});

describe('a monitor', () => {
  it('ignores what it does not handle, and adds no state when it does not move', () => {
    const deaf = createMachine({
      id: 'w',
      on: { OTHER: {} },
      initial: 'x',
      states: { x: {}, y: { tags: 'violation' } },
    });
    const graph = { a: ['b', 'c'], b: ['a'], c: ['b'] };
    expect(sizeOf(check(emittingGraph(graph), monitor('deaf', deaf)))).toEqual(
      sizeOf(check(emittingGraph(graph))),
    );
  });

  it('is part of the state: one place is two states when the monitor remembers how it was reached', () => {
    const memory = createMachine({
      id: 'w',
      initial: 'x',
      states: { x: { on: { B: 'y' } }, y: {}, z: { tags: 'violation' } },
    });
    const result = check(
      emittingGraph({ a: ['b', 'c'], b: ['d'], c: ['d'], d: ['d'] }),
      monitor('memory', memory),
    );
    expect(result.states).toBe(5);
  });

  it('starts with its input', () => {
    const limit = setup({
      types: { context: {} as { readonly left: number }, input: {} as { readonly most: number } },
      guards: { isSpent: ({ context }) => context.left === 0 },
    }).createMachine({
      id: 'w',
      context: ({ input }) => ({ left: input.most }),
      initial: 'x',
      states: { x: { on: { B: { guard: 'isSpent', target: 'y' } } }, y: { tags: 'violation' } },
    });
    const graph = emittingGraph({ a: ['b'], b: ['a'] });
    expect(check(graph, monitor('limit', limit, { most: 1 })).verdict).toBe('holds');
    expect(check(graph, monitor('limit', limit, { most: 0 })).verdict).toBe('violated');
  });

  it('stands beside others, each with a state of its own', () => {
    const counts = (type: string) =>
      createMachine({
        id: 'w',
        initial: 'x',
        states: { x: { on: { [type]: 'y' } }, y: { on: { [type]: 'z' } }, z: { tags: 'violation' } },
      });
    const result = explore(
      defineNetwork({
        name: 'two monitors',
        components: { graph: emittingGraph({ a: ['b'], b: ['c'], c: ['c', 'b'] }) },
        properties: [monitor('b once', counts('B')), monitor('c once', counts('C'))],
      }),
      { afterViolation: 'continue' },
    );
    expect(violationsOf(result).map(({ property, steps }) => [property, steps])).toEqual([
      ['b once', along('b', 'c', 'b')],
      ['c once', along('b', 'c', 'c')],
    ]);
  });

  it('may watch the same chart as another monitor with another name', () => {
    const bad = createMachine({ id: 'w', tags: 'violation' });
    expect(verdictsOf(check(digraph({ a: ['a'] }), monitor('one', bad), monitor('two', bad)))).toMatchObject({
      one: 'violated',
      two: 'violated',
    });
  });
});
