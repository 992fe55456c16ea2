// Goal: when a search ends early, what grows for as long as it went on is named, and what is merely large is not. Method: networks in which
// one thing grows without end, each another, and networks in which things are large, or grow and come to a bound.

import { describe, expect, it, vi } from 'vitest';
import { assign, raise, sendTo, setup } from 'xstate';
import { ChannelTable } from '../../src/engine/tables/channel-table.js';
import { BreadthFirst } from '../../src/explore/breadth-first.js';
import { explore } from '../../src/explore/explore.js';
import { walk } from '../../src/explore/random-walk.js';
import { defineNetwork, type Network } from '../../src/index.js';

/** Sends with every tick of a timer to a receiver that is never faster than it likes. */
function growingChannel(capacity?: number): Network {
  const x = sendTo(({ system }) => system.get('b'), { type: 'X' });
  const a = setup({ actions: { x }, delays: { tick: 1 } }).createMachine({
    id: 'a',
    initial: 'a',
    states: { a: { after: { tick: { target: 'a', reenter: true, actions: 'x' } } } },
  });
  const b = setup({}).createMachine({ id: 'b', tags: 'rest', on: { X: {} } });
  return defineNetwork({
    name: 'a channel that grows',
    components: { a: { machine: a }, b: { machine: b } },
    ...(capacity === undefined ? {} : { channels: { default: { kind: 'fifo', capacity } } }),
  });
}

function holding(
  context: Record<string, unknown>,
  more: (before: never) => Record<string, unknown>,
): Network {
  const machine = setup({
    types: { context: {} as Record<string, unknown>, events: {} as { readonly type: string } },
  }).createMachine({
    id: 'worker',
    context,
    tags: 'rest',
    on: { MORE: { actions: assign(({ context: before }) => more(before as never)) } },
  });
  return defineNetwork({
    name: 'holding',
    components: { worker: { machine, stimuli: [{ type: 'MORE' }] } },
  });
}

const growing = (network: Network, statesMax = 200) => explore(network, { statesMax }).inconclusive?.growing;

describe('an exploration names', () => {
  it('a channel', () => {
    expect(growing(growingChannel())).toEqual([
      expect.stringMatching(/^a ⇒ b holds \d+ messages and grows: give it a capacity$/),
    ]);
  });

  it.each([
    {
      what: 'a list',
      context: { items: [] },
      more: ({ items }: { items: number[] }) => ({ items: [...items, 1] }),
      path: 'context.items',
    },
    {
      what: 'a text',
      context: { text: '' },
      more: ({ text }: { text: string }) => ({ text: `${text}x` }),
      path: 'context.text',
    },
    {
      what: 'a number',
      context: { n: 0 },
      more: ({ n }: { n: number }) => ({ n: n - 1 }),
      path: 'context.n',
    },
    {
      what: 'a record, deep within',
      context: { a: { b: {} } },
      more: ({ a }: { a: { b: Record<string, number> } }) => ({
        a: { b: { ...a.b, [`k${Object.keys(a.b).length}`]: 0 } },
      }),
      path: 'context.a.b',
    },
  ])('$what', ({ context, more, path }) => {
    expect(growing(holding(context, more as never))).toEqual([
      expect.stringMatching(new RegExp(`^${path.replaceAll('.', '\\.')} of worker grows: \\d+ by now$`)),
    ]);
  });

  it('timers', () => {
    const machine = setup({
      types: { context: {} as { readonly n: number }, events: {} as { readonly type: string } },
    }).createMachine({
      id: 'editor',
      context: { n: 0 },
      tags: 'rest',
      on: {
        MORE: {
          actions: [raise({ type: 'SAVE' }, { delay: 10 }), assign({ n: ({ context }) => context.n + 1 })],
        },
        SAVE: {},
      },
    });
    const network = defineNetwork({
      name: 'editing',
      components: { editor: { machine, stimuli: [{ type: 'MORE' }] } },
    });
    expect(growing(network, 2_000)).toContainEqual(
      expect.stringMatching(/^\d+ timers .*of editor pending, and more are started than fire$/),
    );
  });
});

it('memory counts what channels hold, and not only states: the budget runs out, and why is told', () => {
  const result = explore(growingChannel(), { bytesMax: 2 ** 25, secondsMax: 60 });
  expect(result).toMatchObject({ verdict: 'inconclusive', inconclusive: { budget: 'memory' } });
  // States alone took an eighth of it at most.
  expect(result.states * result.bytesPerState).toBeLessThan(2 ** 22);
  expect(result.inconclusive!.growing).toEqual([expect.stringMatching(/^a ⇒ b holds [\d,]+ messages/)]);
});

describe('what is large is measured without taking it apart, and so at once', () => {
  it('a channel', () => {
    const search = new BreadthFirst(growingChannel(), { statesMax: 2_000 });
    while (!search.advance(1_000));
    const listing = vi.spyOn(ChannelTable.prototype, 'messages');
    try {
      expect(search.finish().inconclusive!.growing).toEqual([
        'a ⇒ b holds 2,000 messages and grows: give it a capacity',
      ]);
      expect(listing).not.toHaveBeenCalled();
    } finally {
      listing.mockRestore();
    }
  });

  it('a list', () => {
    const more = ({ items }: { items: number[] }) => ({ items: [...items, items.length] });
    const search = new BreadthFirst(holding({ items: [] }, more as never), { statesMax: 300 });
    while (!search.advance(1_000));
    const listing = vi.spyOn(Object, 'entries');
    try {
      expect(search.finish().inconclusive!.growing).toEqual([
        expect.stringMatching(/^context\.items of worker grows/),
      ]);
      const longest = Math.max(...listing.mock.calls.map(([value]) => Object.keys(value).length));
      expect(longest).toBeLessThanOrEqual(64);
    } finally {
      listing.mockRestore();
    }
  });
});

describe('nothing is said of', () => {
  it('what is large from the beginning', () => {
    const items = Array.from({ length: 500 }, (_, index) => index);
    const context = { items, name: 'x'.repeat(1_000), stamp: 1_700_000_000, turn: 0 };
    // Many states, in which nothing grows: one of two numbers runs through its values in no order.
    const more = ({ turn, ...rest }: { turn: number }) => ({ ...rest, turn: (turn * 5 + 3) % 1_024 });
    expect(explore(holding(context, more as never), { statesMax: 400 }).inconclusive).toEqual({
      budget: 'states',
      frontier: 1,
    });
  });

  it('what has come to its bound', () => {
    // The channel is soon full; what goes on is a number that comes round.
    const walker = setup({
      types: { context: {} as { readonly n: number }, events: {} as { readonly type: string } },
    }).createMachine({
      id: 'walker',
      context: { n: 1 },
      tags: 'rest',
      on: { GO: { actions: assign({ n: ({ context }) => (context.n * 3) % 10_007 }) } },
    });
    const { components } = growingChannel(12);
    const network = defineNetwork({
      name: 'bounded',
      components: {
        a: components[0]!,
        b: components[1]!,
        walker: { machine: walker, stimuli: [{ type: 'GO' as string }] },
      },
      channels: { default: { kind: 'fifo', capacity: 12 } },
    });
    expect(growing(network, 3_000)).toBeUndefined();
  });

  it('a search that is done', () => {
    expect(explore(growingChannel(12))).not.toHaveProperty('inconclusive');
  });
});

describe('random walks', () => {
  it('name a list', () => {
    const more = ({ items }: { items: number[] }) => ({ items: [...items, 1] });
    const result = walk(holding({ items: [] }, more as never), {
      seed: 1,
      walks: 100,
      stepsMax: 300,
      statesMax: 100,
    });
    expect(result.inconclusive!.growing).toEqual([
      expect.stringMatching(/^context\.items of worker grows: \d+ by now$/),
    ]);
  });

  it('say nothing of what comes and goes', () => {
    const result = walk(growingChannel(30), { seed: 1, walks: 100, stepsMax: 5_000, statesMax: 20 });
    expect(result.inconclusive!.budget).toBe('states');
    expect(result.inconclusive).not.toHaveProperty('growing');
  });
});
