// Goal: a `bag` offers any of its messages, and equal ones once. Method: one sender, one receiver, hand-counted states.

import { describe, expect, it } from 'vitest';
import { always, defineNetwork } from '../../src/index.js';
import type { NetworkSpec } from '../../src/network/network.js';
import { explore } from '../support/agreement.js';
import { mailbox, sender, taker } from '../support/mail.js';
import { sizeOf, violationsOf } from '../support/results.js';
import { Run } from '../support/run.js';

const GO = 'environment ⇒ from: GO';
const channels: NetworkSpec['channels'] = { default: { kind: 'bag' } };

describe('bag', () => {
  it('offers every message, whatever the order of sending', () => {
    const network = defineNetwork({
      name: 'any order',
      components: { from: sender(['to', 'A'], ['to', 'B'], ['to', 'C']), to: mailbox('A', 'B', 'C') },
      channels,
    });
    const run = new Run(network).take(GO);
    expect(run.enabled()).toEqual(['from ⇒ to: A', 'from ⇒ to: B', 'from ⇒ to: C']);
    expect(run.take('from ⇒ to: B').enabled()).toEqual(['from ⇒ to: A', 'from ⇒ to: C']);
    // Before GO: 1. After it, what is left and what came last: 1 + 3 x 1 + 3 x 2 + 1 x 3 = 13.
    expect(sizeOf(explore(network))).toEqual({ states: 14, steps: 1 + 3 + 6 + 6, depth: 5, terminal: 3 });
  });

  it('is the same state whichever order equal contents were sent in', () => {
    const components = (first: string, second: string) => ({
      a: sender(['to', first], ['to', second]),
      to: mailbox('A', 'B'),
    });
    const one = explore(defineNetwork({ name: 'one', components: components('A', 'B'), channels }));
    const other = explore(defineNetwork({ name: 'other', components: components('B', 'A'), channels }));
    // 1 before GO; 1 + 2 + 2 after it.
    expect(sizeOf(one)).toEqual({ states: 6, steps: 5, depth: 4, terminal: 2 });
    expect(sizeOf(other)).toEqual(sizeOf(one));
  });

  it('offers equal messages once, and holds as many as were sent', () => {
    const network = defineNetwork({
      name: 'equal messages',
      components: { from: sender(['to', 'A'], ['to', 'A'], ['to', 'B']), to: mailbox('A', 'B') },
      channels,
    });
    const run = new Run(network).take(GO);
    expect(run.enabled()).toEqual(['from ⇒ to: A', 'from ⇒ to: B']);
    expect(run.take('from ⇒ to: A').enabled()).toEqual(['from ⇒ to: A', 'from ⇒ to: B']);
    expect(run.take('from ⇒ to: A').enabled()).toEqual(['from ⇒ to: B']);
  });

  it('violates specified reception for any message that is not handled', () => {
    const network = defineNetwork({
      name: 'overtaken',
      components: { from: sender(['to', 'A'], ['to', 'B']), to: taker('A', 'B') },
      channels,
    });
    expect(violationsOf(explore(network))).toEqual([
      {
        property: 'specified-reception',
        message: "to in state '0' does not handle B from from",
        steps: [GO, 'from ⇒ to: B'],
      },
    ]);
  });

  it('when deferring, passes over what is not handled now', () => {
    const network = defineNetwork({
      name: 'deferring',
      components: { from: sender(['to', 'B'], ['to', 'A']), to: taker('A', 'B') },
      channels: { default: { kind: 'bag', deferring: true } },
    });
    const run = new Run(network).take(GO);
    expect(run.enabled()).toEqual(['from ⇒ to: A']);
    expect(run.take('from ⇒ to: A').enabled()).toEqual(['from ⇒ to: B']);
    expect(sizeOf(explore(network))).toEqual({ states: 4, steps: 3, depth: 4, terminal: 1 });
  });

  it('tells what waits in the order of its texts, whichever event was known first', () => {
    const first = (types: readonly string[], kind: 'bag' | 'set') =>
      defineNetwork({
        name: 'order',
        components: {
          // What is sent here makes one type known before the other.
          other: sender(['to', types[0]!]),
          from: sender(['to', types[0]!], ['to', types[1]!]),
          to: mailbox('A', 'B'),
        },
        channels: { default: { kind } },
        properties: [
          always('A first', (view) => {
            const [one, two] = view.waiting('from', 'to');
            return two === undefined || (one!.type === 'A' && two.type === 'B');
          }),
        ],
      });
    for (const kind of ['bag', 'set'] as const) {
      for (const types of [
        ['A', 'B'],
        ['B', 'A'],
      ])
        expect(explore(first(types, kind)).verdict).toBe('holds');
    }
  });

  it('tells channels of a pair in the order of their lanes', () => {
    const network = defineNetwork({
      name: 'lanes',
      components: { from: sender(['to', 'B'], ['to', 'A']), to: mailbox('A', 'B') },
      channels: { events: { A: { kind: 'fifo', lane: 'a' }, B: { kind: 'fifo', lane: 'b' } } },
      properties: [always('A first', (view) => view.waiting('from', 'to').at(-1)?.type !== 'A')],
    });
    const [violation] = explore(network).violations;
    // Only where A waits alone: beside B, which was sent before it, it is told first.
    expect(violation!.steps).toEqual([GO, 'from ⇒ to (b): B']);
  });
});
