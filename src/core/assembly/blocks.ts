// Several threads: states of one level are cut into *blocks* of consecutive ones. Whichever thread is free expands the next block into a *stage* of its own.
// The search's thread adds what has been staged, block after block, in the very way in which it adds what it expands alone: states get the numbers that they get
// on one thread. While it adds, others expand; where no block is whole yet, it expands one itself. Nobody else writes anything but stages.

import { ANY_ORDER, BEYOND, EARLY, fault } from './dawdling';
import {
  conclude,
  expandBlock,
  fitsLog,
  LOG_FULL,
  noteOutcome,
  OUTCOME_BYTES,
  REACHED,
  setNext,
  stagedIn,
  statesMax,
} from './expansion';
import { rowBytes } from './memory';
import { setOthersReading } from './sleep';
import { size } from './state-rows';
import { addStaged, hasRoomFor, leaveStage, useStage } from './state-set';

/** Why `runTogether` ended: there is nothing to do until another thread has done something. */
const WAITING: u32 = 8;

// Words that threads wait for or write while others look at them, no two of them in one line of a processor's cache.
/** The next block that somebody may expand. */
const NEXT: u32 = 0;
/** The end of those that count. */
const LIMIT: u32 = 128;
/** How many have been added. */
const ADDED: u32 = 256;
/** Counts when a stage becomes free, and when there is nothing more to do: for those who wait for a block. */
const FREED: u32 = 384;
/** Counts when a block is whole: for the one who adds. */
const WHOLE: u32 = 512;
/** How many states there are at most. */
const BOUND: u32 = 640;

/** By stage: the outcome of its block; and which block is whole there, plus one. */
const STAGE_BYTES: u32 = 128;
const BLOCK: u32 = OUTCOME_BYTES;

let controlAt: usize = 0;
let stagesAt: usize = 0;
let stageCount: u32 = 0;
/** Rows that a stage has room for, and twice as many integers for what came of states. */
let stageRows: u32 = 0;
let rowsAt: usize = 0;
let hashesAt: usize = 0;
let parentsAt: usize = 0;
let awakeRowsAt: usize = 0;
let closesAt: usize = 0;

/** States that are gone through, and how many of them make a block. */
let from: u32 = 0;
let end: u32 = 0;
let blockStates: u32 = 1;
let isFirstJudged: bool = false;

/** Of the last run: rows that were added, whether they were found to be there or not; and blocks that its owner expanded. */
let rowsAdded: u32 = 0;
let ownBlocks: u32 = 0;

export function layBlocks(
  control: usize,
  stages: usize,
  count: u32,
  rowsOfStage: u32,
  rows: usize,
  hashes: usize,
  parents: usize,
  awakeRows: usize,
  closes: usize,
): void {
  controlAt = control;
  stagesAt = stages;
  stageCount = count;
  stageRows = rowsOfStage;
  rowsAt = rows;
  hashesAt = hashes;
  parentsAt = parents;
  awakeRowsAt = awakeRows;
  closesAt = closes;
}

/** Says what is gone through next, see `runTogether`. Nothing may be staged. */
export function layRun(first: u32, last: u32, statesOfBlock: u32, isJudged: bool): void {
  from = first;
  end = last;
  blockStates = statesOfBlock;
  isFirstJudged = isJudged;
  rowsAdded = 0;
  ownBlocks = 0;
  added = 0;
  setNext(first);
  setOthersReading(true);
  for (let stage: u32 = 0; stage < stageCount; stage++) atomic.store<u32>(stageAt(stage), 0, BLOCK);
  atomic.store<u32>(controlAt, 0, NEXT);
  atomic.store<u32>(controlAt, (end - from + blockStates - 1) / blockStates, LIMIT);
  atomic.store<u32>(controlAt, 0, ADDED);
  atomic.store<u32>(controlAt, size, BOUND);
}

export function rowsOfRun(): u32 {
  return rowsAdded;
}

export function ownBlocksOfRun(): u32 {
  return ownBlocks;
}

export function share(at: usize): usize {
  store<usize>(at, controlAt);
  store<usize>(at, stagesAt, 4);
  store<u32>(at, stageCount, 8);
  store<u32>(at, stageRows, 12);
  store<usize>(at, rowsAt, 16);
  store<usize>(at, hashesAt, 20);
  store<usize>(at, parentsAt, 24);
  store<usize>(at, awakeRowsAt, 28);
  store<usize>(at, closesAt, 32);
  store<u32>(at, from, 36);
  store<u32>(at, end, 40);
  store<u32>(at, blockStates, 44);
  store<u32>(at, isFirstJudged ? 1 : 0, 48);
  return at + 52;
}

export function takeOver(at: usize): usize {
  controlAt = load<usize>(at);
  stagesAt = load<usize>(at, 4);
  stageCount = load<u32>(at, 8);
  stageRows = load<u32>(at, 12);
  rowsAt = load<usize>(at, 16);
  hashesAt = load<usize>(at, 20);
  parentsAt = load<usize>(at, 24);
  awakeRowsAt = load<usize>(at, 28);
  closesAt = load<usize>(at, 32);
  from = load<u32>(at, 36);
  end = load<u32>(at, 40);
  blockStates = load<u32>(at, 44);
  isFirstJudged = load<u32>(at, 48) != 0;
  return at + 52;
}

/** Where it is written down how many states there are at most, while others add some. */
export function boundOfStates(): usize {
  return controlAt + BOUND;
}

// @ts-ignore: decorator
@inline
function stageAt(stage: u32): usize {
  return stagesAt + stage * STAGE_BYTES;
}

/** What of a stage is used from here on: that it is expanded into, or added. */
function use(stage: u32): void {
  const first = stage * stageRows;
  useStage(
    rowsAt + <usize>first * rowBytes,
    hashesAt + (<usize>first << 3),
    parentsAt + (<usize>first << 2),
    awakeRowsAt + (<usize>first << 3),
    stageRows,
  );
}

// @ts-ignore: decorator
@inline
function closesOf(stage: u32): usize {
  return closesAt + (<usize>(stage * stageRows) << 3);
}

/** No block. */
const NONE: u32 = 0xffffffff;

/** Takes the next block, if there is one and a stage for it. */
function claim(): u32 {
  while (true) {
    const block = atomic.load<u32>(controlAt, NEXT);
    if (block >= atomic.load<u32>(controlAt, LIMIT)) return NONE;
    if (<i32>(block - atomic.load<u32>(controlAt, ADDED)) >= <i32>stageCount) return NONE;
    if (atomic.cmpxchg<u32>(controlAt, block, block + 1, NEXT) == block) return block;
  }
}

/** Blocks from one on do not count: nobody begins any of them from here on. */
function limit(block: u32): void {
  while (true) {
    const limit = atomic.load<u32>(controlAt, LIMIT);
    if (limit <= block || atomic.cmpxchg<u32>(controlAt, limit, block, LIMIT) == limit) break;
  }
}

function signal(event: u32): void {
  atomic.add<u32>(controlAt + event, 1);
  atomic.notify(controlAt + event, -1);
}

function expand(block: u32): void {
  const stage = block % stageCount;
  const outcome = stageAt(stage);
  const first = from + block * blockStates;
  const last = min(first + blockStates, end);
  use(stage);
  if (fault == EARLY) {
    noteOutcome(outcome, last, REACHED);
    publish(outcome, block);
  }
  const isWhole = expandBlock(first, last, isFirstJudged && block == 0, closesOf(stage), outcome);
  leaveStage();
  if (!isWhole && fault != BEYOND) limit(block + 1);
  if (fault != EARLY) publish(outcome, block);
}

function publish(outcome: usize, block: u32): void {
  atomic.store<u32>(outcome, block + 1, BLOCK);
  signal(WHOLE);
}

/** Where who waits for a block looks for a sign, and where the one who adds does. */
export function freedAt(): usize {
  return controlAt + FREED;
}

export function wholeAt(): usize {
  return controlAt + WHOLE;
}

/** What stood there before it was found that there was nothing to do. */
let seen: u32 = 0;

export function seenSign(): u32 {
  return seen;
}

/**
 * Expands blocks as long as there is a stage for them: what each thread does but the search's own. Returns whether there are no more of them; else there may be
 * one when another sign is at `freedAt` than was seen.
 */
export function expandBlocks(): bool {
  while (true) {
    seen = atomic.load<u32>(controlAt, FREED);
    if (atomic.load<u32>(controlAt, NEXT) >= atomic.load<u32>(controlAt, LIMIT)) return true;
    const block = claim();
    if (block == NONE) return false;
    expand(block);
  }
}

/** How many blocks of the run have been added. */
let added: u32 = 0;

/**
 * Goes through the states that `layRun` was told of, as `run` does. It may end before the end without any other reason, or as it has to wait: then it goes on
 * when another sign is at `wholeAt` than was seen.
 */
export function runTogether(logMax: u32): u32 {
  let stop = REACHED;
  while (added < atomic.load<u32>(controlAt, LIMIT)) {
    seen = atomic.load<u32>(controlAt, WHOLE);
    const stage = fault == ANY_ORDER ? lastWhole() : added % stageCount;
    const block = atomic.load<u32>(stageAt(stage), BLOCK);
    if (block == added + 1 || (fault == ANY_ORDER && block != 0)) {
      stop = add(stage, logMax);
      if (rowsAreLeft || (stop != REACHED && fault != BEYOND)) break;
      atomic.store<u32>(controlAt, ++added, ADDED);
      signal(FREED);
      continue;
    }
    const own = fault == EARLY ? NONE : claim();
    if (own == NONE) return WAITING;
    ownBlocks++;
    expand(own);
  }
  return stop;
}

/** Has nobody begin a block any more. */
export function endRun(): void {
  limit(0);
  signal(FREED);
  setOthersReading(false);
}

function lastWhole(): u32 {
  let stage = stageCount - 1;
  while (stage > 0 && atomic.load<u32>(stageAt(stage), BLOCK) == 0) stage--;
  return stage;
}

/** There is no room for the rows of a block: it and what comes after it is left to be done otherwise. */
let rowsAreLeft: bool = false;

/** Adds the rows of a block. */
function add(stage: u32, logMax: u32): u32 {
  const outcome = stageAt(stage);
  const rows = stagedIn(outcome);
  rowsAreLeft = false;
  if (!fitsLog(outcome, logMax)) return LOG_FULL;
  if (size + rows > statesMax || !hasRoomFor(rows)) {
    rowsAreLeft = true;
    return REACHED;
  }
  // Before anything is written of the states that come now, see `awakeIn`.
  atomic.store<u32>(controlAt, size + rows, BOUND);
  use(stage);
  addStaged(rows);
  leaveStage();
  rowsAdded += rows;
  if (fault == ANY_ORDER) atomic.store<u32>(outcome, 0, BLOCK);
  return conclude(outcome, closesOf(stage));
}
