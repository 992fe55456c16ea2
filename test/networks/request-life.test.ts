/**
 * Goal: requests without faults come to their end as they should, and each claim sees mistakes that no other claim sees.
 * Method: complete exploration of what `check` explores, with exact counts so that a change of the model is noticed, and with what each
 * configuration puts to the test; random configurations; three searches that must agree. Mutants are explored to the end, which tells all
 * claims that they violate.
 */
import { describe, expect, it } from 'vitest';
import { assign } from 'xstate';
import { requestLife } from '../../properties/request-life/family.js';
import {
  type Configuration,
  configurationOf,
  explore,
  type Network,
  type Patch,
  patched,
  walk,
} from '../../src/index.js';
import { configurationTable } from '../docs/computed-tables.js';
import { holdRegion } from '../docs/document.js';
import { expectAgreement } from '../support/agreement.js';
import { exploredOnce } from '../support/explored-once.js';
import { expectNothingVacuous } from '../support/nothing-vacuous.js';
import { inThread } from '../support/in-thread.js';
import { sharingFamily, sharingLike } from '../support/sharing.js';
import { mutants } from './request-life/mutants.js';

const networkWith = (given: Configuration, family = requestLife) =>
  family.build(configurationOf(family, given), new Set());

/** A claim that is made of several components has the component behind its name. */
const baseOf = (property: string): string => property.replace(/ of .*$/u, '');

/** All claims of a network that are violated. */
function violatedClaims(network: Network): string[] {
  const { violations } = explore(network, { afterViolation: 'continue' });
  const claims = new Set(
    network.properties.filter(({ kind }) => kind !== 'reachable').map(({ name }) => name),
  );
  const violated = violations.filter(({ property }) => claims.has(property));
  return [...new Set(violated.map(({ property }) => baseOf(property)))];
}

describe('request-life without faults', () => {
  /** Of each configuration that `check` explores: what it is there for, its size, and the claims that it has and does not put to the test. */
  const EXPLORED = [
    {
      exercises:
        'two answers grow, and there is one page: the second asks again, and goes on when the first is done',
      states: 7_762,
      steps: 42_074,
      untested: [],
    },
    {
      exercises: 'a client leaves at any point, before, during and after each of the steps of its request',
      states: 8_972,
      steps: 48_006,
      untested: [
        'answer-in-order',
        'tokens-of-this-attempt',
        'retries-within-bound',
        'decoded-by-one',
        'fails-for-cause',
        'prompts-in-turn',
      ],
    },
    {
      exercises:
        'one part of a transfer breaks while the other is on its way; the second attempt meets what is left of the first',
      states: 13_340,
      steps: 72_822,
      untested: [
        'nothing-after-the-end',
        'tokens-of-this-attempt',
        'prompts-in-turn',
        'works-on-open-only',
        'computes-for-who-waits',
      ],
    },
    {
      exercises: 'a prefill node gives a request up, and its word of that may be lost',
      states: 7_714,
      steps: 45_532,
      untested: [
        'nothing-after-the-end',
        'tokens-of-this-attempt',
        'pages-return-once',
        'works-on-open-only',
      ],
    },
    {
      exercises: 'a prefill node gives one of two requests up, which fails at once; the other goes on',
      states: 2_640,
      steps: 13_558,
      untested: [
        'nothing-after-the-end',
        'answer-in-order',
        'tokens-of-this-attempt',
        'decoded-by-one',
        'pages-return-once',
        'prompts-in-turn',
        'works-on-open-only',
        'computes-for-who-waits',
      ],
    },
    {
      exercises: 'a decode node gives a request up, in its batch or on its way into it',
      states: 10_442,
      steps: 59_300,
      untested: [
        'answer-in-order',
        'tokens-of-this-attempt',
        'decoded-by-one',
        'prompts-in-turn',
        'works-on-open-only',
      ],
    },
    {
      exercises:
        'the same where the answer is begun twice: of the second of two requests, as the first one is refused',
      states: 1_752,
      steps: 9_462,
      untested: [
        'nothing-after-the-end',
        'joins-at-boundaries',
        'main-thread-never-waits',
        'prompts-in-turn',
        'works-on-open-only',
      ],
    },
    {
      exercises:
        'one of two requests is given up while it waits for the only page, by its client or its node',
      states: 6_636,
      steps: 34_474,
      untested: [
        'answer-in-order',
        'tokens-of-this-attempt',
        'decoded-by-one',
        'joins-at-boundaries',
        'main-thread-never-waits',
        'prompts-in-turn',
      ],
    },
    {
      exercises:
        "the second attempt is given up too, while parts of the first one's transfer are on their way",
      states: 2_127,
      steps: 9_115,
      untested: ['tokens-of-this-attempt'],
    },
    {
      exercises: 'word of an abort is lost, and word comes of a prompt that nobody waits for any more',
      states: 365,
      steps: 1_627,
      untested: ['tokens-of-this-attempt'],
    },
    {
      exercises: 'two nodes of either kind: work goes to the one that has less of it',
      states: 1_913,
      steps: 10_684,
      untested: [
        'nothing-after-the-end',
        'answer-in-order',
        'tokens-of-this-attempt',
        'retries-within-bound',
        'decoded-by-one',
        'decodes-own-kv',
        'pages-return-once',
      ],
    },
    {
      exercises: 'anything gives the request up, and any node dies: it is tried again elsewhere',
      states: 19_434,
      steps: 90_081,
      untested: [],
    },
    {
      exercises:
        'the transfer of a first attempt drains at a decode node, while the second is given up, or computed for another one',
      states: 28_219,
      steps: 151_305,
      untested: [
        'tokens-of-this-attempt',
        'joins-at-boundaries',
        'main-thread-never-waits',
        'prompts-in-turn',
      ],
    },
    {
      exercises:
        'a decode node dies with two requests on it, and the prefill node finds out with the first of them',
      states: 6_983,
      steps: 26_301,
      untested: [
        'answer-in-order',
        'tokens-of-this-attempt',
        'decoded-by-one',
        'fails-for-cause',
        'pages-return-once',
        'prompts-in-turn',
        'no-work-for-the-dead',
      ],
    },
    {
      exercises: 'a decode node dies, and its request comes to the other one, which has one already',
      states: 141_423,
      steps: 839_146,
      untested: ['pages-return-once'],
    },
    {
      exercises: 'a request that needs all pages waits while smaller ones pass, as many as may',
      states: 16_402,
      steps: 93_784,
      untested: ['pages-return-once', 'prompts-in-turn'],
    },
    {
      exercises: 'there are pages for all three requests: two become ready while the first is in a step',
      states: 84_386,
      steps: 515_850,
      untested: ['overtaken-at-most', 'pages-return-once'],
    },
    {
      exercises:
        'a request that needs more pages than there are is refused, and does not keep the other one waiting',
      states: 92,
      steps: 383,
      untested: [
        'decodes-own-kv',
        'admitted-can-finish',
        'joins-at-boundaries',
        'main-thread-never-waits',
        'pages-return-once',
        'waits-for-work-only',
      ],
    },
    {
      exercises:
        "pages for one request at a time, so that the other's receive is deferred; the node that computes their prompts was left wedged, or dies",
      states: 3_626,
      steps: 12_937,
      untested: [
        'nothing-after-the-end',
        'answer-in-order',
        'tokens-of-this-attempt',
        'decoded-by-one',
        'fails-for-cause',
        'admitted-can-finish',
        'joins-at-boundaries',
        'main-thread-never-waits',
        'prompts-in-turn',
      ],
    },
  ];

  const explored = exploredOnce(requestLife);

  it.each(requestLife.exhaustive.map((given, at) => [given, EXPLORED[at]!] as const))(
    'holds for %j',
    async (given, { states, steps, untested }) => {
      const result = await explored(given);
      expect(result.properties.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
      expect(result).toMatchObject({ verdict: 'holds', states, steps });
      const claims = result.properties.filter(({ hardCase }) => hardCase !== undefined);
      const tested = claims.filter(({ hardCase }) => hardCase === 'met');
      const met = new Set(tested.map(({ name }) => baseOf(name)));
      expect([...new Set(claims.map(({ name }) => baseOf(name)))].filter((claim) => !met.has(claim))).toEqual(
        untested,
      );
    },
  );

  it('is told in the document on serving', async () => {
    const results = await Promise.all(requestLife.exhaustive.map(explored));
    const rows = requestLife.exhaustive.map((given, at) => ({
      given,
      exercises: EXPLORED[at]!.exercises,
      result: results[at]!,
    }));
    await holdRegion('docs/serving.md', 'configurations:request-life', configurationTable(requestLife, rows));
  });

  it('has for each claim a configuration that puts it to the test', () =>
    expectNothingVacuous(requestLife.exhaustive, explored));

  it('violates nothing in a campaign over random configurations', async () => {
    const result = await inThread('runCampaign', requestLife.name, { seed: 384, runs: 20 });
    expect(result.properties.filter(({ verdict }) => verdict === 'violated')).toEqual([]);
    expect(result.runs).toBe(20);
  });

  it('does not blame the router for what it was asked before it was told: two decode nodes are found dead in one step', () => {
    const network = networkWith({ decodes: 2, deaths: 2, of: 'decode', tokens: 1, growth: 0 });
    const { violations, properties } = explore(network, { statesMax: 3_000 });
    expect(violations).toEqual([]);
    expect(properties.find(({ name }) => name === 'no-work-for-the-dead')).toMatchObject({ hardCase: 'met' });
  });

  it('is seen alike by tables, by plain search and by walks', () => {
    expectAgreement(networkWith({ requests: 1, aborts: 1, by: 'client' }));
  });
});

describe('mistakes in request-life', () => {
  it.each(mutants)('$name: caught by $claim, and by no other claim', ({ claim, configuration, patch }) => {
    const healthy = networkWith(configuration, sharingFamily(requestLife));
    const network = patched(healthy, { mutant: { patch } }, new Set(['mutant']));
    expect(violatedClaims(sharingLike(healthy, network))).toEqual([claim]);
  });

  it('a main thread that forgets who is ready when another one is: seen where two become ready in one step', () => {
    const patch: Patch = {
      provide: {
        'decode-loop': { actions: { noteReady: assign({ joining: ({ event }) => [event] }) } },
      },
    };
    const mistaken = (configuration: Configuration) => {
      const healthy = networkWith(configuration, sharingFamily(requestLife));
      return sharingLike(healthy, patched(healthy, { mutant: { patch } }, new Set(['mutant'])));
    };
    expect(explore(mistaken({ requests: 2, growth: 0, tokens: 1 })).verdict).toBe('holds');
    // A few walks come to it, where an exploration takes seconds.
    const { violations } = walk(mistaken({ requests: 3, growth: 0, tokens: 1 }), { seed: 1, walks: 200 });
    expect(violations.map(({ property }) => property)).toEqual(['deadlock-freedom']);
  });

  it('each claim has a mistake that no other claim catches', () => {
    const alone = new Set(mutants.map(({ claim }) => claim));
    const claims = networkWith({ requests: 2, aborts: 1, deaths: 1 }).properties.filter(
      ({ kind }) => kind !== 'reachable',
    );
    expect(claims.map(({ name }) => baseOf(name)).filter((claim) => !alone.has(claim))).toEqual([]);
  });
});

describe('shapes of request-life', () => {
  it.each([
    // Each request has a decode node of its own.
    { decodes: 2, tokens: 1, growth: 0 },
    { requests: 1, prefills: 2, deaths: 1, of: 'decode', tokens: 1 },
    // One page, for one request at a time.
    { pages: 1, growth: 0, tokens: 1 },
  ])('%j: every witness is reached', (given) => {
    const { properties } = explore(networkWith(given));
    expect(properties.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
  });

  it.each([
    [{ pages: 1 }, 'Raise pages to at least 2, or make prompts shorter (prompt, longest).'],
    [{ prompt: 3 }, 'Each request needs 4 pages or more'],
    [{ requests: 1, longest: 3 }, 'Each request needs 4 pages or more'],
    [
      { by: 'client' },
      'Who may give a request up is said (by client), and no request may be given up (aborts 0). Raise aborts, or leave by out.',
    ],
    [{ of: 'decode' }, 'Which nodes may die is said (of decode), and no node may die (deaths 0).'],
    [{ deaths: 2, of: 'prefill' }, '2 nodes may die (deaths), and there are 1 that may (of prefill).'],
    [{ deaths: 3 }, '3 nodes may die (deaths), and there are 2. Lower deaths to at most 2'],
    [{ losses: 'aborts' }, 'and nothing is told: no request may be given up (aborts 0).'],
    [{ losses: 'aborts', aborts: 1, by: 'transport' }, 'only transfers break (by transport).'],
    [
      { retries: 2 },
      'How often a request is tried again that has failed is said (retries 2), and none fails',
    ],
    [{ retries: 0, aborts: 1, by: 'client' }, 'Let one fail, or leave retries out.'],
    [{ requests: 1, overtakes: 0 }, 'and there is one request (requests 1).'],
    [{ requests: 1, prompt: 2, longest: 1 }, 'The only request has a prompt of its own length (longest 1)'],
  ])(
    '%j, where no request has room or something is said of what is not there, is refused with a sentence',
    (given, sentence) => {
      expect(() => configurationOf(requestLife, given)).toThrow(sentence);
    },
  );
});
