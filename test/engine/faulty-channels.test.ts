// Goal: lossy and duplicating channels. Method: one sender and one receiver; the fault steps are enabled exactly where a
// message waits (losses) or could be received next (duplicates).

import { describe, expect, it } from 'vitest';
import { defineNetwork } from '../../src/index.js';
import type { ChannelSpec } from '../../src/network/channel.js';
import { explore } from '../support/agreement.js';
import { mailbox, sender, taker } from '../support/mail.js';
import { sizeOf, violationsOf } from '../support/results.js';
import { Run } from '../support/run.js';

const GO = 'environment ⇒ from: GO';

const network = (channel: ChannelSpec) =>
  defineNetwork({
    name: 'faulty',
    components: { from: sender(['to', 'A'], ['to', 'B']), to: mailbox('A', 'B') },
    channels: { default: channel },
  });

describe('lossy', () => {
  it('fifo: drops any waiting message', () => {
    const run = new Run(network({ kind: 'fifo', lossy: true })).take(GO);
    expect(run.enabled()).toEqual(['from ⇒ to: A', 'drop from ⇒ to: A', 'drop from ⇒ to: B']);
    expect(run.take('drop from ⇒ to: A').enabled()).toEqual(['from ⇒ to: B', 'drop from ⇒ to: B']);
    expect(run.take('drop from ⇒ to: B').view.matches('to', 'none')).toBe(true);
    // 1 + [A, B] waiting + A waiting + B waiting (A heard or not) + nothing waiting (A, B or nothing heard last).
    expect(sizeOf(explore(network({ kind: 'fifo', lossy: true })))).toEqual({
      states: 8,
      steps: 1 + 3 + 2 + 4,
      depth: 4,
      terminal: 3,
    });
  });

  it('fifo: of equal messages, tells apart those that leave another queue behind', () => {
    const repeated = defineNetwork({
      name: 'repeated',
      components: {
        from: sender(['to', 'A'], ['to', 'A'], ['to', 'B'], ['to', 'A']),
        to: mailbox('A', 'B'),
      },
      channels: { default: { kind: 'fifo', lossy: true } },
    });
    const run = new Run(repeated).take(GO);
    expect(run.enabled()).toEqual([
      'from ⇒ to: A',
      'drop from ⇒ to: A',
      'drop from ⇒ to: B',
      'drop from ⇒ to: A (number 3)',
    ]);
    const types = () => run.view.waiting('from', 'to').map(({ type }) => type);
    run.take('drop from ⇒ to: A (number 3)');
    expect(types()).toEqual(['A', 'A', 'B']);
    run.take('drop from ⇒ to: A');
    expect(types()).toEqual(['A', 'B']);
    explore(repeated);
  });

  it('bag: drops any message', () => {
    const run = new Run(network({ kind: 'bag', lossy: true })).take(GO);
    expect(run.enabled()).toEqual(['from ⇒ to: A', 'from ⇒ to: B', 'drop from ⇒ to: A', 'drop from ⇒ to: B']);
  });

  it('drops a message that nobody handles, which is a violation all the same', () => {
    const wrong = defineNetwork({
      name: 'unspecified',
      components: { from: sender(['to', 'B']), to: taker('A') },
      channels: { default: { kind: 'fifo', lossy: true } },
    });
    const run = new Run(wrong).take(GO);
    expect(run.enabled()).toEqual(['drop from ⇒ to: B']);
    expect(run.failures()).toEqual({ 'from ⇒ to: B': "to in state '0' does not handle B from from" });
    const result = explore(wrong, { afterViolation: 'continue' });
    expect(sizeOf(result)).toEqual({ states: 3, steps: 2, depth: 3, terminal: 1 });
    expect(violationsOf(result).map(({ steps }) => steps)).toEqual([[GO, 'from ⇒ to: B']]);
  });

  it('drops a message that is deferred', () => {
    const deferred = defineNetwork({
      name: 'deferred',
      components: { from: sender(['to', 'B']), to: taker('A') },
      channels: { default: { kind: 'fifo', lossy: true, deferring: true } },
    });
    expect(new Run(deferred).take(GO).enabled()).toEqual(['drop from ⇒ to: B']);
  });
});

describe('duplicating', () => {
  it('fifo: delivers the head and leaves it', () => {
    const run = new Run(network({ kind: 'fifo', duplicating: true })).take(GO);
    expect(run.enabled()).toEqual(['from ⇒ to: A', 'duplicate from ⇒ to: A']);
    run.take('duplicate from ⇒ to: A');
    expect(run.view.matches('to', 'A')).toBe(true);
    expect(run.view.waiting('from', 'to')).toEqual([{ type: 'A' }, { type: 'B' }]);
    // 1, then [A, B] waiting (nothing or A heard), B waiting (A or B heard), nothing waiting (B heard).
    // A second duplicate of the same message changes nothing: a self-loop each.
    expect(sizeOf(explore(network({ kind: 'fifo', duplicating: true })))).toEqual({
      states: 6,
      steps: 1 + 2 + 2 + 2 + 2,
      depth: 4,
      terminal: 1,
    });
  });

  it('bag: delivers any message and leaves it', () => {
    const run = new Run(network({ kind: 'bag', duplicating: true })).take(GO);
    expect(run.enabled()).toEqual([
      'from ⇒ to: A',
      'duplicate from ⇒ to: A',
      'from ⇒ to: B',
      'duplicate from ⇒ to: B',
    ]);
    expect(run.take('duplicate from ⇒ to: B').view.waiting('from', 'to')).toHaveLength(2);
  });

  it('finds the receiver that does not expect the message twice', () => {
    const once = defineNetwork({
      name: 'once',
      components: { from: sender(['to', 'A']), to: taker('A') },
      channels: { default: { kind: 'bag', duplicating: true } },
    });
    expect(violationsOf(explore(once))).toEqual([
      {
        property: 'specified-reception',
        message: "to in state '1' does not handle A from from",
        steps: [GO, 'duplicate from ⇒ to: A', 'from ⇒ to: A'],
      },
    ]);
  });

  it('does not fail twice: delivering is unspecified, and duplicating is not even tried', () => {
    const wrong = defineNetwork({
      name: 'unspecified',
      components: { from: sender(['to', 'B']), to: taker('A') },
      channels: { default: { kind: 'bag', duplicating: true } },
    });
    const run = new Run(wrong).take(GO);
    expect(run.failures()).toEqual({ 'from ⇒ to: B': "to in state '0' does not handle B from from" });
    expect(run.enabled()).toEqual([]);
    expect(run.candidates().map(({ label, isEnabled }) => [label, isEnabled])).toEqual([
      ['from ⇒ to: B', true],
      ['duplicate from ⇒ to: B', false],
    ]);
  });

  it('does not duplicate what its receiver does not take', () => {
    const deferred = defineNetwork({
      name: 'deferred',
      components: { from: sender(['to', 'B']), to: taker('A') },
      channels: { default: { kind: 'bag', duplicating: true, deferring: true } },
    });
    expect(new Run(deferred).take(GO).enabled()).toEqual([]);
  });
});

it('lossy and duplicating together: deliver, duplicate, drop', () => {
  const run = new Run(network({ kind: 'fifo', lossy: true, duplicating: true })).take(GO);
  expect(run.enabled()).toEqual([
    'from ⇒ to: A',
    'duplicate from ⇒ to: A',
    'drop from ⇒ to: A',
    'drop from ⇒ to: B',
  ]);
  expect(run.steps()).toEqual(
    [
      ['deliver', 'A'],
      ['duplicate', 'A'],
      ['drop', 'A'],
      ['drop', 'B'],
    ].map(([kind, type]) => ({ kind, from: 'from', to: 'to', lane: '', event: { type } })),
  );
});
