// Goal: an actor that a chart creates and nobody tells of is refused by name, however it is created and whatever becomes of it. Method: each form in each
// place, also where the actor is gone when the step is over or the chart catches the error.

import { describe, expect, it } from 'vitest';
import {
  assign,
  createMachine,
  enqueueActions,
  fromCallback,
  fromObservable,
  fromPromise,
  setup,
  spawnChild,
  stopChild,
} from 'xstate';
import { defineNetwork, monitor } from '../../src/index.js';
import type { ComponentSpec } from '../../src/network/network.js';
import { explore } from '../support/agreement.js';
import { ON_GO, refusal } from '../support/refusal.js';

type Machine = ComponentSpec['machine'];

const child = createMachine({ id: 'child' });
const LOGICS = {
  child,
  promise: fromPromise(async () => 1),
  callback: fromCallback(() => {}),
  observable: fromObservable(() => ({ subscribe: () => ({ unsubscribe() {} }) }) as never),
};
const REMEDY =
  "Say in the component's `actors` what it may answer, or make it a component of the network and exchange messages with it: see 'Invoked actors' in docs/modelling.md.";

/** A machine that performs `act` on GO. */
const acting = (act: unknown, rest: object = {}) =>
  setup({ actors: LOGICS as never, actions: { act } as never }).createMachine({
    id: 'm',
    context: {},
    initial: 'a',
    states: { a: { on: { GO: { actions: 'act' as never } } } },
    ...rest,
  }) as Machine;

type Spawner = { readonly spawn: (source: unknown, options?: object) => unknown };

describe.each(Object.keys(LOGICS))('the logic %s', (name) => {
  it.each([
    ['spawnChild', spawnChild(name as never), 'by `spawnChild`'],
    [
      'enqueue.spawnChild',
      enqueueActions(({ enqueue }) => enqueue.spawnChild(name as never)),
      'by `spawnChild`',
    ],
    [
      'spawn in an assign',
      assign(({ spawn }: Spawner) => void spawn(name) as never),
      'by `spawn` in an assign',
    ],
    [
      'spawn in an assign within enqueueActions',
      enqueueActions(({ enqueue }) =>
        enqueue.assign((({ spawn }: Spawner) => ({ kid: spawn(name, { systemId: 'kid' }) })) as never),
      ),
      'by `spawn` in an assign',
    ],
  ])('is refused by %s', (_, act, form) => {
    expect(refusal(acting(act))).toBe(`${ON_GO} spawns an actor ('${name}') ${form}. ${REMEDY}`);
  });

  it('is refused as a context is made', () => {
    const machine = setup({ actors: LOGICS as never }).createMachine({
      id: 'm',
      context: (({ spawn }: Spawner) => ({ kid: spawn(name) })) as never,
    });
    expect(refusal(machine as Machine)).toBe(
      `The component 'it' (machine 'm') as it starts spawns an actor ('${name}') by \`spawn\` in its context or in an assign. ${REMEDY}`,
    );
  });
});

describe('an actor is refused', () => {
  it('that is given as a logic without a name', () => {
    expect(refusal(acting(spawnChild(child)))).toBe(`${ON_GO} spawns an actor by \`spawnChild\`. ${REMEDY}`);
    expect(refusal(acting(assign(({ spawn }: Spawner) => void spawn(child) as never)))).toBe(
      `${ON_GO} spawns an actor by \`spawn\` in an assign. ${REMEDY}`,
    );
  });

  it('that is stopped within the same step', () => {
    const act = enqueueActions(({ enqueue }) => {
      enqueue.spawnChild('child' as never, { id: 'kid' } as never);
      enqueue.stopChild('kid');
    });
    expect(refusal(acting(act))).toMatch(/spawns an actor \('child'\) by `spawnChild`/);
    const machine = acting(spawnChild('child' as never, { id: 'kid' } as never), {
      states: {
        a: { on: { GO: { target: 'b', actions: 'act' } } },
        b: { entry: stopChild('kid'), always: 'c' },
        c: {},
      },
    });
    expect(refusal(machine)).toMatch(/spawns an actor \('child'\) by `spawnChild`/);
  });

  it('that nothing is left of', () => {
    const act = assign(({ spawn }: Spawner) => {
      try {
        spawn('child');
      } catch {
        // Whatever is thrown is of no interest here.
      }
      return {};
    });
    expect(refusal(acting(act))).toMatch(/spawns an actor \('child'\) by `spawn` in an assign/);
    const final = acting(spawnChild('child' as never), {
      states: { a: { on: { GO: { target: 'b', actions: 'act' } } }, b: { type: 'final' } },
    });
    expect(refusal(final)).toMatch(/spawns an actor/);
  });

  it('that has no logic, or starts with an error', () => {
    expect(refusal(acting(spawnChild('missing' as never)))).toMatch(
      /spawns an actor \('missing'\) by `spawnChild`/,
    );
    expect(refusal(acting(assign(({ spawn }: Spawner) => ({ kid: spawn('missing') }) as never)))).toMatch(
      /spawns an actor \('missing'\) by `spawn`/,
    );
    const failing = createMachine({
      id: 'failing',
      context: () => {
        throw new Error('no start');
      },
    });
    expect(refusal(acting(spawnChild(failing)))).toMatch(/spawns an actor by `spawnChild`/);
  });

  it('that a monitor creates', () => {
    const components = {
      it: { machine: createMachine({ id: 'm', tags: 'rest', on: { GO: {} } }), stimuli: [{ type: 'GO' }] },
    };
    const watching = (machine: Machine) => () =>
      explore(defineNetwork({ name: 'net', components, properties: [monitor('watch', machine)] }));
    const entering = setup({ actors: { child } }).createMachine({
      id: 'w',
      tags: 'pending',
      entry: spawnChild('child'),
    });
    expect(watching(entering)).toThrow(
      `The monitor 'watch' (machine 'w') as it starts spawns an actor ('child') by \`spawnChild\`. Monitors only listen: leave it out.`,
    );
    const stepping = setup({ actors: { child } }).createMachine({
      id: 'w',
      tags: 'pending',
      context: {},
      on: { step: { actions: assign(({ spawn }) => void spawn('child') as never) } },
    });
    expect(watching(stepping)).toThrow(
      /^The monitor 'watch' \(machine 'w'\) on step .* spawns an actor \('child'\)/,
    );
    const invoking = createMachine({ id: 'w', invoke: { src: child } });
    expect(watching(invoking)).toThrow(/^The monitor 'watch' of network 'net' invokes an actor/);
  });
});
