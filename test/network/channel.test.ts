// Goal: the defaults of channel descriptions, and the sentences for those that contradict themselves. Method: one description
// for each.

import { describe, expect, it } from 'vitest';
import {
  type ChannelSpec,
  channelSpecFor,
  resolveChannelSpec,
  sameChannel,
} from '../../src/network/channel.js';
import { CheckError } from '../../src/network/errors.js';

const resolve = (spec: ChannelSpec) => resolveChannelSpec(spec, 'a -> b');

describe('defaults', () => {
  const defaults = {
    capacity: Number.POSITIVE_INFINITY,
    whenFull: 'block',
    lossy: false,
    duplicating: false,
    lane: '',
  };

  it.each(['sync', 'fifo', 'bag'] as const)('of a %s', (kind) => {
    expect(resolve({ kind })).toEqual({ ...defaults, kind, deferring: false });
  });

  it('of a set, which defers', () => {
    expect(resolve({ kind: 'set' })).toEqual({ ...defaults, kind: 'set', deferring: true });
  });

  it('do not overrule what is given', () => {
    const spec: ChannelSpec = {
      kind: 'bag',
      capacity: 1,
      whenFull: 'error',
      lossy: true,
      duplicating: true,
      deferring: true,
      lane: 'data',
    };
    expect(resolve(spec)).toEqual(spec);
    expect(resolve({ kind: 'sync', deferring: true, lane: 'data' })).toMatchObject({
      deferring: true,
      lane: 'data',
    });
    expect(resolve({ kind: 'set', capacity: 4, lossy: true, deferring: true })).toMatchObject({
      capacity: 4,
      lossy: true,
    });
  });
});

describe('refusals', () => {
  const NO_KIND = "The channel a -> b has kind 'undefined'; use one of sync, fifo, bag, set.";
  const SYNC =
    "The channel a -> b is 'sync', which holds no message: it takes no capacity and cannot be lossy or duplicating. Use 'fifo' with a capacity instead.";
  const SET =
    "The channel a -> b is a 'set', whose messages stay and wait by nature: leave 'duplicating' and 'deferring' out.";
  const refusals: readonly (readonly [spec: unknown, sentence: string])[] = [
    [{ kind: 'queue' }, "The channel a -> b has kind 'queue'; use one of sync, fifo, bag, set."],
    [{}, NO_KIND],
    [undefined, NO_KIND],
    [{ kind: 'sync', capacity: 1 }, SYNC],
    [{ kind: 'sync', capacity: Number.POSITIVE_INFINITY }, SYNC],
    [{ kind: 'sync', lossy: true }, SYNC],
    [{ kind: 'sync', duplicating: true }, SYNC],
    [{ kind: 'set', duplicating: true }, SET],
    [{ kind: 'set', deferring: false }, SET],
    [
      { kind: 'fifo', whenFull: 'error' },
      "The channel a -> b has whenFull 'error' and no capacity, so that it is never full. Give it a 'capacity', or leave 'whenFull' out.",
    ],
    [
      { kind: 'sync', whenFull: 'error' },
      "The channel a -> b has whenFull 'error' and no capacity, so that it is never full. Leave 'whenFull' out.",
    ],
  ];

  it.each(refusals)('of %j', (spec, sentence) => {
    expect(() => resolve(spec as ChannelSpec)).toThrow(CheckError);
    expect(() => resolve(spec as ChannelSpec)).toThrow(sentence);
  });

  it('of a capacity that is no number', () => {
    expect(() => resolve({ kind: 'fifo', capacity: '2' as never })).toThrow(
      "The channel a -> b has capacity '2', which is no number; a capacity is a whole number of at least 1.",
    );
  });

  it.each([0, -1, 1.5, Number.NaN, Number.NEGATIVE_INFINITY])('of the capacity %d', (capacity) => {
    expect(() => resolve({ kind: 'fifo', capacity })).toThrow(
      `The channel a -> b has capacity ${capacity}; a capacity is a whole number of at least 1.`,
    );
  });
});

describe('sameChannel', () => {
  const spec = resolve({ kind: 'fifo', capacity: 2 });

  it('is true of equal descriptions', () => {
    expect(sameChannel(spec, { ...spec })).toBe(true);
  });

  it.each<Partial<typeof spec>>([
    { kind: 'bag' },
    { capacity: 3 },
    { whenFull: 'error' },
    { lossy: true },
    { duplicating: true },
    { deferring: true },
    { lane: 'other' },
  ])('is false where they differ by %o', (difference) => {
    expect(sameChannel(spec, { ...spec, ...difference })).toBe(false);
  });
});

describe('channelSpecFor', () => {
  const event = { type: 'E' };

  it('takes the pair, then the event type, then the default, then a fifo', () => {
    const table = {
      pairs: { 'a -> b': { kind: 'sync' } },
      events: { E: { kind: 'bag' } },
      default: { kind: 'set' },
    } as const;
    expect(channelSpecFor(table, 'a', 'b', event).kind).toBe('sync');
    expect(channelSpecFor(table, 'b', 'a', event).kind).toBe('bag');
    expect(channelSpecFor(table, 'b', 'a', { type: 'OTHER' }).kind).toBe('set');
    expect(channelSpecFor({}, 'a', 'b', event).kind).toBe('fifo');
  });

  it('asks a function, and names the message in what it refuses', () => {
    expect(
      channelSpecFor(
        (from, to, { type }) => ({ kind: 'bag', lane: `${from} ${to} ${type}` }),
        'a',
        'b',
        event,
      ),
    ).toMatchObject({ kind: 'bag', lane: 'a b E' });
    expect(() => channelSpecFor(() => ({ kind: 'fifo', capacity: 0 }), 'a', 'b', event)).toThrow(
      'The channel a -> b for E has capacity 0; a capacity is a whole number of at least 1.',
    );
  });
});
