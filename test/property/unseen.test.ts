// Goal: what is vacuous is said of a complete exploration, and what is healthy to be missing is only never seen.
// Method: small networks, each vacuous one beside its twin that is not.

import { describe, expect, it } from 'vitest';
import { createMachine, emit, enqueueActions, sendTo, setup } from 'xstate';
import {
  always,
  type Channels,
  defineNetwork,
  everyComponentCanRest,
  explore,
  leadsTo,
  monitor,
  type Property,
  walk,
} from '../../src/index.js';
import type { ComponentSpec } from '../../src/network/network.js';
import { mailbox, sender } from '../support/mail.js';

const GO = [{ type: 'GO' }];

/** Says SAID on GO, by name; and, where it cannot come to, `other`. */
const speaker = (other: Parameters<typeof emit>[0] | 'enqueued' = { type: 'OTHER' } as never) =>
  setup({
    actions: {
      say: emit(({ context: _ }) => ({ type: 'SAID' })),
      other:
        other === 'enqueued'
          ? enqueueActions(({ enqueue }) => enqueue.emit({ type: 'ANY' } as never))
          : emit(other),
    },
    guards: { never: () => false },
  }).createMachine({
    id: 'speaker',
    tags: 'rest',
    initial: 'quiet',
    states: {
      quiet: {
        on: {
          GO: [
            { guard: 'never', actions: 'other' },
            { target: 'loud', actions: 'say' },
          ],
        },
      },
      loud: {},
    },
  });

const networkOf = (
  properties: readonly Property[],
  components: Readonly<Record<string, ComponentSpec>> = { c: { machine: speaker(), stimuli: GO } },
  channels: Channels = {},
) => defineNetwork({ name: 'n', components, properties, channels });

/** Violated by an event of this type. */
const forbidden = (type: string) =>
  createMachine({
    id: type,
    initial: 'fine',
    states: { fine: { on: { [type]: 'bad' } }, bad: { tags: 'violation' } },
  });

describe('a claim with a condition', () => {
  it('is evaluated where its condition is met', () => {
    const result = explore(
      networkOf([
        always('good', {
          when: (view) => view.matches('c', 'loud'),
          then: (view) => !view.matches('c', 'quiet'),
        }),
        always('margin', { when: (view) => view.matches('c', 'loud'), then: () => 3 }),
        always('bad', {
          when: (view) => view.matches('c', 'loud'),
          then: (view) => view.matches('c', 'quiet'),
        }),
        always('bad margin', { when: (view) => view.matches('c', 'loud'), then: () => -1 }),
      ]),
      { afterViolation: 'continue' },
    );
    expect(result.violations).toMatchObject([
      { property: 'bad', steps: ['environment ⇒ c: GO'], message: 'it is false in this state' },
      { property: 'bad margin', message: 'the margin is -1' },
    ]);
    expect(result.properties.slice(-4)).toMatchObject([
      { name: 'good', verdict: 'holds' },
      { name: 'margin', verdict: 'holds', margin: 3 },
      { name: 'bad', verdict: 'violated' },
      { name: 'bad margin', verdict: 'violated', margin: -1 },
    ]);
    expect(result.vacuous).toEqual([]);
  });

  it('is vacuous if it is never met', () => {
    const claim = always('c', { when: (view) => view.isDone('c'), then: () => false });
    expect(explore(networkOf([claim]))).toMatchObject({
      verdict: 'holds',
      vacuous: [
        { property: 'c', what: 'its `when`', why: 'it was true in no state, so that nothing was claimed' },
      ],
    });
  });

  it('must be true or false', () => {
    const claim = always('c', { when: () => undefined as never, then: () => false });
    expect(() => explore(networkOf([claim]))).toThrow(
      "The `when` of property 'c' gives undefined; it must give true or false.",
    );
  });

  it('is never seen, and not vacuous, in a sample and in an incomplete search', () => {
    const claim = always('c', { when: (view) => view.isDone('c'), then: () => false });
    const expected = { vacuous: [], neverSeen: [{ property: 'c', what: 'its `when`' }] };
    expect(walk(networkOf([claim]), { seed: 1, walks: 2 })).toMatchObject(expected);
    expect(explore(networkOf([claim]), { statesMax: 1 })).toMatchObject(expected);
  });
});

describe('that every component can rest', () => {
  const claimed = (states: Parameters<typeof createMachine>[0]['states']) => {
    const machine = createMachine({ id: 'm', initial: 'on', states });
    return explore(networkOf([everyComponentCanRest], { c: { machine, stimuli: GO } }));
  };

  it('is vacuous where no chart has a state to rest in, as charts have that were written for a program', () => {
    expect(claimed({ on: { on: { GO: 'off' } }, off: { on: { GO: 'on' } } })).toMatchObject({
      verdict: 'holds',
      vacuous: [
        {
          property: 'every-component-can-rest',
          what: 'a component that can rest',
          why: 'no chart has a state tagged `rest` or a final one, so that nothing was claimed',
        },
      ],
    });
  });

  it.each([{ tags: 'rest', on: { GO: 'on' } }, { type: 'final' as const }])(
    'and is not where a chart has one: %o',
    (off) => {
      const result = claimed({ on: { on: { GO: 'off' } }, off });
      expect(result).toMatchObject({ verdict: 'holds', vacuous: [] });
    },
  );
});

describe('what leads to something', () => {
  const owing = leadsTo(
    'c',
    (view) => view.isDone('c'),
    () => false,
  );

  it('is vacuous if it never comes', () => {
    expect(explore(networkOf([owing]))).toMatchObject({
      verdict: 'holds',
      vacuous: [
        { property: 'c', what: 'its `from`', why: 'it was true in no state, so that nothing was ever owed' },
      ],
    });
  });

  it('is never seen, and not vacuous, in a sample and in an incomplete search', () => {
    const expected = { vacuous: [], neverSeen: [{ property: 'c', what: 'its `from`' }] };
    expect(walk(networkOf([owing]), { seed: 1, walks: 2 })).toMatchObject(expected);
    expect(explore(networkOf([owing]), { statesMax: 1 })).toMatchObject(expected);
  });

  it('must be true or false', () => {
    const wrong = leadsTo(
      'c',
      () => undefined as never,
      () => true,
    );
    expect(() => explore(networkOf([wrong]))).toThrow(
      "The `from` of property 'c' gives undefined; it must give true or false.",
    );
  });
});

describe('a pending state', () => {
  const owing = (type: string) =>
    createMachine({
      id: 'owing',
      initial: 'none',
      states: { none: { on: { SAID: 'heard', [type]: 'owed' } }, heard: {}, owed: { tags: 'pending' } },
    });

  it('that is never entered is vacuous', () => {
    expect(explore(networkOf([monitor('m', owing('OTHER'))])).vacuous).toEqual([
      {
        property: 'm',
        what: "the pending state 'owed'",
        why: 'it was never entered, so that nothing was ever owed',
      },
    ]);
  });

  it('that is entered is not', () => {
    const paid = createMachine({
      id: 'paid',
      initial: 'owed',
      states: { owed: { tags: 'pending', on: { SAID: 'none' } }, none: {} },
    });
    const talking = setup({ actions: { say: emit({ type: 'SAID' }) } }).createMachine({
      id: 't',
      tags: 'rest',
      entry: 'say',
    });
    expect(explore(networkOf([monitor('m', paid)], { c: { machine: talking } }))).toMatchObject({
      verdict: 'holds',
      vacuous: [],
    });
  });
});

describe('what a step shows that can never be taken', () => {
  /** The second GO shows SAID, and would send a message for which there is no room, or that nobody takes. */
  const hasty = setup({
    actions: { say: emit({ type: 'SAID' }), send: sendTo(({ system }) => system.get('full'), { type: 'M' }) },
  }).createMachine({
    id: 'hasty',
    tags: 'rest',
    initial: 'first',
    states: {
      first: { on: { GO: { target: 'second', actions: 'send' } } },
      second: { on: { GO: { target: 'third', actions: ['say', 'send'] } } },
      third: {},
    },
  });
  const full = createMachine({ id: 'full', tags: 'rest' });
  const components = { hasty: { machine: hasty, stimuli: GO }, full: { machine: full } };
  const owing = createMachine({
    id: 'owing',
    initial: 'none',
    states: { none: { on: { SAID: 'owed', 'NOTHING.*': 'owed' } }, owed: { tags: 'pending' } },
  });
  const held: Channels = { default: { kind: 'fifo', capacity: 1, deferring: true } };

  it('puts no claim to the test: what would be owed never was, and what would be heard never seen', () => {
    const network = networkOf([monitor('m', owing), monitor('f', forbidden('SAID'))], components, held);
    expect(explore(network)).toMatchObject({
      verdict: 'holds',
      states: 2,
      steps: 1,
      vacuous: [
        {
          property: 'm',
          what: "the pending state 'owed'",
          why: 'it was never entered, so that nothing was ever owed',
        },
      ],
      neverSeen: [
        { property: 'm', what: "the event 'SAID'" },
        { property: 'm', what: "the event 'NOTHING.*'" },
        { property: 'f', what: "the event 'SAID'" },
      ],
    });
  });

  it('counts where the step can be taken', () => {
    const roomy: Channels = { default: { kind: 'fifo', capacity: 2, deferring: true } };
    expect(explore(networkOf([monitor('f', forbidden('SAID'))], components, roomy))).toMatchObject({
      verdict: 'violated',
      neverSeen: [],
    });
  });

  it('counts where what is owed is paid within the same step', () => {
    const prompt = setup({
      actions: { say: emit({ type: 'SAID' }), pay: emit({ type: 'PAID' }) },
    }).createMachine({ id: 'prompt', tags: 'rest', on: { GO: { actions: ['say', 'pay'] } } });
    const owed = createMachine({
      id: 'owed',
      initial: 'none',
      states: { none: { on: { SAID: 'owed' } }, owed: { tags: 'pending', on: { PAID: 'none' } } },
    });
    const network = networkOf([monitor('m', owed)], { c: { machine: prompt, stimuli: GO } });
    expect(explore(network)).toMatchObject({ verdict: 'holds', vacuous: [], neverSeen: [] });
  });

  it('does not make an event unseen that a monitor names and ignores', () => {
    const ignoring = createMachine({
      id: 'ignoring',
      initial: 'fine',
      states: { fine: { on: { SAID: {}, OTHER: 'bad' } }, bad: { tags: 'violation' } },
    });
    expect(explore(networkOf([monitor('m', ignoring)])).neverSeen).toEqual([
      { property: 'm', what: "the event 'OTHER'" },
    ]);
  });
});

describe('a monitor that cannot leave its first state', () => {
  it('since nothing emits what it hears is vacuous', () => {
    expect(explore(networkOf([monitor('m', forbidden('SIAD'))])).vacuous).toEqual([
      {
        property: 'm',
        what: 'the monitor, which cannot leave its first state',
        why: 'there it hears SIAD, and the events that are emitted are OTHER, SAID',
      },
    ]);
  });

  it('in a network that emits nothing is vacuous', () => {
    const still = createMachine({ id: 's', tags: 'rest' });
    expect(
      explore(networkOf([monitor('m', forbidden('SAID'))], { c: { machine: still } })).vacuous,
    ).toMatchObject([{ why: 'there it hears SAID, and the events that are emitted are none' }]);
  });

  it('since a forbidden event never came is healthy: it is never seen', () => {
    expect(explore(networkOf([monitor('m', forbidden('OTHER'))]))).toMatchObject({
      verdict: 'holds',
      vacuous: [],
      neverSeen: [{ property: 'm', what: "the event 'OTHER'" }],
    });
  });

  it.each([
    ['by a function', speaker((() => ({ type: 'X' })) as never)],
    ['by what it enqueues', speaker('enqueued')],
  ])('is not called vacuous where something that was not performed may emit anything: %s', (_, machine) => {
    expect(
      explore(networkOf([monitor('m', forbidden('SIAD'))], { c: { machine, stimuli: GO } })),
    ).toMatchObject({
      vacuous: [],
      neverSeen: [{ property: 'm', what: "the event 'SIAD'" }],
    });
  });

  it('is not, if it hears steps or everything', () => {
    const steps = createMachine({
      id: 's',
      initial: 'a',
      states: { a: { on: { step: 'a' } }, b: { tags: 'violation' } },
    });
    const all = createMachine({
      id: 'w',
      initial: 'a',
      states: { a: { on: { '*': 'a' } }, b: { tags: 'violation' } },
    });
    expect(explore(networkOf([monitor('steps', steps), monitor('all', all)])).vacuous).toEqual([]);
  });
});

describe('a `from`', () => {
  const components = {
    c: { machine: speaker(), stimuli: GO },
    silent: { machine: createMachine({ id: 'silent', tags: 'rest' }) },
  };
  it('whose component emits nothing is vacuous', () => {
    const m = monitor('m', forbidden('OTHER'), undefined, { from: ['c', 'silent'] });
    expect(explore(networkOf([m], components)).vacuous).toEqual([
      {
        property: 'm',
        what: "'silent' in its `from`",
        why: 'this component emits nothing that the monitor hears',
      },
    ]);
  });

  it('whose component may emit is not', () => {
    const m = monitor('m', forbidden('OTHER'), undefined, { from: ['c'] });
    expect(explore(networkOf([m], components)).vacuous).toEqual([]);
  });
});

describe('a rule of fairness', () => {
  it('that fits no timer and no message that waited is vacuous', () => {
    const network = defineNetwork({
      name: 'posted',
      components: { from: sender(['to', 'A']), to: mailbox('A', 'B') },
      channels: { default: { kind: 'bag' } },
      fairness: {
        units: [
          { from: 'from', event: 'A', fairness: 'strong' },
          { to: 'to', event: 'B', fairness: 'strong' },
          { from: 'to', fairness: 'none' },
          { component: 'to', timer: 'poll', fairness: 'strong' },
          // The first rule has decided about all that this one is about.
          { from: 'from', to: 'to', event: 'A', fairness: 'none' },
        ],
      },
    });
    const why = 'it decided about no timer, and about no message that waited';
    expect(explore(network).vacuous).toEqual([
      { what: "the rule of fairness for to 'to', event 'B'", why },
      { what: "the rule of fairness for from 'to'", why },
      { what: "the rule of fairness for component 'to', timer 'poll'", why },
      { what: "the rule of fairness for from 'from', to 'to', event 'A'", why },
    ]);
  });
});

describe('a channel rule', () => {
  const components = { from: sender(['to', 'A']), to: mailbox('A', 'B') };

  it('that no message matched is vacuous; the default is none', () => {
    const channels: Channels = {
      default: { kind: 'bag' },
      events: { B: { kind: 'fifo' } },
      pairs: { 'to -> from': { kind: 'fifo' }, 'from -> to': { kind: 'fifo' } },
    };
    expect(explore(networkOf([], components, channels)).vacuous).toEqual([
      { what: "the channel rule for the pair 'to -> from'", why: 'it decided about no message' },
      { what: "the channel rule for the event 'B'", why: 'it decided about no message' },
    ]);
  });

  it('that a pair always overrules is vacuous, and one that decides is not', () => {
    const events = { A: { kind: 'fifo' as const } };
    const pairs = { 'from -> to': { kind: 'fifo' as const } };
    expect(explore(networkOf([], components, { events, pairs })).vacuous).toMatchObject([
      { what: "the channel rule for the event 'A'" },
    ]);
    expect(explore(networkOf([], components, { events })).vacuous).toEqual([]);
  });
});

it('a state in a predicate that was never entered is never seen, no more', () => {
  const lonely = createMachine({
    id: 'l',
    tags: 'rest',
    initial: 'a',
    states: { a: {}, failed: { tags: 'broken' } },
  });
  const claim = always('c', (view) => !view.matches('l', 'failed') && !view.hasTag('l', 'broken'));
  expect(explore(networkOf([claim], { l: { machine: lonely } }))).toMatchObject({
    verdict: 'holds',
    vacuous: [],
    neverSeen: [
      { property: 'c', what: "state 'failed' of component 'l'" },
      { property: 'c', what: "tag 'broken' of component 'l'" },
    ],
  });
});
