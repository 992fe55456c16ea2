/**
 * Goal: the context cache keeps its claims, each is put to the test, and each is violated by something that no other claim sees.
 * Method: configurations that `check` explores, with exact counts so that a change of the model is noticed; faults and mutants of which one claim alone is violated.
 */
import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { assign, enqueueActions, sendTo } from 'xstate';
import type { PutEnd, PutStart, Written } from '../../machines/cache/cache-protocol.js';
import { cachingInstance } from '../../machines/cache/caching-instance.js';
import { victimOf, withoutSlot } from '../../machines/cache/dram-tier.js';
import { type Charged, mpController } from '../../machines/cache/mp-controller.js';
import { mpServer } from '../../machines/cache/mp-server.js';
import { mpSdk } from '../../machines/cache/mp-sdk.js';
import type { RunTold, UseHits } from '../../machines/cache/sdk-protocol.js';
import { copy, refundOf, type ServerContext } from '../../machines/cache/server-context.js';
import { shapeOf } from '../../machines/networks/context-cache/parameters.js';
import { contextCacheWiring } from '../../machines/networks/context-cache/wiring.js';
import { contextCacheProperties } from '../../properties/context-cache/claims.js';
import { contextCache } from '../../properties/context-cache/family.js';
import {
  choose,
  componentRef,
  type Configuration,
  configurationOf,
  defineNetwork,
  explore,
} from '../../src/index.js';
import { configurationTable } from '../docs/computed-tables.js';
import { holdRegion } from '../docs/document.js';
import { expectAgreement } from '../support/agreement.js';
import { claimsViolated } from '../support/alone.js';
import { claimsWithoutFault } from '../support/claims.js';
import { exploredOnce } from '../support/explored-once.js';
import { expectNothingVacuous } from '../support/nothing-vacuous.js';
import { inThread } from '../support/in-thread.js';
import { type Chart, mutantOf, withMachine } from '../support/mutant.js';
import { sharingFamily } from '../support/sharing.js';
import { IS_WHOLE } from '../support/whole.js';

const networkWith = (given: Configuration, family = contextCache) =>
  family.build(configurationOf(family, given), new Set());

const sharing = sharingFamily(contextCache);

const explored = exploredOnce(contextCache);

/** What each configuration that `check` explores exercises, in its order. */
const EXERCISES = [
  'three blocks of two chains on two servers, two instances, and a server that is lost and joins again',
  'the only server is lost, and EVS has what was lost',
  'the only server is lost while it reads a block in from EVS',
  'one slot for each server: blocks are evicted, and read from EVS again',
  'a prompt that is in EVS from before, which two instances read in at once',
  'one server reads in what two instances ask for; a lease ends while a block is read, and its slot is given away',
  'EVS has room for one block, which has gone there before it can be read',
  'two prompts of three blocks, two of which have the same tokens behind different prefixes',
  'a threshold below the size of the memory: servers evict before they need space',
  'a put gives its slot back while the server is about to evict, which has no more than its threshold then',
  'a block that makes room for another one, after it is in EVS',
  'room for every block, in memory and in EVS',
  'two blocks that may make room, of which one was used again',
  'a put that is taken for failed and tried again, where there is one slot',
  'a put that is tried again, with room for both: its block is stored whatever lands first',
  'puts that are tried again, given up, and overtaken, one request after the other',
  'two instances put the same block, and one of them is too slow',
  'the same, and a third one looks for the block while the put that was too slow still has its slot',
  'two ranks, of which one finds more of the prompt than the other',
  'two tenants who ask the same, each with a quota of one block',
  'a quota below the size of the memory',
  'a quota that what is read from EVS is charged to',
  'an SDK dies at any moment, while it reads, writes or waits: its leases end, and the space of its puts is taken back',
  'an SDK dies while what it says when it stores may be lost or late, so that space is taken back of puts whose writes may land',
  'while blocks are loaded each question and answer may be lost or late: a read that is given up, and then comes through',
  'while blocks are stored each question and answer may be lost or late, the end of a put too, with one slot a server',
  'the same, and a server is lost: what was meant for it before comes to it late',
  'a server joins: one instance places keys on it while the other one does not know it yet',
  'a server joins, and another one is lost and joins again',
];

/** Configurations that take a second or more. */
const LARGE = new Set([{ losses: 1 }, { requests: 2, slots: 1, evs: 2 }].map((each) => JSON.stringify(each)));

describe('context-cache without faults', () => {
  it.each([
    [
      { losses: 1, servers: 1, instances: 1, requests: 2 },
      { states: 3_676, steps: 8_080, depth: 30, terminal: 112 },
    ],
    [
      { stored: 2, prompts: 1 },
      { states: 639, steps: 1_231, depth: 24, terminal: 23 },
    ],
    [
      { ranks: 2, instances: 1, requests: 2, prompts: 1, slots: 1, servers: 1, evs: 0 },
      { states: 5_622, steps: 13_327, depth: 45, terminal: 148 },
    ],
    [
      { tenants: 2, quota: 1, requests: 2 },
      { states: 6_868, steps: 23_376, depth: 35, terminal: 18 },
    ],
    [{ deaths: 1 }, { states: 6_162, steps: 16_803, depth: 28, terminal: 233 }],
    [
      { lost: 'reads', stored: 2, instances: 1, requests: 2, prompts: 1 },
      { states: 4_459, steps: 17_228, depth: 37, terminal: 31 },
    ],
    [
      { lost: 'puts', instances: 1, requests: 2, slots: 1 },
      { states: 14_458, steps: 68_453, depth: 33, terminal: 64 },
    ],
    [{ joins: 1 }, { states: 7_120, steps: 22_232, depth: 27, terminal: 89 }],
    [
      { joins: 1, losses: 1, instances: 1 },
      { states: 1_626, steps: 3_467, depth: 19, terminal: 59 },
    ],
  ])('holds for %j', async (given, counts) => {
    const result = await explored(given);
    expect(result.properties.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
    expect(result).toMatchObject({ verdict: 'holds', ...counts });
  });

  it('has the states that the document on serving tells, in all but its largest configurations', async () => {
    const lines = readFileSync('docs/serving.md', 'utf8').split('\n');
    for (const given of contextCache.exhaustive.filter((each) => !LARGE.has(JSON.stringify(each)))) {
      const named = Object.entries(given).map(([name, value]) => `${name} ${value}`);
      const row = `| ${named.join(', ')} | ${(await explored(given)).states.toLocaleString('en')} |`;
      expect(lines.filter((line) => line.startsWith(row))).toHaveLength(1);
    }
  });

  // Some of its configurations take seconds: `npm run check:deep` and `npm run docs:update` have it.
  if (IS_WHOLE) {
    it('has for each claim a configuration that puts it to the test', () =>
      expectNothingVacuous(contextCache.exhaustive, explored));

    it('is told in the document on serving', async () => {
      const results = await Promise.all(contextCache.exhaustive.map(explored));
      const rows = contextCache.exhaustive.map((given, at) => ({
        given,
        exercises: EXERCISES[at]!,
        result: results[at]!,
      }));
      await holdRegion(
        'docs/serving.md',
        'configurations:context-cache',
        configurationTable(contextCache, rows),
      );
    });
  }

  it.each([
    [{ timeouts: 1 }, 'a put takes the place of one that is too slow'],
    [{ lost: 'puts' }, 'a slot is kept for a put that is waited for no longer'],
  ])(
    '%j: where only blocks that are continued have slots, no put is given one, and none is expected to',
    (given, witness) => {
      const shape = { stored: 1, servers: 1, instances: 1, ...given };
      const told = (slots: number) =>
        explore(networkWith({ ...shape, slots }, sharing)).properties.map(
          ({ name, verdict }) => `${name}: ${verdict}`,
        );
      expect(told(2)).toContain(`${witness}: holds`);
      expect(told(1).filter((each) => each.startsWith(witness) || !each.endsWith(': holds'))).toEqual([]);
    },
  );

  it.each([{ prompts: 1 }, { length: 1, evs: 0 }, { requests: 2, instances: 1 }])(
    '%j: ranks whose quota has room for one of them read nothing, and are not expected to',
    (given) => {
      const { verdict } = explore(networkWith({ ranks: 2, lost: 'reads', quota: 1, ...given }, sharing));
      expect(verdict).toBe('holds');
    },
  );

  it('violates nothing in a campaign over random configurations', async () => {
    const { properties } = await inThread('runCampaign', contextCache.name, { seed: 384, runs: 5 });
    expect(properties.filter(({ verdict }) => verdict === 'holds-in-sample').length).toBeGreaterThan(0);
    expect(properties.filter(({ verdict }) => verdict === 'violated')).toEqual([]);
  });

  it('is seen alike by tables, by plain search and by walks', () => {
    expectAgreement(networkWith({ stored: 2, quota: 1 }));
  });
});

describe('parameters of context-cache that would change nothing are refused', () => {
  it.each([
    [
      { prompts: 3, instances: 1 },
      'Of 3 prompts (prompts) at most 1 would be asked for (instances 1, requests 1)',
    ],
    [{ prompts: 3, length: 1, instances: 3 }, 'all begin with the same block, so that they are one'],
    [{ stored: 3 }, 'EVS has 3 blocks of the first prompt from before (stored), which has 2 (length)'],
    [{ stored: 2, evs: 1 }, 'and room for 1 (evs). Give evs at least 2, or stored at most 1'],
    [{ high: 2 }, 'it would never do so. Give high at most 1, or 0 for no threshold'],
    [{ tenants: 2, instances: 1 }, 'one tenant would ask for nothing'],
    [{ quota: 5 }, 'nobody would ever have more. Give quota at most 4, or 0 for none'],
    [{ lost: 'reads', instances: 1 }, 'there is nothing to load'],
    [{ lost: 'puts', stored: 2, prompts: 1 }, 'all that is asked for is stored from before'],
    [{ timeouts: 1, stored: 2, prompts: 1 }, 'so that nobody writes'],
  ])('%j: %s', (given, reason) => {
    expect(() => networkWith(given)).toThrow(reason);
  });
});

describe('each claim of context-cache sees what no other one does', () => {
  it.each([
    ['past-the-gap', 'runs-without-hole'],
    ['by-its-hits', 'computes-on-loaded'],
    ['equal-tokens', 'uses-its-own-prefix'],
    ['F3', 'ranks-agree'],
    ['stale-epoch', 'addresses-of-their-epoch'],
    ['lease-taken-over', 'expired-when-over'],
    ['no-namespace', 'own-blocks'],
    ['two-puts', 'stored-once'],
    ['F1', 'chains-from-their-end'],
    ['evicted-unwritten', 'written-through'],
    ['busy-load', 'request-ends'],
    ['busy-store', 'storing-ends'],
    ['pinned', 'slots-come-back'],
    ['dead-writer', 'slots-come-back'],
    ['never-released', 'slots-come-back'],
    ['late-answer', 'released-after-its-writer'],
    ['join-untold', 'view-arrives'],
    ['unrefunded', 'counted-right'],
    ['leave-untold', 'members-serve'],
    ['view-left-out', 'views-in-turn'],
    ['denied', 'told-what-is-there'],
    ['flushed-for-ever', 'flushed'],
    ['above-threshold', 'below-threshold'],
    ['at-threshold', 'evicts-for-cause'],
    ['overfull', 'within-room'],
    ['thrown-out', 'evicts-when-full'],
    ['left-over', 'nothing-left'],
    ['wrong-slot', 'kept-as-written'],
    ['newest-first', 'oldest-goes-first'],
    ['unread-first', 'least-used-goes-first'],
  ])('%s: %s', async (fault, claim) => {
    expect(await inThread('claimsViolatedBy', contextCache.name, fault)).toEqual([claim]);
  });

  it('E5, without EVS, which would be given what is wrong: complete-means-stored', () => {
    const { network } = choose(sharing, { evs: 0 }, ['E5']);
    expect(claimsViolated(network)).toEqual(['complete-means-stored']);
  });

  // What is read in vain is read all the same, and nobody computes behind it.
  const usingNothing = cachingInstance.provide({
    actions: {
      noteTold: assign(({ context: { told, least }, event }) => {
        const { type, blocks } = event as RunTold;
        return { told: told + 1, least: type === 'HITS' ? Math.min(least, blocks) : 0 };
      }),
    },
  });

  it('lease-not-checked, where what was loaded is not used: gets-what-was-put', () => {
    const { network } = choose(sharing, {}, ['lease-not-checked']);
    expect(claimsViolated(withMachine(network, cachingInstance, usingNothing))).toEqual([
      'gets-what-was-put',
    ]);
  });

  it('early-release, with one instance: released-after-its-writer', () => {
    const { network } = choose(sharing, { instances: 1, evs: 1 }, ['early-release']);
    expect(claimsViolated(network)).toEqual(['released-after-its-writer']);
  });

  it('a controller that allows one block more than the quota: within-quota', () => {
    const healthy = networkWith({ quota: 1, instances: 1, servers: 1 }, sharing);
    const generous = mpController.provide({ guards: { isWithinQuota: () => true } });
    expect(claimsViolated(withMachine(healthy, mpController, generous))).toEqual(['within-quota']);
  });

  it('an SDK that says that what it stores is of another tenant: within-quota, counted-right', () => {
    const healthy = networkWith({ tenants: 2, quota: 1, servers: 1, prompts: 1 }, sharing);
    const liar = mpSdk.provide({
      actions: {
        startPut: enqueueActions(({ context, enqueue }) => {
          const { toStore, puts, self: from } = context;
          const { key, parent } = toStore[0]!.block;
          enqueue.sendTo(componentRef('server.0'), {
            type: 'PUT_START',
            key,
            parent,
            tenant: puts % 2,
            put: `${from}#${puts}`,
            from,
          } satisfies PutStart);
        }),
      },
    });
    expect(claimsViolated(withMachine(healthy, mpSdk, liar))).toEqual(['counted-right', 'within-quota']);
  });

  it('an SDK that says of no block which one it continues: chains-from-their-end', () => {
    const healthy = networkWith({ servers: 1, instances: 1, high: 1 }, sharing);
    const silent = mpSdk.provide({
      actions: {
        startPut: enqueueActions(({ context, enqueue }) => {
          const { toStore, puts, self: from, tenant } = context;
          const { key } = toStore[0]!.block;
          const put = `${from}#${puts}`;
          const start: PutStart = { type: 'PUT_START', key, parent: '', tenant, put, from };
          enqueue.sendTo(componentRef('server.0'), start);
        }),
      },
    });
    expect(claimsViolated(withMachine(healthy, mpSdk, silent))).toEqual(['chains-from-their-end']);
  });

  it('a server that takes the slot of a put that was too slow for that of its block: told-what-is-there', () => {
    const healthy = networkWith({ timeouts: 1, length: 1, servers: 1, instances: 3 }, sharing);
    const confused = mpServer.provide({
      guards: {
        isComplete: ({ context, event }) => {
          const { key } = event as PutStart;
          return context.tier.slots.find((slot) => slot.key === key)?.state === 'complete';
        },
      },
    });
    expect(claimsViolated(withMachine(healthy, mpServer, confused))).toEqual(['told-what-is-there']);
  });

  it('a server that evicts a block to make room for the one that continues it: chains-from-their-end', () => {
    const healthy = networkWith({ requests: 2, servers: 1, instances: 1, slots: 1, evs: 2 }, sharing);
    // One slot: whatever it has is what makes room, as soon as EVS has it and nobody reads it. The cause it tells as the healthy one does.
    const mayGo = ({ context }: { readonly context: ServerContext }) => victimOf(context.tier) !== undefined;
    const hasty = mpServer.provide({
      guards: { hasVictim: mayGo },
      actions: {
        tellEvicted: enqueueActions(({ context: { tier }, event, enqueue }) => {
          const slot = tier.slots[victimOf(tier)!]!;
          enqueue.emit({ type: 'SLOT_EVICTED', key: slot.key, slots: tier.slots, cause: event as Charged });
          enqueue.emit(copy('COPY_DROPPED', slot, 'evicted'));
        }),
        refundVictim: sendTo(componentRef('controller'), ({ context }) =>
          refundOf(context, victimOf(context.tier)!),
        ),
        evict: assign(({ context: { tier } }) => ({ tier: withoutSlot(tier, victimOf(tier)!) })),
      },
    });
    expect(claimsViolated(withMachine(healthy, mpServer, hasty))).toEqual(['chains-from-their-end']);
  });

  it('a controller that goes on counting what a server had that is lost: counted-right', () => {
    const healthy = networkWith({ losses: 1, instances: 1, servers: 1 }, sharing);
    const late = mpController.provide({
      actions: {
        changeView: assign(({ context, event }) => {
          const { type, server } = event as { readonly type: 'JOIN' | 'LEAVE'; readonly server: string };
          const { epoch, members } = context.view;
          const others = members.filter((member) => member.server !== server);
          const joined = type === 'JOIN' ? [...others, { server, since: epoch + 1 }] : others;
          return {
            view: { epoch: epoch + 1, members: joined },
            used: type === 'JOIN' ? { ...context.used, [server]: [0] } : context.used,
          };
        }),
      },
    });
    expect(claimsViolated(withMachine(healthy, mpController, late))).toEqual(['counted-right']);
  });

  it('a server that takes no notice of what is read: least-used-goes-first', () => {
    const healthy = networkWith({ requests: 3, servers: 1, instances: 1, slots: 3, high: 2 }, sharing);
    const forgetful = mpServer.provide({ actions: { touch: assign({}) } });
    expect(claimsViolated(withMachine(healthy, mpServer, forgetful))).toEqual(['least-used-goes-first']);
  });

  it('a server that goes on evicting when it has come below its threshold in another way: evicts-for-cause', () => {
    const given = { timeouts: 1, length: 1, prompts: 1, servers: 1, slots: 3, high: 2 };
    const stubborn = mutantOf(mpServer, (chart) => {
      const { thresholds } = (chart.states['serving'] as Chart).states;
      const above = (thresholds as Chart).states['above']!;
      above.always = { guard: 'mayNotEvict', target: 'within' };
      // One block at a time, so that it stops at its threshold where nothing else comes in between.
      above.after = { evict: { target: 'within', actions: ['tellEvicted', 'refundVictim', 'evict'] } };
    });
    const network = withMachine(networkWith(given, sharing), mpServer, stubborn);
    expect(claimsViolated(network)).toEqual(['evicts-for-cause']);
  });

  it('a server that evicts though it has no threshold: evicts-for-cause', () => {
    const healthy = networkWith({ requests: 2, servers: 1, instances: 1, slots: 3 }, sharing);
    const eager = mpServer.provide({
      guards: {
        mustEvict: ({ context }) => victimOf(context.tier) !== undefined,
        isBelowLow: () => false,
      },
    });
    expect(claimsViolated(withMachine(healthy, mpServer, eager))).toEqual(['evicts-for-cause']);
  });

  it('a server that evicts for what it has a free slot for: evicts-for-cause', () => {
    const healthy = networkWith({ requests: 2, servers: 1, instances: 1, slots: 3 }, sharing);
    const wasteful = mutantOf(mpServer, (chart) => {
      const { on } = (chart.states['serving'] as Chart).states['space']!;
      const [hasFreeSlot, hasVictim, ...others] = on!['WITHIN_QUOTA'] as readonly object[];
      on!['WITHIN_QUOTA'] = [hasVictim, hasFreeSlot, ...others];
    });
    expect(claimsViolated(withMachine(healthy, mpServer, wasteful))).toEqual(['evicts-for-cause']);
  });

  it('a server that keeps a tenant within his quota at the cost of another one: evicts-for-cause', () => {
    const healthy = networkWith({ tenants: 2, quota: 1, requests: 2 });
    const victim = ({ tier }: ServerContext, event: { readonly type: string }) =>
      victimOf(tier, { parent: (event as Charged).request.parent });
    const unfair = mpServer.provide({
      guards: { hasVictim: ({ context, event }) => victim(context, event) !== undefined },
      actions: {
        tellEvicted: enqueueActions(({ context, event, enqueue }) => {
          const { slots } = context.tier;
          const slot = slots[victim(context, event)!]!;
          enqueue.emit({ type: 'SLOT_EVICTED', key: slot.key, slots, cause: event as Charged });
          enqueue.emit(copy('COPY_DROPPED', slot, 'evicted'));
        }),
        refundVictim: sendTo(componentRef('controller'), ({ context, event }) =>
          refundOf(context, victim(context, event)!),
        ),
        evict: assign(({ context, event }) => ({ tier: withoutSlot(context.tier, victim(context, event)!) })),
      },
    });
    expect(claimsViolated(withMachine(healthy, mpServer, unfair))).toEqual(['evicts-for-cause']);
  });

  it('keys that all ranks have in common: uses-its-own-prefix', () => {
    const given = { ranks: 2, instances: 1, requests: 2, prompts: 1, length: 1, servers: 1, evs: 2 };
    const wiring = contextCacheWiring(shapeOf(configurationOf(contextCache, given)), { rankOf: () => '' });
    const { components, channels } = wiring;
    const properties = contextCacheProperties(wiring);
    const network = defineNetwork({ name: 'context-cache', components, channels, properties });
    expect(claimsViolated(network)).toEqual(['uses-its-own-prefix']);
  });

  it('an instance that goes by the rank that has loaded most: computes-on-loaded', () => {
    const healthy = networkWith({ ranks: 2, instances: 1, stored: 1, prompts: 1 }, sharing);
    const boastful = cachingInstance.provide({
      actions: {
        noteTold: assign(({ context: { told, least }, event }) => {
          const { blocks } = event as RunTold;
          return { told: told + 1, least: told === 0 ? blocks : Math.max(least, blocks) };
        }),
      },
    });
    expect(claimsViolated(withMachine(healthy, cachingInstance, boastful))).toEqual(['computes-on-loaded']);
  });

  it('an SDK that uses one block more than it is told: computes-on-loaded', () => {
    const healthy = networkWith({ instances: 1, servers: 1 }, sharing);
    const greedy = mpSdk.provide({
      actions: { useHits: assign({ used: ({ event }) => (event as UseHits).blocks + 1 }) },
    });
    expect(claimsViolated(withMachine(healthy, mpSdk, greedy))).toContain('computes-on-loaded');
  });

  it('an SDK that leaves out every other block: all-stored', () => {
    const healthy = networkWith({ instances: 1, servers: 1 }, sharing);
    const hurried = mpSdk.provide({
      actions: { nextToStore: assign({ toStore: ({ context }) => context.toStore.slice(2) }) },
    });
    expect(claimsViolated(withMachine(healthy, mpSdk, hurried))).toEqual(['all-stored']);
  });

  it('an SDK that gives a put up whose write lands after it has tried again: all-stored', () => {
    const healthy = networkWith({ timeouts: 1, length: 1, servers: 1, instances: 1, prompts: 1 }, sharing);
    const hasty = mpSdk.provide({
      actions: {
        endLate: enqueueActions(({ context, event, enqueue }) => {
          const { put } = event as Written;
          const { key, address } = context.posted.find((each) => each.put === put)!;
          const end: PutEnd = { type: 'PUT_REVOKE', key, put, from: context.self };
          enqueue.sendTo(componentRef(address.server), end);
        }),
      },
    });
    expect(claimsViolated(withMachine(healthy, mpSdk, hasty))).toEqual(['all-stored']);
  });

  it('an SDK that asks for space for another put as for the one that got no answer: complete-means-stored', () => {
    const healthy = networkWith({ lost: 'puts', instances: 1, servers: 1 }, sharing);
    const forgetful = mpSdk.provide({ actions: { skipPut: assign({}) } });
    expect(claimsViolated(withMachine(healthy, mpSdk, forgetful))).toEqual([
      'complete-means-stored',
      'kept-as-written',
      'slots-come-back',
    ]);
  });

  it('an SDK that takes a late address for that of the next read: gets-what-was-put', () => {
    const healthy = networkWith({ lost: 'reads', stored: 2, instances: 1, requests: 2, prompts: 1 }, sharing);
    const hasty = mpSdk.provide({ guards: { isOfRead: () => true } });
    const network = withMachine(withMachine(healthy, mpSdk, hasty), cachingInstance, usingNothing);
    expect(claimsViolated(network)).toEqual(['gets-what-was-put']);
  });

  it('has a fault for each', () => {
    const named = new Set(
      Object.values(contextCache.faults).map(({ property }) => property.replace(/ of .*$/u, '')),
    );
    expect(claimsWithoutFault(contextCache)).toEqual([]);
    // What the default configuration does not have.
    const others = [
      'ranks-agree',
      'uses-its-own-prefix',
      'within-quota',
      'own-blocks',
      'view-arrives',
      'views-in-turn',
      'below-threshold',
    ];
    expect(others.filter((claim) => !named.has(claim))).toEqual([]);
  });
});
