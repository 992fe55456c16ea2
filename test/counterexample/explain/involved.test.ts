import { describe, expect, it } from 'vitest';
import { createMachine, sendTo, setup } from 'xstate';
import {
  always,
  briefText,
  componentRef,
  defineNetwork,
  explain,
  type Explanation,
  explore,
  type Network,
} from '../../../src/index.js';
import { explainedFault } from './explained.js';

// Goal: whoever the explanation speaks of is seen: the step that brought him there is marked, and what he is at the end is told.
// Method: small networks without words, each with one party that is easily left out; and the faults in which a reader missed a step.

const told = (network: Network): Explanation => explain(network, explore(network).violations[0]!);

const toggle = createMachine({
  id: 'toggle',
  initial: 'off',
  states: { off: { tags: 'rest', on: { PRESS: 'on' } }, on: { tags: 'rest', on: { PRESS: 'off' } } },
});

const stimuli = [{ type: 'PRESS' }];

describe('a claim that reads several components', () => {
  const network = defineNetwork({
    name: 'lamps',
    components: { a: { machine: toggle, stimuli }, b: { machine: toggle, stimuli }, c: { machine: toggle } },
    properties: [
      always(
        'not both',
        (view) => !(view.matches('a', 'on') && view.matches('b', 'on')) || view.matches('c', 'on'),
      ),
    ],
  });

  it('is told by the step that brought each there, and these are marked', () => {
    const { why, key, message } = told(network);
    expect(why.lines.filter(({ n }) => n !== null).map(({ n, words }) => `${n} ${words}`)).toEqual([
      '1 a is in on, by environment ⇒ a: PRESS',
      '2 b is in on, by environment ⇒ b: PRESS',
    ]);
    expect(key).toEqual([1, 2]);
    expect(message).toBe('it is false in this state: a is in on, b is in on, c is in off');
  });

  it('says what variables it has read, with their values', () => {
    const counting = setup({
      types: { context: {} as { readonly stock: number } },
    }).createMachine({ id: 'shop', context: { stock: -1 } });
    const shop = defineNetwork({
      name: 'shop',
      components: { shop: { machine: counting }, a: { machine: toggle, stimuli } },
      properties: [
        always(
          'stock is kept',
          (view) => view.context<{ readonly stock: number }>('shop').stock >= 0 || view.matches('a', 'off'),
        ),
      ],
    });
    expect(briefText(told(shop))).toContain('\n  it is false in this state: shop has stock -1, a is in on\n');
  });
});

describe('a component that has crashed', () => {
  it('is told to have, where that is read of it', () => {
    const network = defineNetwork({
      name: 'lamps',
      components: {
        a: { machine: toggle, stimuli, crashes: { atMost: 1 } },
        b: { machine: toggle, crashes: { atMost: 1 } },
      },
      properties: [always('one is up', (view) => !(view.isCrashed('a') && view.isCrashed('b')))],
    });
    const { message, why, end } = told(network);
    expect(message).toBe('it is false in this state: a is in off, crashed, b is in off, crashed');
    expect(why.title).toBe('b, its state; a, its state');
    expect(why.lines).toEqual([
      { n: 1, kind: 'changed', words: 'a is in off, crashed, by crash a' },
      {
        n: null,
        kind: 'not needed',
        words: 'had 2 not come, nothing would have been left to happen, and nothing would be wrong',
      },
      { n: 2, kind: 'changed', words: 'b is in off, crashed, by crash b' },
    ]);
    expect(end.lines.map(({ words }) => words)).toEqual([
      'off, crashed (since 2; before: off)',
      'off, crashed (since 1)',
    ]);
  });

  it('is since then in the state that it starts anew in', () => {
    const machine = createMachine({
      id: 'waiting',
      initial: 'idle',
      states: { idle: { on: { GO: 'over' } }, over: { type: 'final' } },
    });
    const network = defineNetwork({
      name: 'waiting',
      components: { a: { machine, crashes: { atMost: 1, restarts: true } }, b: { machine } },
    });
    const { why } = explain(network, { property: 'deadlock-freedom', initial: 0, steps: ['crash a'] });
    const since = new Map(why.circle.map((edge) => [edge.component, edge.since]));
    expect([...since]).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });
});

it('parallel regions are told in the order of the chart, whichever has moved last', () => {
  const region = (type: string) => ({
    initial: 'off',
    states: { off: { on: { [type]: 'on' } }, on: {} },
  });
  const machine = createMachine({
    id: 'panel',
    type: 'parallel',
    states: { right: region('RIGHT'), left: region('LEFT') },
  });
  const network = defineNetwork({
    name: 'panel',
    components: { panel: { machine, stimuli: [{ type: 'LEFT' }, { type: 'RIGHT' }] } },
    properties: [
      always(
        'not both',
        (view) => !(view.matches('panel', { right: 'on' }) && view.matches('panel', { left: 'on' })),
      ),
    ],
  });
  const order = (types: readonly string[]) =>
    explain(network, {
      property: 'not both',
      initial: 0,
      steps: types.map((type) => `environment ⇒ panel: ${type}`),
    }).message;
  const message = 'it is false in this state: panel is in right.on, left.on';
  expect(order(['LEFT', 'RIGHT'])).toBe(message);
  expect(order(['RIGHT', 'LEFT'])).toBe(message);
});

describe('a receiver that does not take what is sent to him', () => {
  const sender = setup({
    actions: { tell: sendTo(componentRef('door'), { type: 'OPEN' }) },
    delays: { soon: 1 },
  }).createMachine({
    id: 'sender',
    initial: 'waiting',
    states: {
      waiting: { after: { soon: { target: 'done', actions: 'tell' } }, on: { STOP: 'done' } },
      done: { type: 'final' },
    },
  });
  const door = createMachine({
    id: 'door',
    initial: 'shut',
    states: { shut: { tags: 'rest', on: { PRESS: 'locked', OPEN: 'shut' } }, locked: { tags: 'rest' } },
  });
  const network = defineNetwork({
    name: 'locked',
    components: { sender: { machine: sender }, door: { machine: door, stimuli } },
    channels: { default: { kind: 'sync', deferring: true } },
  });

  it('is named, with his state and the message; and what he is at the end, and since when', () => {
    const text = briefText(told(network));
    expect(text).toContain(`
Why: what each waits for at the end
  sender  waits for STOP
          its timer 'soon in waiting' is held up by door, which, in locked, does not take OPEN
          nothing is on its way to it

Steps
 ▸ 1  environment ⇒ door: PRESS

At the end
  sender  waiting (from the start)
  door    locked (since 1; before: shut)`);
  });
});

describe('a channel without room', () => {
  const { createMachine: charted } = setup({
    actions: {
      toRelay: sendTo(componentRef('relay'), { type: 'PASS' }),
      toSink: sendTo(componentRef('sink'), { type: 'ITEM' }),
      toDoor: sendTo(componentRef('door'), { type: 'OPEN' }),
    },
    delays: { soon: 1 },
  });
  const resting = (id: string, on = {}) => charted({ id, tags: 'rest', on });
  const sending = (...lists: readonly string[][]) =>
    charted({
      id: 'sender',
      initial: '0',
      states: Object.fromEntries([
        ...lists.map((actions, at) => [at, { after: { soon: { target: `${at + 1}`, actions } } }]),
        [lists.length, { type: 'final' }],
      ]),
    });
  const held = (network: Parameters<typeof told>[0]) => {
    const explanation = told(network);
    const why = briefText(explanation)
      .replaceAll(/\n {2,}/gu, ' ')
      .replaceAll(/ Steps.*/gu, '');
    return [explanation.message, why].map(
      (text) => /its timer 'soon in .' is held up by (.*)/u.exec(text)?.[1],
    );
  };
  const blocking = { kind: 'fifo', capacity: 2, deferring: true } as const;

  it('for all that one step sends is told with the room that it has', () => {
    const components = {
      sender: { machine: sending(['toSink', 'toSink', 'toSink']) },
      sink: { machine: resting('sink') },
    };
    expect(held(defineNetwork({ name: 'too much', components, channels: { default: blocking } }))).toEqual([
      'a channel without room for what it sends',
      'channel sender ⇒ sink, which has room for 2 more, and the step sends more than that',
    ]);
  });

  it('of another component that passes on is told by its name', () => {
    const components = {
      sender: { machine: sending(['toRelay'], ['toRelay'], ['toRelay']) },
      relay: { machine: resting('relay', { PASS: { actions: 'toSink' } }) },
      sink: { machine: resting('sink') },
    };
    const channels = { pairs: { 'sender -> relay': { kind: 'sync' } }, default: blocking } as const;
    expect(held(defineNetwork({ name: 'passed on', components, channels }))).toEqual([
      'a channel without room for what it sends',
      'the full channel relay ⇒ sink (2 messages)',
    ]);
  });

  it('is not said to hold up what a receiver refuses', () => {
    const components = {
      sender: { machine: sending(['toSink', 'toSink'], ['toDoor']) },
      sink: { machine: resting('sink') },
      door: { machine: resting('door') },
    };
    const channels = {
      pairs: { 'sender -> door': { kind: 'sync', deferring: true } },
      default: blocking,
    } as const;
    expect(held(defineNetwork({ name: 'refused', components, channels }))).toEqual([
      'the full channel sender ⇒ sink (2 messages) or a receiver that does not take what it sends',
      'door, which does not take OPEN',
    ]);
  });
});

describe('what the explanation speaks of is marked', () => {
  it('the flag that became visible before the store: A3', () => {
    const { why, key } = explainedFault('dispatch-combine', 'A3');
    expect(why.lines[0]).toMatchObject({ n: 8, kind: 'too early' });
    // The bug is where the flag was sent, a step before it is visible.
    expect(why.lines[0]!.words).toMatch(/; sent in 7$/);
    expect(key).toEqual([7, 8, 9]);
  });

  it('that a die fails, and that the limit passes: G2', () => {
    const { why, key, end, components } = explainedFault('dispatch-combine', 'G2');
    expect(why.circle[0]!.words).toMatch(/which is down since step 1$/);
    expect(key).toEqual([1, 8]);
    expect(end.lines.map(({ part }) => components[part]!.id)).toEqual(['dispatch.1.wait', 'dispatch.0']);
  });

  it('who wrote what is summed: C10', () => {
    const { why, key } = explainedFault('dispatch-combine', 'C10', { detourStatesMax: 0 });
    expect(why.lines.map(({ n, kind }) => `${n} ${kind}`)).toEqual([
      '3 routed',
      '15 written',
      '19 written',
      '20 wait ended',
      '21 summed',
    ]);
    expect(key).toEqual([3, 15, 19, 20, 21]);
  });
});
