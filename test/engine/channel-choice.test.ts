// Goal: which messages share a channel: by lane, by event type, by pair, by function. Method: two messages of one sender
// whose order is kept exactly when they share a fifo.

import { describe, expect, it } from 'vitest';
import { CheckError, defineNetwork } from '../../src/index.js';
import type { Channels } from '../../src/network/channel.js';
import { mailbox, sender } from '../support/mail.js';
import { Run } from '../support/run.js';

const enabledAfterSending = (channels: Channels) =>
  new Run(
    defineNetwork({
      name: 'choice',
      components: { from: sender(['to', 'A'], ['to', 'B']), to: mailbox('A', 'B') },
      channels,
    }),
  )
    .take('environment ⇒ from: GO')
    .enabled();

describe('messages of one pair', () => {
  it('share a fifo when their descriptions are equal', () => {
    expect(enabledAfterSending({ events: { A: { kind: 'fifo' } }, default: { kind: 'fifo' } })).toEqual([
      'from ⇒ to: A',
    ]);
  });

  it('share a fifo when one description spells out the defaults of the other', () => {
    const spelled = {
      kind: 'fifo',
      whenFull: 'block',
      lossy: false,
      duplicating: false,
      deferring: false,
      lane: '',
    } as const;
    expect(enabledAfterSending({ events: { A: spelled } })).toEqual(['from ⇒ to: A']);
  });

  it('do not overtake within a lane, and do between lanes; the label names the lane', () => {
    expect(
      enabledAfterSending({
        events: { A: { kind: 'fifo', lane: 'data' }, B: { kind: 'fifo', lane: 'control' } },
      }),
    ).toEqual(['from ⇒ to (data): A', 'from ⇒ to (control): B']);
    expect(
      enabledAfterSending({
        events: { A: { kind: 'fifo', lane: 'data' }, B: { kind: 'fifo', lane: 'data' } },
      }),
    ).toEqual(['from ⇒ to (data): A']);
  });

  it('have channels of their own when descriptions differ', () => {
    expect(enabledAfterSending({ events: { A: { kind: 'fifo', capacity: 3 } } })).toEqual([
      'from ⇒ to: A',
      'from ⇒ to: B',
    ]);
  });

  it('may be received at once while others wait', () => {
    const run = new Run(
      defineNetwork({
        name: 'mixed',
        components: { from: sender(['to', 'A'], ['to', 'B']), to: mailbox('A', 'B') },
        channels: { events: { B: { kind: 'sync' } } },
      }),
    ).take('environment ⇒ from: GO');
    expect(run.view.matches('to', 'B')).toBe(true);
    expect(run.view.waiting('from', 'to')).toEqual([{ type: 'A' }]);
    expect(run.enabled()).toEqual(['from ⇒ to: A']);
  });
});

describe('a channel', () => {
  it('is chosen by pair before event before default', () => {
    expect(
      enabledAfterSending({ pairs: { 'from -> to': { kind: 'bag' } }, events: { A: { kind: 'fifo' } } }),
    ).toEqual(['from ⇒ to: A', 'from ⇒ to: B']);
    expect(
      enabledAfterSending({ pairs: { 'to -> from': { kind: 'bag' } }, default: { kind: 'fifo' } }),
    ).toEqual(['from ⇒ to: A']);
    expect(enabledAfterSending({ default: { kind: 'bag' } })).toEqual(['from ⇒ to: A', 'from ⇒ to: B']);
  });

  it('is chosen by a function of sender, receiver and event', () => {
    const asked: string[] = [];
    const enabled = enabledAfterSending((from, to, event) => {
      asked.push(`${from} ${to} ${event.type}`);
      return { kind: 'fifo', lane: event.type };
    });
    expect(enabled).toEqual(['from ⇒ to (A): A', 'from ⇒ to (B): B']);
    expect(new Set(asked)).toEqual(new Set(['from to A', 'from to B']));
  });

  it('is refused with its ends and event when the function gives nonsense', () => {
    expect(() => enabledAfterSending(() => ({ kind: 'pipe' }) as never)).toThrow(
      "The channel from -> to for A has kind 'pipe'; use one of sync, fifo, bag, set.",
    );
    expect(() => enabledAfterSending(() => undefined as never)).toThrow(
      "The channel from -> to for A has kind 'undefined'; use one of sync, fifo, bag, set.",
    );
  });

  it('is refused with its ends and event when the function throws', () => {
    const failing = () => {
      throw new Error('no such pair');
    };
    expect(() => enabledAfterSending(failing)).toThrow(
      new CheckError(
        'The function `channels` throws for the channel from -> to for A: no such pair. It must give a description for each message that is sent.',
      ),
    );
    const unreadable = new Proxy({}, { get: failing });
    expect(() => enabledAfterSending(() => unreadable as never)).toThrow(
      'The function `channels` throws for the channel from -> to for A: no such pair.',
    );
    const refusing = () => {
      throw new CheckError('Not this one.');
    };
    expect(() => enabledAfterSending(refusing)).toThrow(new CheckError('Not this one.'));
  });

  it('is refused when the function gives another one the second time', () => {
    let capacity = 1;
    expect(() => enabledAfterSending(() => ({ kind: 'fifo', capacity: capacity++ }))).toThrow(
      'The function `channels` gives two different descriptions of the channel from -> to for A; it must depend on sender, receiver and event only.',
    );
  });
});
