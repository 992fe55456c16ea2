/**
 * Goal: a run that never ends is confirmed by its stem and its cycle, and refused with the reason where it comes to an end, meets what it owes, or
 * leaves something out that a fair run would do. Method: small networks, each with a cycle that is right and some that are wrong in one point.
 */
import { describe, expect, it } from 'vitest';
import { cancel, emit, raise, setup } from 'xstate';
import {
  defineNetwork,
  eventually,
  explore,
  type FairnessSpec,
  leadsTo,
  minimise,
  monitor,
  type Network,
  renderCounterexample,
  replay,
  type Violation,
  walk,
} from '../../src/index.js';
import { answered, client } from '../support/endless-charts.js';

const network = defineNetwork({
  name: 'asked',
  components: { client: { machine: client, stimuli: [{ type: 'ASK' }, { type: 'ANSWER' }] } },
  properties: [
    monitor('answered', answered),
    leadsTo(
      'served',
      (view) => view.matches('client', 'here'),
      (view) => view.matches('client', 'idle'),
    ),
    eventually('there', (view) => view.matches('client', 'there')),
  ],
});

const ASK = 'environment ⇒ client: ASK';
const GO = 'client ⏱ tick in here';
const RETURN = 'client ⏱ tick in there';
const ANSWER = 'environment ⇒ client: ANSWER';

/** What a replay says of these steps. */
function judged(of: Network, property: string, steps: readonly string[], loop?: number) {
  const { isViolated, message } = replay(of, { property, initial: 0, steps, loop });
  return { isViolated, message };
}

describe('a cycle', () => {
  it('confirms that a monitor is pending for ever', () => {
    expect(judged(network, 'answered', [ASK, GO, RETURN], 1)).toEqual({
      isViolated: true,
      message: "the run goes on for ever while the monitor is in state 'owed': its obligation is never met",
    });
  });

  it('confirms that what must come never does', () => {
    expect(judged(network, 'served', [ASK, GO, RETURN], 1)).toEqual({
      isViolated: true,
      message: 'the run goes on for ever, and what must come never does',
    });
  });

  it('confirms what is owed from the beginning', () => {
    const rounds = setup({ delays: { tick: 1 } }).createMachine({
      id: 'rounds',
      initial: 'a',
      states: { a: { after: { tick: 'b' } }, b: { after: { tick: 'a' } }, c: {} },
    });
    const circling = defineNetwork({
      name: 'circling',
      components: { rounds: { machine: rounds } },
      properties: [eventually('c', (view) => view.matches('rounds', 'c'))],
    });
    expect(judged(circling, 'c', ['rounds ⏱ tick in a', 'rounds ⏱ tick in b'], 0)).toEqual({
      isViolated: true,
      message: 'the run goes on for ever, and what must come never does',
    });
  });

  it('must lead back to where it began', () => {
    expect(judged(network, 'answered', [ASK, GO, RETURN, GO], 1)).toEqual({
      isViolated: false,
      message: 'the state after the cycle is not the one before it',
    });
  });

  it('must owe something all the time', () => {
    expect(judged(network, 'answered', [ASK, GO, ANSWER, ASK], 1)).toEqual({
      isViolated: false,
      message: 'the obligation is met at step 3',
    });
    expect(judged(network, 'answered', [ASK, GO, ANSWER], 0)).toEqual({
      isViolated: false,
      message: 'nothing is owed where the cycle begins',
    });
    expect(judged(network, 'served', [ASK, GO, ANSWER, ASK], 1)).toMatchObject({
      message: 'the obligation is met at step 3',
    });
  });

  it('shows nothing of a property that is about states', () => {
    expect(judged(network, 'deadlock-freedom', [ASK, GO, RETURN], 1)).toEqual({
      isViolated: false,
      message: 'the property says nothing of runs that go on for ever',
    });
  });

  it('has at least one step', () => {
    expect(() => judged(network, 'answered', [ASK, GO, RETURN], 3)).toThrow(
      'The `loop` is 3; it is how many of the 3 steps come before the cycle, which has at least one.',
    );
  });
});

describe('a fair cycle', () => {
  /** Two that go round on their own, of which the one is asked first. */
  const beside = (fairness?: FairnessSpec) =>
    defineNetwork({
      name: 'beside',
      components: {
        client: { machine: client, stimuli: [{ type: 'ASK' }] },
        other: {
          machine: setup({ delays: { tick: 1 } }).createMachine({
            id: 'other',
            initial: 'a',
            states: { a: { after: { tick: 'b' } }, b: { tags: 'rest' } },
          }),
        },
      },
      properties: [monitor('answered', answered)],
      ...(fairness === undefined ? {} : { fairness }),
    });
  const AWAY = 'other ⏱ tick in a';

  it('takes what is possible throughout', () => {
    expect(judged(beside(), 'answered', [ASK, GO, RETURN], 1)).toEqual({
      isViolated: false,
      message: `the run is not fair: ${AWAY} is possible throughout the cycle, and is never taken`,
    });
    expect(judged(beside(), 'answered', [ASK, AWAY, GO, RETURN], 2)).toMatchObject({ isViolated: true });
  });

  it('may leave out what nothing is owed', () => {
    const fairness: FairnessSpec = { units: [{ component: 'other', fairness: 'none' }] };
    expect(judged(beside(fairness), 'answered', [ASK, GO, RETURN], 1)).toMatchObject({ isViolated: true });
  });

  /** Offers, on every second step, a way out that a further timer is. */
  const offering = (fairness?: FairnessSpec) =>
    defineNetwork({
      name: 'offering',
      components: {
        c: {
          machine: setup({
            actions: {
              offer: raise({ type: 'OUT' }, { id: 'out', delay: 1 }),
              withdraw: cancel('out'),
              ask: emit({ type: 'ASKED' }),
            },
            delays: { tick: 1 },
          }).createMachine({
            id: 'c',
            initial: 'a',
            entry: 'ask',
            on: { OUT: '.out' },
            states: {
              a: { after: { tick: 'b' } },
              b: { entry: 'offer', exit: 'withdraw', after: { tick: 'a' } },
              out: { tags: 'rest' },
            },
          }),
        },
      },
      properties: [eventually('out', (view) => view.matches('c', 'out'))],
      ...(fairness === undefined ? {} : { fairness }),
    });
  const round = ['c ⏱ tick in a', 'c ⏱ tick in b'];

  it('may leave out what is possible at times, if it is weakly fair', () => {
    expect(judged(offering(), 'out', round, 0)).toMatchObject({ isViolated: true });
  });

  it('takes what is possible again and again, if it is strongly fair', () => {
    expect(judged(offering('strong'), 'out', round, 0)).toEqual({
      isViolated: false,
      message:
        'the run is not fair: c ⏱ out: OUT is possible again and again, and is never taken, though it is strongly fair',
    });
  });

  it('may leave out a timer that each round starts again: it has not been pending throughout', () => {
    const restarting = setup({ delays: { tick: 1 } }).createMachine({
      id: 'restarting',
      initial: 'a',
      on: { LATE: '.out' },
      states: {
        a: {
          entry: [cancel('late'), raise({ type: 'LATE' }, { id: 'late', delay: 9 })],
          after: { tick: 'b' },
        },
        b: { after: { tick: 'a' } },
        out: { tags: 'rest' },
      },
    });
    const watched = defineNetwork({
      name: 'watched',
      components: { c: { machine: restarting } },
      properties: [eventually('out', (view) => view.matches('c', 'out'))],
    });
    expect(judged(watched, 'out', round, 0)).toMatchObject({ isViolated: true });
  });
});

describe('a run that may end', () => {
  it('violates a monitor that is pending there, whatever the environment might do', () => {
    const asking = setup({
      actions: { ask: emit({ type: 'ASKED' }), answer: emit({ type: 'ANSWERED' }) },
    }).createMachine({
      id: 'asking',
      initial: 'a',
      states: {
        a: { tags: 'rest', on: { ASK: { target: 'b', actions: 'ask' } } },
        b: { tags: 'rest', on: { ANSWER: { target: 'a', actions: 'answer' } } },
      },
    });
    const waiting = defineNetwork({
      name: 'waiting',
      components: { client: { machine: asking, stimuli: [{ type: 'ASK' }, { type: 'ANSWER' }] } },
      properties: [
        monitor('answered', answered),
        eventually('b', (view) => view.matches('client', 'b')),
        leadsTo(
          'back',
          (view) => view.matches('client', 'b'),
          (view) => view.matches('client', 'a'),
        ),
      ],
    });
    expect(judged(waiting, 'answered', [ASK])).toEqual({
      isViolated: true,
      message: "the run may end while the monitor is in state 'owed': its obligation is never met",
    });
    expect(replay(waiting, { property: 'b', initial: 0, steps: [] }).violated).toEqual(['b']);
    expect(replay(waiting, { property: 'back', initial: 0, steps: [ASK] }).violated).toEqual([
      'answered',
      'back',
    ]);
  });
});

describe('what is shown', () => {
  const violation: Violation = {
    property: 'answered',
    message: 'it goes on',
    initial: 0,
    steps: [ASK, GO, RETURN],
    loop: 1,
    minimality: 'shortest stem, locally minimal cycle',
  };

  it('is the way to the cycle, the cycle, and where it leads back to', () => {
    expect(renderCounterexample(violation, replay(network, violation))).toBe(
      [
        "answered is violated after 1 step by a cycle of 2 (shortest stem, locally minimal cycle): the run goes on for ever while the monitor is in state 'owed': its obligation is never met",
        '  1. environment ⇒ client: ASK',
        '         client observes ASKED',
        "         monitor answered.state: 'idle' → 'owed'",
        "         client.state: 'idle' → 'here'",
        "         client.timers: – → ['tick in here']",
        '   then for ever:',
        '  2. client ⏱ tick in here',
        "         client.state: 'here' → 'there'",
        "         client.timers: ['tick in here'] → ['tick in there']",
        '  3. client ⏱ tick in there',
        "         client.state: 'there' → 'here'",
        "         client.timers: ['tick in there'] → ['tick in here']",
        '   back to before step 2',
      ].join('\n'),
    );
  });

  it('is not made smaller: only a search finds it', () => {
    const found: Violation = { ...violation, minimality: 'as found' };
    expect(minimise(network, found)).toBe(found);
  });

  it('does not take the place of a run that comes to an end, where that is shorter', () => {
    const machine = setup({ delays: { first: 10, second: 20 } }).createMachine({
      initial: 'here',
      states: {
        here: { after: { first: 'there', second: 'gone' } },
        there: { after: { first: 'here' } },
        gone: { tags: 'rest' },
        never: {},
      },
    });
    const comes = leadsTo(
      'comes',
      (view) => view.matches('c', 'here'),
      (view) => view.matches('c', 'never'),
    );
    const restless = defineNetwork({ name: 'restless', components: { c: { machine } }, properties: [comes] });
    const [lasso] = explore(restless).violations;
    expect([lasso?.steps, lasso?.loop]).toEqual([['c ⏱ first in here', 'c ⏱ first in there'], 0]);
    const [ended] = walk(restless, { seed: 1, walks: 1, stepsMax: 50 }).violations;
    expect(ended?.loop).toBeUndefined();
    const small = minimise(restless, ended!);
    expect(small).toMatchObject({ steps: ['c ⏱ second in here'], minimality: 'locally minimal' });
    expect(replay(restless, small).isViolated).toBe(true);
  });
});
