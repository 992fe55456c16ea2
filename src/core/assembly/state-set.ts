// The set of the visited states: rows that were put down are added in their order, each once.

import { pack, rowBytes } from './memory';
import { bytesOfParents, layParents, noteParent } from './parents';
import { hashOf, layFactors } from './rows';
import {
  bytesOfIndex,
  candidateAt,
  enter,
  find,
  hasIndexRoomFor,
  homeOf,
  layIndex,
  NONE,
  shardOf,
} from './state-index';
import {
  bytesOfRows,
  countRow,
  haveRowsRoomFor,
  keep,
  layRows,
  layScratchRows,
  share as shareRows,
  size,
  takeOver as takeOverRows,
} from './state-rows';
import {
  ALL_AWAKE,
  bytesOfAwake,
  forgetAwake,
  layAwake,
  makeSlots,
  noteAwake,
  share as shareSleep,
  takeOver as takeOverSleep,
} from './sleep';

let stageAt: usize = 0;
let hashesAt: usize = 0;
let parentsAt: usize = 0;
/** By staged row: which sources are awake in its state. */
let awakeRowsAt: usize = 0;
let logAt: usize = 0;

export let staged: u32 = 0;
export let stageMax: u32 = 0;
export let logged: u32 = 0;
export let isLogging: bool = false;
let touched: u32 = 0;
/** Whether the last row added was new. */
export let isNew: bool = false;

export function laySet(
  rows: usize,
  end: usize,
  index: usize,
  scratch: usize,
  bitsOfParents: usize,
  samples: usize,
  awake: usize,
  awakeSlots: u32,
  shards: usize,
  oneShardMax: u32,
  factors: usize,
): void {
  layRows(rows, end);
  layFactors(factors);
  layParents(bitsOfParents, samples);
  layIndex(index, scratch, shards, oneShardMax);
  layAwake(awake, awakeSlots);
}

/** Where rows are staged but for those of a batch. */
let laidStageAt: usize = 0;
let laidHashesAt: usize = 0;
let laidParentsAt: usize = 0;
let laidAwakeRowsAt: usize = 0;
let laidStageMax: u32 = 0;

/** @param scratchRows room for rows that are put together from their parts */
export function layStage(
  stage: usize,
  hashes: usize,
  parents: usize,
  awakeRows: usize,
  max: u32,
  log: usize,
  scratchRows: usize,
): void {
  stageAt = laidStageAt = stage;
  hashesAt = laidHashesAt = hashes;
  parentsAt = laidParentsAt = parents;
  awakeRowsAt = laidAwakeRowsAt = awakeRows;
  stageMax = laidStageMax = max;
  logAt = log;
  layScratchRows(scratchRows);
}

/** What is staged from here on goes elsewhere. Nothing may be staged. */
export function useStage(rows: usize, hashes: usize, parents: usize, awakeRows: usize, max: u32): void {
  stageAt = rows;
  hashesAt = hashes;
  parentsAt = parents;
  awakeRowsAt = awakeRows;
  stageMax = max;
  staged = 0;
}

/** It goes where it went before. */
export function leaveStage(): void {
  useStage(laidStageAt, laidHashesAt, laidParentsAt, laidAwakeRowsAt, laidStageMax);
}

export function share(at: usize): usize {
  const end = shareSleep(shareRows(at));
  store<u32>(end, isLogging ? 1 : 0);
  return end + 4;
}

/** @param bound where it is written down how many states there are at most, while another thread adds some */
export function takeOver(at: usize, bound: usize): usize {
  const end = takeOverSleep(takeOverRows(at), bound);
  isLogging = load<u32>(end) != 0;
  return end + 4;
}

export function setLogging(on: bool): void {
  flush();
  isLogging = on;
  forgetAwake();
}

export function resetLog(): void {
  logged = 0;
}

/** Whether so many more states have room, also with one word more. */
export function hasRoomFor(more: u32): bool {
  return haveRowsRoomFor(more) && hasIndexRoomFor(size + more);
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

/** Writes down for the rows that were put down from one on which sources are awake there. */
export function rouse(from: u32, awake: u64): void {
  for (let at = from; at < staged; at++) store<u64>(awakeRowsAt + (at << 3), awake);
}

export function takeBack(to: u32): void {
  staged = to;
}

/** Adds what was put down, in this order. */
export function flush(): void {
  const count = staged;
  staged = 0;
  makeSlots();
  addStaged(count);
}

/** Rows that are looked at together, so that the processor waits for much at once. */
const AT_ONCE: u32 = 64;

/** Adds the first rows of the stage that is in use. */
export function addStaged(count: u32): void {
  for (let from: u32 = 0; from < count; from += AT_ONCE) {
    const end = min(from + AT_ONCE, count);
    touch(from, end);
    let row = stagedRow(from);
    const bytes = rowBytes;
    for (let at = from; at < end; at++) {
      const parent = load<u32>(parentsAt + (at << 2));
      if (parent & STAYS) {
        store<u32>(logAt + (logged++ << 2), parent ^ STAYS);
        row += bytes;
        continue;
      }
      const state = add(row, load<u64>(hashesAt + (at << 3)), parent);
      if (isNew && !isLogging) noteAwake(state, load<u64>(awakeRowsAt + (at << 3)));
      if (isLogging) store<u32>(logAt + (logged++ << 2), state);
      row += bytes;
    }
  }
}

/** Touches all that will be looked at for some rows. */
function touch(from: u32, end: u32): void {
  let sum: u32 = 0;
  for (let at = from; at < end; at++) {
    const hash = load<u64>(hashesAt + (at << 3));
    sum ^= load<u32>(homeOf(shardOf(hash), hash));
  }
  for (let at = from; at < end; at++) {
    const candidate = candidateAt(load<u64>(hashesAt + (at << 3)));
    if (candidate != 0) sum ^= load<u32>(candidate);
  }
  touched = sum;
}

/** The number of a row, which is added if it is not there. */
function add(row: usize, hash: u64, parent: u32): u32 {
  const known = find(row, hash);
  isNew = known == NONE;
  if (!isNew) return known;
  const state = size;
  keep(state, row);
  count(parent);
  enter(hash, state);
  return state;
}

/** Counts a state whose row has been kept. */
// @ts-ignore: decorator
@inline
export function count(parent: u32): void {
  countRow();
  noteParent(parent);
}

/** Adds the vector as a state. Nothing may be staged. */
export function addVector(parent: u32): u32 {
  const row = nextRow();
  pack(row);
  const state = add(row, hashOf(row), parent);
  if (isNew) noteAwake(state, ALL_AWAKE);
  return state;
}

/** The state of the row that was put down at a place; `NONE`: it is not there. */
export function findStaged(at: u32): u32 {
  return find(stagedRow(at), load<u64>(hashesAt + (at << 3)));
}

/** Bytes that are held for states. */
export function bytes(): f64 {
  return bytesOfRows() + bytesOfIndex() + bytesOfParents() + (isLogging ? 0 : bytesOfAwake());
}
