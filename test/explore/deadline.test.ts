// Goal: a budget of seconds is kept wherever time is spent, never turns into a verdict, and takes back nothing that was found before.
// Method: networks in which each question or predicate takes some milliseconds and whose full search would take ten seconds or more, each
// with its time in another place; and searches ended by a signal in the middle of an expansion.

import { describe, expect, it } from 'vitest';
import { assign, createMachine, sendTo, setup } from 'xstate';
import { campaignAsync } from '../../src/campaign/campaign.js';
import { minimise } from '../../src/counterexample/minimise.js';
import { BreadthFirst } from '../../src/explore/breadth-first.js';
import { explore, exploreAsync } from '../../src/explore/explore.js';
import { walk } from '../../src/explore/random-walk.js';
import { run } from '../../src/explore/search.js';
import { always, defineNetwork, type Network, reachable } from '../../src/index.js';
import { RepetitionTime, sharingRepetitions } from '../../src/interpreter/repetitions.js';
import { familyOf } from '../../src/network/family.js';
import type { Property } from '../../src/network/property.js';
import { verdictsOf } from '../support/results.js';

const SECONDS = 0.3;
/** A tenth and half a second more, and something for a machine that does other things, too. */
const SECONDS_WITH_SLACK = SECONDS * 1.1 + 0.5 + 1.5;

/** Chart functions may not look at a clock: this takes some milliseconds on any machine. */
function spend(): true {
  let sum = 0;
  for (let at = 0; at < 4_000_000; at++) sum = (sum + at) | 0;
  return sum !== 1 || true;
}

const counting = (max: number, isSlow: boolean) =>
  setup({
    types: { context: {} as { readonly n: number }, events: {} as { readonly type: string } },
  }).createMachine({
    id: 'counting',
    context: { n: 0 },
    tags: 'rest',
    on: {
      UP: {
        guard: ({ context }) => context.n < max && (!isSlow || spend()),
        actions: assign({ n: ({ context }) => context.n + 1 }),
      },
    },
  });

function counter(max: number, isSlow: boolean, properties: readonly Property[] = []): Network {
  const machine = counting(max, isSlow);
  return defineNetwork({
    name: 'counter',
    components: { c: { machine, stimuli: [{ type: 'UP' }] } },
    properties: [...properties],
  });
}

/** One state in which so many stimuli are asked about, slowly; the first of them fails. */
function wide(stimuli: number, properties: readonly Property[] = []): Network {
  const machine = createMachine({
    id: 'wide',
    tags: 'rest',
    on: { '*': { guard: () => spend(), actions: [] } },
  });
  return defineNetwork({
    name: 'wide',
    components: {
      w: { machine, stimuli: Array.from({ length: stimuli }, (_, index) => ({ type: `S${index}` })) },
    },
    properties: [...properties],
  });
}

/** So many inputs, each of which is asked about slowly at the start. */
function manyStarts(inputs: number): Network {
  const machine = setup({
    types: { context: {} as { readonly n: number }, input: {} as number },
  }).createMachine({
    id: 'start',
    context: ({ input }) => ({ n: spend() ? input : 0 }),
    tags: 'rest',
  });
  return defineNetwork({
    name: 'many starts',
    components: { s: { machine, inputs: Array.from({ length: inputs }, (_, index) => index) } },
  });
}

/** A message that its receiver does not take waits where a component has many slow steps. */
function unheardThenSlow(): Network {
  const greet = sendTo(({ system }) => system.get('deaf'), { type: 'HELLO' });
  const machine = setup({ actions: { greet } }).createMachine({
    id: 'talker',
    initial: 'silent',
    tags: 'rest',
    states: {
      silent: { on: { GREET: { target: 'talking', actions: 'greet' } } },
      talking: { on: { '*': { guard: () => spend(), actions: [] } } },
    },
  });
  const stimuli = [{ type: 'GREET' }, ...Array.from({ length: 400 }, (_, index) => ({ type: `S${index}` }))];
  const deaf = createMachine({ id: 'deaf', tags: 'rest' });
  return defineNetwork({
    name: 'unheard',
    components: { talker: { machine, stimuli }, deaf: { machine: deaf } },
  });
}

const slow = always('slow', () => spend());

describe('a budget of seconds is kept', () => {
  it.each([
    { where: 'slow predicates', network: counter(20_000, false, [slow]) },
    { where: 'slow machines', network: counter(20_000, true) },
    { where: 'one state with many slow questions', network: wide(10_000) },
    { where: 'many slow starts', network: manyStarts(10_000) },
  ])('by an exploration with $where', ({ network }) => {
    const result = explore(network, { secondsMax: SECONDS });
    expect(result.verdict).toBe('inconclusive');
    expect(result.inconclusive!.budget).toBe('seconds');
    expect(new Set(Object.values(verdictsOf(result)))).toEqual(new Set(['inconclusive']));
    expect(result.seconds).toBeLessThan(SECONDS_WITH_SLACK);
  });

  it('where initial states are millions, all quick', () => {
    const inputs = Array.from({ length: 150 }, (_, index) => index);
    const machine = setup({
      types: { context: {} as { readonly n: number }, input: {} as number },
    }).createMachine({
      id: 'start',
      context: ({ input }) => ({ n: input }),
      tags: 'rest',
    });
    const network = defineNetwork({
      name: 'combinations',
      components: { a: { machine, inputs }, b: { machine, inputs }, c: { machine, inputs } },
    });
    const result = explore(network, { secondsMax: SECONDS });
    expect(result.inconclusive!.budget).toBe('seconds');
    expect(result.states).toBeGreaterThan(0);
    expect(result.seconds).toBeLessThan(SECONDS_WITH_SLACK);
  });

  it.each([
    { when: 'at the end', progressChecks: false },
    { when: 'before what is said of runs that never end', progressChecks: true },
  ])(
    'by the last check, when all states have been seen, $when: nothing holds before it',
    ({ progressChecks }) => {
      let isSlow = false;
      const machine = setup({
        types: { context: {} as { readonly n: number }, events: {} as { readonly type: string } },
      }).createMachine({
        id: 'tiring',
        context: { n: 0 },
        tags: 'rest',
        on: {
          UP: {
            guard: ({ context }) => (!isSlow || spend()) && context.n < 250,
            actions: assign({ n: ({ context }) => context.n + 1 }),
          },
        },
      });
      const network = defineNetwork({
        name: 'tiring',
        components: { c: { machine, stimuli: [{ type: 'UP' }] } },
      });
      // What is asked again at the end has a limit of time of its own, which is not to be the first to be reached.
      const unlimited = new RepetitionTime();
      unlimited.lastMs = Number.NEGATIVE_INFINITY;
      const search = sharingRepetitions(
        () => new BreadthFirst(network, { secondsMax: 2 * SECONDS, progressChecks }),
        unlimited,
      );
      // All but the last state, from which the machine is asked one question more.
      expect(search.advance(250)).toBe(false);
      if (!progressChecks) expect(search.advance(1)).toBe(true);
      isSlow = true;
      if (progressChecks) expect(search.advance(1)).toBe(true);
      const result = search.finish();
      expect(result).toMatchObject({
        verdict: 'inconclusive',
        states: 251,
        inconclusive: { budget: 'seconds', frontier: 0 },
        progress: progressChecks ? 'not complete' : 'left out',
      });
      expect(new Set(Object.values(verdictsOf(result)))).toEqual(new Set(['inconclusive']));
      expect(result.seconds).toBeLessThan(SECONDS + SECONDS_WITH_SLACK);
      isSlow = false;
      expect(explore(network, { progressChecks }).verdict).toBe('holds');
    },
  );

  it.each([
    { where: 'slow predicates', network: counter(20_000, false, [slow]) },
    { where: 'slow machines', network: counter(20_000, true) },
    { where: 'many slow starts', network: manyStarts(10_000) },
  ])('by random walks with $where', ({ network }) => {
    const result = walk(network, { seed: 1, secondsMax: SECONDS });
    expect(result).toMatchObject({ verdict: 'inconclusive', inconclusive: { budget: 'seconds' } });
    expect(result.seconds).toBeLessThan(SECONDS_WITH_SLACK);
  });

  it('by one long walk that is quick', () => {
    // Each step changes something: where none does, a walk ends.
    const states = { off: { on: { TURN: 'on' } }, on: { on: { TURN: 'off' } } };
    const turning = setup({}).createMachine({ id: 'turning', tags: 'rest', initial: 'off', states });
    const network = defineNetwork({
      name: 'turning',
      components: { c: { machine: turning, stimuli: [{ type: 'TURN' }] } },
    });
    const result = walk(network, { seed: 1, walks: 1, stepsMax: 1e9, secondsMax: SECONDS });
    expect(result).toMatchObject({ walks: 0, inconclusive: { budget: 'seconds', frontier: 1 } });
    expect(result.steps).toBeGreaterThan(1_000);
    expect(result.seconds).toBeLessThan(SECONDS_WITH_SLACK);
  });

  it.each([
    { where: 'slow predicates', network: counter(20_000, false, [slow]) },
    { where: 'slow machines', network: counter(20_000, true) },
  ])('by a campaign with $where', async ({ network }) => {
    // All runs go the same way, and what was looked at once is known: long enough that the first alone takes seconds.
    const family = { ...familyOf(network), campaign: { ranges: {}, stepsMax: 10_000 } };
    const result = await campaignAsync(family, { seed: 1, runs: 100, secondsMax: SECONDS });
    expect(result).toMatchObject({
      verdict: 'inconclusive',
      isInterrupted: false,
      inconclusive: { budget: 'seconds' },
    });
    expect(result.violation).toBeUndefined();
    expect(result.seconds).toBeLessThan(SECONDS_WITH_SLACK);
  });
});

describe('what was found before the time was up stays', () => {
  it('a property that is violated, where another is slow', () => {
    // The time is up before all of these have been looked at in the first state.
    const others = Array.from({ length: 200 }, (_, index) => always(`slow ${index}`, () => spend()));
    const result = explore(counter(20_000, false, [always('never', () => false), ...others]), {
      secondsMax: SECONDS,
      afterViolation: 'continue',
    });
    expect(result).toMatchObject({
      verdict: 'violated',
      states: 1,
      violations: [{ property: 'never', steps: [], minimality: 'proven shortest' }],
      inconclusive: { budget: 'seconds', frontier: 1 },
    });
    expect(verdictsOf(result)).toMatchObject({ never: 'violated', 'slow 199': 'inconclusive' });
  });

  it.each([
    ['tables', Infinity],
    ['core', 0],
  ])('a step that fails, in a state that was not expanded to its end by the %s', (_, coreFrom) => {
    const options = { secondsMax: 2 * SECONDS, afterViolation: 'continue' } as const;
    const result = run(new BreadthFirst(unheardThenSlow(), options, coreFrom));
    expect(verdictsOf(result)['specified-reception']).toBe('violated');
    expect(result.violations[0]!.steps).toHaveLength(2);
    expect(result.inconclusive!.budget).toBe('seconds');
    expect(result.seconds).toBeLessThan(SECONDS + SECONDS_WITH_SLACK);
  });

  it('a counterexample that could not be made small in time', () => {
    const properties = [always('low', (view) => view.context<{ n: number }>('c').n < 3)];
    const network = counter(20_000, true, [...properties, reachable('far', () => spend() && false)]);
    const violation = {
      property: 'low',
      message: '',
      initial: 0,
      steps: Array.from({ length: 10 }, () => 'stimulus c: UP'),
      minimality: 'as found' as const,
    };
    const startedAt = performance.now();
    expect(minimise(network, violation, { secondsMax: 1e-6 })).toEqual(violation);
    expect((performance.now() - startedAt) / 1000).toBeLessThan(SECONDS_WITH_SLACK);
  });

  it('the violation of a campaign', async () => {
    const network = counter(20_000, true, [always('low', (view) => view.context<{ n: number }>('c').n < 3)]);
    const found: string[] = [];
    const result = await campaignAsync(familyOf(network), {
      seed: 1,
      runs: 100,
      secondsMax: 1,
      onViolation: ({ property }) => found.push(property),
    });
    expect(result.verdict).toBe('violated');
    expect(result.violation!.violation.property).toBe('low');
    expect(found).toEqual(['low']);
    expect(result.seconds).toBeLessThan(1.1 + 0.5 + 1.5);
  });
});

it('time between the pieces of a search counts, too', async () => {
  const search = new BreadthFirst(counter(20_000, false), { secondsMax: SECONDS });
  expect(search.advance(1, 1)).toBe(false);
  await new Promise((resolve) => setTimeout(resolve, SECONDS * 1000));
  expect(search.advance(1, 1)).toBe(true);
  const result = search.finish();
  expect(result.inconclusive).toMatchObject({ budget: 'seconds' });
  expect(result.seconds).toBeGreaterThan(0.9 * SECONDS);
});

describe('a signal', () => {
  it('ends a search in the middle of a state', async () => {
    let polls = 0;
    const signal = {
      get aborted() {
        return polls++ > 2;
      },
    };
    const result = await exploreAsync(wide(10_000), { signal });
    expect(result.inconclusive).toMatchObject({ budget: 'interrupted', frontier: 1 });
    expect(result.seconds).toBeLessThan(SECONDS_WITH_SLACK);
  });

  it('ends walks, too', () => {
    const result = walk(counter(20_000, true), { seed: 1, signal: AbortSignal.abort() });
    expect(result).toMatchObject({
      verdict: 'inconclusive',
      walks: 0,
      inconclusive: { budget: 'interrupted' },
    });
  });
});
