// Goal: chance and the clock are refused wherever a machine could read them. Method: each source in each place, and the
// sources themselves after each refusal.

import { afterEach, describe, expect, it } from 'vitest';
import { assign, createMachine, sendTo, setup } from 'xstate';
import { forbidHiddenInputs } from '../../src/engine/hidden-inputs.js';
import type { ComponentSpec } from '../../src/network/network.js';
import { refusal } from '../support/refusal.js';

const SOURCES: readonly (readonly [name: string, read: () => number])[] = [
  ['Math.random()', () => Math.random()],
  ['Date.now()', () => Date.now()],
  ['performance.now()', () => performance.now()],
];

const PLACES: Readonly<Record<string, (read: () => number) => ComponentSpec['machine']>> = {
  'a guard': (read) =>
    setup({ guards: { chance: () => read() > -1 } }).createMachine({
      id: 'm',
      initial: 'a',
      states: { a: { on: { GO: { guard: 'chance', target: 'b' } } }, b: {} },
    }),
  'an assignment': (read) =>
    setup({ actions: { act: assign(() => ({ n: read() })) as never } }).createMachine({
      id: 'm',
      initial: 'a',
      states: { a: { on: { GO: { actions: 'act' as never } } } },
    }),
  'a message': (read) =>
    setup({
      actions: {
        act: sendTo(
          ({ self }) => self,
          () => ({ type: 'X', n: read() }),
        ),
      },
    }).createMachine({ id: 'm', initial: 'a', states: { a: { on: { GO: { actions: 'act' } } } } }),
  'a delay': (read) =>
    setup({ delays: { wait: () => read() } }).createMachine({
      id: 'm',
      initial: 'a',
      states: { a: { on: { GO: 'b' } }, b: { after: { wait: 'a' } } },
    }),
};

const REMEDY = 'Pass such values in as input or as events.';

describe.each(SOURCES)('%s', (name, read) => {
  const sources = [Math.random, Date.now, performance.now];
  afterEach(() => {
    expect([Math.random, Date.now, performance.now]).toEqual(sources);
    expect(read()).toBeGreaterThanOrEqual(0);
  });

  it.each(Object.keys(PLACES))('is refused in %s', (place) => {
    const sentence = refusal(PLACES[place]!(read));
    expect(sentence).toBe(
      `The component 'it' (machine 'm') on GO in state 'a' reads ${name}, so that its behaviour is not a function of context and event. ${REMEDY}`,
    );
  });

  it('is refused in a context factory', () => {
    const machine = createMachine({ id: 'm', context: () => ({ n: read() }) });
    expect(refusal(machine)).toBe(
      `The component 'it' (machine 'm') as it starts reads ${name}, so that its behaviour is not a function of context and event. ${REMEDY}`,
    );
  });
});

it('the present moment by `new Date()` is refused, too', () => {
  const machine = createMachine({ id: 'm', context: () => ({ year: new Date().getUTCFullYear() }) });
  expect(refusal(machine)).toMatch(
    /^The component 'it' \(machine 'm'\) as it starts reads new Date\(\), so that/,
  );
});

describe('forbidHiddenInputs', () => {
  it('gives what the question gives, and dates that are given stay dates', () => {
    expect(forbidHiddenInputs(() => new Date(5).getTime())).toBe(5);
  });

  it('puts the sources back as they were, after an answer, a throw and a question within a question', () => {
    const before = [
      Object.getOwnPropertyDescriptor(Math, 'random'),
      Object.getOwnPropertyDescriptor(Date, 'now'),
    ];
    const inherited = Object.hasOwn(performance, 'now');
    forbidHiddenInputs(() => forbidHiddenInputs(() => 1));
    expect(() =>
      forbidHiddenInputs(() => {
        throw new Error('question');
      }),
    ).toThrow('question');
    expect([
      Object.getOwnPropertyDescriptor(Math, 'random'),
      Object.getOwnPropertyDescriptor(Date, 'now'),
    ]).toEqual(before);
    expect(Object.hasOwn(performance, 'now')).toBe(inherited);
    expect(performance.now()).toBeGreaterThan(0);
  });

  it('still forbids after a question within a question', () => {
    expect(() =>
      forbidHiddenInputs(() => {
        forbidHiddenInputs(() => 1);
        return Math.random();
      }),
    ).toThrow('hidden input: Math.random()');
  });
});
