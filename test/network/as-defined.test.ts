// Goal: a network is what it was when it was defined, whatever its author does with his lists and objects afterwards. Method: each part of a description is
// changed in place after the network was made of it, and the network is explored: it comes to what one comes to whose author leaves things alone.

import { describe, expect, it } from 'vitest';
import { assign, fromPromise, sendTo, setup } from 'xstate';
import {
  componentRef,
  defineNetwork,
  everyComponentCanRest,
  explore,
  leadsTo,
  monitor,
} from '../../src/index.js';
import { asDefined } from '../../src/network/as-defined.js';
import { NESTING_MAX } from '../../src/network/plain-data.js';
import type { ComponentSpec, NetworkSpec } from '../../src/network/network.js';
import { refusal } from '../support/refusal.js';

const sender = setup({
  actors: { lookup: fromPromise(async () => 1) },
  actions: {
    send: sendTo(componentRef('receiver'), { type: 'ITEM' }),
    keep: assign({ last: ({ event }) => (event as { output?: unknown }).output }),
    track: () => undefined,
  },
}).createMachine({
  id: 'sender',
  context: ({ input }) => ({ input, last: null }),
  tags: 'rest',
  invoke: { src: 'lookup', onDone: { actions: 'keep' } },
  on: { GO: { actions: ['send', 'track'] }, STOP: {} },
}) as unknown as ComponentSpec['machine'];

const receiver = setup({}).createMachine({
  id: 'receiver',
  context: ({ input }) => ({ input }),
  tags: 'rest',
  on: { ITEM: {} },
}) as unknown as ComponentSpec['machine'];

const watcher = setup({
  guards: { isAllowed: ({ context }) => (context as { allows: boolean }).allows },
}).createMachine({
  id: 'watcher',
  context: ({ input }) => input as { allows: boolean },
  initial: 'idle',
  states: { idle: { on: { step: [{ guard: 'isAllowed' }, { target: 'bad' }] } }, bad: { tags: 'violation' } },
}) as unknown as ComponentSpec['machine'];

const description = () => ({
  name: 'as defined',
  components: {
    sender: {
      machine: sender,
      inputs: [{ tries: [1] }, { tries: [2] }],
      aliases: { other: 'receiver' } as Record<string, string>,
      stimuli: [{ type: 'GO', deep: { list: [1] } }, { type: 'STOP' }],
      actors: { lookup: { outputs: [{ found: [1] }] } },
      ignoredActions: ['track'],
    },
    receiver: { machine: receiver, input: { name: 'r' }, crashes: { atMost: 1 } },
  } as Record<string, ComponentSpec>,
  channels: {
    default: { kind: 'fifo', capacity: 2 },
    pairs: { 'sender -> receiver': { kind: 'fifo', capacity: 1 } },
  },
  properties: [
    everyComponentCanRest,
    monitor('nothing is seen', watcher, { allows: true }, { from: ['sender'] }),
    leadsTo(
      'what is sent arrives',
      (view) => view.waiting('sender', 'receiver').length > 0,
      (view) => view.waiting('sender', 'receiver').length === 0,
    ),
  ],
  fairness: { default: 'weak', units: [{ from: 'sender', to: 'receiver', fairness: 'strong' }] },
});

/** The lists and plain objects that a description is made of, innermost first. Machines and functions are no data. */
function partsOf(value: unknown): object[] {
  const isPart = Array.isArray(value) || Object.prototype.toString.call(value) === '[object Object]';
  if (!isPart || Object.hasOwn(value as object, 'implementations')) return [];
  return [...Object.values(value as object).flatMap(partsOf), value as object];
}

/** Takes everything out of everything. */
function spoil(parts: readonly object[]): void {
  for (const part of parts) {
    if (Array.isArray(part)) part.splice(0);
    else for (const key of Object.keys(part)) delete (part as Record<string, unknown>)[key];
  }
}

function outcomeOf(network: Parameters<typeof explore>[0]): unknown {
  const { verdict, states, steps, properties, coverage, vacuous } = explore(network);
  return { verdict, states, steps, properties, coverage, vacuous };
}

it('what is changed in a description afterwards changes no network', () => {
  const given = description();
  const network = defineNetwork(given as unknown as NetworkSpec);
  const changed = partsOf(given).filter((part) => !Object.isFrozen(part));
  expect(changed.length).toBeGreaterThan(25);
  spoil(changed);
  const untouched = defineNetwork(description() as unknown as NetworkSpec);
  expect(outcomeOf(network)).toEqual(outcomeOf(untouched));
  expect(outcomeOf(untouched)).toMatchObject({ verdict: 'holds', states: 16 });
});

it('nothing of a network can be changed', () => {
  const network = defineNetwork(description() as unknown as NetworkSpec);
  expect(partsOf(network).filter((part) => !Object.isFrozen(part))).toEqual([]);
  expect(() => (network.components[0]!.stimuli as unknown[]).push({ type: 'MORE' })).toThrow(TypeError);
});

it('a component may be described by an object of a class, and by getters', () => {
  class Described {
    stimuli = [{ type: 'STOP' }];
    ignoredActions = ['track'];
    actors = { lookup: {} };
    get machine() {
      return sender;
    }
  }
  const component = new Described();
  const components = { sender: component as ComponentSpec, receiver: { machine: receiver } };
  const network = defineNetwork({ name: 'classes', components, properties: [] });
  component.stimuli = [];
  expect(network.components[0]).toMatchObject({ machine: sender, stimuli: [{ type: 'STOP' }] });
});

describe('a copy', () => {
  it('is made of nothing that is frozen through and through', () => {
    const frozen = Object.freeze({ list: Object.freeze([1, Object.freeze({ n: 1 })]) });
    expect(asDefined(frozen)).toBe(frozen);
    const halfFrozen = Object.freeze({ list: [1] });
    expect(asDefined(halfFrozen)).not.toBe(halfFrozen);
    expect(asDefined(halfFrozen)).toEqual(halfFrozen);
  });

  it('has one object where there was one', () => {
    const shared = { n: 1 };
    const { one, other } = asDefined({ one: shared, other: [shared] });
    expect(other[0]).toBe(one);
  });

  it('keeps what is odd, so that it is refused as it is', () => {
    const odd = { map: new Map(), holes: [, 1], getter: Object.defineProperty({}, 'n', { get: () => 1 }) }; // eslint-disable-line no-sparse-arrays
    const copy = asDefined(odd);
    for (const key of ['map', 'holes', 'getter'] as const) expect(copy[key]).toBe(odd[key]);
    const circular: { self?: unknown } = {};
    circular.self = circular;
    const endless = asDefined(circular);
    expect(endless.self).toBe(endless);
  });

  it('keeps a key that means something else in an assignment, and an object without prototype', () => {
    const strange = JSON.parse('{ "__proto__": { "n": 1 } }') as object;
    expect(Object.keys(asDefined(strange))).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(asDefined({ bare: Object.create(null) as object }).bare)).toBe(null);
  });

  it('of something nested without end is left to who refuses it', () => {
    let deep: unknown = {};
    for (let level = 0; level < 100 * NESTING_MAX; level++) deep = { deep };
    const network = () =>
      explore(defineNetwork({ name: 'deep', components: { it: { machine: receiver, input: deep } } }));
    expect(network).toThrow('nested more than 1,000 levels deep');
  });
});

it('which object a stimulus has in it is still asked for in vain, where a frozen copy is what the chart sees', () => {
  const ITEM = { n: 1 };
  const machine = setup({ guards: { isMine: ({ event }) => event.item === ITEM } }).createMachine({
    id: 'm',
    tags: 'rest',
    on: { GO: { guard: 'isMine' } },
  }) as unknown as ComponentSpec['machine'];
  expect(refusal(machine, { stimuli: [{ type: 'GO', item: ITEM }] })).toContain(
    'asks which object it is given on GO',
  );
});
