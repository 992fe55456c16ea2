// Goal: actions and guards that the engine cannot interpret are refused, with a sentence that
// says what, where and how to mend it.
// Method: one machine for each.

import { describe, expect, it } from 'vitest';
import { and, createMachine, enqueueActions, log, not, raise, setup, stopChild } from 'xstate';
import { componentRef, defineNetwork } from '../../src/index.js';
import { explore } from '../support/agreement.js';
import { acting, ON_GO, refusal } from '../support/refusal.js';

const INTERPRETED =
  'The engine interprets assign, sendTo, emit, raise, cancel, log, spawnChild, stopChild and enqueueActions; model the rest with these.';
const NAME_OR_IGNORE =
  'Name it in `setup({ actions })`, or, if it does not matter, list it in the component’s `ignoredActions`.';

describe('actions', () => {
  it('a plain function', () => {
    expect(refusal(acting(() => {}))).toBe(
      `${ON_GO} performs the action 'act', a plain function whose effect the engine cannot see. Build it with assign, sendTo, emit or raise, or, if it does not matter, list it in the component’s \`ignoredActions\`.`,
    );
  });

  it('but not a plain function that the component ignores, and nothing is called', () => {
    let calls = 0;
    const machine = acting(() => {
      calls++;
    });
    const result = explore(
      defineNetwork({
        name: 'ignored',
        components: { it: { machine, stimuli: [{ type: 'GO' }], ignoredActions: ['act'] } },
      }),
    );
    expect(result).toMatchObject({ states: 1, steps: 1 });
    // What is ignored changes nothing, so that nothing ever happens.
    expect(result.violations.map(({ property }) => property)).toEqual(['deadlock-freedom']);
    expect(calls).toBe(0);
  });

  it('a plain function beside one that is ignored', () => {
    expect(
      refusal(
        setup({ actions: { act() {}, other() {} } }).createMachine({
          id: 'm',
          initial: 'a',
          states: { a: { on: { GO: { actions: ['other', 'act'] } } } },
        }),
        { ignoredActions: ['other'] },
      ),
    ).toMatch(/performs the action 'act', a plain function/);
  });

  it('a plain function, with all others that are not ignored', () => {
    const machine = setup({
      actions: { track() {}, greet: log('hello'), draw() {}, save() {} },
    }).createMachine({
      id: 'm',
      initial: 'a',
      states: { a: { on: { GO: { actions: ['greet', 'draw'] } } } },
    });
    const told = refusal(machine, { ignoredActions: ['save'] });
    expect(told).toMatch(/list it in the component’s `ignoredActions`\. The same goes for 'track'\.$/);
    const ignoredActions = ['save', 'draw', 'track'];
    const components = { it: { machine, stimuli: [{ type: 'GO' }], ignoredActions } };
    expect(explore(defineNetwork({ name: 'ignored', components }))).toMatchObject({ states: 1 });
  });

  it('a plain function without a name, which is not called by that of the key where it stands', () => {
    const machine = createMachine({
      id: 'm',
      initial: 'a',
      states: { a: { on: { GO: { actions: () => {} } } } },
    });
    expect(refusal(machine)).toBe(
      `${ON_GO} performs a plain function whose effect the engine cannot see. Build it with assign, sendTo, emit or raise, or, if it does not matter, name it in \`setup({ actions })\` and list it in the component’s \`ignoredActions\`, where '(anonymous)' stands for all that have no name.`,
    );
  });

  it('but none without a name where the component ignores those, wherever they stand and whatever they are called', () => {
    const calls: string[] = [];
    function track() {
      calls.push('track');
    }
    const machine = setup({ actions: { save: () => calls.push('save') } }).createMachine({
      id: 'm',
      initial: 'a',
      entry: [() => calls.push('start'), track],
      states: {
        a: {
          exit: enqueueActions(({ enqueue }) => enqueue(() => calls.push('enqueued'))),
          on: { GO: { target: 'b', actions: () => calls.push('go') }, SAVE: { actions: 'save' } },
        },
        b: { tags: 'rest' },
      },
    });
    const ignoring = (type: string) =>
      explore(
        defineNetwork({
          name: 'n',
          components: { it: { machine, stimuli: [{ type }], ignoredActions: ['(anonymous)'] } },
        }),
      );
    expect(ignoring('GO')).toMatchObject({ verdict: 'holds', states: 2 });
    expect(() => ignoring('SAVE')).toThrow(/performs the action 'save', a plain function/);
    expect(calls).toEqual([]);
  });

  it('a name without implementation', () => {
    const machine = createMachine({
      id: 'm',
      initial: 'a',
      states: { a: { on: { GO: { actions: 'missing' } } } },
    });
    expect(refusal(machine)).toBe(
      `${ON_GO} performs the action 'missing', which is not implemented. ${NAME_OR_IGNORE}`,
    );
  });

  it('a name without implementation, with all others of the chart', () => {
    const config = {
      id: 'm',
      initial: 'a',
      states: {
        a: { exit: { type: 'leave' }, on: { GO: { actions: ['there', 'missing'] } } },
        b: { entry: ['enter', log('b'), 'missing'], exit: () => {} },
      },
    };
    const machine = createMachine(config, { actions: { there: log('hello') } });
    expect(refusal(machine)).toBe(
      `${ON_GO} performs the action 'missing', which is not implemented. ${NAME_OR_IGNORE} The same goes for 'leave', 'enter'.`,
    );
  });

  it('but not a name without implementation that is listed as ignored: XState itself passes it over', () => {
    const machine = createMachine(
      {
        id: 'm',
        initial: 'a',
        states: {
          a: { on: { GO: { target: 'b', actions: ['missing', { type: 'left' }] } } },
          b: { tags: 'rest' },
        },
      },
      { actions: { left: undefined as never } },
    );
    const stimuli = [{ type: 'GO' }];
    const ignoring = (...ignoredActions: string[]) =>
      explore(defineNetwork({ name: 'n', components: { it: { machine, stimuli, ignoredActions } } }));
    expect(() => ignoring('missing')).toThrow(
      `performs the action 'left', which is not implemented. ${NAME_OR_IGNORE}`,
    );
    expect(ignoring('missing', 'left')).toMatchObject({ verdict: 'holds', states: 2 });
    expect(() => ignoring('mising')).toThrow(
      "ignores the action 'mising', but machine 'm' has no such action",
    );
  });

  it("one with a name of XState's", () => {
    const machine = createMachine(
      { id: 'm', initial: 'a', states: { a: { on: { GO: { actions: 'xstate.new' } } } } },
      { actions: { 'xstate.new': () => {} } },
    );
    expect(refusal(machine)).toBe(`${ON_GO} performs 'xstate.new'. ${INTERPRETED}`);
  });

  it('stopping a component', () => {
    const machine = acting(stopChild(componentRef('it')) as never);
    expect(refusal(machine)).toBe(
      `${ON_GO} stops 'it', which it has not started. Components stop by themselves: send a message that leads to a final state, or let one crash.`,
    );
  });

  it('but not log, and not what enqueueActions adds up to', () => {
    const machine = setup({
      actions: {
        note: log('hello'),
        both: enqueueActions(({ enqueue, check }) => {
          enqueue.assign({ n: 1 });
          if (check(() => true)) enqueue.raise({ type: 'END' });
        }),
      },
    }).createMachine({
      id: 'm',
      initial: 'a',
      context: { n: 0 },
      states: { a: { on: { GO: { actions: ['note', 'both'] }, END: 'b' } }, b: { type: 'final' } },
    });
    const result = explore(
      defineNetwork({ name: 'log', components: { it: { machine, stimuli: [{ type: 'GO' }] } } }),
    );
    expect(result).toMatchObject({ verdict: 'holds', states: 2, steps: 1, terminal: 1 });
  });
});

describe('guards', () => {
  it('a name without implementation', () => {
    const machine = createMachine({
      id: 'm',
      initial: 'a',
      states: { a: { on: { GO: { guard: 'missing' } } } },
    });
    expect(refusal(machine)).toBe(
      `${ON_GO} asks the guard 'missing', which is not implemented. Name it in \`setup({ guards })\`.`,
    );
  });

  it('a name without implementation, with all others of the chart', () => {
    const config = {
      id: 'm',
      initial: 'a',
      states: {
        a: { on: { GO: { guard: 'missing' }, NO: { guard: not('open') } } },
        b: { always: { guard: 'there' }, after: { 5: { guard: and(['there', { type: 'late' }]) } } },
      },
    };
    const machine = createMachine(config as never, { guards: { there: () => true } });
    expect(refusal(machine)).toBe(
      `${ON_GO} asks the guard 'missing', which is not implemented. Name it in \`setup({ guards })\`. The same goes for 'open', 'late'.`,
    );
  });
});

it('a cycle of `always`', () => {
  const machine = createMachine({
    id: 'm',
    initial: 'a',
    states: { a: { on: { GO: 'b' } }, b: { always: 'c' }, c: { always: 'b' } },
  });
  expect(refusal(machine)).toBe(
    `${ON_GO} takes more than 10000 microsteps. Break the cycle of \`always\` or raised events.`,
  );
});

it('a cycle of raised events, with the bound of the machine itself where it has one', () => {
  const machine = setup({ actions: { again: raise({ type: 'GO' }) } }).createMachine({
    id: 'm',
    initial: 'a',
    states: { a: { on: { GO: { actions: 'again' } } } },
    options: { maxIterations: 20 },
  });
  expect(refusal(machine)).toMatch(/on GO in state 'a' takes more than 20 microsteps\./);
});
