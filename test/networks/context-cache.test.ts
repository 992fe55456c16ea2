/**
 * Goal: the context cache keeps its claims, each is put to the test, and each is violated by something that no other claim sees.
 * Method: configurations that `check` explores, with exact counts so that a change of the model is noticed; faults and mutants of which one claim alone is violated.
 */
import { describe, expect, it } from 'vitest';
import { mpController } from '../../machines/cache/mp-controller.js';
import { contextCache } from '../../properties/context-cache/family.js';
import { type Configuration, configurationOf } from '../../src/index.js';
import { configurationTable } from '../docs/computed-tables.js';
import { holdRegion } from '../docs/document.js';
import { expectAgreement } from '../support/agreement.js';
import { claimsViolated, claimsViolatedBy } from '../support/alone.js';
import { claimsWithoutFault } from '../support/claims.js';
import { exploredOnce } from '../support/explored-once.js';
import { inThread } from '../support/in-thread.js';
import { withMachine } from '../support/mutant.js';
import { IS_WHOLE } from '../support/whole.js';

const networkWith = (given: Configuration) =>
  contextCache.build(configurationOf(contextCache, given), new Set());

const explored = exploredOnce(contextCache);

/** What each configuration that `check` explores exercises, in its order. */
const EXERCISES = [
  'three blocks of two chains on two servers, two instances, and a server that is lost and joins again',
  'the only server is lost, and EVS has what was lost',
  'one slot for each server: blocks are evicted, and read from EVS again',
  'a prompt that is in EVS from before, which two instances read in at once',
  'EVS has room for one block, which has gone there before it can be read',
  'a threshold below the size of the memory: servers evict before they need space',
  'a put that is taken for failed and tried again, where there is one slot',
  'puts that are tried again, given up, and overtaken, one request after the other',
  'two instances put the same block, and one of them is too slow',
  'two ranks, of which one finds more of the prompt than the other',
  'two tenants who ask the same, each with a quota of one block',
  'a quota below the size of the memory',
  'a quota that what is read from EVS is charged to',
];

describe('context-cache without faults', () => {
  it.each([
    [
      { losses: 1, servers: 1, instances: 1, requests: 2 },
      { states: 3_653, steps: 8_023, depth: 30, terminal: 112 },
    ],
    [
      { stored: 2, prompts: 1 },
      { states: 639, steps: 1_231, depth: 24, terminal: 23 },
    ],
    [
      { ranks: 2, instances: 1, requests: 2, prompts: 1, slots: 1, servers: 1, evs: 0 },
      { states: 5_546, steps: 13_033, depth: 45, terminal: 148 },
    ],
    [
      { tenants: 2, quota: 1, requests: 2 },
      { states: 6_868, steps: 23_376, depth: 35, terminal: 18 },
    ],
  ])('holds for %j', (given, counts) => {
    const result = explored(given);
    expect(result.properties.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
    expect(result).toMatchObject({ verdict: 'holds', ...counts });
  });

  // Some of its configurations take seconds: `npm run check:deep` and `npm run docs:update` have it.
  if (IS_WHOLE) {
    it('is told in the document on serving', async () => {
      const rows = contextCache.exhaustive.map((given, at) => ({
        given,
        exercises: EXERCISES[at]!,
        result: explored(given),
      }));
      await holdRegion(
        'docs/serving.md',
        'configurations:context-cache',
        configurationTable(contextCache, rows),
      );
    });
  }

  it('violates nothing in a campaign over random configurations', async () => {
    const { properties } = await inThread('runCampaign', contextCache.name, { seed: 384, runs: 5 });
    expect(properties.filter(({ verdict }) => verdict === 'holds-in-sample').length).toBeGreaterThan(0);
    expect(properties.filter(({ verdict }) => verdict === 'violated')).toEqual([]);
  });

  it('is seen alike by tables, by plain search and by walks', () => {
    expectAgreement(networkWith({ stored: 2, quota: 1 }));
  });
});

describe('each claim of context-cache sees what no other one does', () => {
  it.each([
    ['E5', 'complete-means-stored'],
    ['lease-not-checked', 'gets-what-was-put'],
    ['past-the-gap', 'runs-without-hole'],
    ['F3', 'ranks-agree'],
    ['early-release', 'released-after-its-writer'],
    ['stale-epoch', 'addresses-of-their-epoch'],
    ['no-namespace', 'own-blocks'],
    ['two-puts', 'stored-once'],
    ['F1', 'chains-from-their-end'],
    ['evicted-unwritten', 'written-through'],
    ['busy-load', 'request-ends'],
    ['busy-store', 'storing-ends'],
    ['never-released', 'nothing-left'],
  ])('%s: %s', (fault, claim) => {
    expect(claimsViolatedBy(contextCache, fault)).toEqual([claim]);
  });

  it('a controller that allows one block more than the quota: within-quota', () => {
    const healthy = networkWith({ quota: 1, instances: 1, servers: 1 });
    const generous = mpController.provide({ guards: { isWithinQuota: () => true } });
    expect(claimsViolated(withMachine(healthy, mpController, generous))).toEqual(['within-quota']);
  });

  it('has a fault for each', () => {
    const named = new Set(
      Object.values(contextCache.faults).map(({ property }) => property.replace(/ of .*$/u, '')),
    );
    expect(claimsWithoutFault(contextCache)).toEqual([]);
    // What the default configuration does not have.
    expect(['ranks-agree', 'within-quota', 'own-blocks'].filter((claim) => !named.has(claim))).toEqual([]);
  });
});
