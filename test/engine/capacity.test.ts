// Goal: a full channel blocks the step of its sender or is a violation. Method: senders whose second or third message finds
// the channel full.

import { describe, expect, it } from 'vitest';
import { createMachine, setup } from 'xstate';
import { defineNetwork } from '../../src/index.js';
import type { ChannelSpec } from '../../src/network/channel.js';
import { explore } from '../support/agreement.js';
import { mailbox, sender } from '../support/mail.js';
import { sizeOf, verdictsOf, violationsOf } from '../support/results.js';
import { Run } from '../support/run.js';
import { tell } from '../support/tell.js';

/** Sends A each time it is told to, for ever. */
const source = {
  machine: setup({ actions: { send: tell('to', { type: 'A' }) } }).createMachine({
    id: 'source',
    tags: 'rest',
    on: { SEND: { actions: 'send' } },
  }),
  stimuli: [{ type: 'SEND' }],
};

const network = (channel: ChannelSpec) =>
  defineNetwork({
    name: 'bounded',
    components: { source, to: mailbox('A') },
    channels: { default: channel },
  });

const SEND = 'environment ⇒ source: SEND';

describe('capacity', () => {
  it.each(['fifo', 'bag'] as const)('of a %s: blocks the step of the sender by default', (kind) => {
    const run = new Run(network({ kind, capacity: 2 })).take(SEND);
    expect(run.enabled()).toEqual(['source ⇒ to: A', SEND]);
    expect(run.take(SEND).enabled()).toEqual(['source ⇒ to: A']);
    expect(run.failures()).toEqual({});
    expect(run.take('source ⇒ to: A').enabled()).toEqual(['source ⇒ to: A', SEND]);
    // 0 to 2 waiting, nothing heard or A; nothing heard and 0 to 2 waiting is before the first delivery.
    expect(sizeOf(explore(network({ kind, capacity: 2 })))).toEqual({
      states: 6,
      steps: 8,
      depth: 5,
      terminal: 0,
    });
  });

  it('blocks a step that would fit in part: all of its messages or none', () => {
    const both = defineNetwork({
      name: 'both or none',
      components: {
        from: sender(['to', 'A'], ['other', 'A'], ['other', 'A']),
        to: mailbox('A'),
        other: mailbox('A'),
      },
      channels: { default: { kind: 'fifo', capacity: 1 } },
    });
    const run = new Run(both);
    expect(run.enabled()).toEqual([]);
    expect(run.view.waiting('from', 'to')).toEqual([]);
  });

  it.each([1, 3])('of %i frees the place of a message that is received in the same step', (capacity) => {
    // Answers each A with an A to itself, through a channel that holds one message at any time.
    const loop = setup({ actions: { again: tell('loop', { type: 'A' }) } }).createMachine({
      id: 'loop',
      // To receive an A and send one leaves everything as it is.
      tags: 'rest',
      entry: 'again',
      on: { A: { actions: 'again' } },
    });
    const result = explore(
      defineNetwork({
        name: 'loop',
        components: { loop: { machine: loop } },
        channels: { default: { kind: 'fifo', capacity } },
      }),
    );
    expect(result.verdict).toBe('holds');
    expect(sizeOf(result)).toEqual({ states: 1, steps: 1, depth: 1, terminal: 1 });
  });

  it('of a set counts different messages: a message that is there already always fits', () => {
    const result = explore(
      defineNetwork({
        name: 'set of one',
        components: { source, to: mailbox('A') },
        channels: { default: { kind: 'set', capacity: 1, whenFull: 'error' } },
      }),
    );
    expect(result.verdict).toBe('holds');
    expect(sizeOf(result)).toEqual({ states: 3, steps: 1 + 2 + 2, depth: 3, terminal: 1 });
  });

  it.each([
    { kind: 'fifo', types: ['A', 'A', 'A'] },
    { kind: 'bag', types: ['A', 'A', 'A'] },
    { kind: 'set', types: ['A', 'B', 'C'] },
  ] as const)('of a $kind: with `error` the message too many is a violation', ({ kind, types }) => {
    const result = explore(
      defineNetwork({
        name: 'overflow',
        components: {
          from: sender(...types.map((type) => ['to', type] as const)),
          to: mailbox('A', 'B', 'C'),
        },
        channels: { default: { kind, capacity: 2, whenFull: 'error' } },
      }),
    );
    expect(violationsOf(result)).toEqual([
      {
        property: 'channel-capacity',
        message: `from sends ${types[2]} to to, but the channel is full: 2 messages wait in it already`,
        steps: ['environment ⇒ from: GO'],
      },
    ]);
    expect(verdictsOf(result)).toEqual({
      'deadlock-freedom': 'holds',
      'specified-reception': 'holds',
      'no-exception': 'holds',
      'channel-capacity': 'violated',
      'no-stuck-component': 'inconclusive',
    });
  });

  it('is exceeded by the shortest way', () => {
    const result = explore(network({ kind: 'fifo', capacity: 2, whenFull: 'error' }));
    expect(violationsOf(result)).toEqual([
      {
        property: 'channel-capacity',
        message: 'source sends A to to, but the channel is full: 2 messages wait in it already',
        steps: [SEND, SEND, SEND],
      },
    ]);
  });

  it('at the start: `block` is refused, `error` is a violation without steps', () => {
    const eager = setup({ actions: { send: tell('to', { type: 'A' }) } }).createMachine({
      id: 'eager',
      tags: 'rest',
      entry: ['send', 'send', 'send'],
    });
    const start = (whenFull: 'block' | 'error') =>
      defineNetwork({
        name: 'start',
        components: { eager: { machine: eager }, to: { machine: createMachine({ id: 'to', tags: 'rest' }) } },
        channels: { default: { kind: 'fifo', capacity: 2, whenFull } },
      });
    expect(() => explore(start('block'))).toThrow(
      /The network 'start' cannot start: .* finds its channel full/,
    );
    expect(violationsOf(explore(start('error')))).toEqual([
      {
        property: 'channel-capacity',
        message: 'eager sends A to to, but the channel is full: 2 messages wait in it already',
        steps: [],
      },
    ]);
  });
});
