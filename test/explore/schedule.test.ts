// Goal: following a schedule takes the steps that are enabled, skips the others, and stops at the violation that is asked for.
// Method: hand-drawn graphs, and one network with a violation of each kind.

import { describe, expect, it } from 'vitest';
import { createMachine, setup } from 'xstate';
import { Engine } from '../../src/engine/engine.js';
import { ScheduleFollower } from '../../src/explore/schedule.js';
import { always, defineNetwork, type Network } from '../../src/index.js';
import { PropertyEvaluator } from '../../src/property/property-evaluator.js';
import { along, digraph } from '../support/digraph.js';
import { sender, taker } from '../support/mail.js';
import { tell } from '../support/tell.js';

function follower(network: Network) {
  const engine = new Engine(network);
  return new ScheduleFollower(engine, new PropertyEvaluator(engine));
}

const graph = follower(
  defineNetwork({
    name: 'graph',
    components: {
      graph: digraph({ a: ['b', 'c'], b: ['a', 'bad'], c: ['end'], bad: ['worse'], worse: ['a'], end: [] }),
    },
    properties: [
      always('not bad', (view) => !view.matches('graph', 'bad')),
      always('not worse', (view) => !view.matches('graph', 'worse')),
    ],
  }),
);

describe('steps', () => {
  it('that are enabled are taken, others are skipped', () => {
    const { taken, finding } = graph.follow(0, [
      ...along('bad', 'b'),
      'no such step',
      ...along('c', 'a', 'c'),
    ]);
    expect(taken).toEqual(along('b', 'a', 'c'));
    expect(finding).toBeUndefined();
  });

  it('that might be enabled and are not are skipped: a message that is deferred, a sender that is blocked', () => {
    const blocked = follower(
      defineNetwork({
        name: 'blocked',
        components: {
          from: sender(['to', 'B'], ['to', 'A']),
          second: sender(['to', 'A'], ['to', 'B']),
          to: taker('A', 'B'),
        },
        channels: {
          default: { kind: 'bag', deferring: true },
          pairs: { 'second -> to': { kind: 'bag', capacity: 1 } },
        },
      }),
    );
    expect(blocked.follow(0, ['environment ⇒ second: GO'])).toMatchObject({ taken: [], finding: undefined });
    const GO = 'environment ⇒ from: GO';
    const schedule = [
      'environment ⇒ second: GO',
      GO,
      'from ⇒ to: B',
      'from ⇒ to: A',
      'from ⇒ to: A',
      'from ⇒ to: B',
    ];
    const { taken, states, finding } = blocked.follow(0, schedule);
    expect(taken).toEqual([GO, 'from ⇒ to: A', 'from ⇒ to: B']);
    expect(states).toHaveLength(4);
    expect(finding).toBeUndefined();
  });

  it('have the states before and after them: equal keys for equal states', () => {
    const { states } = graph.follow(0, along('b', 'a', 'b', 'a', 'c'));
    expect(states).toHaveLength(6);
    expect([states[2], states[4]]).toEqual([states[0], states[0]]);
    expect(states[3]).toBe(states[1]);
    expect(new Set(states).size).toBe(3);
  });

  it('may be none', () => {
    expect(graph.follow(0, [])).toMatchObject({ taken: [], finding: undefined });
    expect(graph.follow(0, []).states).toHaveLength(1);
  });

  it('are not taken in an initial state that does not exist', () => {
    expect(graph.follow(1, along('b'))).toMatchObject({ taken: [], states: [], finding: undefined });
  });
});

describe('a violation', () => {
  it('in a state ends the run, and what is left of the schedule', () => {
    expect(graph.follow(0, along('b', 'bad', 'worse', 'a'))).toMatchObject({
      taken: along('b', 'bad'),
      finding: { property: 'not bad', message: 'it is false in this state' },
    });
  });

  it('of another property does not count, if one is asked for', () => {
    expect(graph.follow(0, along('b', 'bad', 'worse', 'a'), 'not worse')).toMatchObject({
      taken: along('b', 'bad', 'worse'),
      finding: { property: 'not worse' },
    });
    expect(graph.follow(0, along('b', 'bad', 'a'), 'not worse').finding).toBeUndefined();
  });

  it('at the end of the network is seen, too', () => {
    expect(graph.follow(0, along('c', 'end'))).toMatchObject({
      taken: along('c', 'end'),
      finding: { property: 'deadlock-freedom' },
    });
    expect(graph.follow(0, along('c', 'end'), 'not bad').finding).toBeUndefined();
  });

  it('of the run before does not make a difference: each run is evaluated anew', () => {
    const first = graph.follow(0, along('b', 'bad'));
    expect(graph.follow(0, along('b', 'bad'))).toEqual(first);
    expect(graph.follow(0, along('b', 'bad')).evaluator.verdicts('sample')).toContainEqual({
      name: 'not bad',
      verdict: 'violated',
    });
    expect(graph.follow(0, along('b')).evaluator.verdicts('sample')).toContainEqual({
      name: 'not bad',
      verdict: 'holds-in-sample',
    });
  });

  it('by a step that fails ends with that step', () => {
    const wrong = follower(
      defineNetwork({
        name: 'wrong',
        components: { from: sender(['to', 'B'], ['other', 'B']), to: taker('A'), other: taker('B') },
      }),
    );
    const GO = 'environment ⇒ from: GO';
    expect(wrong.follow(0, [GO, 'from ⇒ to: B', 'from ⇒ other: B'])).toMatchObject({
      taken: [GO, 'from ⇒ to: B'],
      finding: { property: 'specified-reception', message: "to in state '0' does not handle B from from" },
    });
    // Another property is asked for: the step that fails leads nowhere, and is skipped.
    expect(wrong.follow(0, [GO, 'from ⇒ to: B', 'from ⇒ other: B'], 'deadlock-freedom')).toMatchObject({
      taken: [GO, 'from ⇒ other: B'],
      finding: undefined,
    });
  });

  it('at the start needs no steps', () => {
    const eager = setup({ actions: { greet: tell('to', { type: 'HELLO' }) } }).createMachine({
      id: 'eager',
      entry: 'greet',
    });
    const wrong = follower(
      defineNetwork({
        name: 'start',
        components: { eager: { machine: eager }, to: { machine: createMachine({ id: 'to' }) } },
        channels: { default: { kind: 'sync' } },
      }),
    );
    expect(wrong.follow(0, ['anything'])).toMatchObject({
      taken: [],
      states: [],
      finding: {
        property: 'specified-reception',
        message: 'to in state {} does not handle HELLO from eager',
      },
    });
    expect(wrong.follow(0, [], 'deadlock-freedom').finding).toBeUndefined();
  });
});
