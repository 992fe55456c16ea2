// Goal: random walks take enabled steps only, the same ones for the same seed, and claim no more than they saw. Method: graphs
// with one way, with two ways and with a way that is hard to find, and random networks beside their full searches.

import { stateKey } from '../../src/reference/plain-state.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assign, createMachine, emit, setup } from 'xstate';
import { Engine } from '../../src/engine/engine.js';
import { plainSearch } from '../../src/reference/plain-search.js';
import { Walker } from '../../src/explore/walker.js';
import {
  always,
  CheckError,
  defineNetwork,
  eventually,
  leadsTo,
  monitor,
  reachable,
  type Fairness,
  type Violation,
  type WalkOptions,
  walk,
} from '../../src/index.js';
import type { ComponentSpec } from '../../src/network/network.js';
import type { View } from '../../src/network/property.js';
import { PropertyEvaluator } from '../../src/property/property-evaluator.js';
import { explore } from '../support/agreement.js';
import { along, digraph } from '../support/digraph.js';
import { mailbox, sender } from '../support/mail.js';
import { violatedAfter } from '../support/plainly.js';
import { randomNetwork } from '../../bench/twins/random-network.js';
import { verdictsOf } from '../support/results.js';
import { switches } from '../support/switches.js';
import { tell } from '../support/tell.js';

type Edges = Readonly<Record<string, readonly string[]>>;

function walkGraph(edges: Edges, bad: string, options: Partial<WalkOptions> = {}) {
  const network = defineNetwork({
    name: 'graph',
    components: { graph: digraph(edges, { end: ['rest'] }) },
    properties: [
      // A node that is not drawn is nowhere.
      always('safe', (view) => !(bad in edges && view.matches('graph', bad))),
      reachable('reached', (view) => 'b' in edges && view.matches('graph', 'b')),
    ],
  });
  return walk(network, { seed: 1, ...options });
}

/** A result without what may differ between two runs. */
const withoutTime = ({ seconds: _, ...rest }: ReturnType<typeof walk>) => rest;

describe('a walk', () => {
  it('goes to the end where there is one, and counts its steps', () => {
    const result = walkGraph({ a: ['b'], b: ['end'], end: [] }, 'bad', { walks: 7 });
    expect(result).toMatchObject({
      verdict: 'holds-in-sample',
      seed: 1,
      walks: 7,
      steps: 14,
      states: 3,
      ended: 7,
    });
    expect(result).not.toHaveProperty('inconclusive');
    expect(verdictsOf(result)).toMatchObject({ safe: 'holds-in-sample', reached: 'holds-in-sample' });
  });

  it('goes as many steps as it may where there is no end', () => {
    const result = walkGraph({ a: ['b'], b: ['a'] }, 'bad', { walks: 3, stepsMax: 10 });
    expect(result).toMatchObject({ verdict: 'holds-in-sample', walks: 3, steps: 30, states: 2, ended: 0 });
  });

  it('takes 100 walks of 1 000 steps by default', () => {
    expect(walkGraph({ a: ['b'], b: ['a'] }, 'bad')).toMatchObject({ walks: 100, steps: 100_000 });
  });

  it('never says `holds`: a witness that was not met is inconclusive', () => {
    const result = walkGraph({ a: ['end'], b: ['a'], end: [] }, 'bad');
    expect(result.verdict).toBe('inconclusive');
    expect(verdictsOf(result)).toMatchObject({ safe: 'holds-in-sample', reached: 'inconclusive' });
    expect(result).not.toHaveProperty('inconclusive');
  });

  describe('of what has to come says', () => {
    /** Its states come one after the other, in the order of the letters; it ends in `end`. */
    const spelling = (letters: string) =>
      createMachine({
        id: 'walker',
        initial: letters[0]!,
        states: {
          ...Object.fromEntries(
            [...letters].map((letter, at) => [
              letter,
              {
                entry: emit({ type: letter.toUpperCase() }),
                after: { 1: letters[at + 1] ?? letters[0]! },
              },
            ]),
          ),
          e: { type: 'final' },
          never: {},
        },
      });
    const said = (letters: string, from: string | undefined, to: string) => {
      const isAt = (state: string) => (view: View) => view.matches('walker', state);
      const network = defineNetwork({
        name: 'letters',
        components: { walker: { machine: spelling(letters) } },
        properties: [
          from === undefined ? eventually('comes', isAt(to)) : leadsTo('comes', isAt(from), isAt(to)),
        ],
      });
      return verdictsOf(walk(network, { seed: 1, walks: 5, stepsMax: 20 })).comes;
    };
    it.each([
      ['nothing, where no run came to it or to an end', 'ab', undefined, 'never', 'inconclusive'],
      ['nothing, where only what it follows came', 'ab', 'b', 'never', 'inconclusive'],
      ['that it does, where it came', 'ab', undefined, 'b', 'holds-in-sample'],
      ['that it does, where it came after what it follows', 'abc', 'b', 'c', 'holds-in-sample'],
      ['that it does, where nothing came that it follows', 'ab', 'never', 'e', 'holds-in-sample'],
      ['that it does, where runs ended and owed nothing', 'abe', 'a', 'b', 'holds-in-sample'],
      ['that it does not, where a run ended without it', 'abe', undefined, 'never', 'violated'],
    ])('%s', (_, letters, from, to, verdict) => {
      expect(said(letters, from, to)).toBe(verdict);
    });

    it('nothing, where the runs that ended were not those that owed it', () => {
      const machine = createMachine({
        id: 'walker',
        initial: 'a',
        states: {
          a: { after: { 1: 'b', 2: 'e' } },
          b: { after: { 1: 'c' } },
          c: { after: { 1: 'b' } },
          e: { type: 'final' },
        },
      });
      const network = defineNetwork({
        name: 'a fork',
        components: { walker: { machine } },
        properties: [
          leadsTo(
            'comes',
            (view) => view.matches('walker', 'b'),
            () => false,
          ),
        ],
      });
      const result = walk(network, { seed: 1, walks: 20, stepsMax: 20 });
      expect(result.ended).toBeGreaterThan(0);
      expect(result.ended).toBeLessThan(20);
      expect(verdictsOf(result).comes).toBe('inconclusive');
    });

    /** It is pending from `B` on, up to another letter. */
    const waitingFor = (letter: string) =>
      monitor(
        'comes',
        createMachine({
          id: 'waiting',
          initial: 'idle',
          states: { idle: { on: { B: 'waits' } }, waits: { tags: 'pending', on: { [letter]: 'idle' } } },
        }),
      );
    it.each([
      ['nothing, where it was pending to the end of each walk', 'ab', 'N', 'inconclusive'],
      ['that it does, where it was pending for a while', 'ab', 'A', 'holds-in-sample'],
      ['that it does, where it was never pending', 'ac', 'N', 'holds-in-sample'],
      ['that it does not, where a run ended', 'abe', 'N', 'violated'],
    ])('%s, of a monitor', (_, letters, letter, verdict) => {
      const network = defineNetwork({
        name: 'letters',
        components: { walker: { machine: spelling(letters) } },
        properties: [waitingFor(letter)],
      });
      expect(verdictsOf(walk(network, { seed: 1, walks: 5, stepsMax: 21 })).comes).toBe(verdict);
    });
  });

  it('says nothing of states where every start fails', () => {
    const fails = setup({
      actions: {
        fail: assign(() => {
          throw new Error('boom');
        }),
      },
    }).createMachine({ id: 'm', entry: 'fail' });
    const network = defineNetwork({
      name: 'fails',
      components: { a: { machine: fails } },
      properties: [always('false', () => false)],
    });
    const result = walk(network, { seed: 1 });
    expect(result).toMatchObject({ verdict: 'violated', states: 0 });
    expect(verdictsOf(result)).toMatchObject({
      'no-exception': 'violated',
      'deadlock-freedom': 'inconclusive',
      false: 'inconclusive',
    });
  });

  it('takes every way sooner or later', () => {
    const ways = Array.from({ length: 20 }, (_, index) => `way${index}`);
    const edges = { a: ways, ...Object.fromEntries(ways.map((way) => [way, ['end']])), end: [] };
    expect(walkGraph(edges, 'bad', { walks: 400 }).states).toBe(22);
  });

  it('starts in every initial state sooner or later', () => {
    const machine = createMachine({
      id: 'm',
      context: ({ input }) => ({ input }),
      tags: 'rest',
    });
    const network = defineNetwork({
      name: 'starts',
      components: { it: { machine, inputs: [0, 1, 2, 3, 4] } },
    });
    expect(walk(network, { seed: 4, walks: 100 })).toMatchObject({ states: 5, steps: 0, ended: 100 });
  });

  it('takes faults, too: drops, duplicates and crashes', () => {
    const network = defineNetwork({
      name: 'faults',
      components: { from: sender(['to', 'A']), to: { ...mailbox('A'), crashes: { atMost: 1 } } },
      channels: { default: { kind: 'fifo', lossy: true, duplicating: true } },
      properties: [
        reachable('lost', (view) => isOver(view) && view.matches('to', 'none') && !view.isCrashed('to')),
        reachable('duplicated', (view) => view.matches('to', 'A') && view.waiting('from', 'to').length === 1),
        reachable('crashed', (view) => view.isCrashed('to')),
      ],
    });
    const isOver = (view: View) => view.matches('from', 'sent') && view.waiting('from', 'to').length === 0;
    expect(verdictsOf(walk(network, { seed: 1 }))).toMatchObject({
      lost: 'holds-in-sample',
      duplicated: 'holds-in-sample',
      crashed: 'holds-in-sample',
    });
  });

  it('lets one component race ahead of another, which even chances hardly ever do', () => {
    // Twelve toggles of one switch before the first of the other: 2^-12 a walk by even chances.
    const counter = createMachine({
      id: 'counter',
      initial: '0',
      states: Object.fromEntries(
        Array.from({ length: 13 }, (_, index) => [
          `${index}`,
          index === 12 ? { tags: 'rest' } : { on: { TICK: `${index + 1}` } },
        ]),
      ),
    });
    const component = { machine: counter, stimuli: [{ type: 'TICK' }] };
    const network = defineNetwork({
      name: 'race',
      components: { fast: component, slow: component },
      properties: [
        always('never 12 ahead', (view) => !(view.matches('fast', '12') && view.matches('slow', '0'))),
      ],
    });
    expect(walk(network, { seed: 1, walks: 300 }).verdict).toBe('violated');
  });
});

describe('a violation', () => {
  it('ends all walks, with the way there as it was gone', () => {
    const result = walkGraph({ a: ['b'], b: ['bad'], bad: ['a'] }, 'bad');
    expect(result).toMatchObject({ verdict: 'violated', walks: 1, steps: 2 });
    expect(result.violations).toEqual([
      {
        property: 'safe',
        message: 'it is false in this state',
        initial: 0,
        steps: along('b', 'bad'),
        minimality: 'as found',
      },
    ]);
    expect(verdictsOf(result)).toMatchObject({ safe: 'violated', 'deadlock-freedom': 'holds-in-sample' });
  });

  it('in the initial state takes no steps', () => {
    expect(walkGraph({ a: ['a'] }, 'a').violations[0]).toMatchObject({ property: 'safe', steps: [] });
  });

  it('in the last state that a walk may reach is seen', () => {
    const edges = { a: ['b'], b: ['bad'], bad: ['a'] };
    expect(walkGraph(edges, 'bad', { stepsMax: 2 }).verdict).toBe('violated');
    expect(walkGraph(edges, 'bad', { stepsMax: 1 }).verdict).toBe('holds-in-sample');
  });

  it('may be a deadlock, or something owed', () => {
    const edges = { a: ['b'], b: ['c'], c: [] };
    expect(walkGraph(edges, 'bad').violations[0]).toMatchObject({
      property: 'deadlock-freedom',
      message:
        "no step makes progress, and graph in state 'c' is neither done nor at rest; graph handles no event; if it may stay so for ever, tag the state `rest`, or make it `final`",
      steps: along('b', 'c'),
    });
    const owing = createMachine({ id: 'w', tags: 'pending' });
    const owes = (fairness: Fairness) =>
      defineNetwork({
        name: 'owing',
        components: { graph: digraph({ a: ['end'], end: [] }, { end: ['rest'] }) },
        properties: [monitor('owes', owing)],
        fairness: { units: [{ component: 'graph', stimulus: 'end', fairness }] },
      });
    expect(walk(owes('weak'), { seed: 1 }).violations[0]).toMatchObject({
      property: 'owes',
      message: 'the run ends while the monitor is in state {}: its obligation is never met',
      steps: along('end'),
    });
    // A stimulus that nobody promises may stay away.
    expect(walk(owes('none'), { seed: 1 }).violations[0]).toMatchObject({
      property: 'owes',
      message: 'the run may end while the monitor is in state {}: its obligation is never met',
      steps: [],
    });
  });
});

describe('a seed', () => {
  const talker = (other: string): ComponentSpec => ({
    machine: setup({
      actions: { call: tell(other, { type: 'CALL' }), answer: tell(other, { type: 'ANSWER' }) },
    }).createMachine({
      id: 'talker',
      tags: 'rest',
      initial: 'x',
      states: {
        x: { on: { GO: { target: 'y', actions: 'call' } }, after: { 5: 'y' } },
        y: { on: { GO: { target: 'x', actions: 'answer' } } },
      },
      on: { CALL: {}, ANSWER: {} },
    }),
    stimuli: [{ type: 'GO' }],
    crashes: { atMost: 3, restarts: true },
  });
  const mixture = defineNetwork({
    name: 'mixture',
    components: { a: talker('b'), b: talker('a') },
    channels: { default: { kind: 'bag', capacity: 3, lossy: true, duplicating: true } },
  });
  const network = switches(6, [
    always('not all on', (view) => !view.components.every((id) => view.matches(id, 'on'))),
  ]);
  const wayOf = (seed: number) => walk(network, { seed, walks: 50 }).violations[0]?.steps.join();

  it('gives the same walks again, whatever was explored before', () => {
    const first = withoutTime(walk(network, { seed: 7, walks: 20, stepsMax: 50 }));
    explore(network, { afterViolation: 'continue' });
    expect(withoutTime(walk(network, { seed: 7, walks: 20, stepsMax: 50 }))).toEqual(first);
  });

  it('makes a difference', () => {
    expect(new Set([1, 2, 3, 4, 5].map(wayOf)).size).toBe(5);
  });

  it('may be any 32-bit integer', () => {
    for (const seed of [0, -1, 2 ** 31 - 1, -(2 ** 31)]) {
      expect(walk(network, { seed, walks: 2, stepsMax: 5 }).walks).toBeGreaterThan(0);
    }
  });

  it('means the same walk in an engine that discovered steps in another order', () => {
    const walked = (warmUp: number) => {
      const engine = new Engine(mixture);
      const walker = new Walker(engine);
      for (let seed = 0; seed < warmUp; seed++) walker.walk(new PropertyEvaluator(engine), 1_000 + seed, 30);
      return walker.walk(new PropertyEvaluator(engine), 5, 40).schedule;
    };
    expect(walked(0)).toHaveLength(40);
    expect(walked(1)).toEqual(walked(0));
    expect(walked(20)).toEqual(walked(0));
  });
});

describe('options', () => {
  it.each(['walks', 'stepsMax'])('%s is a whole number of at least 1', (name) => {
    for (const value of [0, -1, 1.5, Number.NaN]) {
      expect(() => walk(switches(1), { seed: 1, [name]: value })).toThrow(CheckError);
      expect(() => walk(switches(1), { seed: 1, [name]: value })).toThrow(
        `The option ${name} is ${value}; it must be a whole number of at least 1.`,
      );
    }
  });

  it('budgets that run out are inconclusive', () => {
    const result = walk(switches(8, [always('safe', () => true)]), {
      seed: 1,
      walks: 1_000,
      stepsMax: 20,
      statesMax: 10,
    });
    expect(result.verdict).toBe('inconclusive');
    expect(result.inconclusive).toEqual({ budget: 'states', frontier: 1_000 - result.walks });
    expect(result.inconclusive!.frontier).toBeGreaterThan(0);
    expect(verdictsOf(result).safe).toBe('inconclusive');
    expect(walk(switches(8), { seed: 1, walks: 2_000, secondsMax: 1e-9 }).inconclusive!.budget).toBe(
      'seconds',
    );
  });
});

describe('on random networks', () => {
  it('every state seen is reachable, and every violation can be replayed', () => {
    let violations = 0;
    let states = 0;
    fc.assert(
      fc.property(randomNetwork, fc.integer(), (network, seed) => {
        let found: readonly Violation[];
        const seen = new Set<string>();
        try {
          found = walk(network, { seed, walks: 5, stepsMax: 30 }).violations;
          const engine = new Engine(network);
          const walker = new Walker(engine, ({ vector }) => seen.add(stateKey(engine.contents(vector))));
          walker.walk(new PropertyEvaluator(engine), seed, 30);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(CheckError);
          return;
        }
        for (const { property, initial, steps } of found) {
          expect(violatedAfter(network, initial, steps)).toContain(property);
          violations++;
        }
        const plain = plainSearch(network, { statesMax: 100 });
        if (!plain.isComplete) return;
        for (const key of seen) expect(plain.keys.has(key)).toBe(true);
        states += seen.size;
      }),
      { numRuns: 90, seed: 3 },
    );
    expect(violations).toBeGreaterThan(20);
    expect(states).toBeGreaterThan(100);
  });
});
