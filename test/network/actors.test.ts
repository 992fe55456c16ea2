// Goal: what a component says of its actors is what they tell, wherever networks are looked at, and what it could not mean is refused. Method: one search
// box, with counts by hand; each mistake with its sentence.

import { describe, expect, it } from 'vitest';
import {
  type AnyEventObject,
  type AnyStateMachine,
  assign,
  createActor,
  createMachine,
  enqueueActions,
  fromCallback,
  fromPromise,
  fromTransition,
  sendTo,
  spawnChild,
} from 'xstate';
import {
  always,
  componentRef,
  defineNetwork,
  eventually,
  explain,
  explore,
  type Fairness,
  type FairnessRule,
  itfTrace,
  leadsTo,
  type NetworkSpec,
  reachable,
  renderCounterexample,
  replay,
  simulate,
  stateAfter,
  type View,
  type Violation,
} from '../../src/index.js';
import { CheckError, OtherStepsError } from '../../src/network/errors.js';
import type { ActorSpecs } from '../../src/network/actors.js';
import { expectAgreement } from '../support/agreement.js';
import { verdictsOf } from '../support/results.js';

const box: AnyStateMachine = createMachine({
  id: 'box',
  context: { shown: null },
  initial: 'idle',
  states: {
    idle: { tags: 'rest', on: { LOOK: 'looking' } },
    looking: {
      invoke: {
        src: 'lookup',
        input: 7,
        onDone: { target: 'shown', actions: assign({ shown: ({ event }) => event.output as unknown }) },
        onError: 'idle',
      },
    },
    shown: { tags: 'rest' },
  },
});

const LOOK = [{ type: 'LOOK' }];

const withActors = (actors: unknown, rest: Partial<NetworkSpec> = {}) =>
  defineNetwork({
    name: 'net',
    components: { box: { machine: box, stimuli: LOOK, actors: actors as ActorSpecs } },
    ...rest,
  });

describe('what actors tell', () => {
  it.each([
    ['nothing', {}, 2],
    ['one answer', { outputs: ['a'] }, 3],
    ['the same answer twice', { outputs: ['a', 'a'] }, 3],
    ['two answers', { outputs: ['a', 'b'], errors: ['none'] }, 4],
    ['what is made of the input', { outputs: ({ input }: { input: number }) => [input, input + 1] }, 4],
    // A hole is `undefined`, here as everywhere.
    ['a hole in the list', { outputs: new Array<unknown>(1) }, 3],
  ])('%s', (_, lookup, states) => {
    expect(explore(withActors({ lookup }), { progressChecks: false }).states).toBe(states);
  });

  it('an actor that never answers leaves its machine stuck', () => {
    const { violations } = explore(withActors({ lookup: {} }));
    expect(violations).toMatchObject([{ property: 'deadlock-freedom', steps: ['environment ⇒ box: LOOK'] }]);
    expect(violations[0]!.message).toBe(
      "no step makes progress, and box in state 'looking' is neither done nor at rest; box handles no event, and its actor '0.box.looking' runs and tells nothing",
    );
  });

  it('a counterexample names what an actor told, and is found again', () => {
    const nothing = always('shows nothing', (view) => view.context<{ shown: unknown }>('box').shown === null);
    const network = withActors({ lookup: { outputs: [{ text: 'a' }] } }, { properties: [nothing] });
    const [violation] = explore(network).violations;
    expect(violation).toMatchObject({
      property: 'shows nothing',
      steps: [
        'environment ⇒ box: LOOK',
        "environment ⇒ box: xstate.done.actor.0.box.looking {actorId: '0.box.looking', output: {text: 'a'}}",
      ],
    });
    expect(replay(network, violation!).message).toBe(violation!.message);
  });

  it('that it comes to an end is a promise of the environment only', () => {
    const found = leadsTo(
      'who looks finds',
      (view) => view.matches('box', 'looking'),
      (view) => !view.matches('box', 'looking'),
    );
    const actors = { lookup: { outputs: ['a'] } };
    expect(explore(withActors(actors, { properties: [found] })).verdict).toBe('violated');
    const stimulus = 'xstate.done.actor.0.box.looking';
    const fairness = { units: [{ component: 'box', stimulus, fairness: 'weak' as const }] };
    expect(explore(withActors(actors, { properties: [found], fairness })).verdict).toBe('holds');
  });

  it('an actor that is started anew has not run throughout: who types on for ever may never find', () => {
    const found = leadsTo(
      'who looks finds',
      (view) => view.matches('box', 'looking'),
      (view) => view.matches('box', 'shown'),
    );
    const typed = (
      actors: ActorSpecs,
      [stimulus, fairness]: readonly [string, Fairness],
      more: object = {},
    ) => {
      const machine = createMachine({
        id: 'box',
        initial: 'looking',
        states: {
          looking: {
            invoke: {
              src: 'lookup',
              id: 'lookup',
              onDone: 'shown',
              onError: { target: 'looking', reenter: true },
            },
            on: { TYPE: { target: 'looking', reenter: true }, WAIT: {}, FOUND: 'shown' },
          },
          shown: { tags: 'rest' },
        },
      });
      const network = defineNetwork({
        name: 'net',
        components: { box: { machine, actors, ...more } },
        properties: [found],
        fairness: { units: [{ component: 'box', stimulus, fairness }] },
      });
      const { properties, violations } = explore(network, { afterViolation: 'continue' });
      for (const violation of violations) expect(replay(network, violation).message).toBe(violation.message);
      expectAgreement(network);
      return properties.find(({ name }) => name === found.name)!.verdict;
    };
    const done = 'xstate.done.actor.lookup';
    const outputs = { lookup: { outputs: ['a'] } };
    const type = { stimuli: [{ type: 'TYPE' }] };
    expect(typed(outputs, [done, 'weak'])).toBe('holds');
    expect(typed(outputs, [done, 'weak'], type)).toBe('violated');
    expect(typed(outputs, [done, 'strong'], type)).toBe('holds');
    expect(typed(outputs, [done, 'weak'], { stimuli: [{ type: 'WAIT' }] })).toBe('holds');
    // It fails, and is started anew.
    expect(typed({ lookup: { outputs: ['a'], errors: ['no'] } }, [done, 'weak'])).toBe('violated');
    // So it is with what it sends while it runs, but not with what the environment has promised itself.
    const events = { lookup: { events: [{ type: 'FOUND' }] } };
    expect(typed(events, ['FOUND', 'weak'])).toBe('holds');
    expect(typed(events, ['FOUND', 'weak'], type)).toBe('violated');
    expect(typed(events, ['FOUND', 'weak'], { stimuli: [{ type: 'TYPE' }, { type: 'FOUND' }] })).toBe(
      'holds',
    );
    expect(typed(outputs, [done, 'weak'], { crashes: { atMost: 2, restarts: true } })).toBe('holds');
  });

  it.each<readonly FairnessRule[]>([
    [{ component: 'box', stimulus: 'xstate.done.actor.lookup', fairness: 'weak' }],
    [{ component: 'box', stimulus: 'xstate.done.actor.lookup', fairness: 'none' }],
    [{ component: 'box', stimulus: 'xstate.error.actor.lookup', fairness: 'none' }],
  ])('that an actor comes to an end does not promise how, whatever else is said of %o', (rule) => {
    const machine = createMachine({
      id: 'box',
      initial: 'looking',
      states: {
        looking: { invoke: { src: 'lookup', id: 'lookup', onDone: 'shown', onError: 'failed' } },
        shown: { after: { 1000: 'looking' } },
        failed: { after: { 1000: 'looking' } },
      },
    });
    const end = { component: 'box', actor: 'lookup', fairness: 'strong' } as const;
    for (const units of [
      [rule, end],
      [end, rule],
    ]) {
      const network = defineNetwork({
        name: 'net',
        components: { box: { machine, actors: { lookup: { outputs: ['a'], errors: ['no'] } } } },
        properties: [
          eventually('settles', (view) => !view.matches('box', 'looking')),
          eventually('fails', (view) => view.matches('box', 'failed')),
        ],
        fairness: { units },
      });
      const result = explore(network, { afterViolation: 'continue' });
      expect(verdictsOf(result)).toMatchObject({ settles: 'holds', fails: 'violated' });
      for (const violation of result.violations)
        expect(replay(network, violation).message).toBe(violation.message);
      expectAgreement(network);
    }
  });

  it('that an actor comes to an end may be promised without saying how', () => {
    const machine = createMachine({
      id: 'box',
      initial: 'looking',
      states: {
        looking: {
          invoke: { src: 'lookup', id: 'lookup', onDone: 'shown', onError: 'failed' },
          on: { TYPE: { target: 'looking', reenter: true } },
        },
        failed: { after: { 1000: 'looking' } },
        shown: { tags: 'rest' },
      },
    });
    const isLooking = (view: View) => view.matches('box', 'looking');
    const isShown = (view: View) => view.matches('box', 'shown');
    const settles = leadsTo('settles', isLooking, (view) => !isLooking(view));
    const finds = leadsTo('finds', isLooking, isShown);
    const actors = { lookup: { outputs: ['a'], errors: ['no'] } };
    const promised = (units: readonly FairnessRule[], stimuli: readonly AnyEventObject[] = []) => {
      const network = defineNetwork({
        name: 'net',
        components: { box: { machine, actors, stimuli } },
        properties: [settles, finds],
        fairness: { units },
      });
      const { properties, violations } = explore(network, { afterViolation: 'continue' });
      for (const violation of violations) expect(replay(network, violation).message).toBe(violation.message);
      expectAgreement(network);
      return [settles, finds].map(({ name }) => properties.find((each) => each.name === name)!.verdict);
    };
    const end = (fairness: Fairness) => ({ component: 'box', actor: 'lookup', fairness });
    const done = { component: 'box', stimulus: 'xstate.done.actor.lookup', fairness: 'strong' } as const;
    const type = [{ type: 'TYPE' }];
    expect(promised([])).toEqual(['violated', 'violated']);
    expect(promised([end('none')])).toEqual(['violated', 'violated']);
    expect(promised([end('weak')])).toEqual(['holds', 'violated']);
    expect(promised([end('weak')], type)).toEqual(['violated', 'violated']);
    expect(promised([end('strong')], type)).toEqual(['holds', 'violated']);
    // Where both are promised, both are kept, whichever is promised first.
    expect(promised([done], type)).toEqual(['holds', 'holds']);
    expect(promised([done, end('weak')], type)).toEqual(['holds', 'holds']);
    expect(promised([end('strong'), done], type)).toEqual(['holds', 'holds']);
    expect(() => promised([{ component: 'box', actor: 'lokup', fairness: 'weak' }])).toThrow(
      "names the actor 'lokup', which component 'box' does not have; it has lookup. Did you mean 'lookup'?",
    );
  });

  it('a rule of fairness names what only shows as the machine runs', () => {
    const machine = createMachine({
      id: 'm',
      initial: 'a',
      states: {
        a: { entry: spawnChild('p', { id: 'x' }), on: { 'xstate.done.actor.x': 'b', NEXT: 'b' } },
        b: { tags: 'rest' },
      },
    });
    const over = eventually('is over', (view) => view.matches('a', 'b'));
    const verdict = (stimulus: string, p: ActorSpecs[string]) => {
      const fairness = { units: [{ component: 'a', stimulus, fairness: 'weak' as const }] };
      const components = { a: { machine, actors: { p } } };
      return explore(defineNetwork({ name: 'net', components, properties: [over], fairness })).verdict;
    };
    const events = () => [{ type: 'NEXT' }];
    expect(verdict('xstate.done.actor.x', { outputs: [1] })).toBe('holds');
    expect(verdict('NEXT', { events })).toBe('holds');
    expect(() => verdict('OTHER', { events })).toThrow("names the stimulus 'OTHER'");
    expect(() => verdict('NEXT', { outputs: [1] })).toThrow("names the stimulus 'NEXT'");
  });

  it('a failure that nothing takes ends the machine', () => {
    const machine = createMachine({
      id: 'm',
      initial: 'a',
      states: { a: { tags: 'rest', invoke: { id: 'p', src: 'p' } } },
    });
    const components = { a: { machine, actors: { p: { errors: ['none'] } } } };
    expect(explore(defineNetwork({ name: 'net', components })).violations).toMatchObject([
      {
        property: 'no-exception',
        message:
          "a throws on xstate.error.actor.p {actorId: 'p', error: 'none'} in state 'a': no `onError` takes the failure of the actor",
      },
    ]);
  });

  it('a message to an actor that does not run now ends the machine, as in XState', () => {
    const machine = createMachine({
      id: 'm',
      initial: 'first',
      states: {
        first: { on: { GO: 'looking', TELL: { actions: sendTo('p', { type: 'HELLO' }) } } },
        looking: {
          invoke: { id: 'p', src: 'p' },
          on: { BACK: 'first', TELL: { actions: sendTo('p', { type: 'HELLO' }) } },
        },
      },
    });
    const live = createActor(machine.provide({ actors: { p: fromCallback(() => {}) } }));
    live.subscribe({ error: () => {} });
    live.start();
    live.send({ type: 'GO' });
    live.send({ type: 'TELL' });
    expect(live.getSnapshot().status).toBe('active');
    live.send({ type: 'BACK' });
    live.send({ type: 'TELL' });
    expect(live.getSnapshot().status).toBe('error');
    const stimuli = [{ type: 'GO' }, { type: 'BACK' }, { type: 'TELL' }];
    const network = defineNetwork({
      name: 'net',
      components: { a: { machine, stimuli, actors: { p: {} } } },
    });
    const { verdict, violations } = explore(network);
    expect(verdict).toBe('violated');
    expect(violations).toMatchObject([
      {
        property: 'no-exception',
        message: "a throws on TELL in state 'first': Unable to send event to actor 'p' from machine 'm'.",
        steps: ['environment ⇒ a: TELL'],
      },
    ]);
    expectAgreement(network);
  });

  it('all that a local state is made of is shown: running actors, timers and history', () => {
    const machine = createMachine({
      id: 'm',
      initial: 'off',
      states: {
        off: { on: { ON: 'on.back' } },
        on: {
          initial: 'looking',
          on: { OFF: 'off' },
          states: {
            looking: {
              invoke: { src: 'lookup', id: 'lookup', input: 7 },
              after: { 1000: 'late' },
              on: { OTHER: {} },
            },
            late: { tags: 'violation' },
            back: { type: 'history' },
          },
        },
      },
    });
    const outputs = ({ input }: { input: number }) => [input];
    const network = defineNetwork({
      name: 'net',
      components: {
        a: {
          machine,
          stimuli: [{ type: 'ON' }, { type: 'OFF' }],
          actors: { lookup: { outputs, events: [{ type: 'OTHER' }] } },
          crashes: { atMost: 1, restarts: true },
        },
      },
      properties: [always('is never late', (view) => !view.matches('a', 'on.late'))],
    });
    const done = "xstate.done.actor.lookup {actorId: 'lookup', output: 7}";
    const violation: Violation = {
      property: 'is never late',
      message: '',
      initial: 0,
      steps: [
        'crash a',
        'environment ⇒ a: ON',
        'environment ⇒ a: OFF',
        'environment ⇒ a: ON',
        `environment ⇒ a: ${done}`,
        'a ⏱ 1000 in on.looking',
      ],
      minimality: 'locally minimal',
    };
    const replayed = replay(network, violation);
    expect(renderCounterexample(violation, replayed).split('\n').slice(1)).toEqual([
      '  1. crash a',
      '  2. environment ⇒ a: ON',
      "         a.state: 'off' → {on: 'looking'}",
      "         a.timers: – → ['1000 in on.looking']",
      "         a.actors: – → {lookup: [{actorId: 'lookup', output: 7, type: 'xstate.done.actor.lookup'}, {type: 'OTHER'}]}",
      '  3. environment ⇒ a: OFF',
      "         a.timers: ['1000 in on.looking'] → –",
      "         a.actors: {lookup: [{actorId: 'lookup', output: 7, type: 'xstate.done.actor.lookup'}, {type: 'OTHER'}]} → –",
      "         a.state: {on: 'looking'} → 'off'",
      "         a.history: – → {'m.on.back': ['on.looking']}",
      '  4. environment ⇒ a: ON',
      "         a.state: 'off' → {on: 'looking'}",
      "         a.timers: – → ['1000 in on.looking']",
      "         a.actors: – → {lookup: [{actorId: 'lookup', output: 7, type: 'xstate.done.actor.lookup'}, {type: 'OTHER'}]}",
      `  5. environment ⇒ a: ${done}`,
      "         a.actors.lookup: [{actorId: 'lookup', output: 7, type: 'xstate.done.actor.lookup'}, {type: 'OTHER'}] → 'over'",
      '  6. a ⏱ 1000 in on.looking',
      "         a.state.on: 'looking' → 'late'",
      "         a.timers: ['1000 in on.looking'] → –",
      "         a.actors: {lookup: 'over'} → –",
    ]);
    const explanation = explain(network, violation);
    const tells = [{ type: 'xstate.done.actor.lookup', output: 7, actorId: 'lookup' }, { type: 'OTHER' }];
    const looking = {
      state: { on: 'looking' },
      timers: ['1000 in on.looking'],
      actors: { lookup: { isOver: false, tells } },
      crashes: 1,
    };
    expect(stateAfter(explanation, 2)[0]).toMatchObject(looking);
    const [left] = stateAfter(explanation, 3);
    expect(left).toMatchObject({ state: 'off', timers: [], history: { 'm.on.back': ['on.looking'] } });
    expect(left).not.toHaveProperty('actors');
    expect(stateAfter(explanation, 5)[0]).toMatchObject({
      ...looking,
      actors: { lookup: { isOver: true, tells: [] } },
    });
    const [, , second, third] = itfTrace(explanation).states;
    expect(second).toMatchObject({ a: looking });
    expect(third).toMatchObject({ a: { history: { 'm.on.back': ['on.looking'] } } });
  });

  it('a trace that names an actor that is gone shows nothing', () => {
    const network = withActors({ lookup: { outputs: ['a'] } });
    const steps = (id: string) => [
      'environment ⇒ box: LOOK',
      `environment ⇒ box: xstate.done.actor.${id} {actorId: '${id}'}`,
    ];
    const replayed = (id: string) => () =>
      replay(network, { property: 'deadlock-freedom', initial: 0, steps: steps(id) });
    expect(replayed('lokup')).toThrow(
      "Of what the trace names, not all is there: 'box' has no actor 'lokup'.",
    );
    expect(replayed('0.box.looking')).toThrow(OtherStepsError);
  });

  it('components that are alike in all but their actors do not share answers', () => {
    const shows = (id: string, text: string) =>
      reachable(`${id} shows ${text}`, (view) => view.context<{ shown: unknown }>(id).shown === text);
    const component = (text: string) => ({
      machine: box,
      stimuli: LOOK,
      aliases: {},
      actors: { lookup: { outputs: () => [text] } },
    });
    const network = defineNetwork({
      name: 'net',
      components: { one: component('a'), other: component('b') },
      properties: [shows('one', 'a'), shows('one', 'b'), shows('other', 'a'), shows('other', 'b')],
    });
    const { properties, states } = explore(network);
    expect(states).toBe(9);
    const met = properties.filter(({ name, verdict }) => name.includes('shows') && verdict === 'holds');
    expect(met.map(({ name }) => name)).toEqual(['one shows a', 'other shows b']);
  });

  it('logic that an action holds itself is not run', () => {
    const clock = fromTransition(
      (state) => state,
      () => Date.now(),
    );
    const parent = createMachine({ invoke: { src: fromPromise(() => Promise.resolve(1)) } });
    const machine = createMachine({
      id: 'm',
      entry: [
        spawnChild(clock, { id: 'clock' }),
        enqueueActions(({ enqueue }) => {
          enqueue.spawnChild(parent as never, { id: 'parent' } as never);
        }),
      ],
      on: {
        'xstate.done.actor.parent': {
          actions: assign({ answer: ({ event }) => event['output'] as unknown }),
        },
      },
    });
    const components = { a: { machine, actors: { clock: {}, parent: { outputs: [1, 2] } } } };
    const network = defineNetwork({ name: 'net', components });
    expect(explore(network, { progressChecks: false }).states).toBe(3);
    expectAgreement(network);
  });

  it('a crash stops them', () => {
    const network = defineNetwork({
      name: 'net',
      components: {
        box: {
          machine: box,
          stimuli: LOOK,
          actors: { lookup: { outputs: ['a'] } },
          crashes: { atMost: 1, restarts: true },
        },
      },
    });
    // Idle, looking and shown, before the crash and after it.
    expect(explore(network, { progressChecks: false }).states).toBe(6);
  });

  it('in virtual time the environment says when', () => {
    const shown = reachable('it is shown', (view) => view.matches('box', 'shown'));
    const network = withActors({ lookup: { outputs: ['a', 'b'] } }, { properties: [shown] });
    const id = '0.box.looking';
    const settled = (output: string) => ({ type: `xstate.done.actor.${id}`, output, actorId: id });
    const simulated = (event: AnyEventObject, atNs: number) =>
      simulate(network, {
        stimuli: [
          { atNs: 10, component: 'box', event: { type: 'LOOK' } },
          { atNs, component: 'box', event },
        ],
      });
    expect(simulated(settled('b'), 30)).toMatchObject({ end: 'quiet', endNs: 30 });
    expect(simulated(settled('b'), 30).verdict).toBe('holds-in-sample');
    const ends =
      "{actorId: '0.box.looking', output: 'a'}, xstate.done.actor.0.box.looking {actorId: '0.box.looking', output: 'b'}";
    expect(() => simulated(settled('c'), 30)).toThrow(
      new CheckError(
        `The component 'box' does not take the stimulus xstate.done.actor.0.box.looking {actorId: '0.box.looking', output: 'c'} at 30 ns, in state 'looking'. This actor may end with xstate.done.actor.0.box.looking ${ends}: give one of these, with all that it has.`,
      ),
    );
    expect(() => simulated(settled('b'), 5)).toThrow(
      "No actor '0.box.looking' runs then: tell its end while it does.",
    );
    const silent = withActors({ lookup: {} });
    const stimuli = [LOOK[0]!, settled('b')].map((event, atNs) => ({ atNs, component: 'box', event }));
    expect(() => simulate(silent, { stimuli })).toThrow(
      'This actor comes to no end: list what it may end with',
    );
  });
});

describe('what could not be meant is refused:', () => {
  function refusalOf(define: () => unknown): string {
    try {
      define();
    } catch (thrown) {
      if (thrown instanceof CheckError) return thrown.message;
      throw thrown;
    }
    return 'nothing is refused';
  }

  it.each([
    [
      'no object',
      [],
      "The component 'box' of network 'net' has `actors` that are a list; give an object: its keys are the names of actors, its values what they may tell, as in { lookup: { outputs: ['found'] } }.",
    ],
    [
      'an actor that there is not',
      { lookup: {}, lokup: {} },
      "The component 'box' of network 'net' tells of the actor 'lokup', but machine 'box' has no such actor; it has lookup. Did you mean 'lookup'?",
    ],
    [
      'a key that there is not',
      { lookup: { output: ['a'] } },
      "The actor 'lookup' of component 'box' of network 'net' has no 'output'; it has outputs, errors, events. Did you mean 'outputs'?",
    ],
    [
      'no list',
      { lookup: { outputs: 'a' } },
      "The actor 'lookup' of component 'box' of network 'net' has `outputs` that are a string; give an array, or a function of { input } that gives one.",
    ],
    [
      'what is no plain data',
      { lookup: { errors: [new Error('no')] } },
      "The errors[0] of actor 'lookup' of component 'box' of network 'net' holds an instance of Error; contexts and events must be plain data (numbers, strings, booleans, null, arrays and plain objects), because states are compared and frozen. Store plain data instead.",
    ],
    [
      'an event without a type',
      { lookup: { events: [{}] } },
      "The actor 'lookup' of component 'box' of network 'net' has among its `events` one without a `type`.",
    ],
    [
      'an event of every type',
      { lookup: { events: [{ type: '*' }] } },
      "The actor 'lookup' of component 'box' of network 'net' has among its `events` *: '*' stands for all types, and XState throws on an event that is called so; give the event another type.",
    ],
    [
      'its end as an event',
      { lookup: { events: [{ type: 'xstate.done.actor.x' }] } },
      "The actor 'lookup' of component 'box' of network 'net' has among its `events` xstate.done.actor.x: what it ends with stands in `outputs` and `errors`.",
    ],
  ])('%s', (_, actors, sentence) => {
    expect(refusalOf(() => withActors(actors))).toBe(sentence);
  });

  const throwing = () => {
    throw new Error('no');
  };
  it.each([
    [
      'a getter in their place',
      {
        get lookup() {
          return throwing();
        },
      },
      'the component',
      '`actors` with an accessor at .lookup',
    ],
    [
      'a getter in a description',
      {
        lookup: {
          get outputs() {
            return throwing();
          },
        },
      },
      'the actor',
      'a description with an accessor at .outputs',
    ],
    ['a Proxy', new Proxy({ lookup: {} }, { ownKeys: throwing }), 'the component', '`actors` with a Proxy'],
    [
      'a Proxy as a description',
      { lookup: new Proxy({}, { ownKeys: throwing }) },
      'the actor',
      'a description with a Proxy',
    ],
    [
      'a Proxy as a list',
      { lookup: { events: new Proxy([], { get: throwing }) } },
      'the actor',
      '`events` with a Proxy',
    ],
    [
      'a getter in a list',
      { lookup: { outputs: Object.defineProperty([], 0, { get: throwing }) } },
      'the actor',
      '`outputs` with an accessor at [0]',
    ],
    ['a Map', new Map([['lookup', {}]]), 'the component', '`actors` with an instance of Map'],
  ])('%s', (_, actors, what, says) => {
    const where = what === 'the actor' ? "The actor 'lookup' of component 'box'" : "The component 'box'";
    expect(refusalOf(() => withActors(actors))).toBe(
      `${where} of network 'net' has ${says}; give plain objects and lists.`,
    );
  });

  const refusalOfRun = (outputs: unknown) => refusalOf(() => explore(withActors({ lookup: { outputs } })));

  it('functions that give no list, throw, read the clock or keep something', () => {
    expect(refusalOfRun(() => 'a')).toBe(
      "The actor 'lookup' of component 'box' has `outputs` that are a string; give an array, or a function of { input } that gives one.",
    );
    expect(
      refusalOfRun(() => {
        throw new Error('no answer');
      }),
    ).toBe(
      "What the actor 'lookup' of component 'box' may tell cannot be found out: no answer. Correct the function in `actors`.",
    );
    expect(refusalOfRun(() => [Date.now()])).toContain('reads Date.now()');
    let asked = 0;
    expect(refusalOfRun(() => [asked++])).toContain('is not a function of its context and event');
    expect(refusalOfRun(({ input }: { input: object }) => [() => input])).toContain('holds a function');
  });

  it.each([
    ['that is made for it', (context: object) => ({ ...context })],
    ['that is a part of the context', (context: object) => context],
  ])('functions that change an input in place %s', (_, input) => {
    // In sloppy mode, as in CommonJS, what is frozen is changed in vain, and without an error.
    const outputs = new Function('{ input }', 'input.tries = 1; return [input.tries];') as () => unknown[];
    const invoke = { src: 'lookup', input: ({ context }: { context: object }) => input(context), onDone: {} };
    const machine = createMachine({ id: 'm', context: { tries: 0 }, tags: 'rest', invoke });
    const components = { box: { machine, actors: { lookup: { outputs } } } };
    expect(refusalOf(() => explore(defineNetwork({ name: 'net', components, properties: [] })))).toBe(
      "A function of the actor 'lookup' of component 'box' in `actors` changes its input in place. Make a new value: `input.toSorted()`, for example, in place of `input.sort()`.",
    );
  });

  it('what is invoked with `onSnapshot`, or a `systemId`', () => {
    const invoking = (more: object) => createMachine({ id: 'm', invoke: { src: 'p', ...more } } as never);
    const define = (more: object) => () =>
      defineNetwork({ name: 'net', components: { a: { machine: invoking(more), actors: { p: {} } } } });
    expect(refusalOf(define({ onSnapshot: {} }))).toBe(
      "The component 'a' of network 'net' invokes an actor ('p') with `onSnapshot` in state 'm' of machine 'm', which cannot be checked. List what matters of its snapshots as `events` of the actor, with transitions of their own: see 'Invoked actors' in docs/modelling.md.",
    );
    expect(refusalOf(define({ systemId: 'q' }))).toContain('with a `systemId` in state');
  });

  const PLAIN = () => Promise.resolve(1);
  it.each([
    ['by name', { src: 'p' }, { actors: { p: PLAIN } }, ['p']],
    ['in the chart', { src: () => () => undefined, id: 'p' }, {}, ['p']],
    ['behind another', [{ src: 'r' }, { src: 'p' }], { actors: { p: PLAIN } }, ['r', 'p']],
  ])('a function that is invoked as it stands, %s, at which XState 5 fails', (_, invoke, given, told) => {
    const machine = createMachine({ id: 'm', invoke } as never, given as never);
    const actors = Object.fromEntries(told.map((each) => [each, {}]));
    expect(refusalOf(() => defineNetwork({ name: 'net', components: { a: { machine, actors } } }))).toBe(
      `The component 'a' of network 'net' invokes the actor 'p' in state 'm' of machine 'm', which is a function: XState 5 fails as it starts it. Make it an actor, as in fromPromise(async ({ input }) => …) or fromCallback(({ sendBack }) => …).`,
    );
  });

  it('a function that is spawned as it stands', () => {
    const on = { GO: { actions: spawnChild('p', { id: 'x' }) } };
    const machine = createMachine({ id: 'm', on } as never, { actors: { p: PLAIN } } as never);
    expect(
      refusalOf(() => defineNetwork({ name: 'net', components: { a: { machine, actors: { p: {} } } } })),
    ).toMatch(
      /^The component 'a' of network 'net' is told of the actor 'p' of machine 'm', which is a function: XState 5 fails as it starts it\./,
    );
  });

  it('two actors of one id at a time, one without an id, and what is spawned with more than that', () => {
    const run = (options: object) => () => {
      const machine = createMachine({ id: 'm', on: { GO: { actions: spawnChild('p', options) } } });
      const components = { a: { machine, stimuli: [{ type: 'GO' }], actors: { p: {} } } };
      return explore(defineNetwork({ name: 'net', components }));
    };
    expect(refusalOf(run({ id: () => 5 }))).toBe(
      "The component 'a' (machine 'm') on GO in state {} spawns the actor 'p' with the id 5. The id of an actor is a text.",
    );
    expect(refusalOf(run({ id: 'x', systemId: 'y' }))).toBe(
      "The component 'a' (machine 'm') on GO in state {} spawns the actor 'p' with a `systemId`. An actor that others address is a component of the network: see 'Invoked actors' in docs/modelling.md.",
    );
    expect(refusalOf(run({ id: 'x', syncSnapshot: true }))).toBe(
      "The component 'a' (machine 'm') on GO in state {} spawns the actor 'p' with `syncSnapshot`. List what matters of its snapshots as `events` of the actor, with transitions of their own: see 'Invoked actors' in docs/modelling.md.",
    );
    expect(refusalOf(run({ id: 'x' }))).toBe(
      "The component 'a' (machine 'm') on GO in state {} starts an actor 'x' while another one of this id runs. Stop it before, or give each an `id` of its own.",
    );
    expect(refusalOf(run({}))).toBe(
      "The component 'a' (machine 'm') on GO in state {} spawns the actor 'p' without an id. Give it one as the second argument, as in { id: 'p' }.",
    );
  });

  it('the end of an actor as a stimulus', () => {
    const stimuli = [{ type: 'xstate.done.actor.0.box.looking', output: 'b' }];
    const components = { box: { machine: box, stimuli, actors: { lookup: { outputs: ['a'] } } } };
    expect(refusalOf(() => defineNetwork({ name: 'net', components }))).toBe(
      "The component 'box' of network 'net' has the stimulus xstate.done.actor.0.box.looking, which XState sends for its actors: what an actor ends with stands in the `outputs` and `errors` of `actors`.",
    );
  });

  it.each(['idle', 'looking'])('the end of an actor that another component sends: %s', (state) => {
    const forging = createMachine({
      id: 'forging',
      on: { GO: { actions: sendTo(componentRef('box'), { type: 'xstate.done.actor.0.box.looking' }) } },
    });
    const stimuli = state === 'looking' ? LOOK : [];
    const network = defineNetwork({
      name: 'net',
      components: {
        forging: { machine: forging, stimuli: [{ type: 'GO' }] },
        box: { machine: box, stimuli, actors: { lookup: {} } },
      },
      channels: { default: { kind: 'fifo', capacity: 1, deferring: true } },
    });
    expect(refusalOf(() => explore(network))).toContain(
      'is told of the end of an actor of its own, and not by the actor',
    );
  });

  it('a message to an actor that it never has', () => {
    const sending = createMachine({
      id: 'm',
      initial: 'a',
      states: {
        a: { invoke: { id: 'p', src: 'p' }, on: { GO: { actions: sendTo('q', { type: 'HELLO' }) } } },
      },
    });
    const network = defineNetwork({
      name: 'net',
      components: { a: { machine: sending, stimuli: [{ type: 'GO' }], actors: { p: {} } } },
    });
    expect(refusalOf(() => explore(network))).toContain("sends to a child actor 'q', which it does not run");
  });
});
