// Goal: the environment gives a stimulus exactly where the machine handles it. Method: one machine for each way in which XState
// can handle or not handle an event.

import { describe, expect, it } from 'vitest';
import { assign, createMachine, raise, setup } from 'xstate';
import { defineNetwork } from '../../src/index.js';
import type { ComponentSpec } from '../../src/network/network.js';
import { explore } from '../support/agreement.js';
import { sizeOf } from '../support/results.js';
import { Run } from '../support/run.js';

const POKE = 'environment ⇒ it: POKE';

const poked = (machine: ComponentSpec['machine']) =>
  defineNetwork({ name: 'poked', components: { it: { machine, stimuli: [{ type: 'POKE' }] } } });

describe('a stimulus is enabled', () => {
  it('by a transition to another state, and no longer where there is none', () => {
    const network = poked(
      createMachine({ id: 'm', initial: 'a', states: { a: { on: { POKE: 'b' } }, b: { tags: 'rest' } } }),
    );
    expect(new Run(network).enabled()).toEqual([POKE]);
    expect(new Run(network).take(POKE).enabled()).toEqual([]);
    expect(sizeOf(explore(network))).toEqual({ states: 2, steps: 1, depth: 2, terminal: 1 });
  });

  it.each([
    ['a transition without target and actions', createMachine({ id: 'm', on: { POKE: {} } })],
    [
      'a transition to the state itself',
      createMachine({ id: 'm', initial: 'a', states: { a: { on: { POKE: 'a' } } } }),
    ],
    [
      'a transition that enters the state again',
      createMachine({
        id: 'm',
        initial: 'a',
        states: { a: { on: { POKE: { target: 'a', reenter: true } } } },
      }),
    ],
    ['a wildcard', createMachine({ id: 'm', on: { '*': {} } })],
    [
      'an assignment that changes nothing',
      setup({ actions: { same: assign({}) } }).createMachine({
        id: 'm',
        context: {},
        on: { POKE: { actions: 'same' } },
      }),
    ],
    [
      'an event raised to nobody',
      setup({ actions: { echo: raise({ type: 'ECHO' }) } }).createMachine({
        id: 'm',
        on: { POKE: { actions: 'echo' } },
      }),
    ],
    [
      'a guard that holds',
      setup({ guards: { yes: () => true } }).createMachine({ id: 'm', on: { POKE: { guard: 'yes' } } }),
    ],
  ])('by %s: an edge to the state itself, which is no progress', (_, machine) => {
    expect(new Run(poked(machine)).enabled()).toEqual([POKE]);
    const result = explore(poked(machine), { afterViolation: 'continue' });
    expect(sizeOf(result)).toEqual({ states: 1, steps: 1, depth: 1, terminal: 1 });
    expect(result.violations.map(({ property }) => property)).toEqual(['deadlock-freedom']);
  });

  it.each([
    [
      'a guard that fails',
      setup({ guards: { no: () => false } }).createMachine({ id: 'm', on: { POKE: { guard: 'no' } } }),
    ],
    [
      'a transition of a state that is not active',
      createMachine({ id: 'm', initial: 'a', states: { a: {}, b: { on: { POKE: 'a' } } } }),
    ],
  ])('not by %s', (_, machine) => {
    expect(new Run(poked(machine)).enabled()).toEqual([]);
  });
});

it('a stimulus is one step with everything that it raises and that follows of itself', () => {
  const machine = setup({ actions: { echo: raise({ type: 'ECHO' }) } }).createMachine({
    id: 'm',
    initial: 'a',
    states: {
      a: { on: { POKE: { target: 'b', actions: 'echo' } } },
      b: { on: { ECHO: 'c' } },
      c: { always: 'd' },
      d: {},
    },
  });
  const run = new Run(poked(machine)).take(POKE);
  expect(run.view.matches('it', 'd')).toBe(true);
  expect(sizeOf(explore(poked(machine)))).toMatchObject({ states: 2, steps: 1 });
});

it('stimuli differ by payload, and the label shows it', () => {
  const network = defineNetwork({
    name: 'payload',
    components: {
      it: {
        machine: setup({ guards: { isEven: ({ event }) => event.count % 2 === 0 } }).createMachine({
          id: 'm',
          on: { POKE: { guard: 'isEven' } },
        }),
        stimuli: [0, 1, 2].map((count) => ({ type: 'POKE', count })),
      },
    },
  });
  const run = new Run(network);
  expect(run.enabled()).toEqual(['environment ⇒ it: POKE {count: 0}', 'environment ⇒ it: POKE {count: 2}']);
  expect(run.steps()[1]).toEqual({ kind: 'stimulus', component: 'it', event: { type: 'POKE', count: 2 } });
});

it('a component takes stimuli of its own only', () => {
  const machine = createMachine({ id: 'm', tags: 'rest', on: { POKE: {} } });
  const network = defineNetwork({
    name: 'two',
    components: { a: { machine, stimuli: [{ type: 'POKE' }] }, b: { machine } },
  });
  expect(new Run(network).enabled()).toEqual(['environment ⇒ a: POKE']);
});
