// Goal: a function of a chart that throws in a reachable state violates `no-exception`, by the shortest way; the step leads nowhere, and everything
// else is judged as before. Method: one machine for each kind of function, and an auction that closes without bids.

import { describe, expect, it } from 'vitest';
import { assign, createMachine, emit, raise, sendTo, setup } from 'xstate';
import { defineNetwork, monitor, reachable, replay } from '../../src/index.js';
import type { ComponentSpec } from '../../src/network/network.js';
import { explore } from '../support/agreement.js';
import { acting } from '../support/refusal.js';
import { sizeOf, verdictsOf, violationsOf } from '../support/results.js';
import { tell } from '../support/tell.js';

const fail = (): never => {
  throw new Error('out of range');
};

const alone = (machine: ComponentSpec['machine']) =>
  defineNetwork({ name: 'throwing', components: { it: { machine, stimuli: [{ type: 'GO' }] } } });

const GO = 'environment ⇒ it: GO';

it('an auction that closes without bids', () => {
  const highest = assign(({ context }: { context: { bids: { sum: number }[]; winner?: unknown } }) => ({
    winner: context.bids.reduce((one, other) => (one.sum > other.sum ? one : other)),
  })) as never;
  const auction = setup({ actions: { highest }, delays: { end: 3000 } }).createMachine({
    id: 'auction',
    context: { bids: [], winner: null },
    initial: 'open',
    states: {
      open: { after: { end: { target: 'closed', actions: 'highest' as never } } },
      closed: { type: 'final' },
    },
  });
  const network = defineNetwork({ name: 'auction', components: { auction: { machine: auction } } });
  const result = explore(network);
  expect(violationsOf(result)).toEqual([
    {
      property: 'no-exception',
      message:
        "auction throws on xstate.after.end.auction.open in state 'open': Reduce of empty array with no initial value",
      steps: ['auction ⏱ end in open'],
    },
  ]);
  expect(replay(network, result.violations[0]!).isViolated).toBe(true);
});

describe('every kind of function', () => {
  it.each([
    ['an assignment', assign(fail)],
    ['a message', sendTo(({ system }) => system.get('it'), fail as never)],
    ['an addressee', sendTo(fail as never, { type: 'GO' } as never)],
    ['an emitted event', emit(fail as never)],
    ['a raised event', raise(fail as never)],
    ['a delay', raise({ type: 'GO' }, { delay: fail as never })],
  ])('%s', (_, act) => {
    const result = explore(alone(acting(act)), { afterViolation: 'continue' });
    expect(violationsOf(result).filter(({ property }) => property === 'no-exception')).toEqual([
      { property: 'no-exception', message: "it throws on GO in state 'a': out of range", steps: [GO] },
    ]);
    expect(sizeOf(result)).toMatchObject({ states: 1, steps: 0 });
  });

  it('a guard', () => {
    const machine = setup({ guards: { bad: fail } }).createMachine({
      id: 'm',
      tags: 'rest',
      initial: 'a',
      states: { a: { on: { GO: { guard: 'bad', target: 'b' } } }, b: {} },
    });
    expect(violationsOf(explore(alone(machine)))).toMatchObject(
      [
        {
          property: 'no-exception',
          message: /^it throws on GO in state 'a': .*out of range$/ as never,
          steps: [GO],
        },
      ].map((each) => ({ ...each, message: expect.stringMatching(each.message as unknown as RegExp) })),
    );
  });

  it('a context factory, and an entry action, before the first step', () => {
    const factory = createMachine({ id: 'm', context: fail, on: { GO: {} } });
    const entry = setup({ actions: { act: assign(fail) as never } }).createMachine({
      id: 'm',
      entry: 'act' as never,
      on: { GO: {} },
    });
    for (const machine of [factory, entry]) {
      const result = explore(alone(machine));
      expect(violationsOf(result)).toEqual([
        { property: 'no-exception', message: 'it throws as it starts: out of range', steps: [] },
      ]);
      expect(result.states).toBe(0);
    }
  });

  it.each([
    ['a text', 'a text'],
    ['nothing', undefined],
    ['a symbol', Symbol('odd')],
    ['an object without prototype', Object.create(null)],
  ])('what is thrown may be %s', (_, thrown) => {
    const act = assign(() => {
      throw thrown;
    });
    expect(verdictsOf(explore(alone(acting(act))))['no-exception']).toBe('violated');
  });
});

it('the exception of a receiver within the step is one of the step', () => {
  const sender = setup({ actions: { m: tell('it', { type: 'GO' }) } }).createMachine({
    id: 's',
    tags: 'rest',
    on: { SEND: { actions: 'm' } },
  });
  const network = defineNetwork({
    name: 'nested',
    components: {
      s: { machine: sender, stimuli: [{ type: 'SEND' }] },
      it: { machine: acting(assign(fail)) },
    },
    channels: { default: { kind: 'sync' } },
  });
  expect(violationsOf(explore(network)).filter(({ property }) => property === 'no-exception')).toMatchObject([
    { steps: ['environment ⇒ s: SEND'] },
  ]);
});

it('what lies behind other steps is judged all the same', () => {
  const machine = setup({ actions: { bad: assign(fail) } }).createMachine({
    id: 'm',
    initial: 'a',
    states: { a: { tags: 'rest', on: { GO: { actions: 'bad' }, ON: 'b' } }, b: { tags: 'rest' } },
  });
  const network = defineNetwork({
    name: 'both',
    components: { it: { machine, stimuli: [{ type: 'GO' }, { type: 'ON' }] } },
    properties: [reachable('b', (view) => view.matches('it', 'b'))],
  });
  expect(verdictsOf(explore(network, { afterViolation: 'continue' }))).toMatchObject({
    'no-exception': 'violated',
    'deadlock-freedom': 'holds',
    b: 'holds',
  });
});

describe('a monitor that was violated before the step fails', () => {
  const loud = setup({}).createMachine({
    id: 'w',
    initial: 'ok',
    states: { ok: { on: { LOUD: 'bad' } }, bad: { tags: 'violation' } },
  });
  const shouting = (entry: boolean) =>
    setup({ actions: { shout: emit({ type: 'LOUD' }), call: tell('it', { type: 'GO' }) } }).createMachine({
      id: 's',
      tags: 'rest',
      ...(entry ? { entry: ['shout', 'call'] } : {}),
      on: { SEND: { actions: ['shout', 'call'] } },
    });
  const network = (it: ComponentSpec['machine'], entry = false) =>
    defineNetwork({
      name: 'shouted',
      components: {
        it: { machine: it },
        s: { machine: shouting(entry), stimuli: [{ type: 'SEND' }] },
      } as Record<string, ComponentSpec>,
      channels: { default: { kind: 'sync' } },
      properties: [monitor('never loud', loud)],
    });
  const deaf = createMachine({ id: 'deaf', tags: 'rest' });

  it.each([
    ['by an exception', acting(assign(fail)), 'no-exception'],
    ['by a message that is not handled', deaf, 'specified-reception'],
  ])('%s is violated by the same step', (_, it, property) => {
    const result = explore(network(it), { afterViolation: 'continue' });
    const steps = ['environment ⇒ s: SEND'];
    expect(violationsOf(result)).toMatchObject([
      { property, steps },
      { property: 'never loud', steps },
    ]);
    for (const violation of result.violations) {
      expect(replay(network(it), violation).isViolated).toBe(true);
    }
  });

  it('at the start is violated there', () => {
    const result = explore(network(deaf, true), { afterViolation: 'continue' });
    expect(violationsOf(result)).toMatchObject([
      { property: 'specified-reception', steps: [] },
      { property: 'never loud', steps: [] },
    ]);
  });
});
