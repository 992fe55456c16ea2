// Goal: names that plain objects inherit (`constructor`, `__proto__`) or that hold separators are names like any other: of components, event
// types, fields, states, lanes and delays. Method: networks made of such names, searched by the tables and without them, and replayed.

import { describe, expect, it } from 'vitest';
import { assign, createMachine, setup } from 'xstate';
import { changes, renderCounterexample } from '../../src/counterexample/render.js';
import { replay } from '../../src/counterexample/replay.js';
import { always, defineNetwork } from '../../src/index.js';
import { explore } from '../support/agreement.js';
import { tell } from '../support/tell.js';

const NAMES = [
  'constructor',
  '__proto__',
  'toString',
  'hasOwnProperty',
  'a, b',
  'a -> b',
  'environment',
  "it's",
  '\u202e',
];

describe.each(NAMES)('%j', (name) => {
  it('may be a component, an event, a field, a lane and a part of a payload', () => {
    const payload = Object.fromEntries([
      ['type', name],
      [name, 1],
    ]) as { type: string };
    const sender = setup({ actions: { send: tell(name, payload) } }).createMachine({
      id: 's',
      tags: 'rest',
      initial: 'a',
      states: { a: { on: Object.fromEntries([[name, { target: 'b', actions: 'send' }]]) }, b: {} },
    });
    const field = name === '__proto__' ? 'proto' : name;
    const receiver = setup({
      types: { context: {} as Record<string, unknown> },
      actions: { take: assign({ [field]: ({ event }) => event }) },
    }).createMachine({
      id: 'r',
      tags: 'rest',
      context: {},
      on: Object.fromEntries([[name, { actions: 'take' }]]),
    });
    const network = defineNetwork({
      name: 'odd names',
      components: Object.fromEntries([
        ['s', { machine: sender, stimuli: [{ type: name }] }],
        [name, { machine: receiver }],
      ]),
      channels: { events: Object.fromEntries([[name, { kind: 'bag' as const, lane: name }]]) },
      properties: [always('not taken', (view) => !Object.hasOwn(view.context(name), field))],
    });
    const { violations } = explore(network);
    expect(violations.map(({ steps }) => steps.length)).toEqual([2]);
    const replayed = replay(network, violations[0]!);
    expect(replayed.isViolated).toBe(true);
    const text = renderCounterexample(violations[0]!, replayed);
    expect(text.split('\n')).toHaveLength(7);
    expect(text).not.toContain('\u202e');
  });
});

describe('what a table of channels inherits', () => {
  it.each(['constructor', 'toString', '__proto__'])('is no description of a channel for %s', (type) => {
    const sender = setup({ actions: { send: tell('r', { type }) } }).createMachine({
      id: 's',
      tags: 'rest',
      entry: 'send',
    });
    const receiver = createMachine({ id: 'r', tags: 'rest', on: { '*': {} } });
    const components = { s: { machine: sender }, r: { machine: receiver } };
    expect(
      explore(defineNetwork({ name: 'n', components, channels: { events: {}, pairs: {} } })).states,
    ).toBe(2);
  });
});

describe('a delay or a state', () => {
  it('that only plain objects have is not implemented', () => {
    const machine = createMachine({
      id: 'm',
      initial: 'a',
      states: { a: { after: { constructor: 'b' } }, b: {} },
    });
    expect(() => defineNetwork({ name: 'n', components: { c: { machine } } })).toThrow(
      "waits for the delay 'constructor' in state 'm.a' of machine 'm', but no such delay is implemented.",
    );
  });

  it('that XState would lose is refused', () => {
    const states = JSON.parse('{"a": {}, "__proto__": {}}') as Record<string, object>;
    const machine = createMachine({ id: 'm', initial: 'a', states });
    expect(() => defineNetwork({ name: 'n', components: { c: { machine } } })).toThrow(
      /has a state '__proto__'/,
    );
  });
});

describe('pairs of components', () => {
  const machine = createMachine({ id: 'm', tags: 'rest' });
  const pairs = { 'a -> b -> c': { kind: 'sync' as const } };
  const withIds = (...ids: string[]) =>
    defineNetwork({
      name: 'n',
      components: Object.fromEntries(ids.map((id) => [id, { machine }])),
      channels: { pairs },
    });

  it('are told apart, whatever ids hold', () => {
    expect(() => withIds('a -> b', 'c')).not.toThrow();
    expect(() => withIds('a', 'b', 'c')).toThrow("The channel table names the pair 'a -> b -> c'");
    expect(() => withIds('a', 'b -> c', 'a -> b', 'c')).toThrow('as it can be read in several ways');
  });
});

describe('a field of a context that is called as the messages of a channel', () => {
  it.each([
    [[], [{ from: 'ann' }], "pool.context.waiting: [] → [{from: 'ann'}]"],
    [['ann'], ['bob'], "pool.context.waiting: ['ann'] → ['bob']"],
    [[], [null], 'pool.context.waiting: [] → [null]'],
    [[], [{ type: 'ASK', from: 'ann' }], "pool.context.waiting: [] → [ASK {from: 'ann'}]"],
  ])('is shown as it is: %j, %j', (before, after, shown) => {
    const tree = (waiting: unknown) => ({ pool: { context: { waiting } } });
    expect(changes(tree(before), tree(after))).toEqual([shown]);
  });
});

describe('histories', () => {
  it('of states whose ids hold commas are two', () => {
    // What is remembered is `a` and `b,c`, or `a,b` and `c`.
    const region = (first: string, second: string, on: string) => ({
      initial: 'first',
      states: { first: { id: first, on: { [on]: 'second' } }, second: { id: second, on: { [on]: 'first' } } },
    });
    const machine = createMachine({
      id: 'm',
      tags: 'rest',
      initial: 'on',
      states: {
        on: {
          type: 'parallel',
          states: {
            one: region('a', 'a,b', 'ONE'),
            two: region('c', 'b,c', 'TWO'),
            last: { type: 'history', history: 'deep' },
          },
          on: { OFF: 'off' },
        },
        off: { on: { ON: 'on.last' } },
      },
    });
    const stimuli = ['ONE', 'TWO', 'OFF', 'ON'].map((type) => ({ type }));
    // On, before anything is remembered; off; and on again, with each that may be remembered.
    const result = explore(defineNetwork({ name: 'n', components: { c: { machine, stimuli } } }));
    expect(result.states).toBe(4 + 4 + 4 * 4);
  });
});

describe('nesting', () => {
  const nesting = (levels: number) => {
    let value: unknown = 0;
    for (let level = 0; level < levels; level++) value = { value };
    return value as object;
  };
  const deepening = (levels: number) => {
    const machine = setup({
      types: { context: {} as { deep: object } },
      actions: {
        deepen: assign({ deep: () => nesting(levels) }),
        send: tell('c', { type: 'DEEP', of: nesting(levels) } as never) as never,
      },
    }).createMachine({
      id: 'm',
      tags: 'rest',
      context: { deep: {} },
      on: { GO: { actions: ['deepen', 'send'] as never }, DEEP: {} },
    });
    return defineNetwork({
      name: 'n',
      components: { c: { machine, stimuli: [{ type: 'GO' }] } },
      channels: { default: { kind: 'set' } },
      properties: [always('shallow', (view) => !('value' in view.context<{ deep: object }>('c').deep))],
    });
  };

  it('of 990 levels goes everywhere', () => {
    const network = deepening(990);
    const { violations } = explore(network);
    expect(violations.map(({ steps }) => steps.length)).toEqual([1]);
    expect(renderCounterexample(violations[0]!, replay(network, violations[0]!))).toContain('c.deep.value');
    const [before, after] = [{ c: { deep: nesting(990) } }, { c: { deep: { value: nesting(989) } } }];
    expect(changes(before, after)).toEqual([]);
  });

  it('of 100,000 levels is refused with a sentence', () => {
    expect(() => explore(deepening(100_000))).toThrow(
      "The context of component 'c' is nested more than 1,000 levels deep, which is more than states may be.",
    );
  });
});
