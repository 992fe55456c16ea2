// Goal: which local states are one and which are two. Method: machines that could be merged wrongly (history, timers, NaN)
// or told apart wrongly (order of keys), and their state counts.

import { produce } from 'immer';
import { describe, expect, it } from 'vitest';
import { assign, cancel, createMachine, enqueueActions, raise, setup } from 'xstate';
import { defineNetwork, reachable } from '../../src/index.js';
import type { ComponentSpec } from '../../src/network/network.js';
import { explore } from '../support/agreement.js';
import { sizeOf } from '../support/results.js';
import { Run } from '../support/run.js';

const network = (machine: ComponentSpec['machine'], ...stimuli: readonly string[]) =>
  defineNetwork({
    name: 'identity',
    components: { it: { machine, stimuli: stimuli.map((type) => ({ type })) } },
  });

describe('history', () => {
  const machine = createMachine({
    id: 'm',
    initial: 'on',
    states: {
      on: {
        initial: 'low',
        states: { low: { on: { UP: 'high' } }, high: {}, last: { type: 'history' } },
        on: { OFF: 'off' },
      },
      off: { on: { ON: 'on.last' } },
    },
  });

  it('is part of the state: off is two states, by where ON leads', () => {
    // Written with what is remembered: low, high, off(low), off(high), low(low), high(low), high(high).
    expect(sizeOf(explore(network(machine, 'UP', 'OFF', 'ON')))).toEqual({
      states: 7,
      steps: 9,
      depth: 4,
      terminal: 0,
    });
    const steps = (...types: string[]) => types.map((type) => `environment ⇒ it: ${type}`);
    expect(
      new Run(network(machine, 'UP', 'OFF', 'ON'))
        .take(...steps('UP', 'OFF', 'ON'))
        .view.matches('it', { on: 'high' }),
    ).toBe(true);
    expect(
      new Run(network(machine, 'UP', 'OFF', 'ON'))
        .take(...steps('OFF', 'ON'))
        .view.matches('it', { on: 'low' }),
    ).toBe(true);
  });
});

describe('states with the same id', () => {
  // 'a.b' and b in a are both 'm.on.a.b' for XState.
  const machine = (history: 'deep' | 'shallow') =>
    createMachine({
      id: 'm',
      tags: 'rest',
      context: { back: false },
      initial: 'on',
      states: {
        on: {
          initial: 'start',
          states: {
            start: { on: { ONE: 'a\\.b', TWO: 'a' } },
            'a.b': { on: { OUT: leaving, END: ending('one') } },
            a: { initial: 'b', on: { OUT: leaving }, states: { b: { on: { END: ending('two') } } } },
            last: { type: 'history', history },
          },
        },
        off: { on: { IN: { target: 'on.last', actions: assign({ back: true }) } } },
        one: {},
        two: {},
      },
    });
  const leaving = { guard: ({ context }: { context: { back: boolean } }) => !context.back, target: '#m.off' };
  const ending = (to: string) => ({
    guard: ({ context }: { context: { back: boolean } }) => context.back,
    target: `#m.${to}`,
  });

  it.each(['deep', 'shallow'] as const)('are told apart by what %s history remembers', (history) => {
    const found = explore({
      ...network(machine(history), 'ONE', 'TWO', 'OUT', 'IN', 'END'),
      properties: ['one', 'two'].map((state) => reachable(state, (view) => view.matches('it', state))),
    });
    // Start; of each of the two, as entered, left, and entered again; the two ends.
    expect(found).toMatchObject({ verdict: 'holds', states: 9 });
  });
});

describe('contexts', () => {
  /** Counts the states of a machine that has `before` and, after GO, `after`. */
  const states = (before: unknown, after: unknown) => {
    const machine = setup({
      types: { context: {} as { readonly value: unknown } },
      actions: { change: assign(() => ({ value: after })) },
    }).createMachine({
      id: 'm',
      tags: 'rest',
      context: { value: before },
      on: { GO: { actions: 'change' } },
    });
    return explore(network(machine, 'GO')).states;
  };

  it.each([
    ['the same number', 1, 1],
    ['NaN and NaN', Number.NaN, Number.NaN],
    ['keys in another order', { a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 }],
    ['two empty objects', {}, {}],
  ])('are one state: %s', (_, before, after) => {
    expect(states(before, after)).toBe(1);
  });

  it.each([
    ['two numbers', 1, 2],
    ['a number and its text', 1, '1'],
    ['a number and a bigint', 1, 1n],
    ['NaN and null', Number.NaN, null],
    ['NaN and its text', Number.NaN, 'NaN'],
    ['0 and -0', 0, -0],
    ['undefined and null', undefined, null],
    ['a missing key and an undefined one', {}, { a: undefined }],
    ['the infinities', Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    ['an infinity and null', Number.POSITIVE_INFINITY, null],
    ['arrays in another order', [1, 2], [2, 1]],
    ['an array and an object', [1], { 0: 1 }],
    ['a nested difference', { a: [{ b: 1 }] }, { a: [{ b: 2 }] }],
    ['texts that look like a separator', { a: '1,"b":2' }, { a: '1', b: 2 }],
    ['true and its text', true, 'true'],
    // A chart can tell: one has `toString`, the other has not.
    ['an object without prototype and one with', Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
  ])('are two states: %s', (_, before, after) => {
    expect(states(before, after)).toBe(2);
  });

  it('are one state when immer gives a new object with old values', () => {
    const machine = setup({
      types: { context: {} as { readonly list: readonly number[] } },
      actions: {
        touch: assign(({ context }) =>
          produce(context, (draft) => {
            draft.list.push(1);
            draft.list.pop();
          }),
        ),
      },
    }).createMachine({ id: 'm', context: { list: [] }, tags: 'rest', on: { GO: { actions: 'touch' } } });
    expect(sizeOf(explore(network(machine, 'GO')))).toEqual({ states: 1, steps: 1, depth: 1, terminal: 1 });
  });
});

describe('the rest of a local state', () => {
  it('pending timers: equal values and contexts with and without a timer are two states', () => {
    const machine = setup({
      actions: { stop: cancel('alarm'), later: raise({ type: 'RING' }, { delay: 1, id: 'alarm' }) },
    }).createMachine({
      id: 'm',
      tags: 'rest',
      on: { SET: { actions: ['stop', 'later'] }, RING: {} },
    });
    // Setting the alarm anew while it is pending changes nothing.
    expect(sizeOf(explore(network(machine, 'SET')))).toEqual({
      states: 2,
      steps: 3,
      depth: 2,
      terminal: 0,
    });
  });

  it('pending timers: the order in which they were started makes no difference', () => {
    const machine = setup({
      actions: {
        stop: enqueueActions(({ enqueue }) => {
          enqueue.cancel('one');
          enqueue.cancel('two');
        }),
        one: raise({ type: 'RING' }, { delay: 1, id: 'one' }),
        two: raise({ type: 'RING' }, { delay: 2, id: 'two' }),
      },
    }).createMachine({
      id: 'm',
      tags: 'rest',
      on: { AB: { actions: ['stop', 'one', 'two'] }, BA: { actions: ['stop', 'two', 'one'] }, RING: {} },
    });
    // none, {one}, {two}, both.
    expect(explore(network(machine, 'AB', 'BA')).states).toBe(4);
  });

  it('the event of a timer: the same id with another event is another state', () => {
    const machine = setup({
      actions: {
        stop: cancel('alarm'),
        tea: raise({ type: 'TEA' }, { delay: 1, id: 'alarm' }),
        eggs: raise({ type: 'EGGS' }, { delay: 1, id: 'alarm' }),
      },
    }).createMachine({
      id: 'm',
      tags: 'rest',
      on: { A: { actions: ['stop', 'tea'] }, B: { actions: ['stop', 'eggs'] }, TEA: {}, EGGS: {} },
    });
    expect(explore(network(machine, 'A', 'B')).states).toBe(3);
  });

  it('the status: a final state of the root ends the component, one deeper down does not', () => {
    const nested = createMachine({
      id: 'm',
      initial: 'a',
      states: {
        a: { initial: 'b', states: { b: { type: 'final' } }, on: { GO: 'c' } },
        c: { type: 'final' },
      },
    });
    const run = new Run(network(nested, 'GO'));
    expect(run.view.isDone('it')).toBe(false);
    expect(run.take('environment ⇒ it: GO').view.isDone('it')).toBe(true);
  });

  it('the output: two ways to be done with different outputs are two states', () => {
    const machine = createMachine({
      id: 'm',
      initial: 'a',
      states: {
        a: { on: { ONE: 'b', TWO: 'b' } },
        b: { type: 'final', output: ({ event }: { event: { type: string } }) => event.type },
      },
      output: ({ event }) => event.output,
    });
    expect(explore(network(machine, 'ONE', 'TWO')).states).toBe(3);
  });

  it('no timers where the component is done: nothing that was pending can happen any more', () => {
    const machine = setup({
      actions: { stop: cancel('alarm'), later: raise({ type: 'RING' }, { delay: 1, id: 'alarm' }) },
    }).createMachine({
      id: 'm',
      initial: 'a',
      states: { a: { on: { SET: { actions: ['stop', 'later'] }, END: 'b' } }, b: { type: 'final' } },
    });
    // With and without the alarm, and done.
    expect(explore(network(machine, 'SET', 'END')).states).toBe(3);
  });

  it('parallel regions are one state whichever region moved first', () => {
    const region = (event: string) => ({
      initial: 'off',
      states: { off: { on: { [event]: 'on' } }, on: {} },
    });
    const machine = createMachine({
      id: 'm',
      tags: 'rest',
      type: 'parallel',
      states: { a: region('A'), b: region('B') },
    });
    expect(sizeOf(explore(network(machine, 'A', 'B')))).toEqual({
      states: 4,
      steps: 4,
      depth: 3,
      terminal: 1,
    });
  });
});

it('leaves the machine of the user as it was', () => {
  const machine = createMachine({ id: 'm', tags: 'rest', on: { GO: {} } });
  const iterations = machine.options.maxIterations;
  explore(network(machine, 'GO'));
  expect(machine.options.maxIterations).toBe(iterations);
});
