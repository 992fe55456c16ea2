import { produce } from 'immer';
import type { SpaceRequest } from './cache-protocol.js';

/** A slot of a server's memory. */
export interface Slot {
  readonly state:
    | 'free'
    | 'writing' // a put has it, and has not ended
    | 'discarded' // a put had it that another one of the same key took the place of; its write may still land
    | 'loading' // its block is being read from EVS
    | 'complete'; // its block can be had
  readonly key: string;
  readonly parent: string;
  readonly tenant: number;
  /** The put that has it, while it is written or discarded; the read that waits for it, while it is loaded. */
  readonly of: string;
  /** The put has taken so long that another one may take its place. */
  readonly isOld: boolean;
  /** EVS does not have the block yet. */
  readonly isDirty: boolean;
  /** SDKs that were told its address and have a lease. */
  readonly readers: readonly string[];
}

/** Slots, and which of them were used when. */
export interface DramTier {
  readonly slots: readonly Slot[];
  /** Slots of blocks that can be had, the least recently used first. */
  readonly order: readonly number[];
}

const FREE: Slot = {
  state: 'free',
  key: '',
  parent: '',
  tenant: 0,
  of: '',
  isOld: false,
  isDirty: false,
  readers: [],
};

export const emptyTier = (slots: number): DramTier => ({
  slots: Array.from({ length: slots }, () => FREE),
  order: [],
});

/** Slots that are not free. */
export const usedSlots = ({ slots }: DramTier): number =>
  slots.filter(({ state }) => state !== 'free').length;

/** The slot of a block that can be had, or is being written or loaded. */
export const slotOf = ({ slots }: DramTier, key: string): number =>
  slots.findIndex((slot) => slot.key === key && slot.state !== 'discarded');

export const freeSlot = ({ slots }: DramTier): number => slots.findIndex(({ state }) => state === 'free');

/** What a slot is evicted for, as far as it matters which one. */
export interface Room {
  /** Whose block it must be. */
  readonly tenant?: number;
  /** The block that the one continues for which there is to be room. */
  readonly parent?: string;
}

/**
 * The slot to be evicted next: the least recently used of those that nobody reads, that EVS has, and that no other block of this server continues: a
 * block without the one before it can be of no use. The paper says least recently used; what that does to chains is told by
 * https://github.com/kvcache-ai/Mooncake/issues/1772.
 *
 * @returns `undefined` where there is none
 */
export function victimOf({ slots, order }: DramTier, { tenant, parent }: Room = {}): number | undefined {
  return order.find((at) => {
    const slot = slots[at]!;
    const isIdle = slot.readers.length === 0 && !slot.isDirty;
    const isLast = parent !== slot.key && !slots.some((other) => other.parent === slot.key);
    return isIdle && isLast && (tenant === undefined || slot.tenant === tenant);
  });
}

/** Space is given for what is asked for. */
export const withRequest = (tier: DramTier, at: number, request: SpaceRequest): DramTier =>
  produce(tier, (draft) => {
    const { kind, key, parent, tenant, of, from } = request;
    const isLoad = kind === 'load';
    const state = isLoad ? 'loading' : 'writing';
    draft.slots[at] = { ...FREE, state, key, parent, tenant, of, readers: isLoad ? [from] : [] };
  });

export const withoutSlot = (tier: DramTier, at: number): DramTier =>
  produce(tier, (draft) => {
    draft.slots[at] = { ...FREE, readers: [] };
    draft.order = draft.order.filter((each) => each !== at);
  });

/** The block of a slot has been used. */
export const touched = (tier: DramTier, at: number): DramTier =>
  produce(tier, (draft) => {
    draft.order = [...draft.order.filter((each) => each !== at), at];
  });

/** What a slot was written, or loaded, with can be had from now on. */
export const completed = (tier: DramTier, at: number): DramTier =>
  produce(touched(tier, at), (draft) => {
    const slot = draft.slots[at]!;
    slot.isDirty = slot.state === 'writing';
    slot.state = 'complete';
    slot.of = '';
    slot.isOld = false;
  });

/** Some of what is known of a slot has changed. */
export const changed = (tier: DramTier, at: number, change: Partial<Slot>): DramTier =>
  produce(tier, (draft) => {
    Object.assign(draft.slots[at]!, change);
  });
