// Goal: the order of synchronous deliveries is that of a live system. Method: components that write down what they hear, each network beside the
// same machines as actors of one system.

import { describe, expect, it } from 'vitest';
import { type AnyStateMachine, assign, createActor, emit, setup } from 'xstate';
import { always, defineNetwork, reachable } from '../../src/index.js';
import type { ComponentSpec } from '../../src/network/network.js';
import { explore } from '../support/agreement.js';
import { verdictsOf } from '../support/results.js';
import { Run } from '../support/run.js';
import { tell } from '../support/tell.js';

/** Writes down the types that it hears. */
const note = assign({ got: ({ context, event }) => [...context.got, event.type] }) as never;
const recorder = setup({ actions: { note } }).createMachine({
  id: 'recorder',
  tags: 'rest',
  context: { got: [] },
  on: { '*': { actions: 'note' as never } },
});
/** Sends a list of messages for each event. */
const sending = (on: Record<string, readonly (readonly [to: string, type: string])[]>) => {
  const names = Object.entries(on).flatMap(([event, messages]) =>
    messages.map(([to, type], at) => [`${event} ${at}`, tell(to, { type })] as const),
  );
  return setup({ actions: Object.fromEntries(names) }).createMachine({
    id: 'sending',
    tags: 'rest',
    on: Object.fromEntries(
      Object.entries(on).map(([event, messages]) => [
        event,
        { actions: messages.map((_, at) => `${event} ${at}`) as never },
      ]),
    ),
  });
};

/** What the recorder, the last machine, hears when the first one is told to go. */
function heard(machines: Record<string, AnyStateMachine>): { checked: unknown; live: unknown } {
  const components: Record<string, ComponentSpec> = Object.fromEntries(
    Object.entries({ ...machines, recorder }).map(([id, machine]) => [id, { machine }]),
  );
  const first = Object.keys(machines)[0]!;
  components[first] = { ...components[first]!, stimuli: [{ type: 'GO' }] };
  const network = defineNetwork({ name: 'order', components, channels: { default: { kind: 'sync' } } });
  const checked = new Run(network).take(`environment ⇒ ${first}: GO`).view.context('recorder').got;

  const root = setup({ actors: { ...machines, recorder } as Record<string, AnyStateMachine> }).createMachine({
    invoke: Object.keys(components).map((id) => ({ id, systemId: id, src: id })),
  });
  const actor = createActor(root).start();
  actor.system.get(first)!.send({ type: 'GO' });
  return { checked, live: actor.system.get('recorder')!.getSnapshot().context.got };
}

describe('what comes first', () => {
  it.each<{ what: string; machines: Record<string, AnyStateMachine>; order: string[] }>([
    {
      what: 'what an idle receiver sends, before what its sender sends after it',
      machines: {
        first: sending({
          GO: [
            ['second', 'M'],
            ['recorder', 'Y'],
          ],
        }),
        second: sending({ M: [['recorder', 'X']] }),
      },
      order: ['X', 'Y'],
    },
    {
      what: 'the rest of a busy sender, before an answer that it gets',
      machines: {
        first: sending({
          GO: [
            ['second', 'M'],
            ['recorder', 'Y'],
          ],
          A: [['recorder', 'X']],
        }),
        second: sending({
          M: [
            ['first', 'A'],
            ['recorder', 'Z'],
          ],
        }),
      },
      order: ['Z', 'Y', 'X'],
    },
    {
      what: 'its own list, before what it sends to itself',
      machines: {
        first: sending({
          GO: [
            ['first', 'A'],
            ['recorder', 'Y'],
          ],
          A: [['recorder', 'X']],
        }),
      },
      order: ['Y', 'X'],
    },
    {
      what: 'answers to a busy sender, in the order in which they came',
      machines: {
        first: sending({
          GO: [
            ['second', 'M'],
            ['third', 'M'],
          ],
          A: [['recorder', 'A']],
          B: [['recorder', 'B']],
        }),
        second: sending({
          M: [
            ['third', 'N'],
            ['first', 'A'],
          ],
        }),
        third: sending({ M: [['recorder', 'M']], N: [['first', 'B']] }),
      },
      order: ['M', 'B', 'A'],
    },
  ])('$what', ({ machines, order }) => {
    expect(heard(machines)).toEqual({ checked: order, live: order });
  });
});

it('no other order is seen', () => {
  const network = defineNetwork({
    name: 'the order of synchronous deliveries',
    components: {
      first: {
        machine: sending({
          GO: [
            ['second', 'M'],
            ['third', 'Y'],
          ],
        }),
        stimuli: [{ type: 'GO' }],
      },
      second: { machine: sending({ M: [['third', 'X']] }) },
      third: {
        machine: setup({ actions: { note } }).createMachine({
          id: 'third',
          initial: 'open',
          context: { got: [] },
          states: {
            open: {
              tags: 'rest',
              on: { X: { actions: 'note' as never }, Y: { target: 'shut', actions: 'note' as never } },
            },
            shut: { tags: 'rest', on: { X: {}, Y: {} } },
          },
        }),
      },
    } as Record<string, ComponentSpec>,
    channels: { default: { kind: 'sync' } },
    properties: [
      reachable('X, then Y', (view) => view.context('third').got.join() === 'X,Y'),
      always('never Y, then X', (view) => view.context('third').got.join() !== 'Y,X'),
    ],
  });
  expect(verdictsOf(explore(network))).toMatchObject({ 'X, then Y': 'holds', 'never Y, then X': 'holds' });
});

it('at the start a component that has not started takes its messages when it has', () => {
  const eager = setup({ actions: { greet: tell('late', { type: 'HELLO' }) } }).createMachine({
    id: 'eager',
    tags: 'rest',
    entry: 'greet',
  });
  const late = setup({
    actions: { own: tell('recorder', { type: 'OWN' }), other: tell('recorder', { type: 'OTHER' }) },
  }).createMachine({ id: 'late', tags: 'rest', entry: 'own', on: { HELLO: { actions: 'other' } } });
  const network = defineNetwork({
    name: 'start',
    components: { eager: { machine: eager }, late: { machine: late }, recorder: { machine: recorder } },
    channels: { default: { kind: 'sync' } },
  });
  expect(new Run(network).view.context('recorder').got).toEqual(['OWN', 'OTHER']);
});

it('the trace tells each further delivery, in order', () => {
  const bad = setup({ actions: { out: emit({ type: 'OUT' }) } }).createMachine({
    id: 'bad',
    initial: 'a',
    states: { a: { tags: 'rest', on: { X: 'b' } }, b: {} },
  });
  const network = defineNetwork({
    name: 'told',
    components: {
      first: { machine: sending({ GO: [['second', 'M']] }), stimuli: [{ type: 'GO' }] },
      second: { machine: sending({ M: [['third', 'X']] }) },
      third: { machine: bad },
    } as Record<string, ComponentSpec>,
    channels: { default: { kind: 'sync' } },
    properties: [always('not b', (view) => !view.matches('third', 'b'))],
  });
  expect(explore(network).violations[0]).toMatchObject({
    steps: ['environment ⇒ first: GO'],
    deliveries: [['first ⇒ second: M', 'second ⇒ third: X']],
  });
});
