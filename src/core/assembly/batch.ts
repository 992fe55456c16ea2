// A batch: consecutive states of one level, cut into as many parts as there are threads. Each thread expands its part into a stage of its own (`expandPart`).
// What has been staged has a *position*, which tells part and place in it; the order of positions is that in which one thread would add the rows. Then
// each thread looks for the rows of its own shards of the index, in this order, and puts down positions of new ones (`probe`); the host says which number the
// first new row of each part gets; each thread moves the new rows of its part to their places (`place`), and at last turns positions in its shards into
// numbers (`settle`). Between any two of these, all threads wait for each other.

import { rowBytes } from './memory';
import { partCount } from './row-parts';
import { copyRow } from './rows';
import { hasSlot, noteAwake } from './sleep';
import { candidateAt, enter, find, freeSlot, homeOf, NONE, shardNumberOf, shardOf } from './state-index';
import { keep, keepPart, layBatchRows, size } from './state-rows';
import { count, isLogging, leaveStage, staged, STAYS, useStage } from './state-set';

/** A part: first state, end, whether the first is judged; where and why it ended; what it staged and counted; numbers of its new rows. */
const PART_BYTES: u32 = 64;
const START: u32 = 0;
const END: u32 = 4;
const JUDGED: u32 = 8;
const STATE: u32 = 12;
const STOP: u32 = 16;
const MISSING: u32 = 20;
const STAGED: u32 = 24;
const TERMINAL: u32 = 28;
const STEPS: u32 = 32;
const CLOSED: u32 = 40;
/** The number of the first new row, and how many there are. */
const FIRST: u32 = 44;
const NEWS: u32 = 48;
/** The edge for which it ended. */
const UNMAPPED_NODE: u32 = 52;
const UNMAPPED_VALUE: u32 = 56;

/** Rows that are looked at together, so that the processor waits for much at once. */
const AT_ONCE: u32 = 64;

/** Beside a position, as a number in passing. */
const IN_BATCH: u32 = 0x80000000;

let partsAt: usize = 0;
let threads: u32 = 1;
/** Rows that a part has room for. */
let partRows: u32 = 0;
/** Parts that count. */
let committed: u32 = 0;
let rowsAt: usize = 0;
let hashesAt: usize = 0;
let parentsAt: usize = 0;
let awakeRowsAt: usize = 0;
/** By position, if it is logged: the number of the state. */
let numbersAt: usize = 0;
let closesAt: usize = 0;
/**
 * By thread: the positions of new rows of its shards, their numbers, their slots in the index, and, if it is logged, what became of each row of its shards: the
 * number of a state, or the position of its first row with `IN_BATCH`. No two threads write side by side: a processor would wait for the other at each row.
 */
let listsAt: usize = 0;
let listBytes: u32 = 0;
/** By part and thread: the positions of the part's rows of the thread's shards. */
let ownedAt: usize = 0;
/** By thread and part: new rows, rows. */
let countsAt: usize = 0;
/** By part and thread: where in a list a thread is, and where it ends. */
let cursorsAt: usize = 0;
/** By shard, whose it is. */
let ownersAt: usize = 0;

export function layBatch(
  parts: usize,
  threadCount: u32,
  rowsOfPart: u32,
  rows: usize,
  hashes: usize,
  parents: usize,
  awakeRows: usize,
  numbers: usize,
  closes: usize,
  lists: usize,
  owned: usize,
  counts: usize,
  cursors: usize,
  owners: usize,
): void {
  partsAt = parts;
  threads = threadCount;
  partRows = rowsOfPart;
  rowsAt = rows;
  hashesAt = hashes;
  parentsAt = parents;
  awakeRowsAt = awakeRows;
  numbersAt = numbers;
  closesAt = closes;
  listsAt = lists;
  listBytes = threadCount * rowsOfPart << 2;
  ownedAt = owned;
  countsAt = counts;
  cursorsAt = cursors;
  ownersAt = owners;
  layBatchRows(rows);
}

/** Says that only so many parts count: what was staged by later ones is dropped. */
export function setCommitted(parts: u32): void {
  committed = parts;
}

export function share(at: usize): usize {
  store<usize>(at, partsAt);
  store<u32>(at, threads, 4);
  store<u32>(at, partRows, 8);
  store<usize>(at, rowsAt, 12);
  store<usize>(at, hashesAt, 16);
  store<usize>(at, parentsAt, 20);
  store<usize>(at, numbersAt, 24);
  store<usize>(at, closesAt, 28);
  store<usize>(at, listsAt, 32);
  store<usize>(at, countsAt, 36);
  store<usize>(at, ownersAt, 40);
  store<u32>(at, committed, 44);
  store<u32>(at, listBytes, 48);
  store<usize>(at, cursorsAt, 52);
  store<usize>(at, ownedAt, 56);
  store<usize>(at, awakeRowsAt, 60);
  return at + 64;
}

export function takeOver(at: usize): usize {
  partsAt = load<usize>(at);
  threads = load<u32>(at, 4);
  partRows = load<u32>(at, 8);
  rowsAt = load<usize>(at, 12);
  hashesAt = load<usize>(at, 16);
  parentsAt = load<usize>(at, 20);
  numbersAt = load<usize>(at, 24);
  closesAt = load<usize>(at, 28);
  listsAt = load<usize>(at, 32);
  countsAt = load<usize>(at, 36);
  ownersAt = load<usize>(at, 40);
  committed = load<u32>(at, 44);
  listBytes = load<u32>(at, 48);
  cursorsAt = load<usize>(at, 52);
  ownedAt = load<usize>(at, 56);
  awakeRowsAt = load<usize>(at, 60);
  layBatchRows(rowsAt);
  return at + 64;
}

/** Of tests: threads dawdle, as this number has it; 0: they do not. */
let idleSeed: u32 = 0;
let idled: u32 = 0;

export function setIdle(seed: u32): void {
  idleSeed = seed;
}

// @ts-ignore: decorator
@inline
export function idle(): void {
  if (idleSeed != 0) dawdle();
}

function dawdle(): void {
  idleSeed ^= idleSeed << 13;
  idleSeed ^= idleSeed >>> 17;
  idleSeed ^= idleSeed << 5;
  for (let left = idleSeed & 0xfff; left > 0; left--) idled += left ^ load<u32>(partsAt);
}

function partAt(part: u32): usize {
  return partsAt + part * PART_BYTES;
}

export function startOfPart(part: u32): u32 {
  return load<u32>(partAt(part), START);
}

export function endOfPart(part: u32): u32 {
  return load<u32>(partAt(part), END);
}

export function isPartJudged(part: u32): bool {
  return load<u32>(partAt(part), JUDGED) != 0;
}

/** Twice as many integers as there are rows: one for each state, and bits of steps that are faults. */
export function closesOfPart(part: u32): usize {
  return closesAt + (part * partRows << 3);
}

export function beginPart(part: u32): void {
  const first = part * partRows;
  useStage(
    rowsAt + <usize>first * rowBytes,
    hashesAt + (first << 3),
    parentsAt + (first << 2),
    awakeRowsAt + (first << 3),
    partRows,
  );
  for (let thread: u32 = 0; thread < threads; thread++) store<u32>(countOf(thread, part), 0, 4);
}

/** Notes whose are the rows that a part has staged from one on. */
export function assignRows(part: u32, from: u32): void {
  const first = part * partRows;
  for (let position = first + from; position < first + staged; position++) {
    const thread = ownerOf(position);
    const count = countOf(thread, part);
    const rows = load<u32>(count, 4);
    store<u32>(ownedBy(part, thread) + (rows << 2), position);
    store<u32>(count, rows + 1, 4);
  }
}

export function endPart(
  thread: u32,
  state: u32,
  stop: u32,
  missing: u32,
  unmappedNode: u32,
  unmappedValue: u32,
  steps: f64,
  terminal: u32,
  closed: u32,
): void {
  const part = partAt(thread);
  store<u32>(part, state, STATE);
  store<u32>(part, stop, STOP);
  store<u32>(part, missing, MISSING);
  store<u32>(part, unmappedNode, UNMAPPED_NODE);
  store<u32>(part, unmappedValue, UNMAPPED_VALUE);
  store<u32>(part, staged, STAGED);
  store<f64>(part, steps, STEPS);
  store<u32>(part, terminal, TERMINAL);
  store<u32>(part, closed, CLOSED);
  leaveStage();
}

/** Of a thread: positions, numbers, slots, what became of rows. All rows may be of one thread's shards. */
const LISTS: u32 = 4;

// @ts-ignore: decorator
@inline
function listOf(thread: u32): usize {
  return listsAt + thread * LISTS * listBytes;
}

// @ts-ignore: decorator
@inline
function ownedBy(part: u32, thread: u32): usize {
  return ownedAt + ((part * threads + thread) * partRows << 2);
}

// @ts-ignore: decorator
@inline
function countOf(thread: u32, part: u32): usize {
  return countsAt + ((thread * threads + part) << 3);
}

// @ts-ignore: decorator
@inline
function cursorOf(part: u32, thread: u32): usize {
  return cursorsAt + ((part * threads + thread) << 3);
}

// @ts-ignore: decorator
@inline
function hashAt(position: u32): u64 {
  return load<u64>(hashesAt + (position << 3));
}

// @ts-ignore: decorator
@inline
function ownerOf(position: u32): u32 {
  return load<u8>(ownersAt + shardNumberOf(hashAt(position)));
}

let touched: u32 = 0;

export function probe(thread: u32): void {
  const list = listOf(thread);
  let listed: u32 = 0;
  let answer = list + 3 * listBytes;
  for (let part: u32 = 0; part < committed; part++) {
    const listedBefore = listed;
    let at = ownedBy(part, thread);
    const end = at + (load<u32>(countOf(thread, part), 4) << 2);
    while (at < end) {
      const ahead = min(end, at + (AT_ONCE << 2));
      touch(at, ahead);
      for (; at < ahead; at += 4) {
        const position = load<u32>(at);
        const found = findOrAdd(position);
        if (isLogging) {
          store<u32>(answer, found);
          answer += 4;
        }
        if (found == (IN_BATCH | position)) {
          store<u32>(list + (listed << 2), position);
          // Where it is in the index, unless its shard grows meanwhile.
          store<usize>(list + 2 * listBytes + (listed++ << 2), freeSlot);
        }
      }
      idle();
    }
    store<u32>(countOf(thread, part), listed - listedBefore);
  }
}

function touch(from: usize, to: usize): void {
  let sum: u32 = 0;
  for (let at = from; at < to; at += 4) {
    const position = load<u32>(at);
    const hash = hashAt(position);
    sum ^= load<u32>(homeOf(shardOf(hash), hash)) ^ load<u32>(rowsAt + <usize>position * rowBytes);
  }
  for (let at = from; at < to; at += 4) {
    const candidate = candidateAt(hashAt(load<u32>(at)));
    if (candidate != 0) sum ^= load<u32>(candidate);
  }
  touched = sum;
}

/** The number of a staged row's state, or the position of the first row that is equal to it, with `IN_BATCH`; that may be the row itself. */
function findOrAdd(position: u32): u32 {
  if (isLogging) {
    const parent = load<u32>(parentsAt + (position << 2));
    if (parent & STAYS) return parent ^ STAYS;
  }
  const row = rowsAt + <usize>position * rowBytes;
  const hash = hashAt(position);
  const found = find(row, hash);
  if (found != NONE) return found < size ? found : IN_BATCH | (found - size);
  // Until all new rows are counted, it is as if there were a state for each position.
  enter(hash, size + position);
  return IN_BATCH | position;
}

/** Sets a part's cursors to its items in some list of each thread: `offset` is that of the list, `field` that of how many items there are. */
function setCursors(part: u32, offset: u32, field: u32): void {
  for (let thread: u32 = 0; thread < threads; thread++) {
    let before: u32 = 0;
    for (let earlier: u32 = 0; earlier < part; earlier++) before += load<u32>(countOf(thread, earlier) + field);
    const at = listOf(thread) + offset + (before << 2);
    const cursor = cursorOf(part, thread);
    store<usize>(cursor, at);
    store<usize>(cursor, at + (load<u32>(countOf(thread, part) + field) << 2), 4);
  }
}

/** Keeps the new rows of a part, and moves their parents to the part's beginning; likewise rows that are to be divided, see `keepParts`. */
export function place(part: u32): void {
  if (part >= committed) return;
  let state = load<u32>(partAt(part), FIRST);
  const end = load<u32>(partAt(committed - 1), FIRST) + load<u32>(partAt(committed - 1), NEWS);
  let whole = rowsAt + <usize>(part * partRows) * rowBytes;
  let parent = parentsAt + (part * partRows << 2);
  setCursors(part, 0, 0);
  while (true) {
    // Each thread has listed its rows in the order of positions.
    let position: u32 = 0xffffffff;
    let cursor: usize = 0;
    for (let thread: u32 = 0; thread < threads; thread++) {
      const other = cursorOf(part, thread);
      const at = load<usize>(other);
      if (at == load<usize>(other, 4) || load<u32>(at) >= position) continue;
      position = load<u32>(at);
      cursor = other;
    }
    if (cursor == 0) return;
    const at = load<usize>(cursor);
    store<usize>(cursor, at + 4);
    store<u32>(at + listBytes, state);
    if (isLogging) store<u32>(numbersAt + (position << 2), state);
    else if (hasSlot(state, end)) noteAwake(state, load<u64>(awakeRowsAt + (position << 3)));
    const row = rowsAt + <usize>position * rowBytes;
    if (partCount == 0) keep(state, row);
    else {
      copyRow(whole, row);
      whole += rowBytes;
    }
    store<u32>(parent, load<u32>(parentsAt + (position << 2)));
    parent += 4;
    state++;
  }
}

/**
 * Keeps new rows that are divided: each thread has its own of their parts and goes through all rows, so that rows of parts get the numbers that one thread
 * would give them. ("Part" is also what a thread has of a batch.)
 */
function keepParts(thread: u32): void {
  for (let divided = thread; divided < partCount; divided += threads) {
    for (let part: u32 = 0; part < committed; part++) {
      const first = load<u32>(partAt(part), FIRST);
      const news = load<u32>(partAt(part), NEWS);
      let row = rowsAt + <usize>(part * partRows) * rowBytes;
      for (let at: u32 = 0; at < news; at++) {
        keepPart(first + at, divided, row);
        row += rowBytes;
      }
    }
  }
}

/** Turns positions into numbers: in a thread's shards, and in what is logged of its part. */
export function settle(thread: u32): void {
  let at = listOf(thread);
  let end = at;
  for (let part: u32 = 0; part < committed; part++) end += load<u32>(countOf(thread, part)) << 2;
  // In the order of positions: a number is never larger than its position stands for, so that no number can be taken for a position that is still to come.
  for (; at < end; at += 4) {
    const position = load<u32>(at);
    const hash = hashAt(position);
    const shard = shardOf(hash);
    const mask = load<u32>(shard, 16);
    const end = load<u32>(shard) + (load<u32>(shard, 4) << 2);
    const inPassing = size + position + 1;
    let slot = load<usize>(at + 2 * listBytes);
    if ((load<u32>(slot) & mask) != inPassing) slot = homeOf(shard, hash);
    while ((load<u32>(slot) & mask) != inPassing) {
      slot += 4;
      if (slot == end) slot = load<u32>(shard);
    }
    store<u32>(slot, (load<u32>(slot) & ~mask) | (load<u32>(at + listBytes) + 1));
  }
  if (isLogging && thread < committed) settleLog(thread);
  keepParts(thread);
}

function settleLog(part: u32): void {
  setCursors(part, 3 * listBytes, 4);
  const first = part * partRows;
  const end = first + load<u32>(partAt(part), STAGED);
  for (let position = first; position < end; position++) {
    const cursor = cursorOf(part, ownerOf(position));
    const at = load<usize>(cursor);
    store<usize>(cursor, at + 4);
    let number = load<u32>(at);
    if (number & IN_BATCH) number = load<u32>(numbersAt + ((number ^ IN_BATCH) << 2));
    store<u32>(numbersAt + (position << 2), number);
  }
}

/** Counts new states and writes down their parents. Returns the state after the last that was expanded. */
export function countBatch(): u32 {
  for (let part: u32 = 0; part < committed; part++) {
    const parents = parentsAt + (part * partRows << 2);
    const news = load<u32>(partAt(part), NEWS);
    for (let at: u32 = 0; at < news; at++) count(load<u32>(parents + (at << 2)));
  }
  return load<u32>(partAt(committed - 1), STATE);
}

export function missingOfBatch(): u32 {
  return load<u32>(partAt(committed - 1), MISSING);
}

export function unmappedNodeOfBatch(): u32 {
  return load<u32>(partAt(committed - 1), UNMAPPED_NODE);
}

export function unmappedValueOfBatch(): u32 {
  return load<u32>(partAt(committed - 1), UNMAPPED_VALUE);
}

export function stepsOfBatch(): f64 {
  let steps: f64 = 0;
  for (let part: u32 = 0; part < committed; part++) steps += load<f64>(partAt(part), STEPS);
  return steps;
}

export function terminalOfBatch(): u32 {
  let terminal: u32 = 0;
  for (let part: u32 = 0; part < committed; part++) terminal += load<u32>(partAt(part), TERMINAL);
  return terminal;
}
