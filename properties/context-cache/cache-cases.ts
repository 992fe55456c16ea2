import type { Address } from '../../machines/cache/cache-protocol.js';
import { ownerOf } from '../../machines/cache/consistent-hashing.js';
import type { Slot } from '../../machines/cache/dram-tier.js';
import type { EvsContext } from '../../machines/cache/evs-tier.js';
import type { SdkContext } from '../../machines/cache/sdk-context.js';
import type { ServerContext } from '../../machines/cache/server-context.js';
import type { MemoryContext } from '../../machines/cache/server-memory.js';
import type { ContextCacheWiring } from '../../machines/networks/context-cache/wiring.js';
import type { View } from '../../src/index.js';
import { contentsOf, isInEvs, isServing, slotsOf } from './views.js';

type Situations = ((view: View) => boolean)[];

const sdkOf = (view: View, sdk: string): SdkContext => view.context<SdkContext>(sdk);

/** The situations that put the claims to the test. */
export class CacheCases {
  private readonly sdks: readonly string[];

  constructor(private readonly wiring: ContextCacheWiring) {
    this.sdks = wiring.instances.flatMap((instance) => instance.sdks);
  }

  /** A slot that is being written, or loaded, still holds another block, and a reader would have it. */
  slotOfAnotherBlock(server: string, memory: string): Situations {
    return [
      (view) =>
        slotsOf(view, server).some(({ state, key }, at) => {
          const content = contentsOf(view, memory)[at];
          const isPending = state === 'writing' || state === 'loading';
          return isPending && content !== null && content!.key !== key;
        }),
    ];
  }

  /** An SDK is about to read where its block is no more: it was evicted between its lookup and its read. */
  readOfWhatIsGone(): Situations {
    return this.sdks.map((sdk) => (view: View) => {
      const { address } = sdkOf(view, sdk);
      if (address === null || !isServing(view, address.server)) return false;
      return !slotsOf(view, address.server)[address.slot]!.readers.includes(sdk);
    });
  }

  /** An SDK has read what it was told the address of, and has yet to say so, while it is kept in its place for it. */
  readInTime(server: string): Situations {
    return this.sdks.map((sdk) => (view: View) => {
      const { address } = sdkOf(view, sdk);
      return address?.server === server && slotsOf(view, server)[address.slot]!.readers.includes(sdk);
    });
  }

  /** An SDK asks for a block that is not there, and the one that continues it is. */
  holeInChain(sdk: string): Situations {
    const isThere = (view: View, key: string): boolean =>
      isInEvs(view, this.wiring.evs, key) ||
      this.wiring.servers.some(({ server }) =>
        slotsOf(view, server).some((slot) => slot.key === key && slot.state === 'complete'),
      );
    return [
      (view) => {
        if (!view.matches(sdk, { reading: 'looking' })) return false;
        const { chain, at } = sdkOf(view, sdk);
        const next = chain[at + 1];
        return next !== undefined && !isThere(view, chain[at]!.key) && isThere(view, next.key);
      },
    ];
  }

  /** A rank has loaded less than it was asked for: a block was gone by then. */
  loadedLess(instance: string, sdks: readonly string[]): Situations {
    return sdks.map((sdk) => (view: View) => {
      const { found, wanted } = sdkOf(view, sdk);
      return view.matches(instance, 'computing') && found < wanted;
    });
  }

  /** A rank looks for a block, and one of equal tokens is stored that is not the same: behind another prefix, or another rank's part. */
  alikeIsStored(sdks: readonly string[]): Situations {
    const { servers, evs } = this.wiring;
    const lastOf = (holds: string) => holds.replace(/@\d+$/u, '').at(-1);
    return sdks.map((sdk) => (view: View) => {
      if (!view.matches(sdk, { reading: 'looking' })) return false;
      const { chain, at } = sdkOf(view, sdk);
      const { holds } = chain[at]!;
      const kept = view.context<EvsContext>(evs).entries.map(({ content }) => content);
      return [...kept, ...servers.flatMap(({ memory }) => contentsOf(view, memory))].some(
        (other) => other !== null && other.holds !== holds && lastOf(other.holds) === lastOf(holds),
      );
    });
  }

  /** One rank has loaded more than another one. */
  ranksFoundDifferent(instance: string, sdks: readonly string[]): Situations {
    return [
      (view) =>
        view.matches(instance, 'computing') && new Set(sdks.map((sdk) => sdkOf(view, sdk).found)).size > 1,
    ];
  }

  /** A write is on its way to a slot that another put was given the place of. */
  writeToDiscardedSlot(server: string): Situations {
    return this.sdks.map(
      (sdk) => (view: View) =>
        sdkOf(view, sdk).posted.some(
          ({ address }) =>
            address.server === server && slotsOf(view, server)[address.slot]!.state === 'discarded',
        ),
    );
  }

  /** An SDK is about to use an address that was given before the memory was registered anew. */
  addressOfAnotherEpoch(memory: string): Situations {
    return this.sdks.map(
      (sdk) => (view: View) =>
        addressesOf(view, sdk).some((each) => each.memory === memory && sinceOf(view, memory) > each.since),
    );
  }

  /** An SDK is about to use an address of a memory, and others have been registered with another epoch. */
  addressAmongOtherEpochs(memory: string): Situations {
    const { servers } = this.wiring;
    return this.sdks.map(
      (sdk) => (view: View) =>
        addressesOf(view, sdk).some((each) => each.memory === memory) &&
        servers.some((other) => sinceOf(view, other.memory) !== sinceOf(view, memory)),
    );
  }

  /** A tenant has all that he may have, and is about to ask for space. */
  quotaUsedUp(tenant: number, quota: number): Situations {
    const { servers, instances } = this.wiring;
    const sdks = instances.filter((each) => each.tenant === tenant).flatMap((each) => each.sdks);
    const usedBy = (view: View) =>
      servers.flatMap(({ server }) =>
        slotsOf(view, server).filter((slot) => slot.state !== 'free' && slot.tenant === tenant),
      ).length;
    return [
      (view) => sdks.some((sdk) => view.matches(sdk, { storing: 'starting' })) && usedBy(view) >= quota,
    ];
  }

  /** An SDK of a tenant looks for a block of which another tenant has stored the tokens. */
  equalBlockOfAnother(sdks: readonly string[], tenant: number): Situations {
    const { servers } = this.wiring;
    const tokensOf = (key: string) => key.replace(/^tenant \d+:/u, '');
    return sdks.map((sdk) => (view: View) => {
      if (!view.matches(sdk, { reading: 'looking' })) return false;
      const { chain, at } = sdkOf(view, sdk);
      const wanted = tokensOf(chain[at]!.key);
      return servers.some(({ server }) =>
        slotsOf(view, server).some(
          (slot) => slot.state === 'complete' && slot.tenant !== tenant && tokensOf(slot.key) === wanted,
        ),
      );
    });
  }

  /** An SDK is about to ask for space for a block that is there, or is being written, already. */
  sameBlockTwice(server: string): Situations {
    return this.sdks.map((sdk) => (view: View) => {
      if (!view.matches(sdk, { storing: 'starting' })) return false;
      const key = sdkOf(view, sdk).toStore[0]?.block.key;
      return slotsOf(view, server).some((slot) => slot.key === key && slot.state !== 'free');
    });
  }

  /** A server has as many blocks as it keeps, and two of them may go. */
  severalMayGo(server: string): Situations {
    return [
      (view) => {
        const { tier, high } = view.context<ServerContext>(server);
        const used = tier.slots.filter(({ state }) => state !== 'free');
        return used.length >= high && mayGo(used).length > 1;
      },
    ];
  }

  /** A server has a block that may go, and no more than it keeps. */
  mayGoInVain(server: string): Situations {
    return [
      (view) => {
        const { tier, high } = view.context<ServerContext>(server);
        const used = tier.slots.filter(({ state }) => state !== 'free');
        return used.length <= high && mayGo(used).length > 0;
      },
    ];
  }

  /** A server is full, and the block that was used least recently is continued by another one, or by the one that it is about to be asked for space for. */
  parentIsOldest(server: string): Situations {
    const isOldest = (view: View, key: string): boolean => {
      const { slots, order } = view.context<ServerContext>(server).tier;
      return slots.every(({ state }) => state !== 'free') && slots[order[0] ?? -1]?.key === key;
    };
    return [
      (view) =>
        slotsOf(view, server).some(({ state, parent }) => state === 'complete' && isOldest(view, parent)),
      ...this.sdks.map((sdk) => (view: View) => {
        if (!view.matches(sdk, { storing: 'starting' })) return false;
        const { toStore, view: known } = sdkOf(view, sdk);
        const ids = known.members.map((member) => member.server);
        const block = toStore[0]?.block;
        return block !== undefined && ownerOf(block.key, ids) === server && isOldest(view, block.parent);
      }),
    ];
  }

  /** A server is full, and EVS has yet to be given one of its blocks. */
  fullOfDirtyBlocks(): Situations {
    return this.wiring.servers.map(
      ({ server }) =>
        (view: View) =>
          slotsOf(view, server).every(({ state }) => state !== 'free') &&
          slotsOf(view, server).some(({ isDirty }) => isDirty),
    );
  }

  /** EVS has yet to be given a block out of a memory that has another one in another slot. */
  copiedFromAmongOthers(): Situations {
    return this.wiring.servers.map(({ server, memory }) => (view: View) => {
      const contents = contentsOf(view, memory);
      return slotsOf(view, server).some(
        ({ isDirty, key }) => isDirty && contents.some((content) => content !== null && content.key !== key),
      );
    });
  }

  /** An SDK looks for a block that the memory of a server has, or EVS has, and not both. */
  askedForWhatIsInOneTier(): Situations {
    const { evs, servers } = this.wiring;
    return this.sdks.map((sdk) => (view: View) => {
      if (!view.matches(sdk, { reading: 'looking' })) return false;
      const { chain, at } = sdkOf(view, sdk);
      const key = chain[at]?.key;
      const isInMemory = servers.some(({ server }) =>
        slotsOf(view, server).some((slot) => slot.key === key && slot.state === 'complete'),
      );
      return key !== undefined && isInMemory !== isInEvs(view, evs, key);
    });
  }

  /** EVS has so many blocks, and a server is about to give it one that it does not have. */
  evsIsGivenMore(isSo: (had: number) => boolean): Situations {
    const { evs, servers } = this.wiring;
    return servers.map(
      ({ server }) =>
        (view: View) =>
          isSo(view.context<EvsContext>(evs).entries.length) &&
          slotsOf(view, server).some(({ isDirty, key }) => isDirty && !isInEvs(view, evs, key)),
    );
  }

  /** A server has no slot that is free, and is asked for one. */
  nothingFree(server: string): Situations {
    return this.sdks.map(
      (sdk) => (view: View) =>
        view.matches(sdk, { storing: 'starting' }) &&
        slotsOf(view, server).every(({ state }) => state !== 'free'),
    );
  }
}

/** Of the slots in use those whose block may go: clean, read by nobody, and continued by no other one. */
const mayGo = (used: readonly Slot[]): Slot[] =>
  used.filter(
    ({ state, key, isDirty, readers }) =>
      state === 'complete' && !isDirty && readers.length === 0 && used.every((other) => other.parent !== key),
  );

/** The addresses that an SDK has, and is about to use. */
function addressesOf(view: View, sdk: string): Address[] {
  const { address, posted } = sdkOf(view, sdk);
  return [...(address === null ? [] : [address]), ...posted.map((each) => each.address)];
}

const sinceOf = (view: View, memory: string): number => view.context<MemoryContext>(memory).since;
