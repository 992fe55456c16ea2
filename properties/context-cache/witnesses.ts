import { ownerOf } from '../../machines/cache/consistent-hashing.js';
import type { Block } from '../../machines/cache/block-chain.js';
import type { EvsContext } from '../../machines/cache/evs-tier.js';
import type { SdkContext } from '../../machines/cache/sdk-context.js';
import type { ServerContext } from '../../machines/cache/server-context.js';
import { mayBeGivenSpace, mayHit, mustMakeRoom } from '../../machines/networks/context-cache/parameters.js';
import type { ContextCacheWiring } from '../../machines/networks/context-cache/wiring.js';
import { type Property, reachable, type View } from '../../src/index.js';
import { slotsOf } from './views.js';

/** Witnesses: what the cache is for does occur, and what makes it hard. */
export function witnesses(wiring: ContextCacheWiring): Property[] {
  return [...ofUse(wiring), ...ofTiers(wiring), ...ofServers(wiring), ...ofSdks(wiring)];
}

const sdksOf = ({ instances }: ContextCacheWiring): string[] => instances.flatMap(({ sdks }) => [...sdks]);

/** What the cache is for. */
function ofUse(wiring: ContextCacheWiring): Property[] {
  const { instances, shape } = wiring;
  const found = [
    reachable('all requests end, and everything is stored', (view) =>
      instances.every(
        ({ instance, sdks: ranks }) =>
          view.matches(instance, 'finished') && ranks.every((sdk) => view.matches(sdk, { storing: 'idle' })),
      ),
    ),
  ];
  // Somebody asks for what was stored before, and what is evicted can be had again; ranks have room for a block each.
  if (shape.evs > 0 && mayHit(shape) && (shape.ranks === 1 || shape.quota === 0)) {
    found.push(
      reachable('an instance computes behind blocks that it has loaded', (view) =>
        instances.some(
          ({ instance, sdks: ranks }) =>
            view.matches(instance, 'computing') && view.context<SdkContext>(ranks[0]!).used > 0,
        ),
      ),
    );
  }
  if (shape.requests > 1) {
    found.push(
      reachable('a request waits for the pages of the one before', (view) =>
        instances.some(({ instance }) => view.matches(instance, 'awaitingPages')),
      ),
    );
  }
  return found;
}

/** What moves between memory and EVS, and what goes first. */
function ofTiers(wiring: ContextCacheWiring): Property[] {
  const { instances, servers, evs, shape, storedBefore } = wiring;
  const entriesOf = (view: View) => view.context<EvsContext>(evs).entries;
  const found: Property[] = [];
  if (storedBefore.length > 0 && (shape.ranks === 1 || shape.quota === 0)) {
    found.push(
      reachable('an instance computes behind blocks that EVS had from before', (view) =>
        instances.some(
          ({ instance, sdks: [first] }) =>
            view.matches(instance, 'computing') &&
            view.context<SdkContext>(first!).used > 0 &&
            sdksOf(wiring).every((sdk) => view.context<SdkContext>(sdk).puts === 0),
        ),
      ),
    );
    if (shape.stored > 1) {
      found.push(
        reachable('EVS keeps longer what it was asked for last', (view) => isUsedAgain(entriesOf(view))),
      );
    }
  }
  if (mustMakeRoom(shape)) {
    found.push(
      reachable('a block has made room for another one', (view) =>
        entriesOf(view).some(({ key }) =>
          servers.every(({ server }) => slotsOf(view, server).every((slot) => slot.key !== key)),
        ),
      ),
      reachable('a server keeps longer what it was asked for last', (view) =>
        instances.some(
          ({ instance, sdks: [first] }) =>
            view.matches(instance, 'computing') &&
            view.context<SdkContext>(first!).used > 0 &&
            servers.some(({ server }) => {
              const { slots, order } = view.context<ServerContext>(server).tier;
              return isUsedAgain(order.map((at) => slots[at]!));
            }),
        ),
      ),
    );
  }
  return found;
}

/** Whether a block is newer in a list, the least recently used first, than one that continues it and was stored later. */
const isUsedAgain = (list: readonly Block[]): boolean =>
  list.some(({ key }, at) => list.slice(0, at).some(({ parent }) => parent === key));

/** Servers that are lost, and servers that join. */
function ofServers(wiring: ContextCacheWiring): Property[] {
  const { servers, shape } = wiring;
  const sdks = sdksOf(wiring);
  const found: Property[] = [];
  const [first] = servers.filter(({ mayBeLost }) => mayBeLost);
  if (first !== undefined && isPutOn(wiring, first.server)) {
    found.push(
      // Its memory may be registered anew by then: the address is one of before.
      reachable('a server is lost while a block is put on it', (view) => {
        const { since } = view.context<ServerContext>(first.server);
        return sdks.some((sdk) => {
          const { put, posted } = view.context<SdkContext>(sdk);
          return [...posted, ...(put === null ? [] : [put])].some(
            ({ address }) => address.server === first.server && address.since !== since,
          );
        });
      }),
    );
  }
  if (shape.joins > 0 && sdks.length > 1) {
    found.push(
      reachable('an SDK does not know yet of a server that has joined, and another one does', (view) =>
        servers.some(
          ({ server, joins }) =>
            joins &&
            view.matches(server, 'serving') &&
            new Set(
              sdks.map((sdk) =>
                view.context<SdkContext>(sdk).view.members.some((member) => member.server === server),
              ),
            ).size > 1,
        ),
      ),
    );
  }
  return found;
}

/**
 * Whether an instance that is alone is sure to put a block of its first request on a server: it was not stored before, and there is room for it beside the blocks
 * before it, which all ranks have loaded or put by then.
 */
function isPutOn({ shape, servers, firstChains, storedBefore }: ContextCacheWiring, server: string): boolean {
  const { slots, quota } = shape;
  const present = servers.filter(({ joins }) => !joins).map((each) => each.server);
  // Before any has joined, or where there is none but those that join.
  const ids = present.length > 0 ? present : servers.map((each) => each.server);
  const isHere = (key: string): boolean => ownerOf(key, ids) === server;
  return firstChains.some((ofRanks) =>
    ofRanks.some((chain) =>
      chain.some((key, at) => {
        const before = ofRanks.flatMap((each) => each.slice(0, at));
        const isRoom = before.filter(isHere).length < slots && (quota === 0 || before.length < quota);
        return isHere(key) && !storedBefore.includes(key) && isRoom;
      }),
    ),
  );
}

/** SDKs that die, and what they say too late or in vain. */
function ofSdks(wiring: ContextCacheWiring): Property[] {
  const { servers, shape } = wiring;
  const sdks = sdksOf(wiring);
  const inSomeSlot = (view: View, isSo: (slot: ReturnType<typeof slotsOf>[number]) => boolean): boolean =>
    servers.some(({ server }) => slotsOf(view, server).some(isSo));
  const found: Property[] = [];
  if (shape.timeouts > 0 && mayBeGivenSpace(shape)) {
    found.push(
      reachable('a put takes the place of one that is too slow', (view) =>
        inSomeSlot(view, ({ state }) => state === 'discarded'),
      ),
    );
  }
  if (shape.deaths > 0) {
    const mortal = sdks[0]!;
    found.push(
      reachable('a slot is kept for an SDK that has died', (view) => {
        const { isDead, self } = view.context<SdkContext>(mortal);
        return (
          isDead && inSomeSlot(view, ({ readers, of }) => readers.includes(self) || of.startsWith(`${self}#`))
        );
      }),
    );
  }
  // With a quota one rank may have all that there is, and no rank reads then.
  if (shape.lost === 'reads' && (shape.ranks === 1 || shape.quota === 0)) {
    found.push(
      reachable('a block is kept in its place for who waits no longer', (view) =>
        sdks.some(
          (sdk) =>
            view.matches(sdk, { reading: 'idle' }) &&
            view.context<SdkContext>(sdk).givenUp > 0 &&
            inSomeSlot(view, ({ readers }) => readers.includes(sdk)),
        ),
      ),
    );
  }
  if (shape.lost === 'puts' && mayBeGivenSpace(shape)) {
    found.push(
      reachable('a slot is kept for a put that is waited for no longer', (view) =>
        sdks.some(
          (sdk) =>
            view.matches(sdk, { storing: 'idle' }) && inSomeSlot(view, ({ of }) => of.startsWith(`${sdk}#`)),
        ),
      ),
    );
  }
  return found;
}
