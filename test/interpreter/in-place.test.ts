// Goal: a function in sloppy mode that changes a frozen context in vain is noticed, as a live system would go on with the changed one.
// Method: functions made by `new Function`, which are in sloppy mode, in each place; and functions that change only what is theirs.

import { describe, expect, it } from 'vitest';
import { assign, emit, sendTo, setup } from 'xstate';
import { changedInPlace } from '../../src/interpreter/in-place.js';
import { defineNetwork, monitor } from '../../src/index.js';
import type { ComponentSpec } from '../../src/network/network.js';
import { explore } from '../support/agreement.js';
import { refusal } from '../support/refusal.js';

type Machine = ComponentSpec['machine'];
type Sloppy = (args: unknown) => never;

const sloppy = (body: string) => new Function('args', body) as unknown as Sloppy;
const REMEDY =
  'Return a new context, for example with immer: assign(({ context }) => produce(context, (draft) => { ... })).';

const CONTEXT = { n: 0, nested: { list: [1, 2] } };

const machineWith = (implementations: object, transition: object): Machine =>
  setup(implementations as never).createMachine({
    id: 'm',
    context: CONTEXT,
    initial: 'a',
    tags: 'rest',
    states: { a: { on: { GO: { target: 'b', ...transition } as never } }, b: {} },
  }) as Machine;

describe('a context that is changed in place', () => {
  it.each<[string, Machine]>([
    [
      'by a guard',
      machineWith({ guards: { g: sloppy('args.context.n = 1; return true;') } }, { guard: 'g' }),
    ],
    [
      'deep within, by a guard that is not named',
      machineWith({}, { guard: sloppy('args.context.nested.list[0] = 5; return true;') }),
    ],
    [
      'by an assignment of something else',
      machineWith(
        { actions: { a: assign(sloppy('delete args.context.nested.list; return {};')) } },
        { actions: 'a' },
      ),
    ],
    [
      'by a message',
      machineWith(
        { actions: { a: sendTo(({ self }) => self, sloppy('args.context.n++; return { type: "GO" };')) } },
        { actions: 'a' },
      ),
    ],
    [
      'by an observation',
      machineWith(
        { actions: { a: emit(sloppy('args.context.more = 1; return { type: "SEEN" };')) } },
        { actions: 'a' },
      ),
    ],
  ])('%s', (_, machine) => {
    expect(refusal(machine)).toBe(
      `The component 'it' (machine 'm') changes its context in place on GO. ${REMEDY}`,
    );
  });

  it('as a delay is worked out, or a timer fires', () => {
    const after = (implementations: object, transition: object) =>
      setup(implementations as never).createMachine({
        id: 'm',
        context: CONTEXT,
        initial: 'a',
        tags: 'rest',
        states: {
          a: { after: { 5: { target: 'b', ...transition } as never } },
          b: { after: { wait: 'a' } as never },
        },
      }) as Machine;
    const wait = sloppy('args.context.n = 1; return 5;');
    expect(refusal(after({ delays: { wait } }, {}))).toMatch(
      /changes its context in place when the timer 5 in a fires\./,
    );
    const guards = { g: sloppy('args.context.n = 1; return true;') };
    expect(refusal(after({ guards, delays: { wait: 5 } }, { guard: 'g' }))).toMatch(
      /changes its context in place when the timer 5 in a fires\./,
    );
  });

  it('in a monitor', () => {
    const watch = setup({ guards: { g: sloppy('args.context.n = 1; return true;') as never } }).createMachine(
      {
        id: 'w',
        context: { n: 0 },
        initial: 'a',
        states: { a: { on: { step: { guard: 'g', target: 'b' } } }, b: { tags: 'violation' } },
      },
    );
    const machine = machineWith({}, {});
    const network = defineNetwork({
      name: 'net',
      components: { it: { machine, stimuli: [{ type: 'GO' }] } },
      properties: [monitor('watch', watch as Machine)],
    });
    expect(() => explore(network)).toThrow(
      `The monitor 'watch' (machine 'w') changes its context in place on step. ${REMEDY}`,
    );
  });
});

it('an event, or the input, that is changed in place', () => {
  const guards = { g: sloppy('args.event.type = "OTHER"; return true;') };
  expect(refusal(machineWith({ guards }, { guard: 'g' }))).toMatch(/changes an event in place on GO\./);
  const starting = setup({}).createMachine({
    id: 'm',
    context: sloppy('args.input.n = 7; return { n: 1 };') as never,
  });
  expect(refusal(starting as Machine, { input: Object.freeze({ n: 0 }) })).toMatch(
    /changes its input in place as it starts\./,
  );
});

it('what a function makes itself it may change', () => {
  const actions = {
    a: assign(
      sloppy(
        'const list = args.context.nested.list.slice(); list.sort(); list.push(3); return { nested: { list } };',
      ),
    ),
  };
  const machine = machineWith({ actions }, { actions: 'a' });
  const stimuli = [{ type: 'GO' }];
  expect(explore(defineNetwork({ name: 'net', components: { it: { machine, stimuli } } }))).toMatchObject({
    verdict: 'holds',
    states: 2,
  });
});

describe('changedInPlace', () => {
  it('copies parts that are shared apart, and tells which value was changed', () => {
    const shared = Object.freeze({ n: 1 });
    const given = { left: Object.freeze({ shared }), right: Object.freeze([shared, shared]) };
    expect(
      changedInPlace(given, ({ left, right }) => {
        const list = right as { n: number }[];
        expect(list[0]).not.toBe(list[1]);
        expect((left as { shared: unknown }).shared).not.toBe(list[0]);
        expect(Object.isFrozen(list)).toBe(false);
      }),
    ).toBeUndefined();
    expect(changedInPlace(given, ({ right }) => (right as unknown[]).pop())).toBe('right');
  });

  it.each<[string, (context: Record<string, unknown>) => void]>([
    ['a value', (context) => (context.n = 0)],
    ['a zero of the other sign', (context) => (context.zero = -0)],
    ['a key for another one', (context) => delete context.n && (context.m = 1)],
    ['a key with nothing in it', (context) => delete context.none],
    ['the length of a list', (context) => (context.list as unknown[]).push(1)],
    ['a name in a list', (context) => Object.assign(context.list as object, { name: 1 })],
    ['a list for an object', (context) => (context.list = { 0: 1, length: 1 })],
    ['a prototype', (context) => Object.setPrototypeOf(context.nested, null)],
    ['deep within', (context) => ((context.nested as { deep: { n: number } }).deep.n = 2)],
  ])('sees %s', (_, change) => {
    const context = { n: 1, zero: 0, none: undefined, list: [1], nested: { deep: { n: 1 } } };
    const ask = (copies: Readonly<Record<string, unknown>>) =>
      change(copies.context as Record<string, unknown>);
    expect(changedInPlace({ context }, ask)).toBe('context');
    expect(changedInPlace({ context }, () => undefined)).toBe(undefined);
  });

  it('looks at the values also after an error, and keeps unusual keys', () => {
    const given = { context: JSON.parse('{"__proto__": {"n": 1}, "constructor": 2}') as object };
    expect(
      changedInPlace(given, ({ context }) => expect(Object.keys(context as object)).toHaveLength(2)),
    ).toBe(undefined);
    const failing = ({ context }: Readonly<Record<string, unknown>>) => {
      (context as Record<string, unknown>).constructor = () => {};
      throw new Error('after all');
    };
    expect(changedInPlace(given, failing)).toBe('context');
  });
});
