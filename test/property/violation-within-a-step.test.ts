// Goal: a monitor that enters a state tagged `violation` is violated, whenever and however it leaves it, and events of steps are heard like any
// other. Method: one small monitor for each way to leave, and for each way to hear.

import { describe, expect, it } from 'vitest';
import { type AnyStateMachine, emit, raise, setup } from 'xstate';
import { defineNetwork, monitor, replay } from '../../src/index.js';
import { explore } from '../support/agreement.js';

const GO = 'environment ⇒ m: GO';

const machine = setup({ actions: { x: emit({ type: 'X' }), y: emit({ type: 'Y' }) } }).createMachine({
  id: 'm',
  initial: 'a',
  states: { a: { on: { GO: { target: 'b', actions: ['x', 'y'] } } }, b: { tags: 'rest' } },
});
const network = (watcher: AnyStateMachine) =>
  defineNetwork({
    name: 'watched',
    components: { m: { machine, stimuli: [{ type: 'GO' }] } },
    properties: [monitor('never bad', watcher)],
  });

/** The steps to the violation, which XState itself confirms; `undefined` when there is none. */
function stepsToViolation(watcher: AnyStateMachine): readonly string[] | undefined {
  const watched = network(watcher);
  const found = explore(watched, { afterViolation: 'continue' }).violations.find(
    ({ property }) => property === 'never bad',
  );
  if (found !== undefined) expect(replay(watched, found)).toMatchObject({ isViolated: true });
  return found?.steps;
}

describe('a violation that is left', () => {
  it('by the next event of the same step', () => {
    const watcher = setup({}).createMachine({
      id: 'w',
      initial: 'ok',
      states: { ok: { on: { X: 'bad' } }, bad: { tags: 'violation', on: { Y: 'ok' } } },
    });
    expect(stepsToViolation(watcher)).toEqual([GO]);
  });

  it('by the event of the step itself', () => {
    const watcher = setup({}).createMachine({
      id: 'w',
      initial: 'ok',
      states: { ok: { on: { Y: 'bad' } }, bad: { tags: 'violation', on: { step: 'ok' } } },
    });
    expect(stepsToViolation(watcher)).toEqual([GO]);
  });

  it('by an eventless transition, within one macrostep', () => {
    const watcher = setup({}).createMachine({
      id: 'w',
      initial: 'ok',
      states: { ok: { on: { X: 'bad' } }, bad: { tags: 'violation', always: 'fine' }, fine: {} },
    });
    expect(stepsToViolation(watcher)).toEqual([GO]);
  });

  it('by an event that it raises', () => {
    const watcher = setup({ actions: { on: raise({ type: 'ON' }) } }).createMachine({
      id: 'w',
      initial: 'ok',
      states: {
        ok: { on: { X: { target: 'bad', actions: 'on' } } },
        bad: { tags: 'violation', on: { ON: 'fine' } },
        fine: {},
      },
    });
    expect(stepsToViolation(watcher)).toEqual([GO]);
  });

  it('as the monitor starts', () => {
    const watcher = setup({}).createMachine({
      id: 'w',
      initial: 'bad',
      states: { bad: { tags: 'violation', always: 'fine' }, fine: {} },
    });
    expect(stepsToViolation(watcher)).toEqual([]);
  });

  it('in a region, whose tag it is', () => {
    const watcher = setup({}).createMachine({
      id: 'w',
      type: 'parallel',
      states: {
        one: {
          initial: 'ok',
          states: { ok: { on: { X: 'bad' } }, bad: { tags: 'violation', on: { Y: 'ok' } } },
        },
        other: { initial: 'a', states: { a: { on: { Y: 'b' } }, b: {} } },
      },
    });
    expect(stepsToViolation(watcher)).toEqual([GO]);
  });
});

describe('events of steps', () => {
  const watching = (on: Record<string, string>) =>
    setup({}).createMachine({
      id: 'w',
      initial: 'ok',
      states: { ok: { on }, bad: { tags: 'violation' } },
    });

  it.each(['step', 'step.*', '*'])('are heard by %s', (descriptor) => {
    expect(stepsToViolation(watching({ [descriptor]: 'bad' }))).toEqual([GO]);
  });

  it.each(['steps', 'step.x', 'ste.*'])('are not heard by %s', (descriptor) => {
    expect(stepsToViolation(watching({ [descriptor]: 'bad' }))).toBeUndefined();
  });

  it('are heard by an eventless transition, whose guard reads them', () => {
    const watcher = setup({ guards: { isStimulus: ({ event }) => event.kind === 'stimulus' } }).createMachine(
      {
        id: 'w',
        initial: 'ok',
        states: { ok: { always: { guard: 'isStimulus', target: 'bad' } }, bad: { tags: 'violation' } },
      },
    );
    expect(stepsToViolation(watcher)).toEqual([GO]);
  });
});
