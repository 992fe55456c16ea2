// Goal: a predicate that asks for a state, a tag, a component or a context field that is not there is refused, and never holds; one whose
// names are there is not. Method: small networks, each wrong name beside the right one.

import { describe, expect, it } from 'vitest';
import { assign, createMachine, setup } from 'xstate';
import {
  always,
  defineNetwork,
  explore,
  type Property,
  reachable,
  type View,
  walk,
} from '../../src/index.js';
import type { ComponentSpec } from '../../src/network/network.js';

interface Counted {
  readonly count: number;
  readonly done?: boolean;
}

const machine = setup({
  types: { context: {} as Counted },
  actions: {
    add: assign({ count: ({ context }) => context.count + 1 }),
    end: assign({ done: true }),
  },
}).createMachine({
  id: 'm',
  context: { count: 0 },
  initial: 'idle',
  states: {
    idle: { tags: 'rest', on: { GO: { target: 'busy', actions: 'add' } } },
    busy: {
      tags: 'hard',
      initial: 'first',
      states: { first: { on: { GO: 'second' } }, second: { on: { GO: '#m.ended' } } },
    },
    ended: { tags: 'rest', entry: 'end' },
  },
});

const GO = [{ type: 'GO' }];
const networkOf = (properties: readonly Property[], spec: Partial<ComponentSpec> = {}) =>
  defineNetwork({ name: 'n', components: { c: { machine, stimuli: GO, ...spec } }, properties });
const check = (holds: (view: View) => boolean) => explore(networkOf([always('claim', holds)]));

describe('a state', () => {
  it('that the chart has not is refused, and so is one that is named without its parent', () => {
    expect(() => check((view) => !view.matches('c', 'idel'))).toThrow(
      "In the property 'claim': The machine 'm' of component 'c' has no state 'idel'; it has idle, busy, busy.first, busy.second, ended. Did you mean 'idle'?",
    );
    expect(() => check((view) => !view.matches('c', 'second'))).toThrow("has no state 'second'");
    expect(() => check((view) => !view.matches('c', { busy: 'frist' }))).toThrow(
      "has no state 'busy.frist'; it has idle, busy, busy.first, busy.second, ended. Did you mean 'busy.first'?",
    );
    expect(() => explore(networkOf([reachable('w', (view) => view.matches('c', 'endd'))]))).toThrow(
      "has no state 'endd'",
    );
  });

  it('that it has is not', () => {
    const result = check(
      (view) => !view.matches('c', 'busy.second') || view.matches('c', { busy: 'second' }),
    );
    expect(result.verdict).toBe('holds');
  });

  it('is refused by the published sentence', () => {
    const idleOrFailed = setup({}).createMachine({
      id: 'm',
      initial: 'idle',
      states: { idle: { tags: 'rest', on: { GO: 'failed' } }, failed: { tags: 'rest' } },
    });
    const network = networkOf([always('never fails', (view) => !view.matches('c', 'faild'))], {
      machine: idleOrFailed,
    });
    expect(() => explore(network)).toThrow(
      /has no state 'faild'; it has idle, failed\. Did you mean 'failed'\? That was in an initial state\.$/,
    );
    expect(() => walk(network, { seed: 1 })).toThrow(/has no state 'faild'/);
  });
});

describe('a tag', () => {
  it('that no state has is refused', () => {
    expect(() => check((view) => !view.hasTag('c', 'hadr'))).toThrow(
      "No state of machine 'm' of component 'c' has the tag 'hadr'; the tags are rest, hard. Did you mean 'hard'?",
    );
  });

  it('that one has is not', () => {
    expect(check((view) => view.hasTag('c', 'hard') === view.matches('c', 'busy')).verdict).toBe('holds');
  });
});

describe('a context field that no state has is refused', () => {
  const SENTENCE =
    /^The property 'claim' reads the field 'cuont' of the context of component 'c', which no state of it has; they have count, done\. Did you mean 'count'\? A field that is there only at times needs a first value/;

  it.each<[string, (context: Readonly<Record<string, unknown>>) => boolean]>([
    ['read', (context) => context.cuont !== 3],
    ['destructured with a default', ({ cuont = 0 }) => cuont === 0],
    ['asked for by `in`', (context) => !('cuont' in context)],
    ['asked for by hasOwn', (context) => !Object.hasOwn(context, 'cuont')],
  ])('%s', (_, holds) => {
    expect(() => check((view) => holds(view.context('c')))).toThrow(SENTENCE);
  });

  it('read only in a state that comes late', () => {
    expect(() =>
      check((view) => !view.matches('c', 'ended') || view.context<Record<string, unknown>>('c').cuont !== 3),
    ).toThrow(SENTENCE);
  });

  it('by `orbit`, too', () => {
    expect(() =>
      explore(networkOf([]), { orbit: (view) => `${view.context<Record<string, unknown>>('c').cuont}` }),
    ).toThrow(/^The orbit function reads the field 'cuont'/);
  });
});

describe('a context that is no object', () => {
  // XState takes it as it is, and makes an object of it as the first `assign` is performed.
  const counting = createMachine({
    id: 'counting',
    context: 5 as unknown as { added?: number },
    tags: 'rest',
    on: {
      ADD: { guard: ({ context }) => (context as unknown) === 5, actions: assign({ added: 1 }) },
    },
  });
  const check = (holds: (context: unknown) => boolean) =>
    explore(
      defineNetwork({
        name: 'no object',
        components: { c: { machine: counting, stimuli: [{ type: 'ADD' }] } },
        properties: [always('claim', (view) => holds(view.context('c')))],
      }),
    );

  it('is what predicates see', () => {
    expect(check((context) => context === 5 || (context as { added: number }).added === 1).verdict).toBe(
      'holds',
    );
    expect(check((context) => context === 5).verdict).toBe('violated');
  });

  it('has no fields', () => {
    expect(() =>
      check((context) => context === 5 || (context as { addedd?: 1 }).addedd === undefined),
    ).toThrow(
      /reads the field 'addedd' of the context of component 'c', which no state of it has; they have added\./,
    );
  });
});

describe('a context field', () => {
  it('may appear in a later state', () => {
    expect(
      check((view) => view.context<Counted>('c').done !== true || view.matches('c', 'ended')).verdict,
    ).toBe('holds');
  });

  it('may be one that all objects have', () => {
    expect(check((view) => view.context('c').toString() === '[object Object]').verdict).toBe('holds');
  });

  it('is read as ever', () => {
    const result = check((view) => {
      const context = view.context<Counted>('c');
      const copy = { ...context };
      return (
        context === view.context('c') &&
        JSON.stringify(context) === JSON.stringify(copy) &&
        Object.keys(context).join() === Object.keys(copy).join() &&
        Object.isFrozen(context)
      );
    });
    expect(result.verdict).toBe('holds');
  });

  it('that was not seen in an incomplete search, or in a sample, is never seen', () => {
    const network = networkOf([
      always('claim', (view) => view.context<Record<string, unknown>>('c').cuont === undefined),
    ]);
    const expected = { property: 'claim', what: "context field 'cuont' of component 'c'" };
    expect(explore(network, { statesMax: 1 })).toMatchObject({
      verdict: 'inconclusive',
      neverSeen: [expected],
    });
    expect(walk(network, { seed: 1, stepsMax: 1, walks: 1 }).neverSeen).toEqual([expected]);
  });
});

it('a component that is not there is refused', () => {
  expect(() => check((view) => view.isDone('d'))).toThrow(
    "There is no component 'd' in network 'n'; it has c.",
  );
});
