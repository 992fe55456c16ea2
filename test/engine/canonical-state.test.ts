// Goal: what a chart can read of a context or a payload is what the state key keeps of it: the order of keys cannot differ where keys are equal, and what the
// key cannot keep, such as which object it was, is refused. Method: charts that look for just such a difference, searched
// by the tables and by a search without them (`explore` compares the two).

import { describe, expect, it } from 'vitest';
import { assign, emit, setup } from 'xstate';
import { always, defineNetwork, monitor } from '../../src/index.js';
import type { ComponentSpec } from '../../src/network/network.js';
import { replay } from '../../src/counterexample/replay.js';
import { explore } from '../support/agreement.js';
import { tell } from '../support/tell.js';

type Machine = ComponentSpec['machine'];
type Box = Readonly<Record<string, unknown>>;

/** The verdict on `never bad`, and the counterexample's steps. */
function verdictOf(components: Readonly<Record<string, ComponentSpec>>, tag = 'bad') {
  const network = defineNetwork({
    name: 'canonical',
    components,
    properties: [always('never bad', (view) => Object.keys(components).every((id) => !view.hasTag(id, tag)))],
  });
  const result = explore(network, { until: 'never bad' });
  const violation = result.violations.find(({ property }) => property === 'never bad');
  if (violation !== undefined) expect(replay(network, violation).isViolated).toBe(true);
  return { states: result.states, steps: violation?.steps };
}

describe('one payload in two orders', () => {
  const sender = setup({
    actions: { p: tell('r', { type: 'M', a: 1, b: 2 }), q: tell('r', { type: 'M', b: 2, a: 1 }) },
  }).createMachine({
    id: 's',
    initial: 'a',
    states: {
      a: { on: { P: { target: 'b', actions: 'p' }, Q: { target: 'c', actions: 'q' } } },
      b: { tags: 'rest' },
      c: { tags: 'rest' },
    },
  });
  const receiver = setup({}).createMachine({
    id: 'r',
    tags: 'rest',
    initial: 'z',
    states: { z: { on: { M: 'y' } }, y: {} },
  });

  it('is one message with one label, and its counterexamples replay', () => {
    const network = defineNetwork({
      name: 'one payload in two orders',
      components: {
        s: { machine: sender, stimuli: [{ type: 'P' }, { type: 'Q' }] },
        r: { machine: receiver },
      },
      properties: [always('not c and y', (view) => !(view.matches('s', 'c') && view.matches('r', 'y')))],
    });
    const { violations } = explore(network);
    expect(violations.map(({ steps }) => steps)).toEqual([['environment ⇒ s: Q', 's ⇒ r: M {a: 1, b: 2}']]);
    expect(replay(network, violations[0]!).isViolated).toBe(true);
  });
});

/** Two ways to the same box, and then a look at it. */
const looking = (first: Box, second: Box, isBad: (box: Box) => boolean): Machine =>
  setup({
    types: { context: {} as { box: Box } },
    guards: { isBad: ({ context }) => isBad(context.box) },
    actions: { first: assign({ box: () => first }), second: assign({ box: () => second }) },
  }).createMachine({
    id: 'm',
    tags: 'rest',
    context: { box: {} },
    initial: 'idle',
    states: {
      idle: {
        on: { FIRST: { target: 'set', actions: 'first' }, SECOND: { target: 'set', actions: 'second' } },
      },
      set: { on: { LOOK: { guard: 'isBad', target: 'bad' } } },
      bad: { tags: 'bad' },
    },
  });

const looker = (machine: Machine) => ({
  c: { machine, stimuli: [{ type: 'FIRST' }, { type: 'SECOND' }, { type: 'LOOK' }] },
});

describe('the order of keys', () => {
  it.each([
    ['a', { b: 1, a: 2 }, { a: 2, b: 1 }],
    ['a', { a: 2, b: 1 }, { b: 1, a: 2 }],
    ['B', { a: 1, B: 2 }, { B: 2, a: 1 }],
    ['9', { a: 1, 10: 1, 9: 2 }, { 10: 1, 9: 2, a: 1 }],
  ])('that a guard reads is the same for equal boxes: %s comes first', (first, one, other) => {
    const isFirst = (key: string) => (box: Box) => Object.keys(box)[0] === key;
    expect(verdictOf(looker(looking(one, other, isFirst(first)))).steps).toEqual([
      'environment ⇒ c: FIRST',
      'environment ⇒ c: LOOK',
    ]);
    const others = Object.keys(one).filter((key) => key !== first);
    for (const key of others) {
      expect(verdictOf(looker(looking(one, other, isFirst(key)))).steps).toBeUndefined();
    }
  });

  it('of a whole context does not depend on which key was assigned first', () => {
    const machine = setup({
      types: { context: {} as Record<string, number> },
      guards: { isBad: ({ context }) => Object.keys(context)[0] === 'z' },
      actions: { a: assign({ a: () => 1 }), z: assign({ z: () => 1 }) },
    }).createMachine({
      id: 'm',
      tags: 'rest',
      context: {},
      initial: 'idle',
      states: {
        idle: {
          on: {
            A: { actions: 'a' },
            Z: { actions: 'z' },
            LOOK: { guard: ({ context }) => 'a' in context && 'z' in context, target: 'looked' },
          },
        },
        looked: { always: { guard: 'isBad', target: 'bad' } },
        bad: { tags: 'bad' },
      },
    });
    const stimuli = ['A', 'Z', 'LOOK'].map((type) => ({ type }));
    expect(verdictOf({ c: { machine, stimuli } })).toEqual({ states: 5, steps: undefined });
  });

  it('of a stimulus, an input and a delayed event is that of their content', () => {
    const machine = setup({
      types: { context: {} as { keys: string }, input: {} as Box },
      actions: {
        record: assign({ keys: ({ event }) => Object.keys(event).join(' ') }),
        later: tell('c', { type: 'LATER', y: 1, b: 2 }, { delay: 10 }) as never,
      },
    }).createMachine({
      id: 'm',
      tags: 'rest',
      context: ({ input }) => ({ keys: Object.keys(input).join(' ') }),
      initial: 'idle',
      states: {
        idle: { on: { GO: { target: 'sent', actions: ['record', 'later'] } } },
        sent: { on: { LATER: { actions: 'record' } } },
      },
    });
    const network = defineNetwork({
      name: 'orders',
      components: { c: { machine, input: { z: 1, a: 2 }, stimuli: [{ z: 1, type: 'GO', a: 1 } as never] } },
      properties: ['a z', 'a type z', 'b type y'].map((keys) => ({
        kind: 'reachable' as const,
        name: keys,
        reached: (view) => view.context<{ keys: string }>('c').keys === keys,
      })),
    });
    const { properties } = explore(network);
    expect(properties.slice(-3).map(({ verdict }) => verdict)).toEqual(['holds', 'holds', 'holds']);
  });
});

describe('the identity of objects', () => {
  const pair = (isBad: (p: unknown, q: unknown) => boolean): Machine =>
    setup({
      types: { context: {} as { p: unknown; q: unknown } },
      guards: { isBad: ({ context: { p, q } }) => isBad(p, q) },
      actions: {
        same: assign(() => {
          const one = { a: [1] };
          return { p: one, q: one };
        }),
        equal: assign(() => ({ p: { a: [1] }, q: { a: [1] } })),
      },
    }).createMachine({
      id: 'm',
      tags: 'rest',
      context: { p: null, q: null },
      initial: 'idle',
      states: {
        idle: {
          on: { FIRST: { target: 'set', actions: 'same' }, SECOND: { target: 'set', actions: 'equal' } },
        },
        set: { on: { LOOK: { guard: 'isBad', target: 'bad' } } },
        bad: { tags: 'bad' },
      },
    });

  const ASKS =
    /^The (component 'c'|monitor 'always the same') \(machine '[mw]'\) asks which object it is given on (LOOK|SEEN), and not only what is in it/;

  it.each<[string, (p: unknown, q: unknown) => boolean]>([
    ['are one object', (p, q) => p === q],
    ['are not', (p, q) => p !== q],
    [
      'have parts that are not',
      (p, q) => (p as { a: unknown } | null)?.a !== (q as { a: unknown } | null)?.a,
    ],
  ])(
    'is no matter of a state: who asks whether two values %s is refused, in any order of stimuli',
    (_, isBad) => {
      const types = ['SECOND', 'FIRST', 'LOOK'];
      for (const order of [types, [...types].reverse()]) {
        const stimuli = order.map((type) => ({ type }));
        expect(() => verdictOf({ c: { machine: pair(isBad), stimuli } })).toThrow(ASKS);
      }
    },
  );

  it('nor is one that asks it of a context and an event', () => {
    const machine = setup({
      types: { context: {} as { box: unknown }, events: {} as { type: 'SET' | 'LOOK'; box: unknown } },
      actions: { set: assign({ box: ({ event }) => ({ ...(event.box as object) }) }) },
    }).createMachine({
      id: 'm',
      tags: 'rest',
      context: { box: null },
      initial: 'idle',
      states: {
        idle: {
          on: {
            SET: { actions: 'set' },
            LOOK: { guard: ({ context, event }) => context.box === event.box, target: 'bad' },
          },
        },
        bad: { tags: 'bad' },
      },
    });
    const stimuli = [
      { type: 'SET', box: { a: 1, b: 2 } },
      { type: 'LOOK', box: { b: 2, a: 1 } },
    ];
    expect(() => verdictOf({ c: { machine, stimuli } })).toThrow(ASKS);
  });

  it('nor of an object of the module, whoever was asked first', () => {
    const mine = { a: 1 };
    const isMine = (box: Box) => box === mine;
    expect(() => verdictOf(looker(looking(mine, { a: 1 }, isMine)))).toThrow(ASKS);
    expect(() => verdictOf(looker(looking({ a: 1 }, mine, isMine)))).toThrow(ASKS);
    expect(Object.isFrozen(mine)).toBe(false);
  });

  it('nor may a monitor ask', () => {
    const watch = setup({
      types: { context: {} as { seen: unknown }, events: {} as { type: 'SEEN'; box: unknown } },
      actions: { keep: assign({ seen: ({ event }) => event.box }) },
    }).createMachine({
      id: 'w',
      context: { seen: null },
      initial: 'first',
      states: {
        first: { on: { SEEN: { target: 'then', actions: 'keep' } } },
        then: { on: { SEEN: { guard: ({ context, event }) => context.seen !== event.box, target: 'bad' } } },
        bad: { tags: 'violation' },
      },
    });
    const machine = setup({
      actions: {
        one: emit({ type: 'SEEN', box: { a: 1, b: 2 } }),
        other: emit({ type: 'SEEN', box: { b: 2, a: 1 } }),
      },
    }).createMachine({ id: 'm', tags: 'rest', on: { ONE: { actions: 'one' }, OTHER: { actions: 'other' } } });
    const network = defineNetwork({
      name: 'watched',
      components: { c: { machine, stimuli: [{ type: 'ONE' }, { type: 'OTHER' }] } },
      properties: [monitor('always the same', watch)],
    });
    expect(() => explore(network)).toThrow(ASKS);
  });
});

describe('an input', () => {
  it('that a context factory changes does not change what a restart starts from', () => {
    const input = { count: 0 };
    const machine = setup({
      types: { input: {} as { count: number }, context: {} as { count: number } },
    }).createMachine({
      id: 'm',
      tags: 'rest',
      context: ({ input: given }) => ({ count: ++given.count }),
    });
    const components = { c: { machine, input, crashes: { atMost: 2, restarts: true } } };
    expect(() => verdictOf(components)).toThrow(/^The component 'c' \(machine 'm'\) as it starts changes/);
    expect(input).toEqual({ count: 0 });
  });
});

describe('what a key cannot keep is refused', () => {
  const count = Symbol.for('count');
  it('a count behind a symbol', () => {
    const machine = setup({ types: { context: {} as { box: { [count]: number } } } }).createMachine({
      id: 'm',
      context: { box: { [count]: 0 } },
      tags: 'rest',
      on: {
        INC: {
          guard: ({ context }) => context.box[count] < 3,
          actions: assign({ box: ({ context }) => ({ [count]: context.box[count] + 1 }) }),
        },
      },
    });
    expect(() => verdictOf({ c: { machine, stimuli: [{ type: 'INC' }] } })).toThrow(
      "The context of component 'c'.box holds a key that is a symbol, Symbol(count); contexts and events must be plain data",
    );
  });

  /** A machine that counts where no key of the context shows it. */
  const counting = (box: unknown, next: (box: never) => unknown): ComponentSpec => ({
    machine: setup({ types: { context: {} as { box: unknown } } }).createMachine({
      id: 'm',
      initial: 'only',
      context: { box },
      states: { only: { tags: 'rest' }, never: { tags: 'bad' } },
      on: { INC: { actions: assign({ box: ({ context }) => next(context.box as never) }) } },
    }),
    stimuli: [{ type: 'INC' }],
  });
  const hidden = (value: number) => Object.defineProperty({}, 'count', { value });
  const named = (count: number) => Object.assign([1, 2], { count });
  const longNamed = (value: number) => Object.defineProperty(new Array(100).fill(0), 'count', { value });

  it.each([
    [
      'a property that is not enumerable',
      '.count',
      hidden(0),
      (box: { count: number }) => hidden(box.count + 1),
    ],
    [
      "an array with a property that has a name, 'count'",
      '',
      named(0),
      (box: { count: number }) => named(box.count + 1),
    ],
    [
      "an array with a property that has a name, 'count'",
      '',
      longNamed(0),
      (box: { count: number }) => longNamed(box.count + 1),
    ],
    [
      'an accessor',
      '.count',
      {},
      () => ({
        get count() {
          return 1;
        },
      }),
    ],
    [
      'an array with a hole',
      '[50]',
      {},
      () => Object.assign(new Array(100).fill(0), { length: 50 }, { length: 51 }),
    ],
    ['an instance of Counter', '', {}, () => new (class Counter {})()],
    ['a Proxy', '', {}, () => new Proxy({}, {})],
  ])('%s%s', (what, at, box, next) => {
    expect(() => verdictOf({ c: counting(box, next as never) })).toThrow(
      `The context of component 'c'.box${at} holds ${what}; contexts and events must be plain data`,
    );
  });

  it('never runs an accessor', () => {
    const trap = {
      get box(): number {
        throw new Error('ran');
      },
    };
    expect(() => verdictOf({ c: counting(trap, () => 0) })).toThrow('.box.box holds an accessor;');
  });

  it.each([
    ['input', { input: { at: new Map() } }],
    ['stimulus', { stimuli: [{ type: 'INC', at: new Map() }] }],
  ])('in an %s', (_, more) => {
    expect(() => verdictOf({ c: { ...counting(0, () => 0), ...more } })).toThrow(
      '.at holds an instance of Map;',
    );
  });
});
