// Goal: what an exploration says of runs that go on for ever, and of what is no longer possible, is what the definitions say.
// Method: the graphs and networks that the reference is tested on in test/reference/plain-progress.test.ts, with the same verdicts; and checks that are
// left out, or interrupted.

import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { assign, cancel, createMachine, raise, setup } from 'xstate';
import {
  always,
  alwaysPossible,
  CheckError,
  defineNetwork,
  eventually,
  everyComponentCanRest,
  explore,
  exploreAsync,
  leadsTo,
  monitor,
  type Network,
  replay,
} from '../../src/index.js';
import { FairRegions } from '../../src/explore/progress/fair-regions.js';
import { Lasso } from '../../src/explore/progress/lasso.js';
import { plainSearch } from '../../src/reference/plain-search.js';
import { drawn, expectedOf } from '../support/digraphs.js';
import { DRAWINGS } from '../support/drawings.js';
import { ENDLESS } from '../support/endless.js';
import { runsOf } from '../support/lasso.js';
import { verdictsOf } from '../support/results.js';

/** Names of violated properties; each counterexample is confirmed by XState. */
function violatedBy(network: Network): string[] {
  const { violations } = explore(network, { afterViolation: 'continue' });
  for (const violation of violations) {
    expect(replay(network, violation), violation.property).toMatchObject({ isViolated: true });
  }
  return violations.map(({ property }) => property).sort();
}

it('sets of states are split once, however many things are owed in them', () => {
  const clock = createMachine({
    id: 'clock',
    initial: 'tick',
    states: { tick: { after: { 1: 'tock' } }, tock: { after: { 1: 'tick' } } },
  });
  const names = ['rings', 'chimes', 'strikes'];
  const network = defineNetwork({
    name: 'a silent clock',
    components: { clock: { machine: clock } },
    properties: names.map((name) => eventually(name, () => false)),
  });
  const within = vi.spyOn(FairRegions.prototype, 'within');
  onTestFinished(() => within.mockRestore());
  expect(violatedBy(network)).toEqual(names.toSorted());
  // Once for all of them, and once more for each that is suspected.
  expect(within).toHaveBeenCalledTimes(1 + names.length);
});

describe('a drawn graph', () => {
  it.each(DRAWINGS)('$name', (drawing) => {
    expect(violatedBy(drawn(drawing))).toEqual(expectedOf(drawing));
  });
});

describe('a network that never ends', () => {
  it.each(ENDLESS)('$name', ({ network, violated }) => {
    expect(violatedBy(network)).toEqual(violated);
  });
});

it('where every start fails, nothing holds of runs either', () => {
  const machine = setup({
    actions: {
      fail: assign(() => {
        throw new Error('no');
      }),
    },
  }).createMachine({ id: 'it', entry: 'fail' });
  const network = defineNetwork({
    name: 'no start',
    components: { it: { machine } },
    properties: [alwaysPossible('first', () => true), eventually('last', () => true)],
  });
  const result = explore(network, { afterViolation: 'continue' });
  expect(result).toMatchObject({ states: 0, verdict: 'violated' });
  expect(verdictsOf(result)).toMatchObject({
    'no-exception': 'violated',
    'no-stuck-component': 'inconclusive',
    first: 'inconclusive',
    last: 'inconclusive',
  });
});

it('no step can be left out of a cycle, be it that the others lead through other states then', () => {
  const machine = setup({
    actions: { forget: cancel('soon'), start: raise({ type: 'SOON' }, { delay: 5, id: 'soon' }) },
    delays: { pause: 10 },
  }).createMachine({
    id: 'it',
    initial: 'working',
    on: { SOON: {} },
    states: {
      working: { entry: ['forget', 'start'], on: { GO: 'pausing' } },
      pausing: { after: { pause: 'working' } },
      ready: {},
    },
  });
  const network = defineNetwork({
    name: 'never ready',
    components: { it: { machine, stimuli: [{ type: 'GO' }] } },
    properties: [eventually('ready', (view) => view.matches('it', 'ready'))],
    fairness: { units: [{ component: 'it', stimulus: 'GO', fairness: 'weak' }] },
  });
  expect(runsOf(network, explore(network))).toEqual({
    ready: { stem: [], cycle: ['environment ⇒ it: GO', 'it ⏱ pause in pausing'] },
  });
});

it('what goes round in few of many states is looked for in these', () => {
  const length = 100;
  const counter = createMachine({
    id: 'counter',
    initial: '0',
    states: Object.fromEntries(
      Array.from({ length: length + 1 }, (_, at) => [
        `${at}`,
        at === length ? { type: 'final' as const } : { after: { 1: `${at + 1}` } },
      ]),
    ),
  });
  const clock = createMachine({
    id: 'clock',
    initial: 'tick',
    states: {
      tick: { after: { 1: 'tock' } },
      tock: { after: { 1: 'tick' }, on: { OFF: 'off' } },
      off: { after: { 1: 'tick' } },
    },
  });
  const network = defineNetwork({
    name: 'a clock beside a counter',
    components: { counter: { machine: counter }, clock: { machine: clock, stimuli: [{ type: 'OFF' }] } },
    properties: [
      leadsTo(
        'ticks',
        (view) => view.matches('clock', 'tock'),
        (view) => view.matches('clock', 'tick'),
      ),
      leadsTo(
        'is off',
        (view) => view.matches('clock', 'tick'),
        (view) => view.matches('clock', 'off'),
      ),
      eventually('counted', (view) => view.isDone('counter')),
    ],
  });
  const result = explore(network);
  expect(result.states).toBe(3 * (length + 1));
  // Before the counter has come to its end no cycle is fair without it.
  expect(result.violations).toMatchObject([
    { property: 'is off', loop: length, minimality: 'shortest stem, locally minimal cycle' },
  ]);
  expect(result.violations[0]!.steps.slice(length).sort()).toEqual([
    'clock ⏱ 1 in tick',
    'clock ⏱ 1 in tock',
  ]);
});

describe('a cycle of thousands of steps', () => {
  const ring = (length: number) => {
    const machine = setup({ types: { context: {} as { n: number } } }).createMachine({
      id: 'counter',
      context: { n: 0 },
      initial: 'counting',
      states: {
        counting: {
          after: {
            1: {
              target: 'counting',
              reenter: true,
              actions: assign({ n: ({ context }) => (context.n + 1) % length }),
            },
          },
        },
      },
    });
    return defineNetwork({
      name: 'ring',
      components: { counter: { machine } },
      properties: [eventually('below', (view) => view.context<{ n: number }>('counter').n < 0)],
    });
  };
  const violated = (length: number, cycle: string) => [
    { property: 'below', loop: 0, steps: { length }, minimality: `shortest stem, ${cycle} cycle` },
  ];

  it('is seen to have no step too many, unless it is so long that this would take very long', () => {
    expect(explore(ring(300)).violations).toMatchObject(violated(300, 'locally minimal'));
    expect(explore(ring(4_000)).violations).toMatchObject(violated(4_000, 'shortened'));
  });

  it('is told as it is where the search is to end meanwhile', async () => {
    let aborted = false;
    const { cycleFrom } = Lasso.prototype;
    const spy = vi.spyOn(Lasso.prototype, 'cycleFrom').mockImplementation(function (this: Lasso, first) {
      aborted = true;
      return cycleFrom.call(this, first);
    });
    onTestFinished(() => void spy.mockRestore());
    const signal = {
      get aborted() {
        return aborted;
      },
    };
    const { violations } = await exploreAsync(ring(3_000), { signal });
    expect(violations).toMatchObject(violated(3_000, 'shortened'));
  });
});

describe('the option progressChecks', () => {
  /** Chart functions may not look at a clock: this takes some milliseconds on any machine. */
  const spend = (): true => {
    let sum = 0;
    for (let at = 0; at < 4_000_000; at++) sum = (sum + at) | 0;
    return sum !== 1 || true;
  };
  const length = 200;
  /** Whether it was asked of any state, and of one that is not the first. */
  let isAskedAtAll = false;
  let isAsked = false;
  /** A round of so many states; whether one can come to the first again is asked slowly, and by the checks only, but for the first, in which it is tried out. */
  const round = (isSlow: boolean): Network =>
    defineNetwork({
      name: 'round',
      components: {
        it: {
          machine: createMachine({
            id: 'it',
            initial: '0',
            states: Object.fromEntries(
              Array.from({ length }, (_, at) => [
                `${at}`,
                { tags: at === 0 ? ['rest'] : [], after: { 1: `${(at + 1) % length}` } },
              ]),
            ),
          }),
        },
      },
      properties: [
        always('somewhere', () => true),
        monitor(
          'idle',
          createMachine({
            id: 'idle',
            initial: 'a',
            states: { a: { on: { step: 'a' } }, b: { tags: 'violation' } },
          }),
        ),
        monitor(
          'returns',
          createMachine({
            id: 'returns',
            initial: 'even',
            states: { even: { on: { step: 'odd' } }, odd: { tags: 'pending', on: { step: 'even' } } },
          }),
        ),
        alwaysPossible('first', (view) => {
          const isFirst = view.matches('it', '0');
          isAskedAtAll = true;
          if (isSlow && !isFirst) isAsked = spend();
          return isFirst;
        }),
        everyComponentCanRest,
        eventually('last', (view) => view.matches('it', `${length - 1}`)),
        leadsTo(
          'round',
          (view) => view.matches('it', '1'),
          (view) => view.matches('it', '0'),
        ),
      ],
    });
  const OF_STATES = [
    'deadlock-freedom',
    'specified-reception',
    'channel-capacity',
    'no-exception',
    'somewhere',
    'idle',
  ];
  const OF_RUNS = ['no-stuck-component', 'returns', 'first', 'every-component-can-rest', 'last', 'round'];
  const each = (names: readonly string[], verdict: string) =>
    Object.fromEntries(names.map((name) => [name, verdict]));

  it('is true or false', () => {
    const wrong = () => explore(round(false), { progressChecks: 'no' as never });
    expect(wrong).toThrow(CheckError);
    expect(wrong).toThrow('The option progressChecks is no; use true or false.');
  });

  it('is true by default: then results tell what the checks took', () => {
    const result = explore(round(false));
    expect(result).toMatchObject({ verdict: 'holds', states: length });
    expect(verdictsOf(result)).toEqual({ ...each(OF_STATES, 'holds'), ...each(OF_RUNS, 'holds') });
    expect(result.progress).toEqual({ seconds: expect.any(Number), bytes: expect.any(Number) });
  });

  it('leaves out what only the checks judge, and nothing is asked for them', () => {
    isAskedAtAll = false;
    const result = explore(round(true), { progressChecks: false });
    expect(isAskedAtAll).toBe(false);
    expect(result).toMatchObject({ verdict: 'holds', states: length, progress: 'left out' });
    // What is pending is judged where runs end.
    expect(verdictsOf(result)).toEqual(each([...OF_STATES, 'returns'], 'holds'));
  });

  it.each(['first', 'round', 'no-stuck-component', 'every-component-can-rest'] as const)(
    'are not to be left out by who waits for %s to be violated',
    (until) => {
      const refusal = `The search is to go on until '${until}' is violated, which progress checks tell, and they are left out.`;
      expect(() => explore(round(false), { until, progressChecks: false })).toThrow(refusal);
      expect(explore(round(false), { until: ['somewhere', 'returns'], progressChecks: false }).verdict).toBe(
        'holds',
      );
    },
  );

  it('a mistake in what must stay possible shows in the first state, and not when all are known', () => {
    const machine = createMachine({ id: 'it', initial: 'a', states: { a: { on: { GO: 'b' } }, b: {} } });
    const network = defineNetwork({
      name: 'mistaken',
      components: { it: { machine, stimuli: [{ type: 'GO' }] } },
      properties: [alwaysPossible('typed', (view) => view.matches('its', 'a'))],
    });
    expect(() => explore(network)).toThrow("There is no component 'its' in network 'mistaken'");
    expect(() => explore(network, { statesMax: 1 })).toThrow("There is no component 'its'");
  });

  it('interrupted in them, what the states tell holds, and what runs tell is inconclusive', () => {
    isAsked = false;
    const signal = {
      get aborted() {
        return isAsked;
      },
    };
    const result = explore(round(true), { signal });
    expect(result).toMatchObject({
      verdict: 'inconclusive',
      states: length,
      progress: 'not complete',
      inconclusive: { budget: 'interrupted', frontier: 0, during: 'progress checks' },
    });
    expect(verdictsOf(result)).toEqual({ ...each(OF_STATES, 'holds'), ...each(OF_RUNS, 'inconclusive') });
  });
});

describe('where one of several stimuli of a type leaves the state as it is', () => {
  type Toss = { type: 'TOSS' | 'HEADS'; side?: 'heads' | 'tails' };
  /** @param lost where tails leads to */
  const coin = (lost: object) =>
    setup({
      types: {} as { events: Toss },
      guards: { isHeads: ({ event }) => event.side !== 'tails' },
    }).createMachine({
      id: 'coin',
      tags: 'rest',
      initial: 'playing',
      states: {
        playing: { on: { TOSS: [{ guard: 'isHeads', target: 'won' }, lost], HEADS: 'won' } },
        again: { on: { TOSS: [{ guard: 'isHeads', target: 'won' }, { target: 'playing' }], HEADS: 'won' } },
        won: {},
      },
    });
  const game = (lost: object, fairness: 'weak' | 'strong', heads: Toss) =>
    defineNetwork({
      name: 'tosses',
      components: {
        a: { machine: coin(lost), stimuli: [{ type: 'TOSS', side: 'tails' }, heads] },
      },
      properties: [eventually('somebody wins', (view) => view.matches('a', 'won'))],
      fairness: { units: [heads.type, 'TOSS'].map((stimulus) => ({ component: 'a', stimulus, fairness })) },
    });
  const losing = [
    ['stays', { target: 'playing' }],
    ['does nothing', {}],
    ['enters it anew', { target: 'playing', reenter: true }],
    ['alternates', { target: 'again' }],
  ] as const;

  it.each(
    losing.flatMap(([what, lost]) =>
      (['weak', 'strong'] as const).map((fair) => [what, lost, fair] as const),
    ),
  )('a fair run takes that one for ever: tails %s', (_, lost, fair) => {
    const network = game(lost, fair, { type: 'TOSS', side: 'heads' });
    expect(violatedBy(network)).toEqual(['somebody wins']);
    expect(plainSearch(network).violated).toEqual(['somebody wins']);
  });

  it.each(losing)('but not where the other one is of a type of its own, and owed: tails %s', (_, lost) => {
    const network = game(lost, 'weak', { type: 'HEADS' });
    expect(violatedBy(network)).toEqual([]);
    expect(plainSearch(network).violated).toEqual([]);
  });
});

describe('where timers that are alike are pending', () => {
  const actions = {
    k: raise({ type: 'D' } as const, { id: 'x', delay: 50 }),
    other: raise({ type: 'E' } as const, { id: 'x', delay: 50 }),
    c: cancel('x'),
    nameless: raise({ type: 'D' } as const, { delay: 50 }),
  };
  type Action = keyof typeof actions;
  /** It goes round two states, and hears D in each. */
  const round = (entry: readonly Action[], there: readonly Action[], back: readonly Action[]) =>
    defineNetwork({
      name: 'round',
      components: {
        m: {
          machine: setup({ actions }).createMachine({
            id: 'm',
            initial: 'a',
            entry: [...entry],
            states: {
              a: { after: { 3: { target: 'b', actions: [...there] } }, on: { D: 'heard', E: {} } },
              b: { after: { 3: { target: 'a', actions: [...back] } }, on: { D: 'heard', E: {} } },
              heard: { type: 'final' },
            },
          }),
        },
      },
      properties: [eventually('heard', (view) => view.matches('m', 'heard'))],
    });

  it.each<[string, readonly Action[], readonly Action[], readonly Action[], boolean]>([
    ['it is left alone', ['k'], [], [], true],
    ['it is cancelled, and started again', ['k'], ['c', 'k'], [], false],
    ['it is cancelled now, and started again then', ['k'], ['c'], ['k'], false],
    ['a further one is started, and cancelled', ['k'], ['k'], ['c'], true],
    ['there were two, of which the last is cancelled, and started again', ['k', 'k'], ['c', 'k'], [], true],
    ['another one of its id is started, and cancelled', ['k'], ['other'], ['c'], true],
    ['another one of its id is started, and both actions are in one step', ['k'], ['other', 'c'], [], true],
    ['it has no id', ['nameless'], ['c'], ['c'], true],
    ['it was overtaken, and cancelled is the last', ['k', 'other'], ['c'], ['other'], true],
  ])('a fair run lets one fire that stays: %s', (_, entry, there, back, isHeard) => {
    const network = round(entry, there, back);
    const expected = isHeard ? [] : ['heard'];
    expect(violatedBy(network)).toEqual(expected);
    expect(plainSearch(network).violated).toEqual(expected);
  });

  it('a crash takes all of them', () => {
    const machine = setup({ actions }).createMachine({
      id: 'm',
      initial: 'a',
      entry: ['k', 'k'],
      states: { a: { on: { D: 'heard' } }, heard: { type: 'final' } },
    });
    const network = (atMost: number) =>
      defineNetwork({
        name: 'crashes',
        components: { m: { machine, crashes: { atMost, restarts: true } } },
        properties: [eventually('heard', (view) => view.matches('m', 'heard'))],
      });
    // Crashes that come to an end leave the timers of the last start.
    for (const atMost of [1, 2]) {
      expect(violatedBy(network(atMost))).toEqual([]);
      expect(plainSearch(network(atMost)).violated).toEqual([]);
    }
  });
});
