// Goal: `after` in untimed checking. Method: which timers are pending where, by the labels of the enabled steps.

import { describe, expect, it } from 'vitest';
import { createMachine, setup } from 'xstate';
import { defineNetwork } from '../../src/index.js';
import type { ComponentSpec } from '../../src/network/network.js';
import { explore } from '../support/agreement.js';
import { sizeOf } from '../support/results.js';
import { Run } from '../support/run.js';

const alone = (machine: ComponentSpec['machine'], ...stimuli: readonly string[]) =>
  defineNetwork({
    name: 'timers',
    components: { clock: { machine, stimuli: stimuli.map((type) => ({ type })) } },
  });

describe('after', () => {
  it('may fire at any moment, whichever delay is shorter', () => {
    const machine = createMachine({
      id: 'clock',
      initial: 'waiting',
      states: {
        waiting: { after: { 1000000: 'late', 1: 'early' } },
        early: { type: 'final' },
        late: { type: 'final' },
      },
    });
    expect(new Run(alone(machine)).enabled()).toEqual(['clock ⏱ 1 in waiting', 'clock ⏱ 1000000 in waiting']);
    expect(sizeOf(explore(alone(machine)))).toEqual({ states: 3, steps: 2, depth: 2, terminal: 2 });
  });

  it('is a step with the name of its delay and of the state that waits', () => {
    const machine = setup({ delays: { patience: 50 } }).createMachine({
      id: 'clock',
      initial: 'outer',
      after: { 7: '.outer' },
      states: {
        outer: {
          initial: 'inner',
          states: { inner: { after: { patience: 'done' } }, done: { tags: 'rest' } },
        },
      },
    });
    const run = new Run(alone(machine));
    expect(run.steps()).toEqual([
      { kind: 'timer', component: 'clock', timer: '7' },
      { kind: 'timer', component: 'clock', timer: 'patience in outer.inner' },
    ]);
  });

  it('fires after everything else has happened, too', () => {
    const machine = createMachine({
      id: 'clock',
      initial: 'waiting',
      states: {
        waiting: { after: { 1: 'done' }, initial: 'a', states: { a: { on: { NEXT: 'b' } }, b: {} } },
        done: { type: 'final' },
      },
    });
    const run = new Run(alone(machine, 'NEXT'));
    expect(run.enabled()).toEqual(['clock ⏱ 1 in waiting', 'environment ⇒ clock: NEXT']);
    expect(run.take('environment ⇒ clock: NEXT').enabled()).toEqual(['clock ⏱ 1 in waiting']);
  });

  it('is cancelled by leaving the state', () => {
    const machine = createMachine({
      id: 'clock',
      initial: 'waiting',
      states: { waiting: { after: { 1: 'fired' }, on: { LEAVE: 'left' } }, left: {}, fired: {} },
    });
    const run = new Run(alone(machine, 'LEAVE')).take('environment ⇒ clock: LEAVE');
    expect(run.enabled()).toEqual([]);
  });

  it('is pending once again, and only once, after the state was left and entered again', () => {
    const machine = createMachine({
      id: 'clock',
      initial: 'waiting',
      states: {
        waiting: {
          after: { 1: 'fired' },
          on: { LEAVE: 'left', AGAIN: { target: 'waiting', reenter: true } },
        },
        left: { on: { BACK: 'waiting' } },
        fired: { type: 'final' },
      },
    });
    const run = new Run(alone(machine, 'LEAVE', 'BACK', 'AGAIN'));
    const first = run.enabled();
    expect(first).toEqual([
      'clock ⏱ 1 in waiting',
      'environment ⇒ clock: LEAVE',
      'environment ⇒ clock: AGAIN',
    ]);
    expect(run.take('environment ⇒ clock: LEAVE', 'environment ⇒ clock: BACK').enabled()).toEqual(first);
    expect(run.take('environment ⇒ clock: AGAIN').enabled()).toEqual(first);
    // Entering again is the same state as before: waiting, left, fired.
    expect(sizeOf(explore(alone(machine, 'LEAVE', 'BACK', 'AGAIN')))).toEqual({
      states: 3,
      steps: 4,
      depth: 2,
      terminal: 1,
    });
  });

  it('starts anew when its own firing enters the state again, which is no progress', () => {
    const machine = createMachine({
      id: 'clock',
      initial: 'tick',
      tags: 'rest',
      states: { tick: { after: { 1: { target: 'tick', reenter: true } } } },
    });
    expect(sizeOf(explore(alone(machine)))).toEqual({ states: 1, steps: 1, depth: 1, terminal: 1 });
  });

  it('is spent when no guard lets it through', () => {
    const machine = setup({ guards: { never: () => false } }).createMachine({
      id: 'clock',
      initial: 'waiting',
      states: { waiting: { tags: 'rest', after: { 1: { guard: 'never', target: 'fired' } } }, fired: {} },
    });
    const run = new Run(alone(machine)).take('clock ⏱ 1 in waiting');
    expect(run.view.matches('clock', 'waiting')).toBe(true);
    expect(run.enabled()).toEqual([]);
    // The same state value with and without the timer: two states.
    expect(sizeOf(explore(alone(machine)))).toEqual({ states: 2, steps: 1, depth: 2, terminal: 1 });
  });

  it('takes the first transition whose guard holds', () => {
    const machine = setup({ guards: { never: () => false } }).createMachine({
      id: 'clock',
      initial: 'waiting',
      states: {
        waiting: { after: { 1: [{ guard: 'never', target: 'wrong' }, { target: 'right' }] } },
        right: { type: 'final' },
        wrong: {},
      },
    });
    expect(new Run(alone(machine)).take('clock ⏱ 1 in waiting').view.matches('clock', 'right')).toBe(true);
  });

  it('races with those of other regions: each pair of orders is explored', () => {
    const region = {
      initial: 'waiting',
      states: { waiting: { after: { 1: 'fired' } }, fired: { tags: ['rest'] } },
    };
    const machine = createMachine({ id: 'clock', type: 'parallel', states: { left: region, right: region } });
    expect(new Run(alone(machine)).enabled()).toEqual([
      'clock ⏱ 1 in left.waiting',
      'clock ⏱ 1 in right.waiting',
    ]);
    expect(sizeOf(explore(alone(machine)))).toEqual({ states: 4, steps: 4, depth: 3, terminal: 1 });
  });

  it('ends with the component: a machine that is done has no timers', () => {
    const machine = createMachine({
      id: 'clock',
      initial: 'waiting',
      after: { 9: '.waiting' },
      states: { waiting: { on: { END: 'done' } }, done: { type: 'final' } },
    });
    const run = new Run(alone(machine, 'END'));
    expect(run.enabled()).toEqual(['clock ⏱ 9', 'environment ⇒ clock: END']);
    expect(run.take('environment ⇒ clock: END').enabled()).toEqual([]);
  });

  it('has a label of its own for each of two states whose ids begin like the id of the machine', () => {
    const region = (id: string) => ({
      initial: 'waiting',
      states: { waiting: { id, after: { 1: 'fired' } }, fired: { tags: ['rest'] } },
    });
    const machine = createMachine({
      id: 'm',
      type: 'parallel',
      states: { left: region('ma'), right: region('mb') },
    });
    const labels = new Run(alone(machine)).enabled();
    expect(labels).toHaveLength(2);
    expect(new Set(labels).size).toBe(2);
  });
});
