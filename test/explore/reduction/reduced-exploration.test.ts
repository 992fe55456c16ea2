// Goal: with the reduction a search tells of states and of ends of runs what it tells without, of fewer states; and where it does not tell, it says so. Method: a network of
// ours that has all kinds of claims, with a fault and without, one whose runs go on for ever, and one whose monitor hears steps, each searched both ways.

import { describe, expect, it } from 'vitest';
import { type AnyStateMachine, assign, createMachine, raise, sendTo, setup } from 'xstate';
import { searchPlan } from '../../../src/explore/explore-options.js';
import { ReducedSearch } from '../../../src/explore/reduction/reduced-search.js';
import { ReducedExploration } from '../../../src/explore/reduction/reduced-exploration.js';
import { dispatchCombine } from '../../../properties/dispatch-combine/family.js';
import {
  always,
  alwaysPossible,
  check,
  choose,
  componentRef,
  defineNetwork,
  explore,
  type ExploreOptions,
  type ExploreResult,
  leadsTo,
  monitor,
  type NetworkFamily,
  type Property,
  reachable,
  replay,
  sweep,
  type Verdict,
  type View,
} from '../../../src/index.js';
import { switches } from '../../support/switches.js';

const sizes = { dies: 2, tokens: 1, layers: 1 };

const caller = setup({ actions: { call: sendTo(componentRef('callee'), { type: 'CALL' }) } }).createMachine({
  id: 'caller',
  initial: 'ready',
  states: { ready: { tags: 'rest', on: { GO: { actions: 'call' } } } },
});
const callee = createMachine({
  id: 'callee',
  initial: 'open',
  states: { open: { tags: 'rest', on: { CALL: {} } } },
});
const components = { caller: { machine: caller, stimuli: [{ type: 'GO' }] }, callee: { machine: callee } };

function producer(to: string) {
  return setup({
    types: {} as { context: { n: number } },
    actions: {
      send: sendTo(componentRef(to), { type: 'M' }),
      count: assign({ n: ({ context }) => context.n + 1 }),
    },
  }).createMachine({
    id: 'producer',
    context: { n: 0 },
    initial: 'ready',
    states: {
      ready: { tags: 'rest', after: { 5: { target: 'ready', reenter: true, actions: ['count', 'send'] } } },
    },
  });
}
const taker = setup({
  types: {} as { context: { n: number } },
  guards: { few: ({ context }) => context.n < 3 },
  actions: { count: assign({ n: ({ context }) => context.n + 1 }) },
}).createMachine({
  id: 'taker',
  context: { n: 0 },
  initial: 'open',
  states: { open: { tags: 'rest', on: { M: { guard: 'few', actions: 'count' } } } },
});

const watched = (machine?: AnyStateMachine) =>
  defineNetwork({
    name: 'watched',
    components,
    channels: { default: { kind: 'sync' } },
    properties: [
      ...(machine === undefined ? [] : [monitor('counts', machine)]),
      reachable('open', (view) => view.matches('callee', 'open')),
      leadsTo(
        'answered',
        () => true,
        () => true,
      ),
    ],
  });

/** Two that produce without end, each for one that takes a few. */
const bounded = defineNetwork({
  name: 'bounded',
  components: Object.fromEntries(
    [0, 1].flatMap((pair) => [
      [`p${pair}`, { machine: producer(`c${pair}`) }],
      [`c${pair}`, { machine: taker }],
    ]),
  ),
  channels: { default: { kind: 'fifo', capacity: 2, whenFull: 'block', deferring: true } },
  properties: [],
});

const middle = createMachine({
  id: 'part',
  initial: 'first',
  states: {
    first: { tags: 'rest', after: { 9: 'middle' } },
    middle: { tags: 'rest', after: { 9: 'last' } },
    last: { tags: 'rest' },
  },
});
const is = (state: string) => (view: View) => view.matches('a', state);
const isNot = (state: string) => (view: View) => !view.matches('a', state);

/** Components that take two steps each. */
const independent = (ids: string, properties: readonly Property[]) =>
  defineNetwork({
    name: 'independent',
    components: Object.fromEntries([...ids].map((id) => [id, { machine: middle }])),
    properties,
  });
const goesOn = leadsTo('goes on', is('middle'), isNot('middle'));
const three = independent('abc', [
  goesOn,
  leadsTo('comes to the middle', is('first'), is('middle')),
  leadsTo('ends elsewhere', is('last'), isNot('last')),
  alwaysPossible('can end', is('last')),
  alwaysPossible('is in the middle again', is('middle')),
]);
/** Of 3¹³ states. */
const many = independent('abcdefghijklm', [goesOn]);

/** Names of the properties with a verdict. */
const named = ({ properties }: ExploreResult, verdict: Verdict) =>
  properties.filter((each) => each.verdict === verdict).map(({ name }) => name);

describe('the reduction', () => {
  it('tells what a search of all states tells, of fewer', () => {
    const { network } = choose(dispatchCombine, sizes);
    const full = explore(network);
    const reduced = explore(network, { reduction: true });
    expect(full.states).toBe(1_040);
    expect(reduced.states).toBeLessThan(300);
    expect(reduced.reduction).toMatchObject({ alone: expect.any(Number) as number });
    const told = ({ verdict, terminal, properties, violations, vacuous, neverSeen }: typeof full) => ({
      verdict,
      terminal,
      properties,
      violations,
      vacuous,
      neverSeen,
    });
    expect(told(reduced)).toEqual(told(full));
    expect(reduced.verdict).toBe('holds');
    // Some of its claims speak of runs that never end.
    expect(reduced.properties.length).toBeGreaterThan(
      explore(network, { progressChecks: false }).properties.length,
    );
    expect(reduced.progress).toBe('no endless runs');
  });

  it('judges what speaks of runs that never end by where they end, if all do', () => {
    const full = explore(three, { afterViolation: 'continue' });
    const wrong = ['ends elsewhere', 'is in the middle again'];
    expect(named(full, 'violated')).toEqual(wrong);
    // A search of all states, which finds shortest ways, is too much for such a budget.
    const reduced = explore(three, { reduction: true, statesMax: 8 });
    expect(reduced.states).toBeLessThan(8);
    expect(named(reduced, 'violated')).toEqual(wrong);
    // An end does not tell whether what had to come has come, and is gone again.
    expect(named(reduced, 'inconclusive')).toEqual(['comes to the middle']);
    expect(reduced.violations.map(({ property }) => property)).toEqual(expect.arrayContaining(wrong));
    for (const each of reduced.violations) expect(replay(three, each).isViolated).toBe(true);
  });

  it('visits as many states of each further layer: what is told of one is not taken for what may be told of another', () => {
    const visited = [2, 3, 4].map((layers) => {
      const { network } = choose(dispatchCombine, { ...sizes, layers });
      return explore(network, { progressChecks: false, reduction: true }).states;
    });
    const more = visited.slice(1).map((states, at) => states - visited[at]!);
    expect(more).toEqual([141, 141]);
  });

  it('leaves open what is said of runs that never end where there are any', () => {
    const { verdict, progress, properties } = explore(watched(), { reduction: true });
    expect(verdict).toBe('inconclusive');
    expect(progress).toBe('reduction');
    const open = properties.filter((each) => each.verdict !== 'holds').map(({ name }) => name);
    expect(open).toEqual(['no-stuck-component', 'answered']);
  });

  it('leaves open what a monitor may be owed in a run that never ends, whether or not it was seen to be', () => {
    const owed = createMachine({
      id: 'owed',
      initial: 'idle',
      states: { idle: {}, owed: { tags: 'pending' } },
    });
    const { properties } = explore(watched(owed), { reduction: true });
    expect(properties).toContainEqual({ name: 'counts', verdict: 'inconclusive' });
    const ofEnds = explore(watched(owed), { reduction: true, progressChecks: false });
    expect(ofEnds.properties).toContainEqual({ name: 'counts', verdict: 'holds' });
  });

  it('leaves a violation to a search of all states, which finds a shortest way', () => {
    const { network } = choose(dispatchCombine, sizes, ['A1']);
    const full = explore(network);
    const reduced = explore(network, { reduction: true });
    expect(reduced.violations).toEqual(full.violations);
    expect(reduced.reduction).toEqual({
      left: 'something is violated, of which a shortest way is looked for',
    });
  });

  it('tells a way as it was found where a search of all states is too much', () => {
    const { network } = choose(dispatchCombine, sizes, ['A1']);
    const full = explore(network);
    const statesMax = 60;
    expect(explore(network, { statesMax }).verdict).toBe('inconclusive');
    const reduced = explore(network, { reduction: true, statesMax });
    expect(reduced.verdict).toBe('violated');
    expect(reduced.violations.map(({ property }) => property)).toEqual(
      full.violations.map(({ property }) => property),
    );
    for (const each of reduced.violations) {
      expect(each.minimality).toBe('as found');
      expect(replay(network, each).isViolated).toBe(true);
    }
    expect(reduced.reduction).toMatchObject({ alone: expect.any(Number) as number });
  });

  it('says that a budget ran out before all was visited', () => {
    const { network } = choose(dispatchCombine, sizes);
    const { verdict, inconclusive } = explore(network, { reduction: true, statesMax: 50 });
    expect(verdict).toBe('inconclusive');
    expect(inconclusive).toMatchObject({ budget: 'states' });
  });

  it('goes through runs that go on for ever', () => {
    const network = defineNetwork({
      name: 'calls',
      components,
      channels: { default: { kind: 'fifo', capacity: 2 } },
    });
    const { verdict, reduction } = explore(network, { progressChecks: false, reduction: true });
    expect(verdict).toBe(explore(network, { progressChecks: false }).verdict);
    expect(reduction).toMatchObject({ full: expect.any(Number) as number });
  });

  it('takes part where a monitor hears steps', () => {
    const counting = createMachine({
      id: 'counting',
      initial: 'even',
      states: { even: { on: { step: 'odd' } }, odd: { on: { step: 'even' } }, never: { tags: 'violation' } },
    });
    const { properties, reduction } = explore(watched(counting), { reduction: true });
    expect(properties).toContainEqual({ name: 'counts', verdict: 'holds' });
    expect(reduction).toMatchObject({ full: expect.any(Number) as number });
  });

  it('is given up where it costs too much', () => {
    // Nothing but the full channels bounds how often the producers act, which is not looked at.
    const result = explore(bounded, { progressChecks: false, reduction: true });
    const full = explore(bounded, { progressChecks: false });
    expect(result.reduction).toEqual({
      left: 'steps are taken alone too seldom for what it takes to see whether they may be',
    });
    expect([result.verdict, result.states]).toEqual(['holds', full.states]);
  });

  it('is given up where a claim about many components makes it cost too much', () => {
    const lit = (view: View) => view.components.filter((id) => view.matches(id, 'on')).length;
    const network = switches(13, [always('at most', (view) => lit(view) <= 13)]);
    const { verdict, states, reduction } = explore(network, { progressChecks: false, reduction: true });
    expect([verdict, states]).toEqual(['holds', 2 ** 13]);
    expect(reduction).toEqual({
      left: 'steps are taken alone too seldom for what it takes to see whether they may be',
    });
    // For each step the claim is tried in thousands of states, each of which it reads all of: soon.
    const search = new ReducedSearch(network);
    while (!search.isInVain && search.goOn());
    expect(search.expanded).toBeLessThan(100);
  });

  it('counts each timer that may fire as a question, so that it is given up soon where timers pile up', () => {
    const alarm = setup({}).createMachine({
      id: 'alarm',
      on: { SET: { actions: raise({ type: 'RING' }, { delay: 10 }) }, RING: {} },
    });
    const component = { machine: alarm, stimuli: [{ type: 'SET' }] };
    const network = defineNetwork({
      name: 'alarms',
      components: { one: component, two: component },
      channels: {},
    });
    const search = new ReducedSearch(network);
    while (!search.isInVain && search.goOn());
    expect(search.isInVain).toBe(true);
    const { asked } = search.rule.questions;
    expect(asked).toBeGreaterThan(1_000);
    // The rest is what the search asks itself, of the states that it comes to.
    expect(search.engine.xstateCalls).toBeLessThan(asked + 1_000);
  });

  it('takes part where there is no room for all states, unless it must not', () => {
    const statesMax = 1_000_000;
    const result = explore(many, { statesMax });
    expect([result.verdict, result.progress, result.inconclusive]).toEqual([
      'holds',
      'no endless runs',
      undefined,
    ]);
    // Each component takes its steps by itself.
    expect(result.states).toBe(2 * 13 + 1);
    const { after } = result.reduction as { after: number };
    expect(after).toBeGreaterThan(statesMax);
    const { verdict, states, reduction } = explore(many, { statesMax, reduction: false });
    expect([verdict, states, reduction]).toEqual(['inconclusive', after, undefined]);
  });

  it('has no part in sweeps and canaries, whose answers have no room for what it leaves open', () => {
    const round = createMachine({
      id: 'round',
      initial: 'first',
      states: {
        first: { tags: 'rest', after: { 9: 'second' } },
        second: { tags: 'rest', after: { 9: 'first' } },
      },
    });
    const components = {
      ...Object.fromEntries([...'abcdefghijklm'].map((id) => [id, { machine: middle }])),
      z: { machine: round },
    };
    const claim = leadsTo('comes to its end', isNot('last'), is('last'));
    const family: NetworkFamily = {
      name: 'large',
      title: 'some that go their way, and one that goes round',
      parameters: {},
      faults: { F: { title: 'none that shows', link: '', property: 'comes to its end' } },
      build: () => defineNetwork({ name: 'large', components, properties: [claim] }),
      exhaustive: [{}],
      sweeps: {
        all: {
          title: 'one design',
          base: {},
          rows: { title: 'row', values: [{ label: 'it', configuration: {} }] },
          columns: [],
        },
      },
      campaign: { ranges: {}, stepsMax: 10 },
    };
    const statesMax = 1_000_000;
    // It comes to its end, and leaves the claim open.
    const alone = explore(choose(family, {}).network, { statesMax });
    expect([alone.verdict, alone.inconclusive, alone.progress]).toEqual([
      'inconclusive',
      undefined,
      'reduction',
    ]);
    const [cell] = sweep(family, 'all', { statesMax }).cells;
    expect(cell!.outcome).toMatchObject({ verdict: 'inconclusive', budget: 'states' });
    const canary = check(family, { statesMax, runs: 1 }).runs.find(({ mode }) => mode === 'canary');
    expect(canary).toMatchObject({ verdict: 'inconclusive' });
  });

  it('says nothing of runs that never end where it is interrupted after the last state', () => {
    const options = { reduction: true };
    const search = new ReducedExploration(three, options, searchPlan(three, options));
    while (!search.advance(100));
    const result = search.finish('interrupted') as ExploreResult;
    expect(result.inconclusive).toEqual({ budget: 'interrupted', frontier: 0 });
    expect(named(result, 'holds')).toEqual([]);
  });

  it('says so where it does not help either', () => {
    // Each of them goes round for ever, so that no step is taken alone for long.
    const round = createMachine({
      id: 'round',
      initial: 'first',
      states: {
        first: { tags: 'rest', after: { 9: 'second' } },
        second: { tags: 'rest', after: { 9: 'third' } },
        third: { tags: 'rest', after: { 9: 'first' } },
      },
    });
    const components = Object.fromEntries([...'abcdefghijklm'].map((id) => [id, { machine: round }]));
    const network = defineNetwork({ name: 'round', components });
    const { verdict, states, inconclusive, reduction } = explore(network, { statesMax: 1_000_000 });
    expect([verdict, inconclusive?.budget]).toEqual(['inconclusive', 'states']);
    expect(states).toBeGreaterThan(1_000_000);
    expect(reduction).toEqual({ left: '10002 states were visited, and not all' });
  });

  it('finds a violation where there is no room for all states', () => {
    const last = 'not all at last';
    const components = [...'abcdefghijklm'];
    const network = independent(components.join(''), [
      always(last, (view) => !components.every((id) => view.matches(id, 'last'))),
    ]);
    const { verdict, violations } = explore(network, { statesMax: 1_000_000 });
    expect([verdict, violations.length]).toEqual(['violated', 1]);
    expect(violations[0]).toMatchObject({ property: last, minimality: 'as found' });
    expect(replay(network, violations[0]!).isViolated).toBe(true);
  });

  it.each([
    ['little room', { statesMax: 999_000 }],
    ['an end by time', { secondsMax: 1e-3 }],
    ['orbit', { orbit: () => '', statesMax: 1 }],
  ])('takes no part by itself with %s', (_: string, options: ExploreOptions) => {
    expect(explore(many, { ...options, progressChecks: false }).reduction).toBeUndefined();
  });

  it.each([
    ['orbit', { orbit: () => '' }, 'does not go with orbit'],
    ['threads', { threads: 2 }, 'does not go with 2 threads'],
    ['ways to witnesses', { show: ['open'] }, 'does not go with show'],
    ['what leads to something', { until: 'answered' as const }, "until 'answered' is violated"],
  ])('refuses %s', (_, options, sentence) => {
    expect(() => explore(watched(), { ...options, reduction: true })).toThrow(sentence);
  });

  it('is on or off', () => {
    const { network } = choose(dispatchCombine, sizes);
    const reduction = 'on' as unknown as boolean;
    expect(() => explore(network, { reduction })).toThrow('The option reduction is on; use true or false.');
  });
});
