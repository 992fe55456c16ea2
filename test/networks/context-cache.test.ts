/**
 * Goal: the context cache keeps its claims, each is put to the test, and each is violated by something that no other claim sees.
 * Method: configurations that `check` explores, with exact counts so that a change of the model is noticed; faults and mutants of which one claim alone is violated.
 */
import { describe, expect, it } from 'vitest';
import { mpController } from '../../machines/cache/mp-controller.js';
import { contextCache } from '../../properties/context-cache/family.js';
import { type Configuration, configurationOf, explore } from '../../src/index.js';
import { expectAgreement } from '../support/agreement.js';
import { claimsViolated, claimsViolatedBy } from '../support/alone.js';
import { claimsWithoutFault } from '../support/claims.js';
import { inThread } from '../support/in-thread.js';
import { withMachine } from '../support/mutant.js';

const networkWith = (given: Configuration) =>
  contextCache.build(configurationOf(contextCache, given), new Set());

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
    const result = explore(networkWith(given));
    expect(result.properties.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
    expect(result).toMatchObject({ verdict: 'holds', ...counts });
  });

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
