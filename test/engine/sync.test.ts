// Goal: a `sync` message is received within the step that sends it. Method: two to four components whose steps can be
// counted by hand.

import { produce } from 'immer';
import { describe, expect, it } from 'vitest';
import { assign, setup } from 'xstate';
import { defineNetwork, explore as exploreOnly } from '../../src/index.js';
import type { ComponentSpec } from '../../src/network/network.js';
import { explore } from '../support/agreement.js';
import { mailbox, sender, taker } from '../support/mail.js';
import { sizeOf, violationsOf } from '../support/results.js';
import { Run } from '../support/run.js';
import { tell } from '../support/tell.js';

const sync = { default: { kind: 'sync' } } as const;

/** Writes down the types of A, B and C in the order in which they come. */
const recorder = setup({
  types: { context: {} as { readonly heard: string[] } },
  actions: {
    note: assign(({ context, event }) =>
      produce(context, (draft) => {
        draft.heard.push(event.type);
      }),
    ),
  },
}).createMachine({
  id: 'recorder',
  tags: 'rest',
  context: { heard: [] },
  on: { A: { actions: 'note' }, B: { actions: 'note' }, C: { actions: 'note' } },
});

/** Answers A by telling the recorder C. */
const relay = setup({ actions: { pass: tell('recorder', { type: 'C' }) } }).createMachine({
  id: 'relay',
  tags: 'rest',
  on: { A: { actions: 'pass' } },
});

describe('sync', () => {
  it('delivers within the step of the sender: one step, two states, no message ever waits', () => {
    const network = defineNetwork({
      name: 'sync',
      components: { from: sender(['to', 'A']), to: mailbox('A') },
      channels: sync,
    });
    expect(sizeOf(explore(network))).toEqual({ states: 2, steps: 1, depth: 2, terminal: 1 });
    const run = new Run(network).take('environment ⇒ from: GO');
    expect(run.view.matches('to', 'A')).toBe(true);
    expect(run.view.waiting('from', 'to')).toEqual([]);
    expect(run.enabled()).toEqual([]);
  });

  it('delivers in sending order, and runs each receiver to its end before the next message', () => {
    const components: Record<string, ComponentSpec> = {
      from: sender(['recorder', 'A'], ['relay', 'A'], ['recorder', 'B']),
      relay: { machine: relay },
      recorder: { machine: recorder },
    };
    const run = new Run(defineNetwork({ name: 'order', components, channels: sync }));
    run.take('environment ⇒ from: GO');
    expect(run.view.context('recorder')).toEqual({ heard: ['A', 'C', 'B'] });
  });

  it('delivers what is sent at the start before the first step', () => {
    const eager = setup({ actions: { greet: tell('to', { type: 'A' }) } }).createMachine({
      id: 'eager',
      tags: 'rest',
      entry: 'greet',
    });
    const network = defineNetwork({
      name: 'start',
      components: { eager: { machine: eager }, to: mailbox('A') },
      channels: sync,
    });
    expect(new Run(network).view.matches('to', 'A')).toBe(true);
    expect(sizeOf(explore(network))).toEqual({ states: 1, steps: 0, depth: 1, terminal: 1 });
  });

  it('fails the whole step when the receiver does not handle the message', () => {
    const network = defineNetwork({
      name: 'unspecified',
      components: { from: sender(['first', 'A'], ['second', 'B']), first: mailbox('A'), second: taker('A') },
      channels: sync,
    });
    const result = explore(network);
    expect(violationsOf(result)).toEqual([
      {
        property: 'specified-reception',
        message: "second in state '0' does not handle B from from",
        steps: ['environment ⇒ from: GO'],
      },
    ]);
    expect(sizeOf(result)).toEqual({ states: 1, steps: 0, depth: 1, terminal: 0 });
  });

  it('fails a step because of a delivery deep in a cascade', () => {
    const network = defineNetwork({
      name: 'deep',
      components: { from: sender(['relay', 'A']), relay: { machine: relay }, recorder: taker('A') },
      channels: sync,
    });
    expect(violationsOf(explore(network))).toEqual([
      {
        property: 'specified-reception',
        message: "recorder in state '0' does not handle C from relay",
        steps: ['environment ⇒ from: GO'],
      },
    ]);
  });
});

describe('sync and deferring: a rendezvous', () => {
  const rendezvous = { default: { kind: 'sync', deferring: true } } as const;

  it('enables the step of the sender only where the receiver takes the message', () => {
    const network = defineNetwork({
      name: 'rendezvous',
      components: { from: sender(['to', 'B']), to: { ...taker('A', 'B'), stimuli: [{ type: 'A' }] } },
      channels: rendezvous,
    });
    const run = new Run(network);
    expect(run.enabled()).toEqual(['environment ⇒ to: A']);
    run.take('environment ⇒ to: A');
    expect(run.enabled()).toEqual(['environment ⇒ from: GO']);
    run.take('environment ⇒ from: GO');
    expect(run.view.matches('to', '2')).toBe(true);
    expect(sizeOf(explore(network))).toEqual({ states: 3, steps: 2, depth: 3, terminal: 1 });
  });

  it('undoes nothing but also leaves nothing behind when the second of two deliveries must wait', () => {
    const network = defineNetwork({
      name: 'all or nothing',
      components: { from: sender(['first', 'A'], ['second', 'B']), first: mailbox('A'), second: taker('A') },
      channels: rendezvous,
    });
    const run = new Run(network);
    expect(run.enabled()).toEqual([]);
    expect(run.failures()).toEqual({});
    expect(run.view.matches('first', 'none')).toBe(true);
    expect(sizeOf(explore(network))).toEqual({ states: 1, steps: 0, depth: 1, terminal: 1 });
  });

  it('refuses a network that cannot even start', () => {
    const eager = setup({ actions: { greet: tell('to', { type: 'A' }) } }).createMachine({
      id: 'eager',
      entry: 'greet',
    });
    const network = defineNetwork({
      name: 'stuck',
      components: { eager: { machine: eager }, to: taker('B') },
      channels: rendezvous,
    });
    expect(() => explore(network)).toThrow(
      "The network 'stuck' cannot start: a message that is sent at the start finds its channel full, or a receiver that does not take it. Raise the capacity, or send it later.",
    );
  });
});

it('refuses synchronous deliveries that go round for ever, and shows the round', () => {
  const player = (other: string) => ({
    machine: setup({ actions: { hit: tell(other, { type: 'BALL' }) } }).createMachine({
      id: 'player',
      on: { BALL: { actions: 'hit' } },
    }),
    stimuli: [{ type: 'BALL' }],
  });
  const network = defineNetwork({
    name: 'tennis',
    components: { a: player('b'), b: player('a') },
    channels: sync,
  });
  expect(() => explore(network)).toThrow(
    "One step of network 'tennis' makes more than 10000 synchronous deliveries; they go round: " +
      'b ⇒ a: BALL, a ⇒ b: BALL, b ⇒ a: BALL, a ⇒ b: BALL. ' +
      "Make one of these channels 'fifo', or stop answering at some point.",
  );
});

it('allows exactly 10000 synchronous deliveries in one step', () => {
  const repeating = (times: number, to: string, sent: string, on: string) =>
    setup({ actions: { act: tell(to, { type: sent }) } }).createMachine({
      id: 'repeating',
      tags: 'rest',
      on: { [on]: { actions: Array.from({ length: times }, () => 'act' as const) } },
    });
  const cascade = (times: number) =>
    defineNetwork({
      name: 'cascade',
      components: {
        from: { machine: repeating(times, 'relay', 'A', 'GO'), stimuli: [{ type: 'GO' }] },
        relay: { machine: repeating(99, 'to', 'B', 'A') },
        to: { machine: repeating(0, 'to', 'B', 'B') },
      },
      channels: sync,
    });
  // Walks would repeat the step thousands of times.
  expect(sizeOf(exploreOnly(cascade(100)))).toEqual({ states: 1, steps: 1, depth: 1, terminal: 1 });
  expect(() => exploreOnly(cascade(101))).toThrow(/makes more than 10000 synchronous deliveries/);
});
