// Goal: KV comes from prefill to decode whatever is given up, fails or dies, in each direction; and each claim can be violated, by something that no other claim sees.
// Method: the configurations that `check` explores, with exact counts so that a change of the model is noticed, and what each exercises; charts with one thing changed.

import { describe, expect, it } from 'vitest';
import { kvTransfer } from '../../properties/kv-transfer/family.js';
import {
  type Configuration,
  configurationOf,
  defineNetwork,
  explore,
  reachable,
  replay,
} from '../../src/index.js';
import { configurationTable } from '../docs/computed-tables.js';
import { holdRegion } from '../docs/document.js';
import { expectAgreement } from '../support/agreement.js';
import { claimsWithoutFault } from '../support/claims.js';
import { exploredOnce } from '../support/explored-once.js';
import { expectNothingVacuous } from '../support/nothing-vacuous.js';
import { inThread } from '../support/in-thread.js';
import { sharingFamily } from '../support/sharing.js';
import { withMachine } from '../support/mutant.js';
import { mutants } from './kv-transfer/mutants.js';

const networkWith = (given: Configuration, family = kvTransfer) =>
  family.build(configurationOf(family, given), new Set());

const explored = exploredOnce(kvTransfer);

interface Explored {
  readonly given: Configuration;
  readonly exercises: string;
  readonly states: number;
  readonly steps: number;
  readonly depth: number;
  readonly terminal: number;
}

/** As `exhaustive` of the family, in its order. */
const EXPLORED: readonly Explored[] = [
  {
    given: {},
    exercises: "the paper's way: a request is given up before, while and after decode reads",
    states: 6_529,
    steps: 20_442,
    depth: 22,
    terminal: 256,
  },
  {
    given: { decodePages: 1, prefillPages: 1, abortsAt: 'both', prefixes: 'kept' },
    exercises:
      "the paper's way with one page at each end: requests wait for it, prefill aborts too, and its prefix cache is evicted",
    states: 892,
    steps: 2_186,
    depth: 22,
    terminal: 42,
  },
  {
    given: { blocks: 2, pairs: 2, decodePages: 4, prefillPages: 4, pairFailures: 1, retries: 1, aborts: 0 },
    exercises:
      'two blocks over two queue pairs, of which one fails: what has landed is posted anew, and lands twice',
    states: 14_259,
    steps: 62_252,
    depth: 31,
    terminal: 32,
  },
  {
    given: { calls: 'limited', pairFailures: 1 },
    exercises:
      'a call that returns at its time limit, or with a failed queue pair, while reads are under way',
    states: 42_375,
    steps: 151_940,
    depth: 24,
    terminal: 960,
  },
  {
    given: { requests: 1, calls: 'limited' },
    exercises: 'the same for one request alone, of which nothing else fails',
    states: 76,
    steps: 144,
    depth: 12,
    terminal: 11,
  },
  {
    given: { fails: 'decode', decodePages: 1 },
    exercises: 'decode dies at any moment: the lease ends, and prefill frees its pages',
    states: 8_948,
    steps: 27_483,
    depth: 25,
    terminal: 262,
  },
  {
    given: { fails: 'prefill', abortsAt: 'both', decodePages: 1 },
    exercises:
      'prefill dies at any moment, before, while and after decode waits for pages, and somebody aborts',
    states: 12_117,
    steps: 40_314,
    depth: 24,
    terminal: 178,
  },
  {
    given: { fails: 'prefill', comesBack: 'yes', abortsAt: 'prefill', decodePages: 1 },
    exercises: 'prefill dies and comes back: what the first incarnation has told is not used with the second',
    states: 7_176,
    steps: 24_909,
    depth: 31,
    terminal: 60,
  },
  {
    given: {
      pairFailures: 1,
      fails: 'prefill',
      comesBack: 'yes',
      decodePages: 1,
      aborts: 0,
      prefixes: 'kept',
    },
    exercises:
      'a queue pair fails, then its node, with the prefixes that it keeps; with the next incarnation it is another pair',
    states: 7_561,
    steps: 25_787,
    depth: 32,
    terminal: 46,
  },
  {
    given: { direction: 'pull', decodePages: 1 },
    exercises: 'decode reserves late: a renewed lease holds the pages of prefill for a request that waits',
    states: 4_929,
    steps: 15_300,
    depth: 22,
    terminal: 176,
  },
  {
    given: { direction: 'pull', fails: 'decode', aborts: 0 },
    exercises: 'decode dies in a pull: reserved or not, reading or not',
    states: 11_110,
    steps: 31_683,
    depth: 24,
    terminal: 340,
  },
  {
    given: { direction: 'pull', fails: 'prefill', comesBack: 'yes', prefills: 2 },
    exercises: 'one of two prefill nodes dies in a pull and comes back, while a request is given up',
    states: 30_693,
    steps: 124_912,
    depth: 30,
    terminal: 167,
  },
  {
    given: { direction: 'push', decodePages: 1, abortsAt: 'both', prefixes: 'kept' },
    exercises:
      'prefill writes into the only page, for which another request waits behind one that has given up',
    states: 274,
    steps: 416,
    depth: 24,
    terminal: 18,
  },
  {
    given: { direction: 'push', blocks: 2, pairs: 2, decodePages: 4, prefillPages: 3, abortsAt: 'both' },
    exercises:
      'two requests of two pages with four pages: their writes are under way at once, over two queue pairs',
    states: 4_899,
    steps: 13_412,
    depth: 31,
    terminal: 112,
  },
  {
    given: { direction: 'push', prefills: 2, records: 1 },
    exercises:
      'one record slot and two prefill nodes: the record of a request that has given up is refused by the next',
    states: 746,
    steps: 1_818,
    depth: 25,
    terminal: 18,
  },
  {
    given: { direction: 'push', prefills: 2, fails: 'prefill' },
    exercises:
      'one of two prefill nodes dies: its queue pairs are retired before decode frees what it wrote into',
    states: 15_559,
    steps: 47_594,
    depth: 28,
    terminal: 330,
  },
  {
    given: { direction: 'push', requests: 3, pairs: 2, records: 1, aborts: 0, fails: 'prefill' },
    exercises: 'prefill dies while requests wait for it, for a record slot, and for a page',
    states: 1_527,
    steps: 3_486,
    depth: 40,
    terminal: 60,
  },
  {
    given: { direction: 'push', requests: 3, records: 3, decodePages: 3, prefillPages: 3, aborts: 0 },
    exercises: 'three requests are written by one engine: two calls wait for their turn at once',
    states: 13_591,
    steps: 34_044,
    depth: 35,
    terminal: 216,
  },
  {
    given: { direction: 'push', requests: 3, records: 1, decodePages: 2, prefillPages: 1 },
    exercises: 'three requests with one page of prefill and one record slot, and one of them is given up',
    states: 1_369,
    steps: 2_830,
    depth: 35,
    terminal: 39,
  },
  {
    given: { direction: 'push', decodes: 2, fails: 'decode' },
    exercises: "one of two decode nodes dies: prefill's thread goes on for the other",
    states: 12_540,
    steps: 35_288,
    depth: 28,
    terminal: 156,
  },
  {
    given: { requests: 3, decodePages: 1, prefillPages: 1 },
    exercises:
      "the paper's way: two requests wait behind a third for pages, at each end, and one is given up",
    states: 5_724,
    steps: 17_177,
    depth: 32,
    terminal: 92,
  },
  {
    given: { requests: 3, decodePages: 3, prefillPages: 3, aborts: 0 },
    exercises: "the paper's way: two requests wait for the engine that reads a third",
    states: 155_920,
    steps: 643_089,
    depth: 32,
    terminal: 1_728,
  },
  {
    given: { direction: 'push', requests: 3, decodePages: 1 },
    exercises: 'two requests wait for pages of decode, and one is given up',
    states: 407,
    steps: 646,
    depth: 35,
    terminal: 14,
  },
  {
    given: { direction: 'push', requests: 3, decodePages: 3, records: 1 },
    exercises: 'two requests wait for the only slot for records, and one is given up',
    states: 3_316,
    steps: 6_847,
    depth: 35,
    terminal: 101,
  },
  {
    given: { direction: 'push', requests: 3, decodePages: 3, records: 3, prefillPages: 1, aborts: 0 },
    exercises: 'two requests wait for pages of prefill',
    states: 1_570,
    steps: 3_855,
    depth: 35,
    terminal: 18,
  },
  {
    given: { direction: 'push', status: 'lost' },
    exercises: 'what tells of the end is lost: decode waits no longer, and asks whether prefill writes',
    states: 16_765,
    steps: 45_956,
    depth: 25,
    terminal: 1_020,
  },
  {
    given: { direction: 'push', pairs: 2, pairFailures: 1, retries: 1, calls: 'limited' },
    exercises:
      'a write that fails is posted anew, a call returns before its writes have ended, a request is given up',
    states: 51_441,
    steps: 176_436,
    depth: 29,
    terminal: 444,
  },
];

describe('kv-transfer without faults', () => {
  it('is explored as this table says', () => {
    expect(EXPLORED.map(({ given }) => given)).toEqual(kvTransfer.exhaustive);
  });

  it.each(EXPLORED)('holds for $given: $exercises', async ({ given, states, steps, depth, terminal }) => {
    const result = await explored(given);
    expect(result.properties.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
    expect(result).toMatchObject({ verdict: 'holds', states, steps, depth, terminal });
  });

  it('has for each claim a configuration that puts it to the test', () =>
    expectNothingVacuous(kvTransfer.exhaustive, explored));

  it('is told in the document on serving', async () => {
    const results = await Promise.all(EXPLORED.map(({ given }) => explored(given)));
    const rows = EXPLORED.map(({ given, exercises }, at) => ({ given, exercises, result: results[at]! }));
    await holdRegion('docs/serving.md', 'configurations:kv-transfer', configurationTable(kvTransfer, rows));
  });

  it('holds in a campaign over random configurations', async () => {
    const result = await inThread('runCampaign', kvTransfer.name, { seed: 384, runs: 10 });
    expect(result.properties.filter(({ verdict }) => verdict === 'violated')).toEqual([]);
  });

  it('comes to a record of another request, and refuses it', () => {
    // It takes too many turns for a witness that samples must meet, too.
    const { name, componentIds, components, channels } = networkWith({
      direction: 'push',
      prefills: 2,
      records: 1,
    });
    const refuses = reachable('refused', (view) =>
      [0, 1].some((room) => view.context<{ ending: string }>(`receiver.${room}`).ending === 'foreign record'),
    );
    const network = defineNetwork({
      name,
      components: Object.fromEntries(componentIds.map((id, index) => [id, components[index]!])),
      channels,
      properties: [refuses],
    });
    expect(explore(network).verdict).toBe('holds');
  });

  it('is seen alike by tables, by plain search and by walks', () => {
    expectAgreement(networkWith({ requests: 1, direction: 'push' }));
  });
});

const baseOf = (property: string): string => property.replace(/ of .*$/u, '');

describe('mutants of kv-transfer', () => {
  it.each(mutants)('$name: caught by $claim, and by nothing else', ({ claim, machine, by, and, given }) => {
    const healthy = withMachine(networkWith(given ?? {}, sharingFamily(kvTransfer)), machine, by);
    const network = and === undefined ? healthy : withMachine(healthy, ...and);
    const { violations } = explore(network, { afterViolation: 'continue' });
    const claims = new Set(violations.map(({ property }) => baseOf(property)));
    expect([...claims]).toEqual([claim]);
    expect(replay(network, violations[0]!)).toMatchObject({ isViolated: true });
  });

  it('there is one for each claim', () => {
    const claims = kvTransfer.exhaustive.flatMap((given) =>
      networkWith(given).properties.flatMap(({ kind, name }) => (kind === 'reachable' ? [] : [baseOf(name)])),
    );
    expect(new Set(mutants.map(({ claim }) => claim))).toEqual(new Set(claims));
  });
});

it('each claim of kv-transfer has a fault that it catches', () => {
  expect(claimsWithoutFault(kvTransfer)).toEqual([]);
});

describe('impossible shapes of kv-transfer', () => {
  it.each([
    [{ requests: 3, prefills: 2 }, 'Give requests a multiple of 2, or change prefills.'],
    [{ blocks: 3 }, 'A request has 3 blocks, and decodePages is 2'],
    [{ requests: 1, decodes: 2 }, 'Give no more decodes than requests.'],
    [{ comesBack: 'yes' }, 'A node comes back (comesBack yes) only where decode reads'],
    [{ status: 'lost' }, "Give direction 'push'."],
    [
      { direction: 'pull', records: 1 },
      "Records close transfers only where prefill writes, and here decode reads (direction pull): 1 slots for them (records) would never be used. Give direction 'push', or leave records out.",
    ],
    [{ direction: 'push', leaseTicks: 3 }, 'a lease of 3 ticks (leaseTicks) would never begin.'],
    [{ aborts: 0, abortsAt: 'both' }, 'Where requests may be given up is said (abortsAt both)'],
    [{ requests: 1, aborts: 2 }, '2 requests may be given up (aborts), and there is 1'],
    [{ retries: 1 }, "Give pairFailures 1 or fails 'prefill', or leave retries out."],
    [{ direction: 'push', fails: 'prefill', retries: 1 }, "Give pairFailures 1 or fails 'decode'"],
    [{ pairs: 2 }, 'There are 2 queue pairs between two nodes (pairs), and one would never be used'],
  ])('%j are refused with a sentence', (given, sentence) => {
    expect(() => configurationOf(kvTransfer, given)).toThrow(sentence);
  });
});

describe('slots for records of kv-transfer', () => {
  it.each([
    // With one slot, prefill has one request at a time.
    { direction: 'push', prefillPages: 1, records: 1, aborts: 0 },
    { direction: 'push', prefillPages: 1, records: 1, aborts: 0, fails: 'decode' },
    { direction: 'push', prefillPages: 1, records: 1, abortsAt: 'prefill' },
    // Who gives up returns its slot, and the next one waits for pages of prefill; or there is a slot for each.
    { direction: 'push', prefillPages: 1, records: 1 },
    { direction: 'push', prefillPages: 1, records: 1, aborts: 0, status: 'lost' },
    { direction: 'push', prefillPages: 1, records: 2, aborts: 0 },
  ])('%j: every witness is reached', (given) => {
    const { properties } = explore(networkWith(given));
    expect(properties.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
  });
});
