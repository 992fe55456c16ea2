// Goal: a `fifo` offers its head only. Method: one sender, one receiver, and the steps that are enabled, by label.

import { describe, expect, it } from 'vitest';
import { defineNetwork } from '../../src/index.js';
import { explore } from '../support/agreement.js';
import { mailbox, sender, taker } from '../support/mail.js';
import { sizeOf, violationsOf } from '../support/results.js';
import { Run } from '../support/run.js';

const GO = 'environment ⇒ from: GO';

describe('fifo', () => {
  it('is what a network without channels has', () => {
    const network = defineNetwork({
      name: 'default',
      components: { from: sender(['to', 'A'], ['to', 'B']), to: mailbox('A', 'B') },
    });
    const run = new Run(network).take(GO);
    expect(run.view.waiting('from', 'to')).toEqual([{ type: 'A' }, { type: 'B' }]);
    expect(run.enabled()).toEqual(['from ⇒ to: A']);
    expect(run.take('from ⇒ to: A').enabled()).toEqual(['from ⇒ to: B']);
    expect(run.take('from ⇒ to: B').enabled()).toEqual([]);
    expect(sizeOf(explore(network))).toEqual({ states: 4, steps: 3, depth: 4, terminal: 1 });
  });

  it('keeps equal messages apart', () => {
    const network = defineNetwork({
      name: 'equal messages',
      components: { from: sender(['to', 'A'], ['to', 'A']), to: taker('A', 'A') },
      channels: { default: { kind: 'fifo' } },
    });
    expect(new Run(network).take(GO, 'from ⇒ to: A').view.waiting('from', 'to')).toEqual([{ type: 'A' }]);
    expect(sizeOf(explore(network))).toEqual({ states: 4, steps: 3, depth: 4, terminal: 1 });
  });

  it('has a queue of its own for each pair and each direction', () => {
    const network = defineNetwork({
      name: 'two queues',
      components: { from: sender(['to', 'A'], ['other', 'A']), to: mailbox('A'), other: mailbox('A') },
    });
    const run = new Run(network).take(GO);
    expect(run.enabled()).toEqual(['from ⇒ to: A', 'from ⇒ other: A']);
    expect(run.view.waiting('to', 'from')).toEqual([]);
    // Two messages that know nothing of one another: 2 x 2 states after the first.
    expect(sizeOf(explore(network))).toEqual({ states: 5, steps: 5, depth: 4, terminal: 1 });
  });

  it('violates specified reception when the head is not handled, though the second message would be', () => {
    const network = defineNetwork({
      name: 'wrong head',
      components: { from: sender(['to', 'B'], ['to', 'A']), to: taker('A') },
    });
    expect(violationsOf(explore(network))).toEqual([
      {
        property: 'specified-reception',
        message: "to in state '0' does not handle B from from",
        steps: [GO, 'from ⇒ to: B'],
      },
    ]);
  });

  it('when deferring, lets the head wait and everything behind it too', () => {
    const network = defineNetwork({
      name: 'deferring',
      components: {
        from: sender(['to', 'B'], ['to', 'A']),
        to: { ...taker('A', 'B', 'A'), stimuli: [{ type: 'A' }] },
      },
      channels: { default: { kind: 'fifo', deferring: true } },
    });
    const run = new Run(network).take(GO);
    expect(run.enabled()).toEqual(['environment ⇒ to: A']);
    expect(run.failures()).toEqual({});
    expect(run.take('environment ⇒ to: A').enabled()).toEqual(['from ⇒ to: B']);
    expect(run.take('from ⇒ to: B').enabled()).toEqual(['from ⇒ to: A', 'environment ⇒ to: A']);
  });
});
