// Goal: a run in virtual time does what the charts say, at the times that their delays say, and nothing else. Method: networks of one to
// three small machines, each for one rule.

import { type AnyEventObject, assign, cancel, emit, raise, setup } from 'xstate';
import { describe, expect, it } from 'vitest';
import {
  always,
  defineNetwork,
  monitor,
  reachable,
  simulate,
  type SimulateOptions,
} from '../../src/index.js';
import type { ChannelSpec } from '../../src/network/channel.js';
import type { ComponentSpec } from '../../src/network/network.js';
import type { Property } from '../../src/network/property.js';
import { mailbox, taker } from '../support/mail.js';
import { tell } from '../support/tell.js';

/** Every step of a run, with its time. */
function stepsOf(
  components: Readonly<Record<string, ComponentSpec>>,
  channel?: ChannelSpec,
  options: SimulateOptions = {},
  properties: readonly Property[] = [],
) {
  const steps: string[] = [];
  const network = defineNetwork({
    name: 'timed',
    components,
    properties,
    ...(channel === undefined ? {} : { channels: { default: channel } }),
  });
  const onStep = (label: string, nowNs: number) => steps.push(`${nowNs} ${label}`);
  const result = simulate(network, { ...options, onStep });
  return { steps, result };
}

/** Waits so long, then sends these messages at once, and is done. */
function alarm(ns: number, ...messages: readonly (readonly [to: string, type: string])[]): ComponentSpec {
  const names = messages.map(([to, type]) => `send ${type} to ${to}`);
  return {
    machine: setup({
      delays: { wait: ns },
      actions: Object.fromEntries(messages.map(([to, type], at) => [names[at]!, tell(to, { type })])),
    }).createMachine({
      id: 'alarm',
      initial: 'waiting',
      states: {
        waiting: { after: { wait: { target: 'over', actions: names as never } } },
        over: { type: 'final' },
      },
    }),
  };
}

describe('timers', () => {
  it('fire at their times, in the order of the times', () => {
    const { steps, result } = stepsOf({ a: alarm(30), b: alarm(10), c: alarm(20) });
    expect(steps).toEqual(['10 b ⏱ wait in waiting', '20 c ⏱ wait in waiting', '30 a ⏱ wait in waiting']);
    expect(result).toMatchObject({ verdict: 'holds-in-sample', end: 'quiet', endNs: 30, steps: 3 });
  });

  it('that are due at the same time fire in the order of their starts', () => {
    const { steps } = stepsOf({ c: alarm(5), a: alarm(5), b: alarm(5) });
    expect(steps.map((step) => step.slice(2, 3))).toEqual(['c', 'a', 'b']);
  });

  describe('that are due at the same time, and were started within one step,', () => {
    /** It tells b and starts a timer behind that, or before; b starts its own when it is told. Both come to c, again and again. */
    const both = (isBehind: boolean) => {
      const later = (type: string) => tell('c', { type }, { delay: 5 });
      const actions = { go: tell('b', { type: 'GO' }), a: later('FROM_A'), b: later('FROM_B') };
      const say = emit({ type: 'STARTED' } as const);
      const list = isBehind ? (['go', 'a', 'say'] as const) : (['a', 'say', 'go'] as const);
      return {
        a: {
          machine: setup({ actions: { ...actions, say } }).createMachine({
            id: 'a',
            initial: 'x',
            states: { x: { after: { 10: { target: 'x', reenter: true, actions: [...list] } } } },
          }),
        },
        b: {
          machine: setup({ actions: { ...actions, say } }).createMachine({
            id: 'b',
            tags: 'rest',
            on: { GO: { actions: ['b', 'say'] } },
          }),
        },
        c: { machine: setup({}).createMachine({ id: 'c', tags: 'rest', on: { FROM_A: {}, FROM_B: {} } }) },
      };
    };
    const deaf = monitor(
      'deaf',
      setup({}).createMachine({
        id: 'deaf',
        initial: 'still',
        states: { still: { on: { NEVER: 'loud' } }, loud: { tags: 'violation' } },
      }),
    );

    // Often enough that steps are taken as a whole; and with a monitor, where none is.
    it.each([
      { isBehind: true, properties: [], first: 'b' },
      { isBehind: false, properties: [], first: 'a' },
      { isBehind: true, properties: [deaf], first: 'b' },
      { isBehind: false, properties: [deaf], first: 'a' },
    ])('fire in the order of their starts, as live: $first first', ({ isBehind, properties, first }) => {
      const emitters: string[] = [];
      const { steps } = stepsOf(
        both(isBehind),
        { kind: 'sync' },
        { untilNs: 299, onEmitted: (_, component) => emitters.push(component) },
        properties,
      );
      const relays = steps.filter((step) => step.endsWith(' to c')).map((step) => step.split(' ')[1]);
      const second = first === 'a' ? 'b' : 'a';
      const expected = Array.from({ length: 58 }, (_, at) => (at % 2 === 0 ? first : second));
      expect(relays).toEqual(expected);
      expect(emitters).toEqual(expected);
    });
  });

  it('that are due at the same time fire in random order with a seed, the same for the same seed', () => {
    const components = Object.fromEntries([...'abcdefgh'].map((id) => [id, alarm(5)]));
    const orderOf = (seed: number) =>
      stepsOf(components, undefined, { seed })
        .steps.map((step) => step.slice(2, 3))
        .join('');
    expect(orderOf(1)).toBe(orderOf(1));
    expect(new Set([1, 2, 3, 4].map(orderOf)).size).toBeGreaterThan(1);
  });

  it('start anew where their state is entered again, and end where it is left', () => {
    const machine = setup({ delays: { tick: 10, never: 25 } }).createMachine({
      id: 'clock',
      context: { ticks: 0 },
      initial: 'ticking',
      states: {
        ticking: {
          after: {
            tick: [
              {
                guard: ({ context }) => context.ticks === 2,
                target: 'over',
              },
              {
                target: 'ticking',
                reenter: true,
                actions: assign({ ticks: ({ context }) => context.ticks + 1 }),
              },
            ],
            never: 'over',
          },
        },
        over: { type: 'final' },
      },
    });
    expect(stepsOf({ clock: { machine } }).steps).toEqual([
      '10 clock ⏱ tick in ticking',
      '20 clock ⏱ tick in ticking',
      '30 clock ⏱ tick in ticking',
    ]);
  });

  it('of delayed events fire unless they are cancelled', () => {
    const machine = setup({
      actions: {
        later: raise({ type: 'LATER' }, { id: 'later', delay: 40 }),
        remind: tell('box', { type: 'E' }, { id: 'reminder', delay: 15 }),
        forget: cancel('later'),
      },
      delays: { soon: 20 },
    }).createMachine({
      id: 'm',
      entry: ['later', 'remind'],
      initial: 'a',
      states: { a: { after: { soon: { actions: 'forget', target: 'b' } } }, b: { tags: 'rest' } },
      on: { LATER: { actions: raise({ type: 'unreached' }) } },
    });
    expect(stepsOf({ m: { machine }, box: mailbox('E') }).steps).toEqual([
      '15 m ⏱ reminder: E to box',
      '15 m ⇒ box: E',
      '20 m ⏱ soon in a',
    ]);
  });

  it('take as long as `delayOf` says', () => {
    const seen: unknown[] = [];
    const delayOf: SimulateOptions['delayOf'] = ({ component, componentIndex, timer, count, delayNs }) => {
      seen.push([component, componentIndex, timer, count, delayNs]);
      return 10 * delayNs;
    };
    const { result } = stepsOf({ a: alarm(3), b: alarm(4) }, undefined, { delayOf });
    expect(result.endNs).toBe(40);
    expect(seen).toEqual([
      ['a', 0, 'wait in waiting', 0, 3],
      ['b', 1, 'wait in waiting', 0, 4],
    ]);
  });

  it.each([0.5, -1, Number.POSITIVE_INFINITY])('do not take %s ns', (ns) => {
    expect(() => stepsOf({ a: alarm(1) }, undefined, { delayOf: () => ns })).toThrow(
      `The timer wait in waiting of component 'a' has a delay of ${ns}. In virtual time that is a whole number of nanoseconds, of at least 0.`,
    );
  });
});

describe('messages', () => {
  it('are received at the time at which they are sent, in the order of sending', () => {
    const { steps } = stepsOf({ a: alarm(7, ['box', 'E'], ['box', 'F']), box: taker('E', 'F') });
    expect(steps).toEqual(['7 a ⏱ wait in waiting', '7 a ⇒ box: E', '7 a ⇒ box: F']);
  });

  it('wait on a channel that defers until they can be taken', () => {
    const { steps } = stepsOf(
      { a: alarm(1, ['box', 'F']), b: alarm(2, ['box', 'E']), box: taker('E', 'F') },
      { kind: 'fifo', deferring: true },
    );
    expect(steps.at(-1)).toBe('2 a ⇒ box: F');
  });

  it('that nobody takes are a violation, told by its steps', () => {
    const { result } = stepsOf({ a: alarm(1, ['box', 'E'], ['box', 'F']), box: taker('E') });
    expect(result).toMatchObject({
      verdict: 'violated',
      end: 'violation',
      violation: {
        property: 'specified-reception',
        message: "box in state '1' does not handle F from a",
        steps: ['a ⏱ wait in waiting', 'a ⇒ box: E', 'a ⇒ box: F'],
      },
    });
  });

  it('of a bag are taken in any order that there is', () => {
    const { result } = stepsOf(
      { a: alarm(1, ['box', 'F'], ['box', 'E']), box: taker('E', 'F') },
      { kind: 'bag', deferring: true },
    );
    expect(result).toMatchObject({ verdict: 'holds-in-sample', steps: 3 });
  });

  it('of a set stay, and are received again only where that changes something', () => {
    const { steps, result } = stepsOf(
      { a: alarm(1, ['box', 'E'], ['box', 'F']), box: taker('E', 'F', 'E') },
      { kind: 'set' },
    );
    expect(steps.slice(1)).toEqual(['1 a ⇒ box: E', '1 a ⇒ box: F', '1 a ⇒ box: E']);
    expect(result.end).toBe('quiet');
    expect(stepsOf({ a: alarm(1, ['box', 'E']), box: mailbox('E') }, { kind: 'set' }).steps).toHaveLength(2);
  });

  it.each([
    { does: ['forget'], isAgain: false },
    { does: ['remember', 'forget'], isAgain: false },
    // A timer that is started anew runs longer: that changes something.
    { does: ['forget', 'remember'], isAgain: true },
  ] as const)('of a set are received again to $does: $isAgain', ({ does, isAgain }) => {
    const machine = setup({
      actions: { remember: raise({ type: 'LATER' }, { id: 'later', delay: 3 }), forget: cancel('later') },
    }).createMachine({
      id: 'box',
      tags: 'rest',
      initial: 'empty',
      states: {
        empty: { on: { E: { target: 'full', actions: does } } },
        full: { on: { E: { actions: does } } },
      },
      on: { LATER: {} },
    });
    const { steps } = stepsOf(
      { a: alarm(1, ['box', 'E']), box: { machine } },
      { kind: 'set' },
      { stepsMax: 9 },
    );
    // Once it fills the box, which changes something.
    const received = steps.filter((step) => step.endsWith('a ⇒ box: E')).length;
    expect(received > 1).toBe(isAgain);
  });

  it('block whoever sends them into a full channel', () => {
    // The box takes nothing before it is told to at 9, so that the second sender waits with its step.
    const { steps } = stepsOf(
      {
        a: alarm(1, ['box', 'E'], ['other', 'E']),
        b: alarm(2, ['box', 'E']),
        c: alarm(9, ['box', 'GO']),
        other: mailbox('E'),
        box: taker('GO', 'E', 'E'),
      },
      { kind: 'fifo', capacity: 1, deferring: true },
    );
    expect(steps).toContain('2 b ⏱ wait in waiting');
    const full = stepsOf(
      { a: alarm(1, ['box', 'E'], ['box', 'E']), box: mailbox('E') },
      { kind: 'fifo', capacity: 1 },
    );
    expect(full.result.violation?.property).toBe('deadlock-freedom');
  });

  it('that overflow are a violation', () => {
    const { result } = stepsOf(
      { a: alarm(1, ['box', 'E'], ['box', 'E']), box: mailbox('E') },
      { kind: 'fifo', capacity: 1, whenFull: 'error' },
    );
    expect(result.violation).toMatchObject({
      property: 'channel-capacity',
      steps: ['a ⏱ wait in waiting'],
    });
  });

  it('make both sides of a rendezvous wait for each other', () => {
    const { steps } = stepsOf(
      { a: alarm(1, ['box', 'F']), b: alarm(5, ['box', 'E']), box: taker('E', 'F') },
      { kind: 'sync', deferring: true },
    );
    expect(steps).toEqual(['5 b ⏱ wait in waiting', '5 a ⏱ wait in waiting']);
  });
});

describe('stimuli', () => {
  const stimuli = [{ type: 'E' }, { type: 'F' }];
  const options = (...times: readonly [number, string][]): SimulateOptions => ({
    stimuli: times.map(([atNs, type]) => ({ atNs, component: 'box', event: { type } })),
  });

  it('come when they are said to', () => {
    const { steps } = stepsOf(
      { box: { ...taker('E', 'F'), stimuli } },
      undefined,
      options([7, 'F'], [3, 'E']),
    );
    expect(steps).toEqual(['3 environment ⇒ box: E', '7 environment ⇒ box: F']);
  });

  it('are refused where the component does not take them', () => {
    expect(() => stepsOf({ box: { ...taker('E', 'F'), stimuli } }, undefined, options([3, 'F']))).toThrow(
      "The component 'box' does not take the stimulus F at 3 ns, in state '0'. List it in its `stimuli`, or send it when it is taken.",
    );
    expect(() =>
      stepsOf({ box: { ...taker('E'), stimuli: [{ type: 'E' }] } }, undefined, options([0.5, 'E'])),
    ).toThrow(
      "The stimulus E of component 'box' comes at 0.5. In virtual time that is a whole number of nanoseconds, of at least 0.",
    );
  });

  it('that may still come are no deadlock', () => {
    const stimuli = [{ type: 'E' }];
    const box = { ...taker('E'), stimuli };
    const states = { a: { on: { E: 'b' } }, b: { on: { E: 'a' } } };
    const waiting = setup({}).createMachine({ id: 'w', initial: 'a', states });
    const unmoved = setup({}).createMachine({ id: 'u', initial: 'a', states: { a: { on: { E: 'a' } } } });
    expect(stepsOf({ box }).result.verdict).toBe('holds-in-sample');
    expect(stepsOf({ box: { machine: waiting, stimuli } }).result.verdict).toBe('holds-in-sample');
    expect(stepsOf({ box: { machine: waiting } }).result.verdict).toBe('violated');
    // Unless none of them would change anything.
    expect(stepsOf({ box: { machine: unmoved, stimuli } }).result.verdict).toBe('violated');
  });
});

describe('properties', () => {
  const stuck = setup({}).createMachine({
    id: 'stuck',
    initial: 'a',
    states: { a: { on: { E: 'b' } }, b: {} },
  });

  it('tell a deadlock', () => {
    expect(stepsOf({ a: alarm(3, ['b', 'E']), b: { machine: stuck } }).result.violation).toMatchObject({
      property: 'deadlock-freedom',
      steps: ['a ⏱ wait in waiting', 'a ⇒ b: E'],
    });
  });

  it('tell an invariant that does not hold, and a witness that was not met', () => {
    const early = always('a-waits', (view) => view.matches('a', 'waiting'));
    const violated = stepsOf({ a: alarm(3) }, undefined, {}, [early]).result;
    expect(violated.violation).toMatchObject({ property: 'a-waits', steps: ['a ⏱ wait in waiting'] });
    const unmet = stepsOf({ a: alarm(3) }, undefined, {}, [reachable('never', () => false)]).result;
    expect(unmet.verdict).toBe('inconclusive');
  });

  it('that are monitors hear what is emitted, and so does whoever asks for it', () => {
    const crier = setup({ actions: { cry: emit({ type: 'CRY' }) } }).createMachine({
      id: 'crier',
      initial: 'a',
      states: { a: { after: { 4: { target: 'b', actions: 'cry' } } }, b: { tags: 'rest' } },
    });
    const silence = setup({}).createMachine({
      id: 'silence',
      initial: 'quiet',
      states: { quiet: { on: { CRY: 'broken' } }, broken: { tags: 'violation' } },
    });
    const heard: unknown[] = [];
    const onEmitted = (event: AnyEventObject, component: string, nowNs: number) =>
      heard.push([event.type, component, nowNs]);
    const { result } = stepsOf({ c: { machine: crier } }, undefined, { onEmitted }, [
      monitor('silence', silence),
    ]);
    expect(result.violation?.property).toBe('silence');
    expect(heard).toEqual([['CRY', 'c', 4]]);
    const oneOf = (emittedBy: readonly string[]) => {
      heard.length = 0;
      stepsOf({ c: { machine: crier }, d: { machine: crier } }, undefined, { onEmitted, emittedBy });
      return heard;
    };
    expect(oneOf(['d'])).toEqual([['CRY', 'd', 4]]);
    expect(() => oneOf(['e'])).toThrow("There is no component 'e' in network 'timed'");
  });
});

describe('the end of a run', () => {
  it('comes at a time, if one is given', () => {
    expect(stepsOf({ a: alarm(3), b: alarm(9) }, undefined, { untilNs: 5 }).result).toMatchObject({
      verdict: 'holds-in-sample',
      end: 'time',
      endNs: 3,
      steps: 1,
    });
  });

  it('is that of the last step, and not that of a timer that came to be due later and was held up', () => {
    const resources: SimulateOptions['resources'] = {
      owners: ['a'],
      units: { waits: 1 },
      ownerOf: (id) => (id === 'a' ? 'a' : undefined),
      leasesOf: ({ matches }) => (matches('waiting') ? [{ kind: 'waits', units: 1, label: 'wait' }] : []),
    };
    const { result } = stepsOf(
      { a: alarm(5), b: alarm(50, ['box', 'E'], ['box', 'E']), box: mailbox('E') },
      { kind: 'fifo', capacity: 1 },
      { resources },
    );
    expect(result).toMatchObject({ end: 'violation', endNs: 5, steps: 1, utilisation: { waits: 1 } });
  });

  it('that a budget makes is inconclusive', () => {
    expect(stepsOf({ a: alarm(3), b: alarm(9) }, undefined, { stepsMax: 1 }).result).toMatchObject({
      verdict: 'inconclusive',
      end: 'steps',
    });
  });

  it('is refused for a network that goes round without time passing', () => {
    const machine = setup({ delays: { none: 0 } }).createMachine({
      id: 'round',
      initial: 'a',
      states: { a: { after: { none: 'b' } }, b: { after: { none: 'a' } } },
    });
    expect(() => stepsOf({ m: { machine } }).result).toThrow(
      "The network 'timed' takes more than 1000000 steps at 0 ns of virtual time: it goes round without time passing. Give one of the timers in the round a delay above 0.",
    );
  });

  it('is refused for an initial state that there is not', () => {
    expect(() => stepsOf({ a: alarm(1) }, undefined, { initial: 1 })).toThrow(
      "The network 'timed' has no initial state number 1; the first is 0.",
    );
  });
});
