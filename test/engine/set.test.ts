// Goal: messages of a `set` never leave, and are offered whenever the receiver would take them. Method: hand-counted states.

import { describe, expect, it } from 'vitest';
import { defineNetwork } from '../../src/index.js';
import type { NetworkSpec } from '../../src/network/network.js';
import { explore } from '../support/agreement.js';
import { mailbox, sender, taker } from '../support/mail.js';
import { sizeOf } from '../support/results.js';
import { Run } from '../support/run.js';

const GO = 'environment ⇒ from: GO';
const channels: NetworkSpec['channels'] = { default: { kind: 'set' } };

describe('set', () => {
  it('delivers again and again: an edge each time, and a state only the first time', () => {
    const network = defineNetwork({
      name: 'redelivery',
      components: { from: sender(['to', 'A']), to: mailbox('A') },
      channels,
    });
    const run = new Run(network).take(GO, 'from ⇒ to: A', 'from ⇒ to: A');
    expect(run.enabled()).toEqual(['from ⇒ to: A']);
    expect(run.view.waiting('from', 'to')).toEqual([{ type: 'A' }]);
    // GO, the first delivery, and the self-loop of every further one; only that self-loop is left in the end.
    expect(sizeOf(explore(network))).toEqual({ states: 3, steps: 3, depth: 3, terminal: 1 });
  });

  it('offers every message, in any order', () => {
    const network = defineNetwork({
      name: 'board',
      components: { from: sender(['to', 'A'], ['to', 'B']), to: mailbox('A', 'B') },
      channels,
    });
    // Before GO; then nothing heard, A last, B last, with both messages on the board for ever.
    expect(sizeOf(explore(network))).toEqual({ states: 4, steps: 1 + 3 * 2, depth: 3, terminal: 0 });
  });

  it('holds a message once, however often it was sent', () => {
    const network = defineNetwork({
      name: 'sent twice',
      components: { from: sender(['to', 'A'], ['to', 'A']), to: mailbox('A') },
      channels,
    });
    expect(new Run(network).take(GO).view.waiting('from', 'to')).toEqual([{ type: 'A' }]);
  });

  it('never violates specified reception: what is not handled now stays', () => {
    const network = defineNetwork({
      name: 'defers by nature',
      components: { from: sender(['to', 'B'], ['to', 'A']), to: taker('A', 'B') },
      channels,
    });
    const run = new Run(network).take(GO);
    expect(run.enabled()).toEqual(['from ⇒ to: A']);
    expect(run.take('from ⇒ to: A').enabled()).toEqual(['from ⇒ to: B']);
    expect(run.take('from ⇒ to: B').enabled()).toEqual([]);
    const result = explore(network);
    expect(result.verdict).toBe('holds');
    expect(sizeOf(result)).toEqual({ states: 4, steps: 3, depth: 4, terminal: 1 });
  });

  it('when lossy, loses a message for good unless it is sent again', () => {
    const network = defineNetwork({
      name: 'lossy board',
      components: { from: sender(['to', 'A']), to: mailbox('A') },
      channels: { default: { kind: 'set', lossy: true } },
    });
    const run = new Run(network).take(GO);
    expect(run.enabled()).toEqual(['from ⇒ to: A', 'drop from ⇒ to: A']);
    expect(run.take('from ⇒ to: A').enabled()).toEqual(['from ⇒ to: A', 'drop from ⇒ to: A']);
    expect(run.take('drop from ⇒ to: A').enabled()).toEqual([]);
    // Before GO; (heard or not) x (on the board or lost). Edges: GO, two deliveries, two drops.
    expect(sizeOf(explore(network))).toEqual({ states: 5, steps: 5, depth: 4, terminal: 3 });
  });
});
