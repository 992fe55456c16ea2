// Goal: what gives a promise is refused, wherever XState would take it for something else or drop it without a word: claims would be about
// what never happens, in production either.
// Method: one machine for each place; the promise is that of an async function, or made otherwise.

import { describe, expect, it } from 'vitest';
import { assign, cancel, createMachine, enqueueActions, raise } from 'xstate';
import { defineNetwork, explore, monitor } from '../../src/index.js';
import { acting, ON_GO, refusal } from '../support/refusal.js';
import { tell } from '../support/tell.js';

const promised = (when: string) =>
  `${when} makes a promise, for which XState does not wait: what it comes to is lost. ` +
  'Guards, assignments and expressions answer at once. Leave out `async`; what takes time is a component of its own, which answers by an event.';

const later = (value: unknown): never => Promise.resolve(value) as never;

describe('a promise', () => {
  it.each([
    ['of an assigner', assign(() => later({ n: 1 }))],
    ['of an async assigner', assign((async () => ({ n: 1 })) as never)],
    ['of an async function of enqueueActions', enqueueActions((async () => undefined) as never)],
    [
      'of an assigner that is only enqueued',
      enqueueActions(({ enqueue }) => enqueue.assign((async () => ({})) as never)),
    ],
    ['of a function of enqueueActions', enqueueActions(() => later(undefined))],
    [
      'of a guard that is asked by `check`',
      enqueueActions(({ enqueue, check }) => {
        if (check((async () => false) as never)) enqueue.raise({ type: 'B' } as never);
      }),
    ],
    ['of what names a timer to cancel', cancel(() => later('clock'))],
    [
      'that nobody is given',
      assign(() => {
        void later(1);
        return {};
      }),
    ],
  ])('%s', (_, act) => {
    expect(refusal(acting(act))).toBe(promised(ON_GO));
  });

  it.each([
    ['an action', { actions: { type: 'count', params: async () => ({ by: 1 }) } }],
    ['a guard', { guard: { type: 'isOne', params: async () => ({ by: 1 }) } }],
  ])('of the parameters of %s', (_, transition) => {
    const machine = createMachine(
      { id: 'm', initial: 'a', states: { a: { on: { GO: transition as never } } } },
      {
        actions: { count: assign((_, { by }: { by: number }) => ({ n: by })) },
        guards: { isOne: (_: unknown, { by }: { by: number }) => by === 1 },
      } as never,
    );
    expect(refusal(machine)).toBe(promised(ON_GO));
  });

  it.each([() => later({ n: 0 }), (async () => ({ n: 0 })) as never])(
    'of a context, which XState would take as an empty one: %s',
    (context) => {
      expect(refusal(createMachine({ id: 'm', context }))).toBe(
        promised("The component 'it' (machine 'm') as it starts"),
      );
    },
  );

  it('of the output of a state within the machine', () => {
    const machine = createMachine({
      id: 'm',
      initial: 'a',
      states: {
        a: {
          initial: 'b',
          states: { b: { type: 'final', output: async () => ({ isFine: true }) } },
          onDone: 'c',
        },
        c: {},
      },
    });
    expect(refusal(machine)).toBe(promised("The component 'it' (machine 'm') as it starts"));
  });

  it('in a monitor', () => {
    const machine = createMachine({
      id: 'watch',
      context: { steps: 0 },
      initial: 'a',
      states: {
        a: { on: { step: { actions: assign(() => later({ steps: 1 })) } } },
        b: { tags: 'violation' },
      },
    });
    const network = defineNetwork({
      name: 'watched',
      components: { it: { machine: createMachine({ id: 'm', on: { GO: {} } }), stimuli: [{ type: 'GO' }] } },
      properties: [monitor('counts', machine)],
    });
    expect(() => explore(network)).toThrow(
      /^The monitor 'counts' \(machine 'watch'\) on step \{.* makes a promise, /,
    );
  });

  it('is another thing than an exception: what throws, and waits for nothing, does so', () => {
    const throws = assign(() => {
      throw new Error('too much');
    });
    expect(() => refusal(acting(throws))).toThrow('the machine was not refused');
  });

  it.each([
    ['raise', raise({ type: 'X' }, { delay: () => later(5) })],
    ['sendTo', tell('it', { type: 'X' }, { delay: (() => later(5)) as never })],
  ])('of the delay of a %s, which XState would not wait for', (_, act) => {
    expect(refusal(acting(act))).toBe(
      `${ON_GO} waits for a delay that is '[object Promise]'. Delays must evaluate to a number.`,
    );
  });
});
