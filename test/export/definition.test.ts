// Goal: what is exported for Stately is the same chart. Method: the exported text is imported as a module, and the definition that
// XState makes of it is compared with the original's, for charts that use each feature once and for random ones.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AnyStateMachine, createMachine, fromPromise, setup } from 'xstate';
import { exportStately } from '../../src/export/stately.js';
import { definitionOf, imported, machineOf } from './machines.js';

const named = setup({
  guards: { isOpen: () => true, isAbove: (_, params: { floor: number }) => params.floor > 1 },
  actions: { note: () => {}, say: (_, _params: { text: string }) => {} },
  delays: { slow: 250, computed: () => 3 },
  actors: { fetcher: fromPromise(async () => 1) },
});

const charts: Readonly<Record<string, AnyStateMachine>> = {
  'of one state': createMachine({}),
  'with parallel regions, and a transition to a state in each': named.createMachine({
    id: 'parallel',
    type: 'parallel',
    on: { RESET: { target: ['.left.on', '.right.off'] } },
    states: {
      left: { initial: 'off', states: { off: { on: { TOGGLE: 'on' } }, on: { on: { TOGGLE: 'off' } } } },
      right: { initial: 'off', states: { off: {}, on: {} } },
    },
    onDone: '.left',
  }),
  'with shallow and deep history': named.createMachine({
    initial: 'off',
    states: {
      off: { on: { ON: 'work.recent', ALL: 'work.exact' } },
      work: {
        initial: 'a',
        on: { OFF: 'off' },
        states: {
          a: { initial: 'one', states: { one: { on: { NEXT: 'two' } }, two: {} } },
          recent: { type: 'history' },
          exact: { type: 'history', history: 'deep', target: 'a.two' },
        },
      },
    },
  }),
  'with delays by name and by number': named.createMachine({
    initial: 'waiting',
    states: {
      waiting: {
        after: { slow: 'late', 100: { target: 'late', guard: 'isOpen' }, computed: [{ actions: 'note' }] },
      },
      late: { type: 'final', output: { late: true } },
    },
  }),
  'with wildcards, a forbidden event and transitions without a target': named.createMachine({
    initial: 'here',
    on: { '*': { actions: 'note' }, STOP: '.here' },
    states: {
      here: { on: { 'mouse.*': 'here', STOP: undefined, GO: {}, KEY: { actions: ['note', 'note'] } } },
    },
  }),
  'with guards and actions that have parameters': named.createMachine({
    initial: 'here',
    states: {
      here: {
        entry: { type: 'say', params: { text: 'it\'s "here"\n' } },
        exit: ['note', { type: 'say', params: { text: '' } }],
        on: {
          UP: [
            { target: 'there', guard: { type: 'isAbove', params: { floor: -0.5 } }, reenter: true },
            { target: 'here', guard: 'isOpen', meta: { why: 'it is open' }, description: 'stays' },
          ],
        },
        always: [{ guard: 'isOpen', target: 'there' }],
      },
      there: {
        tags: ['rest', 'good'],
        meta: { nested: [{ list: [1, null, [], {}] }] },
        description: 'The end.',
        initial: { target: 'inner', actions: 'note' },
        states: { inner: { id: 'anywhere', tags: 'rest', on: { BACK: '#anywhere' } } },
      },
    },
  }),
  'with a route': machineOf({
    id: 'routed',
    initial: 'a',
    states: { a: {}, b: { id: 'b', route: { guard: 'isOpen', actions: 'note' } } },
  }),
  'with an invoked actor': named.createMachine({
    initial: 'asking',
    states: {
      asking: {
        invoke: {
          src: 'fetcher',
          id: 'kid',
          input: { page: 1 },
          onDone: 'asked',
          onError: { actions: 'note' },
        },
      },
      asked: { invoke: [{ src: 'fetcher', onSnapshot: { actions: 'note' } }] },
    },
  }),
};

describe('a chart whose parts all have names', () => {
  it.each(Object.keys(charts))('%s has the same definition', async (title) => {
    const machine = charts[title]!;
    expect(definitionOf(await imported(machine))).toEqual(definitionOf(machine));
    expect(exportStately(machine, 'chart')).not.toContain('which has no name');
  });
});

describe('random charts', () => {
  const key = fc.string({ minLength: 1, maxLength: 6 }).filter((text) => !/[.#*\\]|^__proto__$/.test(text));
  const data = fc.jsonValue({ maxDepth: 2 });
  const action = fc.oneof(key, fc.record({ type: key, params: fc.dictionary(key, data, { maxKeys: 2 }) }));
  const transition = (targets: readonly string[]) =>
    fc.record(
      {
        target: fc.constantFrom(...targets),
        guard: fc.oneof(key, fc.record({ type: key, params: data })),
        actions: fc.oneof(action, fc.array(action, { maxLength: 2 })),
        reenter: fc.boolean(),
        description: fc.string(),
      },
      { requiredKeys: [] },
    );
  const chart = fc.uniqueArray(key, { minLength: 1, maxLength: 4 }).chain((states) => {
    const one = transition(states);
    const several = fc.oneof(fc.constantFrom(...states), one, fc.array(one, { maxLength: 2 }));
    const state = fc.record(
      {
        on: fc.dictionary(key, several, { maxKeys: 3 }),
        after: fc.dictionary(fc.oneof(key, fc.nat().map(String)), several, { maxKeys: 2 }),
        always: fc.array(one, { maxLength: 1 }),
        entry: fc.array(action, { maxLength: 2 }),
        exit: action,
        tags: fc.array(key, { maxLength: 2 }),
        meta: fc.dictionary(key, data, { maxKeys: 2 }),
        description: fc.string(),
      },
      { requiredKeys: [] },
    );
    return fc.record({
      id: fc.constant('random'),
      initial: fc.constant(states[0]!),
      states: fc.record(Object.fromEntries(states.map((name) => [name, state]))),
    });
  });

  it('have the same definition', async () => {
    await fc.assert(
      fc.asyncProperty(chart, async (config) => {
        const machine = machineOf(config);
        expect(definitionOf(await imported(machine))).toEqual(definitionOf(machine));
      }),
      { seed: 384, numRuns: 60 },
    );
  });
});
