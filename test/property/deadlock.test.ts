// Goal: the meaning of deadlock: no step makes progress, and somebody may not stay. Method: hand-drawn directed graphs, and
// the smallest networks whose only steps are faults, redeliveries or stimuli.

import { describe, expect, it } from 'vitest';
import { createMachine, emit, setup } from 'xstate';
import { defineNetwork, monitor } from '../../src/index.js';
import type { ChannelSpec } from '../../src/network/channel.js';
import type { ComponentSpec } from '../../src/network/network.js';
import type { Property } from '../../src/network/property.js';
import { explore } from '../support/agreement.js';
import { along, digraph } from '../support/digraph.js';
import { sizeOf, violationsOf } from '../support/results.js';
import { tell } from '../support/tell.js';

/** All that is wrong with states; of what never comes again is told elsewhere. */
const ALL_ENDS = { afterViolation: 'continue', progressChecks: false } as const;

const graph = (...parts: Parameters<typeof digraph>) =>
  explore(defineNetwork({ name: 'graph', components: { graph: digraph(...parts) } }));

const stuck = (component: string, state: string, waits = `handles no event${END_HINT}`) =>
  `no step makes progress, and ${component} in state '${state}' is neither done nor at rest; ${component} ${waits}`;

const END_HINT = '; if it may stay so for ever, tag the state `rest`, or make it `final`';
const HINT =
  '; if it may stay so for ever, tag the state `rest` (a step whose observation nobody hears is no change)';

describe('a graph', () => {
  it('without an end has none', () => {
    expect(graph({ a: ['b'], b: ['c', 'a'], c: ['a'] })).toMatchObject({ verdict: 'holds', terminal: 0 });
  });

  it('with an end at rest has none', () => {
    expect(graph({ a: ['b'], b: [] }, { b: ['rest'] })).toMatchObject({ verdict: 'holds', terminal: 1 });
  });

  it('with an end that is not at rest has one, found by the shortest way', () => {
    const result = graph({ a: ['b', 'c'], b: ['c'], c: ['d', 'a'], d: [] });
    expect(violationsOf(result)).toEqual([
      { property: 'deadlock-freedom', message: stuck('graph', 'd'), steps: along('c', 'd') },
    ]);
  });

  it('that is a deadlock at once', () => {
    expect(violationsOf(graph({ a: [] }))).toEqual([
      { property: 'deadlock-freedom', message: stuck('graph', 'a'), steps: [] },
    ]);
  });

  it('with nothing but a self-loop is one: the environment may always go on, and changes nothing', () => {
    const message = stuck('graph', 'a', `waits: a from the environment would change nothing${HINT}`);
    expect(violationsOf(graph({ a: ['a'] }))).toEqual([{ property: 'deadlock-freedom', message, steps: [] }]);
  });

  it('with two ends: both are terminal, the nearer one is the counterexample', () => {
    const network = defineNetwork({
      name: 'graph',
      components: { graph: digraph({ a: ['b', 'far'], b: [], far: ['end'], end: [] }) },
    });
    const result = explore(network, ALL_ENDS);
    expect(result.terminal).toBe(2);
    expect(violationsOf(result)).toEqual([
      { property: 'deadlock-freedom', message: stuck('graph', 'b'), steps: along('b') },
    ]);
  });
});

describe('a network of two', () => {
  const done: ComponentSpec = {
    machine: createMachine({ id: 'm', initial: 'a', states: { a: { type: 'final' } } }),
  };

  it('goes on while one of them does', () => {
    const components = { graph: digraph({ a: ['b'], b: ['a'] }), still: digraph({ stuck: [] }) };
    const { violations, terminal } = explore(defineNetwork({ name: 'two', components }), {
      afterViolation: 'continue',
    });
    expect(terminal).toBe(0);
    expect(violations.map(({ property }) => property)).toEqual(['no-stuck-component']);
  });

  describe('beside a monitor that hears steps', () => {
    const ticking = setup({ actions: { tick: emit({ type: 'TICK' }) }, delays: { soon: 1 } }).createMachine({
      id: 'ticking',
      tags: 'rest',
      after: { soon: { reenter: true, target: '.on', actions: 'tick' } },
      initial: 'on',
      states: { on: {} },
    });
    const verdictsWith = (on: Readonly<Record<'idle' | 'heard', Readonly<Record<string, string>>>>) => {
      const { idle, heard } = on;
      const watch = createMachine({
        id: 'watch',
        initial: 'idle',
        states: { idle: { on: idle }, heard: { on: heard }, never: { tags: 'violation' } },
      });
      const components = { ticking: { machine: ticking }, still: digraph({ stuck: [] }) };
      const properties = [monitor('watch', watch)];
      return explore(defineNetwork({ name: 'watched', components, properties }), {
        afterViolation: 'continue',
      }).violations.map(({ property }) => property);
    };

    it('goes on by what the monitor hears of it, even if it takes it back at each step', () => {
      expect(verdictsWith({ idle: { TICK: 'heard' }, heard: { TICK: 'idle' } })).toEqual([
        'no-stuck-component',
      ]);
      expect(verdictsWith({ idle: { TICK: 'heard' }, heard: { step: 'idle' } })).toEqual([
        'no-stuck-component',
      ]);
    });

    it('does not go on by what the monitor makes of the step alone', () => {
      expect(verdictsWith({ idle: { step: 'heard' }, heard: { step: 'idle' } })).toEqual([
        'deadlock-freedom',
      ]);
      expect(verdictsWith({ idle: { TICK: 'heard', step: 'idle' }, heard: { step: 'heard' } })).toEqual([
        'deadlock-freedom',
      ]);
    });

    it('goes on where only some of its steps are progress', () => {
      expect(verdictsWith({ idle: { step: 'heard' }, heard: { TICK: 'idle', step: 'heard' } })).toEqual([
        'deadlock-freedom',
        'no-stuck-component',
      ]);
    });
  });

  it('is stuck when one of them is, though the other is done', () => {
    const result = explore(
      defineNetwork({ name: 'two', components: { done, still: digraph({ stuck: [] }) } }),
    );
    expect(violationsOf(result)).toEqual([
      { property: 'deadlock-freedom', message: stuck('still', 'stuck'), steps: [] },
    ]);
  });

  it('is in order when messages wait for somebody who may stay', () => {
    const greeter = setup({ actions: { greet: tell('deaf', { type: 'HELLO' }) } }).createMachine({
      id: 'greeter',
      entry: 'greet',
      tags: 'rest',
    });
    const result = explore(
      defineNetwork({
        name: 'waiting mail',
        components: { greeter: { machine: greeter }, deaf: digraph({ a: [] }, { a: ['rest'] }) },
        channels: { default: { kind: 'fifo', deferring: true } },
      }),
    );
    expect(result).toMatchObject({ verdict: 'holds', terminal: 1 });
  });
});

describe('steps that make no progress', () => {
  /** Posts A at the start to somebody who waits for B, or takes A without changing. */
  const network = (channel: ChannelSpec, takesA: boolean, properties: readonly Property[] = []) =>
    defineNetwork({
      name: 'posted',
      components: {
        from: {
          machine: setup({ actions: { post: tell('to', { type: 'A' }) } }).createMachine({
            id: 'from',
            tags: 'rest',
            entry: 'post',
          }),
        },
        to: {
          machine: createMachine({
            id: 'to',
            initial: 'waiting',
            states: { waiting: { on: { B: 'glad', ...(takesA ? { A: {} } : {}) } }, glad: { tags: 'rest' } },
          }),
        },
      },
      channels: { default: channel },
      properties,
    });

  const REDELIVERED = `waits for B, and receives A from from without a change${HINT}`;

  it('drops: a network that only loses its message is deadlocked already', () => {
    const result = explore(network({ kind: 'fifo', lossy: true, deferring: true }, false), ALL_ENDS);
    expect(violationsOf(result)).toEqual([
      {
        property: 'deadlock-freedom',
        message: stuck('to', 'waiting', 'waits for B, and does not take A from from'),
        steps: [],
      },
    ]);
    expect(sizeOf(result)).toEqual({ states: 2, steps: 1, depth: 2, terminal: 2 });
  });

  it('redeliveries of a set that change nothing', () => {
    const result = explore(network({ kind: 'set' }, true));
    expect(violationsOf(result)).toEqual([
      { property: 'deadlock-freedom', message: stuck('to', 'waiting', REDELIVERED), steps: [] },
    ]);
    expect(sizeOf(result)).toEqual({ states: 1, steps: 1, depth: 1, terminal: 1 });
  });

  it('redeliveries of a set, and drops', () => {
    const result = explore(network({ kind: 'set', lossy: true }, true));
    expect(violationsOf(result)[0]).toMatchObject({ property: 'deadlock-freedom', steps: [] });
  });

  it('redeliveries of a set that only a monitor notices: monitors observe, and make no progress', () => {
    const counting = createMachine({
      id: 'w',
      initial: 'even',
      states: { even: { on: { step: 'odd' } }, odd: { on: { step: 'even' } }, never: { tags: 'violation' } },
    });
    const result = explore(network({ kind: 'set' }, true, [monitor('counts', counting)]));
    expect(violationsOf(result)).toEqual([
      { property: 'deadlock-freedom', message: stuck('to', 'waiting', REDELIVERED), steps: [] },
    ]);
  });

  it('but a delivery from a queue does, though it changes nobody: the message is gone', () => {
    const result = explore(network({ kind: 'fifo' }, true));
    expect(violationsOf(result)).toEqual([
      {
        property: 'deadlock-freedom',
        message: stuck('to', 'waiting', 'waits for B, and nothing is on its way to it'),
        steps: ['from ⇒ to: A'],
      },
    ]);
  });

  it('duplicates do not, the delivery beside them does', () => {
    const result = explore(network({ kind: 'fifo', duplicating: true }, true));
    expect(violationsOf(result)[0]).toMatchObject({ steps: ['from ⇒ to: A'] });
    expect(result.steps).toBe(2);
  });
});

it('a step that fails is no deadlock: the violation is another one', () => {
  const post = setup({ actions: { post: tell('to', { type: 'A' }) } }).createMachine({
    id: 'from',
    entry: 'post',
  });
  const result = explore(
    defineNetwork({ name: 'fails', components: { from: { machine: post }, to: digraph({ a: [] }) } }),
    ALL_ENDS,
  );
  expect(result.violations.map(({ property }) => property)).toEqual(['specified-reception']);
  expect(result).toMatchObject({ states: 1, steps: 0, terminal: 0 });
});

const HELD_UP =
  "handles no event, and its timer '1 in second' is held up by the full channel pusher ⇒ to (1 message)";

it('a sender blocked by a full channel that nobody empties is deadlocked', () => {
  const pusher = setup({ actions: { push: tell('to', { type: 'A' }) } }).createMachine({
    id: 'pusher',
    initial: 'first',
    states: {
      first: { after: { 1: { target: 'second', actions: 'push' } } },
      second: { after: { 1: { target: 'done', actions: 'push' } } },
      done: { type: 'final' },
    },
  });
  const result = explore(
    defineNetwork({
      name: 'full',
      components: { pusher: { machine: pusher }, to: digraph({ a: [] }, { a: ['rest'] }) },
      channels: { default: { kind: 'fifo', capacity: 1, deferring: true } },
    }),
  );
  expect(violationsOf(result)).toEqual([
    {
      property: 'deadlock-freedom',
      message: stuck('pusher', 'second', HELD_UP),
      steps: ['pusher ⏱ 1 in first'],
    },
  ]);
});
