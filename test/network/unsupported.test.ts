// Goal: what a chart says and the engine does not interpret is refused before anything runs. Method: charts that say it at
// the root, deep down and in a monitor.

import { describe, expect, it } from 'vitest';
import { createMachine, fromPromise, setup } from 'xstate';
import { defineNetwork, monitor } from '../../src/index.js';
import { CheckError } from '../../src/network/errors.js';
import type { ComponentSpec } from '../../src/network/network.js';

const define = (machine: ComponentSpec['machine']) =>
  defineNetwork({ name: 'net', components: { a: { machine } } });

describe('an invoked actor', () => {
  const fetching = setup({ actors: { fetch: fromPromise(async () => 1) } });
  const remedy = (name: string) =>
    `and nobody says what it may answer. Say it in the component, as in actors: { ${name}: { outputs: ['…'], errors: [{ message: '…' }] } }, ` +
    "or make it a component of the network and exchange messages with it: see 'Invoked actors' in docs/modelling.md.";

  it('at the root', () => {
    const machine = fetching.createMachine({ id: 'm', invoke: { src: 'fetch' } });
    expect(() => define(machine)).toThrow(CheckError);
    expect(() => define(machine)).toThrow(
      `The component 'a' of network 'net' invokes an actor ('fetch') in state 'm' of machine 'm', ${remedy('fetch')}`,
    );
  });

  it('in a nested state that may never be reached', () => {
    const machine = fetching.createMachine({
      id: 'm',
      type: 'parallel',
      states: { p: {}, q: { initial: 'x', states: { x: {}, y: { invoke: { src: 'fetch' } } } } },
    });
    expect(() => define(machine)).toThrow(
      `The component 'a' of network 'net' invokes an actor ('fetch') in state 'm.q.y' of machine 'm', ${remedy('fetch')}`,
    );
  });

  it('that has no name, for which XState makes one', () => {
    const machine = createMachine({ id: 'm', invoke: { src: fromPromise(async () => 1) } });
    expect(() => define(machine)).toThrow(
      `The component 'a' of network 'net' invokes an actor in state 'm' of machine 'm', ${remedy("'0.m'")}`,
    );
  });

  it('in a monitor', () => {
    const machine = fetching.createMachine({ id: 'w', invoke: { src: 'fetch' } });
    const spec = { name: 'net', components: { a: { machine: createMachine({ id: 'm' }) } } };
    expect(() => defineNetwork({ ...spec, properties: [monitor('watch', machine)] })).toThrow(
      `The monitor 'watch' of network 'net' invokes an actor ('fetch') in state 'w' of machine 'w', which cannot be checked. Monitors only listen: leave it out.`,
    );
  });
});

describe('a state that there is not', () => {
  it('as the initial one of a state that may never be entered', () => {
    const states = { a: { on: { A: 'b' } }, b: { initial: 'nope', states: { x: {} } } };
    expect(() => define(createMachine({ id: 'm', initial: 'a', states } as never))).toThrow(
      "The component 'a' of network 'net' cannot enter state 'm.b' of machine 'm': Initial state node \"nope\" not found on parent state node #m.b. Name one of its states as `initial`.",
    );
  });

  it.each([
    { trigger: 'GO', state: { on: { GO: { target: null } } } },
    { trigger: 'always', state: { always: { target: 5, guard: () => false } } },
  ])('as a target that is no name: $trigger', ({ trigger, state }) => {
    expect(() => define(createMachine({ id: 'm', initial: 'a', states: { a: state } } as never))).toThrow(
      `The component 'a' of network 'net' has a transition (${trigger}) in state 'm.a' of machine 'm' with a target that is no name of a state. Give the name of a state, or leave \`target\` out.`,
    );
  });
});

describe('a delay', () => {
  it('without implementation', () => {
    const machine = createMachine({
      id: 'm',
      initial: 'x',
      states: { x: { after: { patience: 'y' } }, y: {} },
    });
    expect(() => define(machine)).toThrow(
      "The component 'a' of network 'net' waits for the delay 'patience' in state 'm.x' of machine 'm', but no such delay is implemented. Name it in `setup({ delays })`.",
    );
  });

  it('with a number, a number as text, or an implementation is fine', () => {
    const machine = setup({ delays: { patience: 5, hope: () => 6 } }).createMachine({
      id: 'm',
      after: { 100: {}, patience: {}, hope: {} },
    });
    expect(define(machine).name).toBe('net');
  });
});

describe('a word of XState 4, which XState 5 passes over', () => {
  const PASSED_OVER = 'which XState 4 read and XState 5 passes over';
  const machineOf = (state: object) =>
    createMachine({ id: 'm', initial: 'a', states: { a: state, b: { type: 'final' } } } as never);

  it.each([
    { word: 'onEntry', value: 'greet', remedy: 'Write `entry`.' },
    { word: 'onExit', value: 'greet', remedy: 'Write `exit`.' },
    {
      word: 'activities',
      value: ['beep'],
      remedy: 'Make it a component that `entry` starts and `exit` stops.',
    },
    { word: 'data', value: { n: 1 }, remedy: 'Write `output`.' },
  ])('of a state: $word', ({ word, value, remedy }) => {
    expect(() => define(machineOf({ [word]: value }))).toThrow(
      `The component 'a' of network 'net' has \`${word}\` in state 'm.a' of machine 'm', ${PASSED_OVER}. ${remedy}`,
    );
  });

  /** In development XState itself refuses some of them; otherwise they are left in what it makes of the chart. */
  const leftIn = (state: object, former: object) => {
    const machine = machineOf(state);
    const { transitions, always = [] } = machine.states['a']!;
    for (const transition of [...[...transitions.values()].flat(), ...always])
      Object.assign(transition, former);
    return machine;
  };

  it.each([
    { word: 'cond', former: { cond: () => false }, remedy: 'Write `guard`.' },
    { word: 'in', former: { in: '#m.b' }, remedy: 'Write `guard: stateIn(…)`.' },
    { word: 'internal: false', former: { internal: false }, remedy: 'Write `reenter: true`.' },
  ])('of a transition: $word', ({ word, former, remedy }) => {
    const told = (trigger: string) =>
      `The component 'a' of network 'net' has a transition (${trigger}) in state 'm.a' of machine 'm' with \`${word}\`, ${PASSED_OVER}. ${remedy}`;
    expect(() => define(leftIn({ on: { GO: ['b'] } }, former))).toThrow(told('GO'));
    expect(() => define(leftIn({ always: 'b' }, former))).toThrow(told('always'));
  });

  it('but not one that says what is so in XState 5 anyway', () => {
    expect(define(machineOf({ on: { GO: { target: 'b', internal: true } }, data: undefined })).name).toBe(
      'net',
    );
  });
});
