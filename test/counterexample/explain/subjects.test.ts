// Goal: an explanation speaks of what the claim has read and of nothing else, in any window, whatever the names.
// Method: networks of two components, each with something that changes and has nothing to do with the claim.

import { describe, expect, it } from 'vitest';
import { assign, emit, sendTo, setup } from 'xstate';
import {
  always,
  briefText,
  componentRef,
  defineNetwork,
  explain,
  type Explanation,
  explore,
  monitor,
  type Network,
} from '../../../src/index.js';

function explanationOf(network: Network, property: string): Explanation {
  const { violations } = explore(network, { afterViolation: 'continue' });
  return explain(
    network,
    violations.find((each) => each.property === property)!,
  );
}

const restless = setup({
  actions: {
    note: assign({ colour: ({ context }) => (context.colour === 'red' ? 'blue' : 'red') }),
    tell: sendTo(componentRef('b'), { type: 'X' }),
  },
}).createMachine({
  id: 'restless',
  context: { colour: 'red' },
  tags: 'rest',
  on: { GO: { actions: ['note', 'tell'] } },
});

const taking = setup({}).createMachine({ id: 'taking', tags: 'rest', on: { X: {} } });

const stimuli = [{ type: 'GO' }];

describe('a claim about what waits', () => {
  const with2 = (name: string, holds: Parameters<typeof always>[1]) =>
    defineNetwork({
      name: 'waiting',
      components: { a: { machine: restless, stimuli }, b: { machine: taking } },
      channels: { default: { kind: 'fifo', capacity: 3 } },
      properties: [always(name, holds)],
    });

  it('is explained by the messages, and not by what their sender has besides', () => {
    const name = 'at most one on its way';
    const { why, message } = explanationOf(
      with2(name, (view) => view.waiting('a', 'b').length < 2),
      name,
    );
    expect(why).toMatchObject({ title: 'what waits', subject: null });
    expect(why.lines.filter(({ kind }) => kind === 'sent')).toMatchObject([
      { n: 1, words: 'a ⇒ b: X, by environment ⇒ a: GO' },
      { n: 2, words: 'a ⇒ b: X, by environment ⇒ a: GO' },
    ]);
    expect(message).toBe('it is false in this state: X and X wait from a to b');
  });

  it('is explained by them where it asks who has sent something', () => {
    const name = 'nobody asks';
    const { why, message } = explanationOf(
      with2(name, (view) => view.sendersTo('b').length === 0),
      name,
    );
    expect(why.lines.filter(({ kind }) => kind === 'sent')).toMatchObject([{ n: 1 }]);
    expect(message).toBe('it is false in this state: X waits from a to b');
  });

  it('is explained by what it reads of a component, too, and by nothing else of it', () => {
    const name = 'none when red';
    const { why } = explanationOf(
      with2(
        name,
        (view) => view.waiting('a', 'b').length < 2 || view.context<{ colour: string }>('a').colour !== 'red',
      ),
      name,
    );
    expect(why.subject).toMatchObject({ path: ['context', 'colour'] });
  });
});

it('a monitor that is violated within a step that fails is explained by that step, and owes nothing', () => {
  const shouting = setup({
    actions: { shout: emit({ type: 'LOUD' }), tell: sendTo(componentRef('b'), { type: 'Y' }) },
  }).createMachine({
    id: 'shouting',
    initial: 'idle',
    states: {
      idle: { tags: 'rest', on: { GO: { target: 'gone', actions: ['shout', 'tell'] } } },
      gone: { tags: 'rest' },
    },
  });
  const never = setup({}).createMachine({
    id: 'never',
    initial: 'quiet',
    states: { quiet: { on: { LOUD: 'loud' } }, loud: { tags: 'violation' } },
  });
  const network = defineNetwork({
    name: 'failing',
    components: { a: { machine: shouting, stimuli }, b: { machine: taking } },
    channels: { default: { kind: 'sync' } },
    properties: [monitor('never loud', never)],
  });
  const { why } = explanationOf(network, 'never loud');
  expect(why).toMatchObject({ kind: 'step', title: 'its last step' });
  expect(why.lines).toMatchObject([{ n: 1, kind: 'the end' }]);
  expect(why.remarks).toContain("the monitor is in state 'loud'.");
});

it('there is a brief for any width of a window, however long the ids are', () => {
  const ids = ['a', 'b', 'c', 'd', 'e'].map((letter) => `the-gateway-of-the-data-center-no-${letter}`);
  const chart = (next: string | undefined) =>
    setup({ actions: { tell: sendTo(componentRef(next ?? ids[0]!), { type: 'X' }) } }).createMachine({
      id: 'gateway',
      initial: 'idle',
      states: {
        idle: { tags: 'rest', on: { X: { target: 'gone', actions: next === undefined ? [] : 'tell' } } },
        gone: { tags: 'rest', on: { X: {} } },
      },
    });
  const network = defineNetwork({
    name: 'gateways',
    components: Object.fromEntries(
      ids.map((id, at) => [id, { machine: chart(ids[at + 1]), stimuli: at === 0 ? [{ type: 'X' }] : [] }]),
    ),
    channels: { default: { kind: 'sync' } },
    properties: [always('never all gone', (view) => !ids.every((id) => view.matches(id, 'gone')))],
  });
  const explanation = explanationOf(network, 'never all gone');
  for (const width of [120, 80, 43, 40, 30, 20])
    expect(briefText(explanation, { width })).toContain('At the end');
});

it('names of states that a terminal would obey are told in quotes', () => {
  const machine = setup({}).createMachine({
    id: 'm',
    initial: 'ok',
    states: { ok: { on: { GO: '#red' } }, 'red\u001b[31m': { id: 'red' } },
  });
  const network = defineNetwork({
    name: 'colours',
    components: { m: { machine, stimuli } },
    properties: [always('never red', (view) => view.matches('m', 'ok'))],
  });
  const text = briefText(explanationOf(network, 'never red'));
  expect(text).toContain("m is in 'red\\u001b[31m'");
  expect(text).not.toContain('\u001b');
});

it('a monitor that hears by a partial wildcard is explained by all that it has heard', () => {
  const paying = setup({
    actions: { byCard: emit({ type: 'pay.card' }), inCash: emit({ type: 'pay.cash' }) },
  }).createMachine({
    id: 'paying',
    initial: 'x',
    states: {
      x: { tags: 'rest', on: { GO: { target: 'y', actions: 'byCard' } } },
      y: { tags: 'rest', on: { GO: { actions: 'inCash' } } },
    },
  });
  const once = setup({}).createMachine({
    id: 'once',
    initial: 'none',
    states: {
      none: { on: { 'pay.*': 'once' } },
      once: { on: { 'pay.*': 'twice' } },
      twice: { tags: 'violation' },
    },
  });
  const network = defineNetwork({
    name: 'shop',
    components: { a: { machine: paying, stimuli } },
    properties: [monitor('paid once', once)],
  });
  expect(explanationOf(network, 'paid once').why.lines).toMatchObject([
    { n: 1, kind: 'pay.card' },
    { n: 2, kind: 'pay.cash' },
  ]);
});
