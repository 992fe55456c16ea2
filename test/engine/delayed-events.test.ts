// Goal: delayed `raise` and `sendTo` are timers; `cancel` takes them away. Method: the enabled steps, by label.

import { describe, expect, it } from 'vitest';
import { type AnyEventObject, cancel, raise, setup } from 'xstate';
import { defineNetwork } from '../../src/index.js';
import type { ComponentSpec } from '../../src/network/network.js';
import { explore } from '../support/agreement.js';
import { mailbox } from '../support/mail.js';
import { sizeOf } from '../support/results.js';
import { Run } from '../support/run.js';
import { tell } from '../support/tell.js';

const alone = (machine: ComponentSpec['machine'], ...stimuli: readonly string[]) =>
  defineNetwork({
    name: 'timers',
    components: { clock: { machine, stimuli: stimuli.map((type) => ({ type })) } },
  });

describe('a delayed raise', () => {
  it('with an id is a timer of that name and its event, which comes back to the machine itself', () => {
    const machine = setup({
      actions: { later: raise({ type: 'RING' }, { delay: 10, id: 'alarm' }) },
    }).createMachine({
      id: 'clock',
      initial: 'asleep',
      states: { asleep: { entry: 'later', on: { RING: 'awake' } }, awake: { type: 'final' } },
    });
    const run = new Run(alone(machine));
    expect(run.enabled()).toEqual(['clock ⏱ alarm: RING']);
    expect(run.take('clock ⏱ alarm: RING').view.isDone('clock')).toBe(true);
    expect(sizeOf(explore(alone(machine)))).toEqual({ states: 2, steps: 1, depth: 2, terminal: 1 });
  });

  it('with an id that is pending does not replace the pending one: both fire', () => {
    const machine = setup({
      actions: {
        tea: raise({ type: 'TEA' }, { delay: 10, id: 'alarm' }),
        eggs: raise({ type: 'EGGS' }, { delay: 5, id: 'alarm' }),
      },
    }).createMachine({
      id: 'clock',
      initial: 'cooking',
      entry: ['tea', 'eggs'],
      states: { cooking: { on: { TEA: 'tea', EGGS: 'eggs' } }, tea: {}, eggs: {} },
    });
    const run = new Run(alone(machine));
    expect(run.enabled()).toEqual(['clock ⏱ alarm: EGGS', 'clock ⏱ alarm: TEA']);
    expect(run.take('clock ⏱ alarm: EGGS').view.matches('clock', 'eggs')).toBe(true);
    expect(run.enabled()).toEqual(['clock ⏱ alarm: TEA']);
  });

  it('without an id is one step with its like, as often as it was started', () => {
    const machine = setup({
      actions: {
        later: raise({ type: 'RING' }, { delay: 10 }),
        other: raise({ type: 'KNOCK' }, { delay: 10 }),
      },
    }).createMachine({
      id: 'clock',
      tags: 'rest',
      entry: ['later', 'later', 'other'],
      on: { RING: {}, KNOCK: {} },
    });
    const run = new Run(alone(machine));
    expect(run.enabled()).toEqual(['clock ⏱ KNOCK', 'clock ⏱ RING']);
    expect(run.take('clock ⏱ RING').enabled()).toEqual(['clock ⏱ KNOCK', 'clock ⏱ RING']);
    expect(run.take('clock ⏱ RING').enabled()).toEqual(['clock ⏱ KNOCK']);
    // With and without KNOCK, and none to two of RING.
    expect(explore(alone(machine)).states).toBe(2 * 3);
  });

  it('outlives the state that started it, unlike `after`', () => {
    const machine = setup({
      actions: { later: raise({ type: 'RING' }, { delay: 10, id: 'alarm' }) },
    }).createMachine({
      id: 'clock',
      initial: 'asleep',
      states: { asleep: { entry: 'later', on: { MOVE: 'moved' } }, moved: {} },
    });
    const run = new Run(alone(machine, 'MOVE')).take('environment ⇒ clock: MOVE');
    expect(run.enabled()).toEqual(['clock ⏱ alarm: RING']);
    // Nobody handles it there: the timer is spent, and nothing is violated.
    run.take('clock ⏱ alarm: RING');
    expect(run.enabled()).toEqual([]);
    expect(run.failures()).toEqual({});
  });

  it('is taken away by `cancel`, and by nothing when the id is unknown', () => {
    const machine = setup({
      actions: {
        later: raise({ type: 'RING' }, { delay: 10, id: 'alarm' }),
        stop: cancel('alarm'),
        stopOther: cancel('other'),
      },
    }).createMachine({
      id: 'clock',
      initial: 'asleep',
      states: {
        asleep: { entry: 'later', on: { STOP: { actions: 'stop' }, OTHER: { actions: 'stopOther' } } },
      },
    });
    const run = new Run(alone(machine, 'STOP', 'OTHER')).take('environment ⇒ clock: OTHER');
    expect(run.enabled()).toContain('clock ⏱ alarm: RING');
    run.take('environment ⇒ clock: STOP');
    expect(run.enabled()).toEqual(['environment ⇒ clock: STOP', 'environment ⇒ clock: OTHER']);
  });

  it('without an id is taken away by no `cancel`, not even by one whose id evaluates to nothing', () => {
    const machine = setup({
      actions: { later: raise({ type: 'RING' }, { delay: 10 }), forget: cancel(() => undefined as never) },
    }).createMachine({ id: 'clock', tags: 'rest', entry: ['later', 'forget'], on: { RING: {} } });
    expect(new Run(alone(machine)).enabled()).toEqual(['clock ⏱ RING']);
    expect(sizeOf(explore(alone(machine)))).toMatchObject({ states: 2 });
  });

  it('has its id as text: a number cancels what the same digits started', () => {
    const machine = setup({
      actions: { later: raise({ type: 'RING' }, { delay: 10, id: '7' }), forget: cancel(7 as never) },
    }).createMachine({ id: 'clock', tags: 'rest', entry: ['later', 'forget'], on: { RING: {} } });
    expect(new Run(alone(machine)).enabled()).toEqual([]);
    expect(sizeOf(explore(alone(machine)))).toMatchObject({ states: 1 });
  });

  it('may have the delay 0, and is a timer all the same', () => {
    const machine = setup({
      actions: { soon: raise({ type: 'RING' }, { delay: 0, id: 'soon' }) },
    }).createMachine({
      id: 'clock',
      initial: 'a',
      states: { a: { entry: 'soon', on: { RING: 'b' } }, b: { type: 'final' } },
    });
    expect(new Run(alone(machine)).enabled()).toEqual(['clock ⏱ soon: RING']);
  });
});

describe('a delayed sendTo', () => {
  const postman = (
    options: { readonly id?: string; readonly delay: number },
    event: AnyEventObject = { type: 'A' },
  ) =>
    setup({ actions: { post: tell('to', event, options), stop: cancel('letter') } }).createMachine({
      id: 'postman',
      tags: 'rest',
      entry: 'post',
      on: { STOP: { actions: 'stop' } },
    });

  it('puts the message into the channel when the timer fires, not before', () => {
    const network = defineNetwork({
      name: 'post',
      components: { from: { machine: postman({ delay: 5, id: 'letter' }) }, to: mailbox('A') },
    });
    const run = new Run(network);
    expect(run.view.waiting('from', 'to')).toEqual([]);
    expect(run.enabled()).toEqual(['from ⏱ letter: A to to']);
    run.take('from ⏱ letter: A to to');
    expect(run.view.waiting('from', 'to')).toEqual([{ type: 'A' }]);
    expect(run.enabled()).toEqual(['from ⇒ to: A']);
    expect(sizeOf(explore(network))).toEqual({ states: 3, steps: 2, depth: 3, terminal: 1 });
  });

  it('without an id is named after its message and receiver', () => {
    const network = defineNetwork({
      name: 'post',
      components: { from: { machine: postman({ delay: 5 }, { type: 'A', page: 2 }) }, to: mailbox('A') },
    });
    expect(new Run(network).enabled()).toEqual(['from ⏱ A {page: 2} to to']);
  });

  it('over a sync channel is received in the step in which the timer fires', () => {
    const network = defineNetwork({
      name: 'post',
      components: { from: { machine: postman({ delay: 5, id: 'letter' }) }, to: mailbox('A') },
      channels: { default: { kind: 'sync' } },
    });
    expect(new Run(network).take('from ⏱ letter: A to to').view.matches('to', 'A')).toBe(true);
  });

  it('is taken away by `cancel` before it fires, and not after', () => {
    const network = defineNetwork({
      name: 'post',
      components: {
        from: { machine: postman({ delay: 5, id: 'letter' }), stimuli: [{ type: 'STOP' }] },
        to: mailbox('A'),
      },
    });
    expect(new Run(network).take('environment ⇒ from: STOP').enabled()).toEqual(['environment ⇒ from: STOP']);
    const fired = new Run(network).take('from ⏱ letter: A to to', 'environment ⇒ from: STOP');
    expect(fired.enabled()).toEqual(['from ⇒ to: A', 'environment ⇒ from: STOP']);
  });

  it('waits when its channel is full', () => {
    const eager = setup({
      actions: {
        now: tell('to', { type: 'A' }),
        post: tell('to', { type: 'A' }, { delay: 5, id: 'letter' }),
      },
    }).createMachine({ id: 'eager', tags: 'rest', entry: ['now', 'post'] });
    const network = defineNetwork({
      name: 'post',
      components: { from: { machine: eager }, to: mailbox('A') },
      channels: { default: { kind: 'fifo', capacity: 1 } },
    });
    const run = new Run(network);
    expect(run.enabled()).toEqual(['from ⇒ to: A']);
    expect(run.take('from ⇒ to: A').enabled()).toEqual(['from ⏱ letter: A to to']);
  });
});

it('a timer and a message race', () => {
  const patient = setup({ delays: { patience: 1 } }).createMachine({
    id: 'patient',
    initial: 'waiting',
    states: {
      waiting: { after: { patience: 'gaveUp' }, on: { A: 'served' } },
      gaveUp: { type: 'final' },
      served: { type: 'final' },
    },
  });
  const server = setup({ actions: { serve: tell('patient', { type: 'A' }) } }).createMachine({
    id: 'server',
    tags: 'rest',
    entry: 'serve',
  });
  const network = defineNetwork({
    name: 'race',
    components: { server: { machine: server }, patient: { machine: patient } },
  });
  expect(new Run(network).enabled()).toEqual(['server ⇒ patient: A', 'patient ⏱ patience in waiting']);
  // Served; or gave up, and then the message finds a component that is done.
  const result = explore(network);
  expect(sizeOf(result)).toEqual({ states: 3, steps: 2, depth: 2, terminal: 1 });
  expect(result.violations).toMatchObject([
    {
      property: 'specified-reception',
      message: "patient in state 'gaveUp' does not handle A from server",
      steps: ['patient ⏱ patience in waiting', 'server ⇒ patient: A'],
    },
  ]);
});
