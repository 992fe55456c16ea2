// Goal: active states that a snapshot's value does not name are a part of the state, and events are asked about that only a named state takes.
// XState takes tags, exit actions and history from the active states, and transitions on events from the value. Method: the ways in which XState
// comes to such snapshots, beside a live actor.

import { describe, expect, it } from 'vitest';
import { type AnyStateMachine, assign, createActor, setup, stateIn } from 'xstate';
import { always, defineNetwork, type Property } from '../../src/index.js';
import { explore } from '../support/agreement.js';
import { violationsOf } from '../support/results.js';

const exploring = (machine: AnyStateMachine, events: readonly string[], properties: readonly Property[]) =>
  explore(
    defineNetwork({
      name: 'not named',
      components: { it: { machine, stimuli: events.map((type) => ({ type })) } },
      properties: [...properties],
    }),
    { afterViolation: 'continue' },
  );

function snapshotAfter(machine: AnyStateMachine, events: readonly string[]) {
  const actor = createActor(machine).start();
  for (const type of events) actor.send({ type });
  return actor.getSnapshot();
}

const stimuli = (...events: string[]) => events.map((type) => `environment ⇒ it: ${type}`);

describe('one transition to two children of a compound state', () => {
  const machine = setup({}).createMachine({
    id: 'both',
    initial: 'a',
    states: {
      a: { tags: 'rest', on: { GO: { target: ['a', 'b'] } } },
      b: { tags: ['forbidden', 'rest'] },
    },
  });

  it('leaves the value as it was, and has the tags of both', () => {
    const { value, tags } = snapshotAfter(machine, ['GO']);
    expect([value, [...tags].sort()]).toEqual(['a', ['forbidden', 'rest']]);
  });

  it('is another state', () => {
    const result = exploring(machine, ['GO'], [always('allowed', (view) => !view.hasTag('it', 'forbidden'))]);
    expect(result.states).toBe(2);
    expect(violationsOf(result)).toMatchObject([{ property: 'allowed', steps: stimuli('GO') }]);
  });
});

describe('a parallel state that is left for its own history', () => {
  const machine = setup({
    types: { context: {} as { readonly hasLeft: boolean; readonly tries: number } },
    guards: {
      isTired: ({ context }) => context.tries === 2,
      isFresh: ({ context }) => context.tries < 2,
    },
    actions: {
      leave: assign({ hasLeft: true }),
      begin: assign({ hasLeft: false, tries: 0 }),
      tryIt: assign({ tries: ({ context }) => context.tries + 1 }),
    },
  }).createMachine({
    id: 'worker',
    context: { hasLeft: false, tries: 0 },
    initial: 'work',
    states: {
      work: {
        type: 'parallel',
        tags: ['busy', 'rest'],
        exit: 'leave',
        on: { OUT: 'out' },
        states: {
          one: {
            on: {
              TRY: { guard: 'isFresh', actions: 'tryIt' },
              AGAIN: { guard: 'isTired', target: '#worker.work.memory', actions: 'begin' },
            },
          },
          two: {},
          memory: { type: 'history' },
        },
      },
      out: { tags: 'rest', on: { BACK: { target: 'work', actions: 'begin' } } },
    },
  });
  const events = ['TRY', 'TRY', 'AGAIN', 'OUT'];

  it('is named, not active, and does not run its exit action', () => {
    expect(snapshotAfter(machine, events.slice(0, 3)).hasTag('busy')).toBe(false);
    expect(snapshotAfter(machine, events)).toMatchObject({ value: 'out', context: { hasLeft: false } });
  });

  it('is found in all that it leads to', () => {
    const result = exploring(
      machine,
      ['OUT', 'BACK', 'TRY', 'AGAIN'],
      [
        always('who works is busy', (view) => !view.matches('it', 'work') || view.hasTag('it', 'busy')),
        always(
          'who is out has left',
          (view) => !view.matches('it', 'out') || view.context<{ hasLeft: boolean }>('it').hasLeft,
        ),
      ],
    );
    expect(violationsOf(result)).toMatchObject([
      { property: 'who works is busy', steps: stimuli('TRY', 'TRY', 'AGAIN') },
      { property: 'who is out has left', steps: stimuli('TRY', 'TRY', 'AGAIN', 'OUT') },
    ]);
  });
});

describe('events are asked about that only a named state takes, which is not active', () => {
  const work = (path: string) => ({
    type: 'parallel' as const,
    on: { OUT: [{ guard: 'isFirst' as const, target: '#m.out' }] },
    states: {
      one: { tags: 'rest', on: { AGAIN: `${path}.memory` } },
      two: { tags: 'rest', initial: 'a', states: { a: {}, b: {} } },
      memory: { type: 'history' as const },
    },
  });
  const machineWith = (path: string, states: Record<string, object>): AnyStateMachine =>
    setup({
      guards: { isFirst: stateIn(`${path}.two.a`) },
      actions: { count: assign({ starts: ({ context }) => (context as { starts: number }).starts + 1 }) },
    }).createMachine({
      id: 'm',
      context: { starts: 0 },
      initial: 'start',
      states: {
        start: { on: { GO: { target: `${path}.two.b`, actions: 'count' } } },
        out: { tags: 'rest' },
        ...states,
      },
    });

  it('a state around those that are active', () => {
    const path = '#m.shift.work';
    const machine = machineWith(path, { shift: { initial: 'work', states: { work: work(path) } } });
    const events = ['GO', 'AGAIN', 'OUT'];
    expect(snapshotAfter(machine, events).value).toBe('out');
    const result = exploring(machine, events, [always('in', (view) => !view.matches('it', 'out'))]);
    expect(violationsOf(result)).toMatchObject([{ property: 'in', steps: stimuli(...events) }]);
  });

  it('the initial state of the root, which XState names where it finds no other', () => {
    const path = '#m.work';
    const machine = machineWith(path, { work: work(path) });
    const events = ['GO', 'AGAIN', 'GO'];
    expect(snapshotAfter(machine, events.slice(0, 2)).value).toBe('start');
    expect(snapshotAfter(machine, events).context).toEqual({ starts: 2 });
    const once = always('once', (view) => view.context<{ starts: number }>('it').starts < 2);
    const result = explore(
      defineNetwork({
        name: 'named by default',
        components: { it: { machine, stimuli: ['GO', 'AGAIN'].map((type) => ({ type })) } },
        properties: [once],
      }),
      { until: 'once' },
    );
    expect(violationsOf(result)).toMatchObject([{ property: 'once', steps: stimuli(...events) }]);
  });
});
