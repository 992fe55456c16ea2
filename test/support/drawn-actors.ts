import fc from 'fast-check';
import {
  type AnyEventObject,
  type AnyStateMachine,
  assign,
  createMachine,
  enqueueActions,
  raise,
  sendTo,
  stopChild,
} from 'xstate';
import { componentRef } from '../../src/index.js';
import type { ActorSpecs } from '../../src/network/actors.js';

/** A machine with what its actors may tell it. */
export interface WithActors {
  readonly machine: AnyStateMachine;
  readonly actors: ActorSpecs;
  readonly stimuli: readonly AnyEventObject[];
}

/** The delay of what a drawn chart raises, in milliseconds. */
export const AGAIN_DELAY = 5;

/** Of what charts send their actors, in milliseconds. */
export const HELLO_DELAY = 7;

const ACTORS: ActorSpecs = {
  promise: { outputs: [0, 1], errors: ['no'] },
  made: { outputs: ({ input }: { input: number }) => [input] },
  silent: {},
  callback: { events: [{ type: 'MESSAGE' }] },
};

interface Context {
  readonly n: number;
  /** The actor that was spawned last. */
  readonly held: unknown;
}

type Spawn = (source: string, options: object) => unknown;

const respawned = {
  held: ({ spawn, context }: { spawn: Spawn; context: Context }) =>
    spawn('made', { id: 'held', input: context.n }),
};

const transition = (actions: readonly string[]) =>
  fc
    .record({
      target: fc.constantFrom(undefined, 'a', 'b', 'c', 'c.x', 'end'),
      reenter: fc.boolean(),
      actions: fc.subarray([...actions]),
      isGuarded: fc.boolean(),
    })
    .map(({ target, reenter, isGuarded, ...rest }) => ({
      ...rest,
      ...(target === undefined ? {} : { target: `#${target}`, reenter }),
      ...(isGuarded ? { guard: 'odd' } : {}),
    }));

function state(actions: readonly string[]) {
  const drawn = transition(actions);
  const invocation = fc.record(
    { src: fc.constantFrom(...Object.keys(ACTORS)), onDone: drawn, onError: drawn },
    { requiredKeys: ['src'] },
  );
  return fc
    .record({
      on: fc.dictionary(fc.constantFrom('GO', 'MESSAGE', 'AGAIN', '*'), drawn, { maxKeys: 2 }),
      invoke: fc.array(invocation, { maxLength: 2 }),
      after: fc.option(drawn, { nil: undefined, freq: 4 }),
    })
    .map(({ on, invoke, after }) => ({
      on,
      invoke: invoke.map((each) => ({ ...each, input: ({ context }: { context: Context }) => context.n })),
      ...(after === undefined ? {} : { after: { 10: after } }),
    }));
}

const IMPLEMENTATIONS = {
  guards: { odd: ({ context }: { context: Context }) => context.n % 2 === 1 },
  actions: {
    count: assign({ n: ({ context }: { context: Context }) => (context.n + 1) % 3 }),
    keep: assign({ kept: ({ event }) => (event as { readonly output?: unknown }).output ?? null }),
    restart: enqueueActions(({ enqueue }) => {
      enqueue.stopChild('spawned');
      enqueue.spawnChild('promise' as never, { id: 'spawned' } as never);
    }),
    stop: stopChild('spawned'),
    respawn: enqueueActions(({ enqueue }) => {
      enqueue.stopChild((({ context }: { context: Context }) => context.held) as never);
      enqueue.assign(respawned as never);
    }),
    dismiss: stopChild((({ context }: { context: Context }) => context.held) as never),
    greet: enqueueActions(({ enqueue, context }) => {
      const { held } = context as unknown as Context;
      if (held !== null)
        enqueue.sendTo(held as never, { type: 'HELLO' } as never, { delay: HELLO_DELAY, id: 'greeting' });
    }),
    again: raise({ type: 'AGAIN' }, { delay: AGAIN_DELAY, id: 'again' }),
    tell: sendTo(componentRef('other'), { type: 'GO' }),
  },
};

/** What transitions of drawn charts may do: `again` starts a timer beside those that are pending, `tell` sends to a component `other`. */
type DrawnAction = keyof typeof IMPLEMENTATIONS.actions;

/** Charts of a few states, in one another too, that invoke and spawn promises and callbacks, some of which come to nothing. */
export const chartsWithActors = (...further: readonly DrawnAction[]): fc.Arbitrary<WithActors> => {
  const drawn = state(['count', 'keep', 'restart', 'stop', ...further]);
  return fc.record({ a: drawn, b: drawn, c: drawn, x: drawn, y: drawn, root: drawn }).map((states) => {
    const { a, b, c, x, y, root } = states;
    const machine = createMachine(
      {
        id: 'root',
        context: { n: 0, kept: null, held: null },
        on: root.on,
        invoke: root.invoke,
        initial: 'a',
        states: {
          a: { id: 'a', ...a },
          b: { id: 'b', tags: 'rest', ...b },
          c: { id: 'c', ...c, initial: 'x', states: { x: { id: 'c.x', ...x }, y } },
          end: { id: 'end', type: 'final' },
        },
      } as never,
      IMPLEMENTATIONS as never,
    ) as AnyStateMachine;
    const stimuli = machine.events.includes('GO') ? [{ type: 'GO' }] : [];
    return { machine, actors: ACTORS, stimuli };
  });
};
