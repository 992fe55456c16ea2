// Goal: a chart that asks which object it is given, and not only what is in it, is refused: states are compared by their content, so that it would be
// explored otherwise than it runs. Method: charts that compare objects with ones of their own and with one another, beside live actors; and charts that
// compare what is in them.

import { describe, expect, it } from 'vitest';
import { assign, createActor, type EventObject, sendTo, setup } from 'xstate';
import { always, componentRef, defineNetwork, type View } from '../../src/index.js';
import type { ComponentSpec } from '../../src/network/network.js';
import { explore } from '../support/agreement.js';
import { refusal } from '../support/refusal.js';

interface Item {
  readonly n: number;
}

interface Context {
  readonly own: Item | null;
  readonly list: readonly Item[];
}

/** An object that the chart's functions know. */
const OWN: Item = { n: 1 };

type Args = { readonly context: Context; readonly event: EventObject & { readonly item?: Item } };

/** Takes OWN, and asks on GO. */
const machineWith = (guard: (args: Args) => boolean, own: Item | null = null): ComponentSpec['machine'] =>
  setup({
    types: {} as { context: Context; events: EventObject & { item?: Item } },
    guards: { guard },
    actions: { take: assign({ own: () => OWN, list: () => [OWN, { n: 1 }] }) },
  }).createMachine({
    id: 'm',
    context: { own, list: [] },
    initial: 'a',
    tags: 'rest',
    on: { TAKE: { actions: 'take' } },
    states: { a: { on: { GO: { guard: 'guard', target: 'b' } } }, b: {} },
  }) as unknown as ComponentSpec['machine'];

const TAKE = { type: 'TAKE' };
const networkOf = (machine: ComponentSpec['machine'], go: EventObject) =>
  defineNetwork({ name: 'refused', components: { it: { machine, stimuli: [TAKE, go] } } });

function livesOn(machine: ComponentSpec['machine'], go: EventObject): boolean {
  const actor = createActor(machine).start();
  actor.send(TAKE);
  actor.send(go);
  return actor.getSnapshot().value === 'b';
}

describe('a guard that compares', () => {
  it.each<[string, (args: Args) => boolean, boolean]>([
    ['a part of the context with an object that it knows', ({ context }) => context.own === OWN, true],
    ['a part of an event with an object that it knows', ({ event }) => event.item === OWN, true],
    ['parts of the context with one another', ({ context }) => context.list[0] === context.list[1], false],
    [
      'a part of the context with one of an event',
      ({ context, event }) => context.list.lastIndexOf(event.item!) === 1,
      false,
    ],
  ])('%s is refused', (_, guard, isTrue) => {
    const machine = machineWith(guard);
    const go = { type: 'GO', item: OWN };
    expect(livesOn(machine, go)).toBe(isTrue);
    expect(() => explore(networkOf(machine, go))).toThrow(
      /^The component 'it' \(machine 'm'\) asks which object it is given on GO, and not only what is in it: given others with the same content, it gives «…[^]*…» in place of «…[^]*…»\. States are compared by their content\. Compare what tells the objects apart, for example an id, in place of the objects\.$/,
    );
  });

  it.each<[string, (args: Args) => boolean]>([
    ['what is in them', ({ context }) => context.own?.n === OWN.n],
    ['what is in parts of lists', ({ context, event }) => context.list.some(({ n }) => n === event.item?.n)],
    ['an object with itself', ({ context }) => context.own !== null && context.own === context.own],
    ['an object with nothing', ({ context }) => context.own !== null],
  ])('%s is not', (_, guard) => {
    const go = { type: 'GO', item: OWN };
    const machine = machineWith(guard);
    expect(livesOn(machine, go)).toBe(true);
    expect(explore(networkOf(machine, go))).toMatchObject({ verdict: 'holds', states: 3 });
  });
});

it('a start that depends on which object its input is, is refused', () => {
  const machine = setup({ types: {} as { context: { isOwn: boolean }; input: Item } }).createMachine({
    id: 'm',
    context: ({ input }) => ({ isOwn: input === OWN }),
    tags: 'rest',
  });
  expect(createActor(machine, { input: OWN }).getSnapshot().context).toEqual({ isOwn: true });
  const network = defineNetwork({ name: 'refused', components: { it: { machine, input: OWN } } });
  expect(() => explore(network)).toThrow(
    "The component 'it' (machine 'm') asks which object it is given as it starts, and not only what is in it",
  );
});

it('so is one that knows what its input had', () => {
  const machine = setup({
    types: {} as { context: { own: Item }; input: { own: Item }; events: { type: 'GO' } },
    guards: { isOwn: ({ context }) => context.own === OWN },
  }).createMachine({
    id: 'm',
    context: ({ input }) => ({ own: input.own }),
    tags: 'rest',
    initial: 'a',
    states: { a: { on: { GO: { guard: 'isOwn', target: 'b' } } }, b: {} },
  });
  expect(refusal(machine as never, { input: { own: OWN } })).toMatch(
    /^The component 'it' \(machine 'm'\) asks which object it is given on GO,/,
  );
});

describe('a receiver that keeps each message once', () => {
  const sender = setup({ types: {} as { events: { type: 'AGAIN' } }, delays: { soon: 1 } }).createMachine({
    id: 'sender',
    initial: 'first',
    states: {
      first: {
        entry: sendTo(componentRef('it'), () => ({ type: 'PUT', item: { n: 1 } })),
        after: { soon: 'second' },
      },
      second: { entry: sendTo(componentRef('it'), () => ({ type: 'PUT', item: { n: 1 } })), tags: 'rest' },
    },
  });
  const receiver = (has: (list: readonly Item[], item: Item) => boolean) =>
    setup({
      types: {} as { context: { list: readonly Item[] }; events: { type: 'PUT'; item: Item } },
      actions: {
        keep: assign({
          list: ({ context: { list }, event: { item } }) => (has(list, item) ? list : [...list, item]),
        }),
      },
    }).createMachine({ id: 'm', context: { list: [] }, tags: 'rest', on: { PUT: { actions: 'keep' } } });
  const networkWith = (machine: ReturnType<typeof receiver>) =>
    defineNetwork({
      name: 'refused',
      components: { it: { machine }, sender: { machine: sender } },
      properties: ({ always }) => [always('once', (view) => view.context('it').list.length < 2)],
    });

  it('is refused where it does not, as each message is an object of its own', () => {
    expect(() => explore(networkWith(receiver((list, item) => list.includes(item))))).toThrow(
      /asks which object it is given on PUT/,
    );
  });

  it('holds where it compares what is in them', () => {
    const keepsOnce = receiver((list, item) => list.some(({ n }) => n === item.n));
    expect(explore(networkWith(keepsOnce))).toMatchObject({ verdict: 'holds' });
  });
});

it('a claim that compares parts of a state with an object that it knows is refused, and not one that compares them with one another', () => {
  const machine = machineWith(() => true);
  const networkOf = (holds: (view: View) => boolean) =>
    defineNetwork({
      name: 'refused',
      components: { one: { machine, stimuli: [TAKE] }, other: { machine, stimuli: [TAKE] } },
      properties: [always('claim', holds)],
    });
  const own = (view: View, id: string) => view.context<Context>(id).own;
  expect(() => explore(networkOf((view) => own(view, 'one') !== OWN))).toThrow(
    "The property 'claim' asks which object it is given, and not only what is in it: with the very objects that the machines have, it gives another answer. " +
      'States are compared by their content. Compare what tells the objects apart, for example an id, in place of the objects.',
  );
  const areEqual = (view: View) =>
    own(view, 'one') === null || own(view, 'other') === null || own(view, 'one') === own(view, 'other');
  expect(explore(networkOf(areEqual))).toMatchObject({ verdict: 'holds', states: 4 });
});
