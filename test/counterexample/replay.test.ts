/**
 * A counterexample is shown only as XState itself replays it: a replay must confirm what is real, refuse steps that are not
 * enabled, and tell when nothing is wrong; the text must show each step with what it observed and changed.
 */
import { describe, expect, it } from 'vitest';
import { type AnyActorRef, assign, emit, sendTo, setup } from 'xstate';
import {
  always,
  defineNetwork,
  explore,
  finalStateLines,
  monitor,
  renderCounterexample,
  replay,
} from '../../src/index.js';

const sender = setup({
  types: {} as { events: { type: 'GO' } },
  actions: {
    send: sendTo(({ system }) => system.get('receiver') as AnyActorRef, { type: 'DATA', value: 7 }),
  },
}).createMachine({
  id: 'sender',
  initial: 'ready',
  states: { ready: { on: { GO: { target: 'sent', actions: 'send' } } }, sent: { type: 'final' } },
});

const receiver = setup({
  types: {} as {
    context: { values: number[] };
    events: { type: 'DATA'; value: number };
    emitted: { type: 'RECEIVED'; value: number };
  },
  actions: {
    keep: assign({ values: ({ context, event }) => [...context.values, event.value] }),
    tell: emit(({ event }) => ({ type: 'RECEIVED' as const, value: event.value })),
  },
}).createMachine({
  id: 'receiver',
  context: { values: [] },
  initial: 'open',
  states: { open: { tags: 'rest', on: { DATA: { actions: ['keep', 'tell'] } } } },
});

const noSevens = setup({
  types: {} as { events: { type: 'RECEIVED'; value: number } },
  guards: { isSeven: ({ event }) => event.value === 7 },
}).createMachine({
  id: 'no-sevens',
  initial: 'watching',
  states: {
    watching: { on: { RECEIVED: { guard: 'isSeven', target: 'violated' } } },
    violated: { tags: 'violation' },
  },
});

const network = defineNetwork({
  name: 'post',
  components: { sender: { machine: sender, stimuli: [{ type: 'GO' }] }, receiver: { machine: receiver } },
  properties: [monitor('no-sevens', noSevens)],
});

const violation = explore(network).violations[0]!;

describe('replay', () => {
  it('confirms a violation through XState', () => {
    const { isViolated, message, states } = replay(network, violation);
    expect({ isViolated, message }).toEqual({
      isViolated: true,
      message: "the monitor is in state 'violated' since receiver observed RECEIVED {value: 7}",
    });
    expect(states).toHaveLength(violation.steps.length + 1);
  });

  it('refuses a step that is not enabled in its turn, and says what is', () => {
    expect(() => replay(network, { ...violation, steps: ['sender ⇒ receiver: DATA {value: 7}'] })).toThrow(
      "Step 1 of the trace, 'sender ⇒ receiver: DATA {value: 7}', is not enabled in network 'post' at that point; " +
        'enabled are: environment ⇒ sender: GO. The trace belongs to another network, or to other parameters or faults.',
    );
  });

  it('refuses steps after the end', () => {
    const steps = [...violation.steps, 'environment ⇒ sender: GO'];
    expect(() => replay(network, { ...violation, steps })).toThrow(/^Step 3 of the trace, .* no step is\./);
  });

  it('refuses an initial state that the network does not have', () => {
    expect(() => replay(network, { ...violation, initial: 2 })).toThrow(
      "The trace starts in initial state 2, which network 'post' does not have.",
    );
  });

  it('tells when the steps violate nothing', () => {
    const result = replay(network, { ...violation, steps: violation.steps.slice(0, 1) });
    expect(result).toMatchObject({
      isViolated: false,
      message: 'nothing is violated at the end of the steps',
    });
  });

  it('tells when something else than the property is violated', () => {
    const result = replay(network, { ...violation, property: 'deadlock-freedom' });
    expect(result).toMatchObject({
      isViolated: false,
      message: "the monitor is in state 'violated' since receiver observed RECEIVED {value: 7}",
    });
  });
});

describe('renderCounterexample', () => {
  it('shows each step, what it observed, and what it changed', () => {
    expect(renderCounterexample(violation, replay(network, violation))).toBe(
      [
        "no-sevens is violated after 2 steps (proven shortest): the monitor is in state 'violated' since receiver observed RECEIVED {value: 7}",
        '  1. environment ⇒ sender: GO',
        "         sender.state: 'ready' → 'sent'",
        '         sender ⇒ receiver: – → [DATA {value: 7}]',
        '  2. sender ⇒ receiver: DATA {value: 7}',
        '         receiver observes RECEIVED {value: 7}',
        "         monitor no-sevens.state: 'watching' → 'violated'",
        '         receiver.values: [] → [7]',
        '         sender ⇒ receiver: [DATA {value: 7}] → –',
      ].join('\n'),
    );
  });

  it('tells 0 and -0 apart, as states do', () => {
    const machine = setup({ actions: { turn: assign({ n: -0 }) } }).createMachine({
      id: 'turned',
      context: { n: 0 },
      on: { GO: { actions: 'turn' } },
    });
    const turned = defineNetwork({
      name: 'turned',
      components: { it: { machine, stimuli: [{ type: 'GO' }] } },
      properties: [always('is 0', (view) => Object.is(view.context<{ n: number }>('it').n, 0))],
    });
    const found = explore(turned).violations[0]!;
    expect(renderCounterexample(found, replay(turned, found))).toContain('it.n: 0 → -0');
  });

  it('shows the state of a chart apart from a field of its context that is called like it', () => {
    const door = setup({
      types: {} as { context: { state: string } },
      actions: { open: assign({ state: 'open' }) },
    }).createMachine({
      id: 'door',
      context: { state: 'shut' },
      initial: 'still',
      states: { still: { on: { PUSH: { target: 'moved', actions: 'open' } } }, moved: {} },
    });
    const house = defineNetwork({
      name: 'house',
      components: { door: { machine: door, stimuli: [{ type: 'PUSH' }] } },
      properties: [always('still', (view) => view.matches('door', 'still'))],
    });
    const found = explore(house).violations.find(({ property }) => property === 'still')!;
    expect(renderCounterexample(found, replay(house, found)).split('\n').slice(2)).toEqual([
      "         door.context.state: 'shut' → 'open'",
      "         door.state: 'still' → 'moved'",
    ]);
  });

  it('shows what a history state remembers', () => {
    const form = setup({}).createMachine({
      id: 'form',
      initial: 'pages',
      states: {
        pages: {
          tags: 'rest',
          initial: 'name',
          states: {
            name: { on: { NEXT: 'help' } },
            help: {},
            last: { type: 'history' },
          },
          on: { LEAVE: 'left' },
        },
        left: { tags: 'rest', on: { BACK: 'pages.last' } },
      },
    });
    const network = defineNetwork({
      name: 'form',
      components: { form: { machine: form, stimuli: [{ type: 'LEAVE' }] } },
      properties: [always('stays', (view) => view.matches('form', 'pages'))],
    });
    const found = explore(network).violations[0]!;
    expect(renderCounterexample(found, replay(network, found)).split('\n').slice(2)).toEqual([
      "         form.state: {pages: 'name'} → 'left'",
      "         form.history: – → {'form.pages.last': ['pages.name']}",
    ]);
  });
});

describe('finalStateLines', () => {
  it('takes a field of a context that is called like what a channel has for that field', () => {
    const queue = setup({
      types: {} as { context: { waiting: number[] } },
      actions: { add: assign({ waiting: [1, 2] }) },
    }).createMachine({
      id: 'queue',
      context: { waiting: [] },
      initial: 'empty',
      states: { empty: { tags: 'rest', on: { ADD: { target: 'used', actions: 'add' } } }, used: {} },
    });
    const shop = defineNetwork({
      name: 'shop',
      components: { queue: { machine: queue, stimuli: [{ type: 'ADD' }] } },
      properties: [always('empty', (view) => view.matches('queue', 'empty'))],
    });
    const found = explore(shop).violations.find(({ property }) => property === 'empty')!;
    expect(finalStateLines(shop, found)).toEqual(["queue: state 'used', context {waiting: [1, 2]}"]);
  });
});
