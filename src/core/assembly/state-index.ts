// The index of the visited states: 32-bit entries, each a state's number plus one and as many bits of its row's hash as are left (its *tag*), in shards that
// grow one at a time.

import { isRowOf, keptAt, rowOf, size } from './state-rows';
import { hashOf } from './rows';

// @ts-ignore: decorator
@inline
const SHARDS_MAX: u32 = 256;
// @ts-ignore: decorator
@inline
const SHARD_STRIDE: u32 = 4 << 20;
const SLOTS_MAX: u32 = SHARD_STRIDE >>> 2;
/** With every shard as full as it may be. */
const STATES_MAX: u32 = 230000000;
/** Below this many states there is one shard. */
let oneShardMax: u32 = 0;
const SLOTS_MIN: u32 = 1 << 8;
/** Where there are many shards. */
const SLOTS_OF_SHARD_MIN: u32 = 1 << 3;
const MANY_STATES: u32 = 1 << 19;
const TOUCHED_AT_ONCE: u32 = 64;

let indexAt: usize = 0;
/** Room for the slots of a shard that grows. */
let scratchAt: usize = 0;
/** By shard: first slot, number of slots, used, used at most, mask of the state in an entry. */
let shardsAt: usize = 0;
const SHARD_BYTES: u32 = 32;
let shardBits: u32 = 0;
let touched: u32 = 0;

export function layIndex(index: usize, scratch: usize, shards: usize, statesOfOneShard: u32): void {
  oneShardMax = statesOfOneShard;
  indexAt = index;
  scratchAt = scratch;
  shardsAt = shards;
  shardBits = 0;
  layShard(0, SLOTS_MIN);
}

/** Whether so many states have room. */
export function hasIndexRoomFor(states: u32): bool {
  return states < STATES_MAX;
}

// @ts-ignore: decorator
@inline
function shardNumberOf(hash: u64): u32 {
  return <u32>(hash >>> 56) & ((1 << shardBits) - 1);
}

// @ts-ignore: decorator
@inline
export function shardOf(hash: u64): usize {
  return shardsAt + (shardNumberOf(hash) << 5);
}

// @ts-ignore: decorator
@inline
export function homeOf(shard: usize, hash: u64): usize {
  const slot = <u32>(((hash >>> 20) & 0xffffffff) * <u64>load<u32>(shard, 4) >>> 32);
  return load<u32>(shard) + (slot << 2);
}

function layShard(number: u32, slots: u32): void {
  const shard = shardsAt + number * SHARD_BYTES;
  store<u32>(shard, <u32>(indexAt + number * SHARD_STRIDE));
  store<u32>(shard, slots, 4);
  store<u32>(shard, 0, 8);
  store<u32>(shard, <u32>(<f64>slots * (slots == SLOTS_MAX ? 0.95 : 0.82)), 12);
  // All of the tag that the largest state leaves.
  store<u32>(shard, maskFor(size), 16);
}

function maskFor(state: u32): u32 {
  return <u32>(0xffffffff >>> clz(state + 1));
}

/** Where a state may be whose hash this is, if it is in its home; 0: nowhere. */
// @ts-ignore: decorator
@inline
export function candidateAt(hash: u64): usize {
  const shard = shardOf(hash);
  const entry = load<u32>(homeOf(shard, hash));
  const mask = load<u32>(shard, 16);
  return entry != 0 && ((entry ^ <u32>hash) & ~mask) == 0 ? keptAt((entry & mask) - 1) : 0;
}

/** No state. */
export const NONE: u32 = 0xffffffff;
/** Where the row belongs that `find` did not find last. */
let freeSlot: usize = 0;

/** The state that has a row; `NONE`: it may be entered. */
export function find(row: usize, hash: u64): u32 {
  const shard = shardOf(hash);
  const mask = load<u32>(shard, 16);
  const end = load<u32>(shard) + (load<u32>(shard, 4) << 2);
  let slot = homeOf(shard, hash);
  for (let entry = load<u32>(slot); entry != 0; entry = load<u32>(slot)) {
    if (((entry ^ <u32>hash) & ~mask) == 0) {
      const state = (entry & mask) - 1;
      if (isRowOf(state, row)) return state;
    }
    slot += 4;
    if (slot == end) slot = load<u32>(shard);
  }
  freeSlot = slot;
  return NONE;
}

/** Enters a state whose row `find` has just not found, and which is kept by now. */
export function enter(hash: u64, state: u32): void {
  const shard = shardOf(hash);
  if (state + 1 > load<u32>(shard, 16)) widenMask(shard, maskFor(state));
  const mask = load<u32>(shard, 16);
  store<u32>(freeSlot, (<u32>hash & ~mask) | (state + 1));
  const used = load<u32>(shard, 8) + 1;
  store<u32>(shard, used, 8);
  if (used >= load<u32>(shard, 12)) grow(shard);
}

/** States become too large for their place in the entries of a shard: the tags give up bits. */
function widenMask(shard: usize, mask: u32): void {
  const before = load<u32>(shard, 16);
  const taken = mask ^ before;
  const end = load<u32>(shard) + (load<u32>(shard, 4) << 2);
  for (let slot: usize = load<u32>(shard); slot < end; slot += 4) {
    const entry = load<u32>(slot);
    if (entry != 0) store<u32>(slot, entry & ~taken);
  }
  store<u32>(shard, mask, 16);
}

/** Returns the shard. */
function insert(state: u32): usize {
  const hash = hashOf(rowOf(state));
  const shard = shardOf(hash);
  const mask = load<u32>(shard, 16);
  const end = load<u32>(shard) + (load<u32>(shard, 4) << 2);
  let slot = homeOf(shard, hash);
  while (load<u32>(slot) != 0) {
    slot += 4;
    if (slot == end) slot = load<u32>(shard);
  }
  store<u32>(slot, (<u32>hash & ~mask) | (state + 1));
  store<u32>(shard, load<u32>(shard, 8) + 1, 8);
  return shard;
}

function grow(shard: usize): void {
  if (shardBits == 0 && size >= oneShardMax) {
    rebuild();
    return;
  }
  const slots = load<u32>(shard, 4);
  const from = load<u32>(shard);
  const mask = load<u32>(shard, 16);
  memory.copy(scratchAt, from, slots << 2);
  memory.fill(from, 0, slots << 2);
  const number = <u32>((shard - shardsAt) / SHARD_BYTES);
  // While there are few states, room costs less than looking for it again and again.
  const isSmall = slots << shardBits < MANY_STATES;
  layShard(number, min(slots << (isSmall ? 2 : 1), SLOTS_MAX));
  store<u32>(shard, mask, 16);
  // Rows lie all over the memory: many of them are touched at once, before any is waited for.
  for (let from: u32 = 0; from < slots; from += TOUCHED_AT_ONCE) {
    const to = min(from + TOUCHED_AT_ONCE, slots);
    let sum: u32 = 0;
    for (let at = from; at < to; at++) {
      const entry = load<u32>(scratchAt + (at << 2));
      if (entry != 0) sum ^= load<u32>(keptAt((entry & mask) - 1));
    }
    touched = sum;
    for (let at = from; at < to; at++) {
      const entry = load<u32>(scratchAt + (at << 2));
      if (entry != 0) insert((entry & mask) - 1);
    }
  }
}

/** Builds the index anew, for all rows. */
export function rebuild(): void {
  const count: u32 = 1 << shardBits;
  for (let number: u32 = 0; number < count; number++) {
    const shard = shardsAt + number * SHARD_BYTES;
    memory.fill(load<u32>(shard), 0, load<u32>(shard, 4) << 2);
  }
  if (size < oneShardMax) {
    shardBits = 0;
    let slots = SLOTS_MIN;
    while (<f64>slots * 0.7 < <f64>size) slots <<= 1;
    layShard(0, slots);
  } else {
    shardBits = 8;
    const least = <f64>size / <f64>SHARDS_MAX / 0.75;
    for (let number: u32 = 0; number < SHARDS_MAX; number++) {
      layShard(number, max(SLOTS_OF_SHARD_MIN, <u32>(least * Math.pow(2, <f64>number / <f64>SHARDS_MAX))));
    }
  }
  for (let state: u32 = 0; state < size; state++) {
    const shard = insert(state);
    // Some shards get more than their share.
    if (load<u32>(shard, 8) >= load<u32>(shard, 12)) grow(shard);
  }
}

/** Bytes that are held for the index. */
export function bytesOfIndex(): f64 {
  let slots: f64 = 0;
  const count: u32 = 1 << shardBits;
  for (let number: u32 = 0; number < count; number++) slots += <f64>load<u32>(shardsAt + number * SHARD_BYTES, 4);
  return 4 * slots;
}
