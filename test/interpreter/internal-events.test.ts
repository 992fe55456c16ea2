// Goal: events that XState sends of its own (`xstate.error.actor.*` and the like) can be stimuli, messages and raised events, and count as
// any other; those that start, stop or fail an actor cannot. Method: charts that handle them, and charts that do not.

import { describe, expect, it } from 'vitest';
import { assign, createMachine, raise, setup } from 'xstate';
import { defineNetwork } from '../../src/index.js';
import type { ComponentSpec } from '../../src/network/network.js';
import { explore } from '../support/agreement.js';
import { acting, ON_GO, refusal } from '../support/refusal.js';
import { violationsOf } from '../support/results.js';
import { tell } from '../support/tell.js';

type Machine = ComponentSpec['machine'];

const TYPES = [
  'xstate.error.actor.fetch',
  'xstate.done.actor.fetch',
  'xstate.snapshot.fetch',
  'xstate.done.state.m.a',
];

/** A machine that goes from a to b on the event, if it handles it. */
const taking = (type: string, handles: boolean, guard = true): Machine =>
  setup({ guards: { may: () => guard } }).createMachine({
    id: 'm',
    initial: 'a',
    tags: 'rest',
    states: {
      a: { on: handles ? { [type]: { target: 'b', guard: 'may' } } : {} },
      b: {},
      // A stimulus that no state handles would be refused.
      never: { on: { [type]: 'a' } },
    },
  });

describe.each(TYPES)('%s', (type) => {
  const stimulated = (machine: Machine) =>
    explore(defineNetwork({ name: 'net', components: { it: { machine, stimuli: [{ type }] } } }));
  const told = (machine: Machine) => {
    const from = setup({ actions: { act: tell('it', { type }) } }).createMachine({
      id: 'from',
      entry: 'act',
      tags: 'rest',
    });
    return explore(defineNetwork({ name: 'net', components: { from: { machine: from }, it: { machine } } }), {
      afterViolation: 'continue',
    });
  };

  it('can be a stimulus, enabled where it is handled', () => {
    expect(stimulated(taking(type, true))).toMatchObject({ verdict: 'holds', states: 2, steps: 1 });
    expect(stimulated(taking(type, false))).toMatchObject({ verdict: 'holds', states: 1, steps: 0 });
    expect(stimulated(taking(type, true, false))).toMatchObject({ verdict: 'holds', states: 1, steps: 0 });
  });

  it('can be a message, which must be handled', () => {
    expect(told(taking(type, true))).toMatchObject({ verdict: 'holds', states: 2 });
    for (const machine of [taking(type, false), taking(type, true, false)]) {
      expect(violationsOf(told(machine))).toMatchObject([
        { property: 'specified-reception', steps: [`from ⇒ it: ${type}`] },
      ]);
    }
  });

  it('can be raised, and is then forgotten where it is not handled', () => {
    const raising = (handles: boolean) =>
      setup({ actions: { act: raise({ type }) } }).createMachine({
        id: 'm',
        initial: 'a',
        tags: 'rest',
        states: { a: { on: { GO: { actions: 'act' }, ...(handles ? { [type]: 'b' } : {}) } }, b: {} },
      });
    const explored = (machine: Machine) =>
      explore(defineNetwork({ name: 'net', components: { it: { machine, stimuli: [{ type: 'GO' }] } } }));
    expect(explored(raising(true))).toMatchObject({ verdict: 'holds', states: 2 });
    expect(explored(raising(false))).toMatchObject({ verdict: 'holds', states: 1, steps: 1 });
  });
});

it('an error carries what it carries', () => {
  const machine = setup({ types: { context: {} as { error: unknown } } }).createMachine({
    id: 'm',
    context: { error: 'none' },
    initial: 'a',
    tags: 'rest',
    states: {
      a: {
        on: { 'xstate.error.*': { target: 'b', actions: assign({ error: ({ event }) => event.error }) } },
      },
      b: {},
    },
  });
  const stimuli = ['one', 'two'].map((error) => ({ type: 'xstate.error.actor.fetch', error }));
  expect(explore(defineNetwork({ name: 'net', components: { it: { machine, stimuli } } })).states).toBe(3);
});

describe.each(['xstate.init', 'xstate.stop', 'xstate.error'])('%s', (type) => {
  const reason = `'${type}' is XState's own way to start, stop or fail an actor; give the event another type.`;

  it('is refused as a stimulus', () => {
    const machine = createMachine({ id: 'm' });
    expect(() =>
      defineNetwork({ name: 'net', components: { it: { machine, stimuli: [{ type }] } } }),
    ).toThrow(`The component 'it' of network 'net' has a stimulus ${type}: ${reason}`);
  });

  it('is refused as a message, and as a timer', () => {
    expect(refusal(acting(tell('it', { type })))).toBe(`${ON_GO} sends ${type}. ${reason}`);
    expect(refusal(acting(raise({ type }, { delay: 5 })))).toBe(`${ON_GO} sends ${type}. ${reason}`);
  });
});
