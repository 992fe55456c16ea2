// Goal: a component crashes at most so often, stays down or starts anew. Method: one component and what it may do, by label.

import { describe, expect, it } from 'vitest';
import { cancel, emit, raise, setup } from 'xstate';
import { defineNetwork, monitor } from '../../src/index.js';
import { chartNames } from '../../src/network/chart-names.js';
import type { ComponentSpec } from '../../src/network/network.js';
import { explore } from '../support/agreement.js';
import { mailbox, sender } from '../support/mail.js';
import { sizeOf, verdictsOf, violationsOf } from '../support/results.js';
import { Run } from '../support/run.js';
import { tell } from '../support/tell.js';

const GO = 'environment ⇒ worker: GO';
const FINISH = 'environment ⇒ worker: FINISH';
const CRASH = 'crash worker';

const worker = setup({ delays: { shift: 8 } }).createMachine({
  id: 'worker',
  initial: 'idle',
  states: {
    idle: { tags: 'rest', on: { GO: 'busy' } },
    busy: { on: { FINISH: 'done' }, after: { shift: 'idle' } },
    done: { type: 'final' },
  },
});

const network = (crashes: ComponentSpec['crashes'], machine: ComponentSpec['machine'] = worker) =>
  defineNetwork({
    name: 'crashes',
    components: {
      worker: {
        machine,
        stimuli: ['GO', 'FINISH']
          .filter((type) => chartNames(machine).handles(type))
          .map((type) => ({ type })),
        ...(crashes === undefined ? {} : { crashes }),
      },
    },
  });

describe('a component that stays down', () => {
  it('takes no step any more: no timer, no stimulus, no second crash', () => {
    const run = new Run(network({ atMost: 3 })).take(GO);
    expect(run.enabled()).toEqual(['worker ⏱ shift in busy', FINISH, CRASH]);
    run.take(CRASH);
    expect(run.enabled()).toEqual([]);
    expect(run.view.isCrashed('worker')).toBe(true);
    expect(run.view.isDone('worker')).toBe(false);
  });

  it('is told apart by the state in which it crashed', () => {
    const run = new Run(network({ atMost: 1 })).take(GO, CRASH);
    expect(run.view.matches('worker', 'busy')).toBe(true);
    // idle, busy and done; down from idle, down from busy. GO, FINISH, the timer, two crashes.
    expect(sizeOf(explore(network({ atMost: 1 })))).toEqual({ states: 5, steps: 5, depth: 3, terminal: 3 });
  });

  it('is not told apart by its timers, which are gone', () => {
    const machine = setup({
      actions: { stop: cancel('alarm'), later: raise({ type: 'RING' }, { delay: 1, id: 'alarm' }) },
    }).createMachine({ id: 'worker', tags: 'rest', on: { GO: { actions: ['stop', 'later'] }, RING: {} } });
    // With and without the alarm, and down.
    expect(explore(network({ atMost: 1 }, machine)).states).toBe(3);
  });

  it('is no deadlock: it may stay down for ever', () => {
    expect(explore(network({ atMost: 1 })).verdict).toBe('holds');
  });

  it('swallows messages', () => {
    const run = new Run(
      defineNetwork({
        name: 'mail to nowhere',
        components: {
          from: sender(['worker', 'GO'], ['worker', 'OTHER']),
          worker: { machine: worker, crashes: { atMost: 1 } },
        },
      }),
    ).take(CRASH, 'environment ⇒ from: GO');
    expect(run.enabled()).toEqual(['from ⇒ worker: GO']);
    expect(run.take('from ⇒ worker: GO').enabled()).toEqual(['from ⇒ worker: OTHER']);
    expect(run.take('from ⇒ worker: OTHER').enabled()).toEqual([]);
    expect(run.failures()).toEqual({});
  });

  it('swallows a rendezvous too', () => {
    const run = new Run(
      defineNetwork({
        name: 'rendezvous with nobody',
        components: {
          from: sender(['worker', 'OTHER']),
          worker: { machine: worker, crashes: { atMost: 1 } },
        },
        channels: { default: { kind: 'sync', deferring: true } },
      }),
    );
    expect(run.enabled()).toEqual(['crash worker']);
    expect(run.take('crash worker').enabled()).toEqual(['environment ⇒ from: GO']);
  });

  it('does not crash when it is done', () => {
    expect(new Run(network({ atMost: 1 })).take(GO, FINISH).enabled()).toEqual([]);
  });
});

describe('a component that restarts', () => {
  it('is in its initial state at once, its timers forgotten', () => {
    const run = new Run(network({ atMost: 1, restarts: true })).take(GO, CRASH);
    expect(run.view.matches('worker', 'idle')).toBe(true);
    expect(run.view.isCrashed('worker')).toBe(false);
    expect(run.enabled()).toEqual([GO]);
  });

  it.each([1, 2, 3])('crashes at most %i times', (atMost) => {
    // idle, busy and done for each number of crashes so far; three steps in each round, and two crashes to the next.
    expect(sizeOf(explore(network({ atMost, restarts: true })))).toEqual({
      states: 3 * (atMost + 1),
      steps: 3 * (atMost + 1) + 2 * atMost,
      depth: 3 + atMost,
      terminal: atMost + 1,
    });
  });

  it('does again what it does as it starts', () => {
    const eager = setup({
      actions: {
        greet: tell('to', { type: 'A' }),
        later: raise({ type: 'RING' }, { delay: 1, id: 'alarm' }),
        seen: emit({ type: 'STARTED' }),
      },
    }).createMachine({ id: 'eager', tags: 'rest', entry: ['greet', 'later', 'seen'], on: { RING: {} } });
    const counter = setup({}).createMachine({
      id: 'counter',
      initial: 'never',
      states: {
        never: { on: { STARTED: 'once' } },
        once: { on: { STARTED: 'twice' } },
        twice: { tags: 'violation' },
      },
    });
    const eagerNetwork = defineNetwork({
      name: 'starts again',
      components: { worker: { machine: eager, crashes: { atMost: 1, restarts: true } }, to: mailbox('A') },
      properties: [monitor('starts once', counter)],
    });
    const run = new Run(eagerNetwork).take('worker ⏱ alarm: RING', CRASH);
    expect(run.view.waiting('worker', 'to')).toEqual([{ type: 'A' }, { type: 'A' }]);
    expect(run.enabled()).toEqual(['worker ⇒ to: A', 'worker ⏱ alarm: RING']);
    expect(violationsOf(explore(eagerNetwork))).toEqual([
      { property: 'starts once', message: "the monitor is in state 'twice'", steps: [CRASH] },
    ]);
  });

  it('starts with the input that it had at first', () => {
    const machine = setup({
      types: { context: {} as { readonly shift: number }, input: {} as number },
    }).createMachine({
      id: 'worker',
      context: ({ input }) => ({ shift: input }),
      initial: 'idle',
      states: { idle: { tags: 'rest' } },
    });
    const one = defineNetwork({
      name: 'one input',
      components: { worker: { machine, input: 7, crashes: { atMost: 1, restarts: true } } },
    });
    expect(new Run(one).take(CRASH).view.context('worker')).toEqual({ shift: 7 });
    const several = defineNetwork({
      name: 'several inputs',
      components: { worker: { machine, inputs: [7, 8], crashes: { atMost: 1, restarts: true } } },
    });
    expect(new Run(several, 0).take(CRASH).view.context('worker')).toEqual({ shift: 7 });
    expect(new Run(several, 1).take(CRASH).view.context('worker')).toEqual({ shift: 8 });
  });
});

it('a crash is no way out of a deadlock', () => {
  const stuck = setup({}).createMachine({ id: 'stuck', initial: 'a', states: { a: {} } });
  const result = explore(network({ atMost: 1, restarts: true }, stuck));
  expect(violationsOf(result)).toEqual([
    {
      property: 'deadlock-freedom',
      message:
        "no step makes progress, and worker in state 'a' is neither done nor at rest; worker handles no event; if it may stay so for ever, tag the state `rest`, or make it `final`",
      steps: [],
    },
  ]);
  expect(verdictsOf(result)['deadlock-freedom']).toBe('violated');
});
