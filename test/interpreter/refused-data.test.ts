// Goal: contexts and events that the engine can neither compare nor freeze, and changes in place, are refused, with a sentence that
// says what, where and how to mend it.
// Method: one value or change for each.

import { describe, expect, it } from 'vitest';
import { assign, createActor, createMachine, enqueueActions, raise, setup } from 'xstate';
import type { ComponentSpec } from '../../src/network/network.js';
import { acting, ON_GO, refusal } from '../support/refusal.js';
import { tell } from '../support/tell.js';

type Machine = ComponentSpec['machine'];

describe('contexts and events that are not plain data', () => {
  class Point {
    x = 1;
  }
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  const remedy =
    'contexts and events must be plain data (numbers, strings, booleans, null, arrays and plain objects), because states are compared and frozen. Store plain data instead.';

  it.each([
    ['an instance of Map', new Map()],
    ['an instance of Set', new Set()],
    ['an instance of Date', new Date(0)],
    ['an instance of Point', new Point()],
    ['a function', () => {}],
    ['a symbol', Symbol('s')],
  ])('a context with %s', (what, value) => {
    const machine = createMachine({ id: 'm', context: { slots: [{ value }] } });
    expect(refusal(machine)).toBe(`The context of component 'it'.slots[0].value holds ${what}; ${remedy}`);
  });

  it.each([
    ['assigned', assign({ who: ({ self }: { self: unknown }) => self } as never)],
    [
      'assigned, of another component',
      assign({
        who: ({ system }: { system: { get: (id: string) => unknown } }) => system.get('it'),
      } as never),
    ],
    ['assigned, a live one', assign({ who: createActor(createMachine({})) } as never)],
  ])('a reference to an actor, %s', (_, act) => {
    expect(refusal(acting(act))).toBe(
      `The context of component 'it'.who holds a reference to an actor; ${remedy.replace('Store plain data instead.', 'Keep the id of a component instead, and send to it by `sendTo(({ system }) => system.get(id), ...)`.')}`,
    );
  });

  it('a context with a cycle', () => {
    const machine = createMachine({ id: 'm', context: { cycle } });
    expect(refusal(machine)).toBe(`The context of component 'it'.cycle.self holds a cycle; ${remedy}`);
  });

  it.each(['B', {}, { type: 5 }])('what is raised and no event: %j', (event) => {
    expect(refusal(acting(raise((() => event) as never)))).toMatch(
      /sends .*\. An event is an object with a string `type`\.$/u,
    );
  });

  it('a context that becomes so', () => {
    const act = assign(() => ({ seen: new Set() }));
    expect(refusal(acting(act))).toBe(
      `The context of component 'it'.seen holds an instance of Set; ${remedy}`,
    );
  });

  it('a message', () => {
    expect(refusal(acting(tell('it', { type: 'X', at: new Date(0) })))).toBe(
      `The event X of component 'it'.at holds an instance of Date; ${remedy}`,
    );
  });

  it('an observation', () => {
    const act = enqueueActions(({ enqueue }) => enqueue.emit({ type: 'SEEN', what: new Map() } as never));
    expect(refusal(acting(act))).toBe(
      `The event SEEN of component 'it'.what holds an instance of Map; ${remedy}`,
    );
  });
});

describe('changes in place', () => {
  const mutating = (mutate: (context: { list: number[]; n?: number }) => void): Machine =>
    setup({
      types: { context: {} as { list: number[]; n?: number } },
      actions: {
        act: assign(({ context }) => {
          mutate(context);
          return context;
        }),
      },
    }).createMachine({
      id: 'm',
      context: { list: [1, 2] },
      initial: 'a',
      states: { a: { on: { GO: { actions: 'act' } } } },
    });
  const remedy =
    'Return a new context, for example with immer: assign(({ context }) => produce(context, (draft) => { ... })).';

  it.each([
    [
      'a field that is set',
      (context: { list: number[]; n?: number }) => {
        context.n = 1;
      },
      'Cannot add property n, object is not extensible',
    ],
    [
      'an item that is set',
      (context: { list: number[] }) => {
        context.list[0] = 7;
      },
      /Cannot assign to read only property '0' of object/,
    ],
    [
      'an item that is pushed',
      (context: { list: number[] }) => void context.list.push(3),
      'Cannot add property 2, object is not extensible',
    ],
    [
      'an item that is popped',
      (context: { list: number[] }) => void context.list.pop(),
      /Cannot delete property '1' of/,
    ],
    [
      'a list that is sorted',
      (context: { list: number[] }) => void context.list.reverse(),
      /Cannot assign to read only property '0' of object/,
    ],
    [
      'a property that is defined',
      (context: object) => void Object.defineProperty(context, 'n', { value: 1 }),
      'Cannot define property n, object is not extensible',
    ],
  ])('of the context: %s', (_, mutate, reason) => {
    const sentence = refusal(mutating(mutate));
    expect(sentence).toMatch(reason);
    expect(sentence.startsWith(`${ON_GO} changes its context or an event in place (`)).toBe(true);
    expect(sentence.endsWith(`). ${remedy}`)).toBe(true);
  });

  it('of the event', () => {
    const act = assign(({ event }) => {
      event.type = 'OTHER';
      return {};
    });
    expect(refusal(acting(act))).toMatch(
      /^The component 'it' \(machine 'm'\) on GO in state 'a' changes its context or an event in place \(Cannot assign to read only property 'type'/,
    );
  });
});
