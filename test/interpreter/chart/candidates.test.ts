// Goal: XState is not asked about events that no active state has a transition for, and is asked about all others. Method: charts with a stimulus
// that they take in some states only, the number of questions, and the agreement with the reference, which asks everything.

import { assign, type AnyStateMachine, setup } from 'xstate';
import { describe, expect, it } from 'vitest';
import { defineNetwork, explore } from '../../../src/index.js';
import { expectAgreement } from '../../support/agreement.js';

const { createMachine } = setup({
  types: {} as { context: { n: number } },
  guards: { isPing: ({ event }) => event.type === 'PING' },
  actions: { count: assign({ n: ({ context }) => (context.n + 1) % 3 }) },
});

const network = (machine: AnyStateMachine) =>
  defineNetwork({
    name: 'n',
    components: { it: { machine, stimuli: [{ type: 'GO' }, { type: 'PING' }] } },
  });

describe('an event that no active state has a transition for', () => {
  it('is no question', () => {
    const machine = createMachine({
      id: 'm',
      tags: 'rest',
      context: { n: 0 },
      initial: 'a',
      states: { a: { on: { GO: 'b' } }, b: { on: { PING: 'a' } } },
    });
    // Its start, GO in a, PING in b.
    expect(explore(network(machine))).toMatchObject({ states: 2, xstateCalls: 3 });
    expectAgreement(network(machine));
  });
});

describe('XState is asked', () => {
  it.each([
    [
      'where a state around the active one takes the event',
      { on: { PING: { actions: 'count' } }, initial: 'a', states: { a: { on: { GO: 'b' } }, b: {} } },
      6,
    ],
    [
      'where another region takes it',
      {
        type: 'parallel',
        states: {
          left: { initial: 'a', states: { a: { on: { GO: 'b' } }, b: {} } },
          right: { on: { PING: { actions: 'count' } } },
        },
      },
      6,
    ],
    [
      'where a wildcard does',
      { initial: 'a', states: { a: { on: { '*': 'b' } }, b: { on: { 'GO.*': 'a' } } } },
      2,
    ],
    [
      'where an eventless transition may read it',
      { initial: 'a', states: { a: { on: { GO: 'b' } }, b: { always: { guard: 'isPing', target: 'a' } } } },
      2,
    ],
    [
      'in states whose names look like others',
      {
        initial: '{"a":"b"}',
        states: {
          '{"a":"b"}': { on: { GO: 'a' } },
          a: { initial: 'b', states: { b: { on: { PING: 'c' } }, c: {} } },
        },
      },
      3,
    ],
  ])('%s', (_, config, states) => {
    const machine = createMachine({
      id: 'm',
      tags: 'rest',
      context: { n: 0 },
      ...config,
    } as never) as unknown as AnyStateMachine;
    expect(explore(network(machine)).states).toBe(states);
    expectAgreement(network(machine));
  });
});
