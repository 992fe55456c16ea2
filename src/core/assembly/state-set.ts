// The visited states: packed rows in the order of discovery, an index of hashes in shards that grow one at a time, and a bit string of parents.

import { cellCount, pack, rowBytes, unpack, vectorAt } from './memory';

// @ts-ignore: decorator
@inline
const SHARDS_MAX: u32 = 256;
// @ts-ignore: decorator
@inline
const SHARD_STRIDE: u32 = 4 << 20;
const SLOTS_MAX: u32 = SHARD_STRIDE >>> 2;
/** With every shard as full as it may be. */
const STATES_MAX: u32 = 230000000;
/** Below this many states there is one shard. Tests set it lower. */
let oneShardMax: u32 = 1 << 15;
const SLOTS_MIN: u32 = 1 << 8;
/** Where there are many shards. */
const SLOTS_OF_SHARD_MIN: u32 = 1 << 3;
const MANY_STATES: u32 = 1 << 21;
const TOUCHED_AT_ONCE: u32 = 64;
/** Of so many children, as a logarithm, one has its place in the string of parents written down. */
const SAMPLED_BITS: u32 = 5;

let rowsAt: usize = 0;
let rowsEnd: usize = 0;
let indexAt: usize = 0;
let scratchAt: usize = 0;
let parentBitsAt: usize = 0;
let parentSamplesAt: usize = 0;
let factorsAt: usize = 0;
/** By shard: its slots, how many of them are used, how many may be, and the mask of the state in an entry. */
let shardsAt: usize = 0;
let shardBits: u32 = 0;
/** Sizes of the shards when each has as few slots as it may: they differ, so that no two of them grow at the same time. */
let stageAt: usize = 0;
let hashesAt: usize = 0;
let parentsAt: usize = 0;
let logAt: usize = 0;

export let size: u32 = 0;
export let staged: u32 = 0;
export let stageMax: u32 = 0;
export let logged: u32 = 0;
export let isLogging: bool = false;
/** States that are nobody's successors. */
let roots: u32 = 0;
/** Length of the bit string, and the last parent in it. */
let bits: u32 = 0;
let lastParent: u32 = 0;
let touched: u32 = 0;
/** Whether the last row added was new. */
export let isNew: bool = false;

export function laySet(rows: usize, end: usize, index: usize, scratch: usize, bitsOfParents: usize, samples: usize, shards: usize, factors: usize): void {
  rowsAt = rows;
  rowsEnd = end;
  indexAt = index;
  scratchAt = scratch;
  parentBitsAt = bitsOfParents;
  parentSamplesAt = samples;
  shardsAt = shards;
  factorsAt = factors;
  shardBits = 0;
  layShard(0, SLOTS_MIN);
}

/** Where rows are staged but for those of a batch. */
let laidStageAt: usize = 0;
let laidHashesAt: usize = 0;
let laidParentsAt: usize = 0;
let laidStageMax: u32 = 0;

export function layStage(stage: usize, hashes: usize, parents: usize, max: u32, log: usize): void {
  stageAt = laidStageAt = stage;
  hashesAt = laidHashesAt = hashes;
  parentsAt = laidParentsAt = parents;
  stageMax = laidStageMax = max;
  logAt = log;
}

/** Where rows lie that have a number in passing only: those of a batch, see `batch.ts`. */
let batchRowsAt: usize = 0;

export function layBatchRows(at: usize): void {
  batchRowsAt = at;
}

export function setOneShardMax(states: u32): void {
  oneShardMax = states;
}

/** Whether the index is divided, so that threads may share it. */
export function isDivided(): bool {
  return shardBits > 0;
}

/** What is staged from here on goes elsewhere. Nothing may be staged. */
export function useStage(rows: usize, hashes: usize, parents: usize, max: u32): void {
  stageAt = rows;
  hashesAt = hashes;
  parentsAt = parents;
  stageMax = max;
  staged = 0;
}

/** It goes where it went before. */
export function leaveStage(): void {
  useStage(laidStageAt, laidHashesAt, laidParentsAt, laidStageMax);
}

export function share(at: usize): usize {
  store<usize>(at, rowsAt);
  store<usize>(at, indexAt, 4);
  store<usize>(at, factorsAt, 8);
  store<usize>(at, shardsAt, 12);
  store<u32>(at, shardBits, 16);
  store<u32>(at, size, 20);
  store<u32>(at, isLogging ? 1 : 0, 24);
  return at + 28;
}

/** @param scratch of its own: room for the slots of a shard that grows */
export function takeOver(at: usize, scratch: usize): usize {
  rowsAt = load<usize>(at);
  indexAt = load<usize>(at, 4);
  factorsAt = load<usize>(at, 8);
  shardsAt = load<usize>(at, 12);
  shardBits = load<u32>(at, 16);
  size = load<u32>(at, 20);
  isLogging = load<u32>(at, 24) != 0;
  scratchAt = scratch;
  return at + 28;
}

export function setLogging(on: bool): void {
  isLogging = on;
}

export function resetLog(): void {
  logged = 0;
}

// @ts-ignore: decorator
@inline
export function rowOf(state: u32): usize {
  return rowsAt + <usize>state * rowBytes;
}

/** Whether so many more states have room, also with one word more. */
export function hasRoomFor(more: u32): bool {
  return canRowsHave(rowBytes + 4, size + more) && size + more < STATES_MAX;
}

/** Whether so many rows of so many bytes have room. */
export function canRowsHave(bytes: u32, states: u32): bool {
  return <u64>rowsAt + <u64>states * bytes <= <u64>rowsEnd;
}

// @ts-ignore: decorator
@inline
export function stagedRow(at: u32): usize {
  return stageAt + at * rowBytes;
}

/** Where the next row may be built. */
// @ts-ignore: decorator
@inline
export function nextRow(): usize {
  return stageAt + staged * rowBytes;
}

/** Puts down the row at `nextRow`. */
// @ts-ignore: decorator
@inline
export function putDown(hash: u64, parent: u32): void {
  store<u64>(hashesAt + (staged << 3), hash);
  store<u32>(parentsAt + (staged << 2), parent);
  staged++;

}

/** Stands beside a parent for a step that leads to the parent itself. */
export const STAYS: u32 = 0x80000000;

/** Puts down a step that leads to its own state: nothing is added, but the log must tell of it in its turn. */
// @ts-ignore: decorator
@inline
export function stay(parent: u32): void {
  if (!isLogging) return;
  store<u64>(hashesAt + (staged << 3), 0);
  store<u32>(parentsAt + (staged << 2), parent | STAYS);
  staged++;
}

export function takeBack(to: u32): void {
  staged = to;
}

/** A word that is 0 adds nothing, so that rows keep their hashes when they become longer. */
// @ts-ignore: decorator
@inline
export function hashOf(row: usize): u64 {
  let hash: u64 = 0;
  let factor = factorsAt;
  const end = row + rowBytes;
  for (let at = row; at < end; at += 4) {
    hash += <u64>load<u32>(at) * load<u64>(factor);
    factor += 8;
  }
  hash ^= hash >>> 32;
  hash *= 0x9fb21c651e98df25;
  return hash ^ (hash >>> 29);
}

/** A shard: first slot, number of slots, used, used at most, mask of the state. */
const SHARD_BYTES: u32 = 32;

// @ts-ignore: decorator
@inline
export function shardNumberOf(hash: u64): u32 {
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

/** Adds what was put down, in this order. All that will be looked at is touched first, so that the processor waits for much of it at once. */
export function flush(): void {
  const count = staged;
  staged = 0;
  let sum: u32 = 0;
  for (let at: u32 = 0; at < count; at++) {
    const hash = load<u64>(hashesAt + (at << 3));
    sum ^= load<u32>(homeOf(shardOf(hash), hash));
  }
  for (let at: u32 = 0; at < count; at++) {
    const hash = load<u64>(hashesAt + (at << 3));
    const shard = shardOf(hash);
    const entry = load<u32>(homeOf(shard, hash));
    const mask = load<u32>(shard, 16);
    if (entry != 0 && ((entry ^ <u32>hash) & ~mask) == 0) sum ^= load<u32>(rowOf((entry & mask) - 1));
  }
  touched = sum;
  let row = stageAt;
  const bytes = rowBytes;
  for (let at: u32 = 0; at < count; at++) {
    const parent = load<u32>(parentsAt + (at << 2));
    if (parent & STAYS) {
      store<u32>(logAt + (logged++ << 2), parent ^ STAYS);
      row += bytes;
      continue;
    }
    const state = add(row, load<u64>(hashesAt + (at << 3)), parent);
    if (isLogging) store<u32>(logAt + (logged++ << 2), state);
    row += bytes;
  }
}

// @ts-ignore: decorator
@inline
export function copyRow(to: usize, from: usize): void {
  const bytes = rowBytes;
  let at: u32 = 0;
  for (; at + 8 <= bytes; at += 8) store<u64>(to + at, load<u64>(from + at));
  if (at < bytes) store<u32>(to + at, load<u32>(from + at));
}

// @ts-ignore: decorator
@inline
export function same(one: usize, other: usize): bool {
  const bytes = rowBytes;
  for (let at: u32 = 0; at < bytes; at += 4) if (load<u32>(one + at) != load<u32>(other + at)) return false;
  return true;
}

/** The number of a row, which is added if it is not there. */
function add(row: usize, hash: u64, parent: u32): u32 {
  const shard = shardOf(hash);
  const mask = load<u32>(shard, 16);
  const end = load<u32>(shard) + (load<u32>(shard, 4) << 2);
  let slot = homeOf(shard, hash);
  for (let entry = load<u32>(slot); entry != 0; entry = load<u32>(slot)) {
    if (((entry ^ <u32>hash) & ~mask) == 0) {
      const state = (entry & mask) - 1;
      if (same(rowOf(state), row)) {
        isNew = false;
        return state;
      }
    }
    slot += 4;
    if (slot == end) slot = load<u32>(shard);
  }
  const state = size++;
  isNew = true;
  copyRow(rowOf(state), row);
  noteParent(parent);
  if (state + 1 > mask) {
    widenMask(shard, maskFor(state));
  }
  const newMask = load<u32>(shard, 16);
  store<u32>(slot, (<u32>hash & ~newMask) | (state + 1));
  const used = load<u32>(shard, 8) + 1;
  store<u32>(shard, used, 8);
  if (used >= load<u32>(shard, 12)) grow(shard);
  return state;
}

/** States become too large for their place in the entries of a shard: the tags give up bits. */
export function widenMask(shard: usize, mask: u32): void {
  const before = load<u32>(shard, 16);
  const taken = mask ^ before;
  const end = load<u32>(shard) + (load<u32>(shard, 4) << 2);
  for (let slot: usize = load<u32>(shard); slot < end; slot += 4) {
    const entry = load<u32>(slot);
    if (entry != 0) store<u32>(slot, entry & ~taken);
  }
  store<u32>(shard, mask, 16);
}

/** Where a state's row lies, be it one of the batch. */
// @ts-ignore: decorator
@inline
export function placeOf(state: u32): usize {
  return state < size ? rowOf(state) : batchRowsAt + <usize>(state - size) * rowBytes;
}

/** Returns the shard. */
function insert(state: u32): usize {
  const hash = hashOf(placeOf(state));
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

export function grow(shard: usize): void {
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
  // Which the shard alone decides: the order in which shards grow depends on threads.
  const isSmall = slots << shardBits < MANY_STATES;
  layShard(number, min(slots << (isSmall ? 2 : 1), SLOTS_MAX));
  store<u32>(shard, mask, 16);
  // Rows lie all over the memory: many of them are touched at once, before any is waited for.
  for (let from: u32 = 0; from < slots; from += TOUCHED_AT_ONCE) {
    const to = min(from + TOUCHED_AT_ONCE, slots);
    let sum: u32 = 0;
    for (let at = from; at < to; at++) {
      const entry = load<u32>(scratchAt + (at << 2));
      if (entry != 0) sum ^= load<u32>(placeOf((entry & mask) - 1));
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

/** A parent that has a child more: parents never become smaller, so each 1 is a child, and each 0 goes on to the next parent. */
// @ts-ignore: decorator
@inline
export function noteParent(parent: u32): void {
  if (parent == 0xffffffff) {
    roots++;
    return;
  }
  while (lastParent < parent) {
    lastParent++;
    bits++;
  }
  const child = size - 1 - roots;
  if ((child & ((1 << SAMPLED_BITS) - 1)) == 0) {
    const sample = parentSamplesAt + (child >>> SAMPLED_BITS << 3);
    store<u32>(sample, bits);
    store<u32>(sample, parent, 4);
  }
  const at = parentBitsAt + (bits >>> 5 << 2);
  store<u32>(at, load<u32>(at) | (1 << (bits & 31)));
  bits++;
}

/** The parent of a state that is no root. */
export function parentOf(state: u32): u32 {
  const child = state - roots;
  const sample = parentSamplesAt + (child >>> SAMPLED_BITS << 3);
  let at = load<u32>(sample);
  let parent = load<u32>(sample, 4);
  let left = child & ((1 << SAMPLED_BITS) - 1);
  while (true) {
    const within = at & 31;
    let word = load<u32>(parentBitsAt + (at >>> 5 << 2)) >>> within;
    const ones = popcnt(word);
    if (ones > left) {
      for (; left > 0; left--) {
        const zeros = ctz(word);
        parent += zeros;
        word = word >>> zeros >>> 1;
      }
      return parent + ctz(word);
    }
    left -= ones;
    parent += 32 - within - ones;
    at += 32 - within;
  }
}

export function rootCount(): u32 {
  return roots;
}

/** Counts a state whose row is in its place and whose number is in the index. */
// @ts-ignore: decorator
@inline
export function count(parent: u32): void {
  size++;
  noteParent(parent);
}

/** Adds the vector as a state. Nothing may be staged. */
export function addVector(parent: u32): u32 {
  const row = nextRow();
  pack(row);
  return add(row, hashOf(row), parent);
}

/** The number of the row that was put down at a place, which is there; `0xffffffff` if it is not. */
export function find(at: u32): u32 {
  const row = stagedRow(at);
  const hash = load<u64>(hashesAt + (at << 3));
  const shard = shardOf(hash);
  const mask = load<u32>(shard, 16);
  const end = load<u32>(shard) + (load<u32>(shard, 4) << 2);
  let slot = homeOf(shard, hash);
  for (let entry = load<u32>(slot); entry != 0; entry = load<u32>(slot)) {
    if (((entry ^ <u32>hash) & ~mask) == 0 && same(rowOf((entry & mask) - 1), row)) return (entry & mask) - 1;
    slot += 4;
    if (slot == end) slot = load<u32>(shard);
  }
  return 0xffffffff;
}

/** Bytes that are held for states. */
export function bytes(): f64 {
  let slots: f64 = 0;
  const count: u32 = 1 << shardBits;
  for (let number: u32 = 0; number < count; number++) slots += <f64>load<u32>(shardsAt + number * SHARD_BYTES, 4);
  return <f64>size * <f64>rowBytes + 4 * slots + <f64>(bits >>> 3) + <f64>(size >>> SAMPLED_BITS << 3);
}

/** Moves all rows to rows of another length that begin with the same words; the rest is 0. */
export function lengthenRows(before: u32, after: u32): void {
  for (let state = size; state-- > 0; ) {
    const to = rowsAt + <usize>state * after;
    memory.copy(to, rowsAt + <usize>state * before, before);
    memory.fill(to + before, 0, after - before);
  }
}

/** Lays all rows out anew: cells without further fields, and rows that are no longer than before. The index is to be rebuilt. */
export function tidyRows(cells: usize, bytesAfter: u32): void {
  for (let state: u32 = 0; state < size; state++) {
    unpack(rowOf(state));
    const to = rowsAt + <usize>state * bytesAfter;
    memory.fill(to, 0, bytesAfter);
    for (let cell: u32 = 0; cell < cellCount; cell++) {
      const at = cells + (cell << 4);
      const word = to + load<u32>(at);
      store<u32>(word, load<u32>(word) | (load<u32>(vectorAt + (cell << 2)) << load<u32>(at, 4)));
    }
  }
}
