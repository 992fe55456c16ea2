import type { InstanceContext } from '../../machines/cache/caching-instance.js';
import type { ControllerContext } from '../../machines/cache/mp-controller.js';
import type { SdkContext } from '../../machines/cache/sdk-context.js';
import { type ContextCacheShape, mayHit } from '../../machines/networks/context-cache/parameters.js';
import type {
  ContextCacheWiring,
  WiredInstance,
  WiredServer,
} from '../../machines/networks/context-cache/wiring.js';
import { always, leadsTo, monitor, type Property, type View } from '../../src/index.js';
import { CacheCases } from './cache-cases.js';
import { evsClaims } from './evs-claims.js';
import { membershipClaims } from './membership-claims.js';
import { addressesOfTheirEpoch } from './monitors/addresses-of-their-epoch.js';
import { chainsFromTheirEnd } from './monitors/chains-from-their-end.js';
import { evictsForCause } from './monitors/evicts-for-cause.js';
import { expiredWhenOver } from './monitors/expired-when-over.js';
import { getsWhatWasPut } from './monitors/gets-what-was-put.js';
import { leastUsedGoesFirst } from './monitors/least-used-goes-first.js';
import { ownBlocks } from './monitors/own-blocks.js';
import { runsWithoutHole } from './monitors/runs-without-hole.js';
import { storingClaims } from './storing-claims.js';
import { contentsOf, isServing, slotsOf } from './views.js';
import { witnesses } from './witnesses.js';

/** Everything that must be true of the context cache (docs/paper/facts.md 10). */
export function contextCacheProperties(wiring: ContextCacheWiring): Property[] {
  const { instances, servers, evs, shape, storedBefore: stored } = wiring;
  const cases = new CacheCases(wiring);
  const parents = parentsOf(wiring);
  const sdks = instances.flatMap((instance) => instance.sdks);
  const serverIds = servers.map(({ server }) => server);
  const tenants = [...new Set(instances.map(({ tenant }) => tenant))];
  return [
    ...servers.map((server) => completeMeansStored(server, cases)),
    monitor(
      'gets-what-was-put',
      getsWhatWasPut,
      { stored },
      {
        from: [...sdks, ...serverIds, evs],
        hardCase: cases.readOfWhatIsGone(),
      },
    ),
    // A chain of one block has no hole.
    ...(shape.length > 1 ? sdks : []).map((sdk) =>
      monitor(`runs-without-hole of ${sdk}`, runsWithoutHole, undefined, {
        from: [sdk],
        hardCase: cases.holeInChain(sdk),
      }),
    ),
    ...instances.map((instance) => computesOnLoaded(instance, cases)),
    ...(mayMistakeBlocks(shape) ? instances.map((instance) => usesItsOwnPrefix(instance, cases)) : []),
    ...(shape.ranks > 1 ? instances.map((instance) => ranksAgree(instance, cases)) : []),
    ...servers.map((server) => releasedAfterItsWriter(server, sdks, cases)),
    ...(mayHit(shape) ? servers.map(({ server }) => expiredOnceOver(server, cases)) : []),
    ...servers.map((server) => addressesKept(server, wiring, cases)),
    ...(shape.quota > 0 ? tenants.map((tenant) => withinQuota(wiring, tenant, cases)) : []),
    ...(tenants.length > 1 ? tenants.map((tenant) => readsOwnBlocks(wiring, tenant, cases)) : []),
    ...servers.map((server) => storedOnce(server, cases)),
    ...servers.map(({ server }) =>
      monitor(
        `chains-from-their-end of ${server}`,
        chainsFromTheirEnd,
        { parents },
        { from: [server], hardCase: cases.parentIsOldest(server) },
      ),
    ),
    ...(shape.slots > 1 ? servers.map(({ server }) => leastUsed(server, cases)) : []),
    ...servers.map(({ server }) => evictedForCause(server, shape, cases)),
    ...evsClaims(wiring, cases),
    ...instances.map(requestEnds),
    ...storingClaims(wiring),
    ...servers.map(slotsComeBack),
    ...servers.map((server) => countedRight(server, wiring, cases)),
    ...membershipClaims(wiring),
    ...witnesses(wiring),
  ];
}

/**
 * By block the one that it continues, as prompts have it. Keys that continue different blocks in different prompts are left out: whose they are is a matter of another
 * claim (`uses-its-own-prefix`).
 */
function parentsOf({ chains }: ContextCacheWiring): Record<string, string> {
  const known = new Map<string, Set<string>>();
  for (const chain of chains) {
    chain.forEach((key, at) => known.set(key, (known.get(key) ?? new Set()).add(chain[at - 1] ?? '')));
  }
  return Object.fromEntries(
    [...known].flatMap(([key, parents]) => (parents.size === 1 ? [[key, [...parents][0]!]] : [])),
  );
}

const leastUsed = (server: string, cases: CacheCases): Property =>
  monitor(`least-used-goes-first of ${server}`, leastUsedGoesFirst, undefined, {
    from: [server],
    hardCase: cases.severalMayGo(server),
  });

const expiredOnceOver = (server: string, cases: CacheCases): Property =>
  monitor(`expired-when-over of ${server}`, expiredWhenOver, undefined, {
    from: [server],
    hardCase: cases.readInTime(server),
  });

const evictedForCause = (server: string, { high, slots }: ContextCacheShape, cases: CacheCases): Property =>
  monitor(
    `evicts-for-cause of ${server}`,
    evictsForCause,
    { high: high > 0 ? high : slots },
    { from: [server], hardCase: cases.mayGoInVain(server) },
  );

/** Whoever reads or writes a memory does so with the epoch that it is registered with. */
function addressesKept(
  { memory, mayBeLost }: WiredServer,
  { shape }: ContextCacheWiring,
  cases: CacheCases,
): Property {
  return monitor(`addresses-of-their-epoch of ${memory}`, addressesOfTheirEpoch, undefined, {
    from: [memory],
    hardCase: mayBeLost ? cases.addressOfAnotherEpoch(memory) : cases.addressAmongOtherEpochs(memory),
    ...(shape.losses + shape.joins > 0 ? {} : { notApplicable: 'no memory is registered later, or anew' }),
  });
}

/** A block can be had only once it is where it is said to be: a put ends after its write, and a load with the last byte. */
function completeMeansStored({ server, memory }: WiredServer, cases: CacheCases): Property {
  const isWrong = (view: View, at: number): boolean => {
    const { state, key } = slotsOf(view, server)[at]!;
    return state === 'complete' && contentsOf(view, memory)[at]?.key !== key;
  };
  const wrong = (view: View): number => slotsOf(view, server).findIndex((_, at) => isWrong(view, at));
  return always(
    `complete-means-stored of ${server}`,
    {
      when: (view) => slotsOf(view, server).some(({ state }) => state === 'complete'),
      then: (view) => wrong(view) < 0,
      hardCase: cases.slotOfAnotherBlock(server, memory),
    },
    { about: (view) => ({ component: memory, path: ['contents', String(Math.max(wrong(view), 0))] }) },
  );
}

/**
 * An instance computes behind blocks only that are in the pages of each of its ranks: what it was asked for tells which, and the pages tell what they hold. Of what
 * ranks and instance have counted only what is used is asked.
 */
function computesOnLoaded({ instance, sdks }: WiredInstance, cases: CacheCases): Property {
  /** By rank, the first page that is used and does not hold its block; -1 where there is none. */
  const wrongPages = (view: View): number[] => {
    const { requests, ended } = view.context<InstanceContext>(instance);
    return sdks.map((sdk, rank) => {
      const { contents, used } = view.context<SdkContext>(sdk);
      return requests[ended]![rank]!.findIndex(({ key }, page) => page < used && contents[page]?.key !== key);
    });
  };
  return always(
    `computes-on-loaded of ${instance}`,
    {
      when: (view) => view.matches(instance, 'computing'),
      then: (view) => wrongPages(view).every((page) => page < 0),
      hardCase: cases.loadedLess(instance, sdks),
    },
    {
      about: (view) => {
        const pages = wrongPages(view);
        const rank = Math.max(
          pages.findIndex((page) => page >= 0),
          0,
        );
        return { component: sdks[rank]!, path: ['contents', String(Math.max(pages[rank]!, 0))] };
      },
    },
  );
}

/** Whether there are blocks of equal tokens that are not the same: of several ranks, or behind different prefixes. */
const mayMistakeBlocks = ({ ranks, length, prompts, instances, requests }: ContextCacheShape): boolean =>
  ranks > 1 || (length > 2 && prompts > 1 && instances + requests > 2);

/**
 * A block that is used was computed of the tokens of this prompt up to its end, and is the part of this rank: the right key is not enough. What has another key
 * is judged by another claim (`computes-on-loaded`).
 */
function usesItsOwnPrefix({ instance, sdks }: WiredInstance, cases: CacheCases): Property {
  /** The first page of a rank that is used and holds something else under the key of its block; -1 where there is none. */
  const wrongPage = (view: View, sdk: string, rank: number): number => {
    const { requests, ended } = view.context<InstanceContext>(instance);
    const { contents, used } = view.context<SdkContext>(sdk);
    return requests[ended]![rank]!.findIndex(({ key, holds }, page) => {
      const content = contents[page];
      return page < used && content?.key === key && content.holds !== holds;
    });
  };
  const wrongRank = (view: View): number => sdks.findIndex((sdk, rank) => wrongPage(view, sdk, rank) >= 0);
  return always(
    `uses-its-own-prefix of ${instance}`,
    {
      when: (view) => view.matches(instance, 'computing'),
      then: (view) => wrongRank(view) < 0,
      hardCase: cases.alikeIsStored(sdks),
    },
    {
      about: (view) => {
        const rank = Math.max(wrongRank(view), 0);
        const sdk = sdks[rank]!;
        return { component: sdk, path: ['contents', String(Math.max(wrongPage(view, sdk, rank), 0))] };
      },
    },
  );
}

/** All ranks of an instance use the same number of blocks, so that they compute the same suffix together. */
function ranksAgree({ instance, sdks }: WiredInstance, cases: CacheCases): Property {
  return always(`ranks-agree of ${instance}`, {
    when: (view) => view.matches(instance, 'computing'),
    then: (view) => new Set(sdks.map((sdk) => view.context<SdkContext>(sdk).used)).size === 1,
    hardCase: cases.ranksFoundDifferent(instance, sdks),
  });
}

/** A slot stays with the put that it was given to until the write of that put has landed. */
function releasedAfterItsWriter(
  { server, memory }: WiredServer,
  sdks: readonly string[],
  cases: CacheCases,
): Property {
  return always(`released-after-its-writer of ${server}`, {
    then: (view) => {
      const slots = slotsOf(view, server);
      const { since } = view.context<{ readonly since: number }>(memory);
      const posted = sdks.flatMap((sdk) => view.context<SdkContext>(sdk).posted);
      return posted
        .filter(({ address }) => address.memory === memory && address.since === since)
        .every(({ put, key, address }) => {
          const slot = slots[address.slot]!;
          return slot.of === put || (slot.state === 'complete' && slot.key === key);
        });
    },
    hardCase: cases.writeToDiscardedSlot(server),
  });
}

/** What a tenant has in the memories of all servers, whatever state it is in. The margin is in blocks. */
function withinQuota(wiring: ContextCacheWiring, tenant: number, cases: CacheCases): Property {
  const { servers, shape } = wiring;
  return always(`within-quota of tenant ${tenant}`, {
    then: (view) => {
      const tenants = servers.flatMap((server) => tenantsOf(view, wiring, server));
      return shape.quota - tenants.filter((each) => each === tenant).length;
    },
    hardCase: cases.quotaUsedUp(tenant, shape.quota),
  });
}

/**
 * Of each slot of a server that is not free the tenant whose block it has, or for whose SDK it is kept: by what is in the memory, and by who put or loads it. Of what
 * the server was told the tenant is, it is asked only where nothing is in the slot.
 */
function tenantsOf(view: View, { instances }: ContextCacheWiring, { server, memory }: WiredServer): number[] {
  const contents = contentsOf(view, memory);
  return slotsOf(view, server).flatMap(({ state, of, tenant }, at) => {
    if (state === 'free') return [];
    const owner = instances.find(({ sdks }) =>
      sdks.some((sdk) => of.startsWith(`${sdk}#`) || of.startsWith(`${sdk}?`)),
    );
    return [owner?.tenant ?? contents[at]?.tenant ?? tenant];
  });
}

function readsOwnBlocks({ instances }: ContextCacheWiring, tenant: number, cases: CacheCases): Property {
  const sdks = instances.filter((each) => each.tenant === tenant).flatMap((each) => each.sdks);
  return monitor(`own-blocks of tenant ${tenant}`, ownBlocks, undefined, {
    from: sdks,
    hardCase: cases.equalBlockOfAnother(sdks, tenant),
  });
}

/** Equal blocks are kept once: what is there, or on its way, is not given space again. */
function storedOnce({ server }: WiredServer, cases: CacheCases): Property {
  return always(`stored-once of ${server}`, {
    then: (view) => {
      const keys = slotsOf(view, server)
        .filter(({ state }) => state !== 'free' && state !== 'discarded')
        .map(({ key }) => key);
      return new Set(keys).size === keys.length;
    },
    hardCase: cases.sameBlockTwice(server),
  });
}

const hasEnded = (view: View, instance: string): boolean =>
  ['idle', 'finished', 'failed'].some((state) => view.matches(instance, state));

/** Every request ends, whatever becomes of servers and of blocks. */
const requestEnds = ({ instance }: WiredInstance): Property =>
  leadsTo(
    `request-ends of ${instance}`,
    (view) => !hasEnded(view, instance),
    (view) => hasEnded(view, instance),
  );

/** A slot is kept for nobody for ever: what is not free is a block that can be had, which nobody reads, in the end. */
function slotsComeBack({ server }: WiredServer): Property {
  const isKept = (view: View): boolean =>
    slotsOf(view, server).some(
      ({ state, readers }) => (state !== 'free' && state !== 'complete') || readers.length > 0,
    );
  return leadsTo(`slots-come-back of ${server}`, isKept, (view) => !isKept(view));
}

/** The controller has counted what a server has, of each tenant: nothing where the server has not joined, or it has noticed that it is lost. */
function countedRight(wired: WiredServer, wiring: ContextCacheWiring, cases: CacheCases): Property {
  const { server } = wired;
  const { controller, shape } = wiring;
  const tenants = Array.from({ length: shape.tenants }, (_, tenant) => tenant);
  return always(`counted-right of ${server}`, {
    when: (view) =>
      isServing(view, server) ||
      view.context<ControllerContext>(controller).view.members.every((member) => member.server !== server),
    then: (view) => {
      const counted = view.context<ControllerContext>(controller).used[server];
      const used = tenantsOf(view, wiring, wired);
      return tenants.every(
        (tenant) => (counted?.[tenant] ?? 0) === used.filter((each) => each === tenant).length,
      );
    },
    hardCase: cases.nothingFree(server),
  });
}
