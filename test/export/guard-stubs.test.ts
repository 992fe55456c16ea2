// Goal: an exported chart comes to rest, whatever its guards are stubbed with. Method: charts that would go round for ever by transitions that are taken at once, if their
// guards held; beside each, what leads on and must still be taken.

import { describe, expect, it } from 'vitest';
import { setup } from 'xstate';
import { guardStubs } from '../../src/export/guard-stubs.js';

const guards = { mayServe: () => true, mayLeave: () => true, isOver: () => true };

const serving = setup({ guards }).createMachine({
  initial: 'open',
  states: { open: { always: { guard: 'mayServe', actions: () => {} }, on: { ASK: {} } } },
});

const between = setup({ guards }).createMachine({
  initial: 'low',
  states: {
    low: { always: { guard: 'mayServe', target: 'high' } },
    high: {
      always: [
        { guard: 'isOver', target: 'over' },
        { guard: 'mayLeave', target: 'low' },
      ],
    },
    over: {},
  },
});

const around = setup({ guards }).createMachine({
  initial: 'alive',
  states: {
    alive: {
      initial: 'idle',
      always: { guard: 'mayServe', target: '.busy' },
      states: { idle: {}, busy: {} },
    },
  },
});

const within = setup({ guards }).createMachine({
  initial: 'low',
  states: {
    low: { id: 'low', always: { guard: 'mayServe', target: 'high' } },
    high: { initial: 'first', states: { first: { always: { guard: 'mayLeave', target: '#low' } } } },
  },
});

describe('a guard of a transition that is taken at once', () => {
  it('does not hold where it would be taken again', () => {
    expect(guardStubs(serving).answerOf('mayServe')).toBe(false);
  });

  it('does not hold on a way back by others, and holds on the way out', () => {
    const stubs = guardStubs(between);
    expect(['mayServe', 'mayLeave', 'isOver'].map((guard) => stubs.answerOf(guard))).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('does not hold in a state that stays when it is taken', () => {
    expect(guardStubs(around).answerOf('mayServe')).toBe(false);
  });

  it('does not hold where the way back begins within the state that it leads to', () => {
    expect(['mayServe', 'mayLeave'].map((guard) => guardStubs(within).answerOf(guard))).toEqual([
      false,
      false,
    ]);
  });

  it('holds where it leads on, and on again', () => {
    const chain = setup({ guards }).createMachine({
      initial: 'one',
      states: {
        one: { always: { guard: 'mayServe', target: 'two' } },
        two: { always: { guard: 'mayLeave', target: 'three' } },
        three: {},
      },
    });
    expect(['mayServe', 'mayLeave'].map((guard) => guardStubs(chain).answerOf(guard))).toEqual([true, true]);
  });
});
