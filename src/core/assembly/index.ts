// Goes through states: judges each, performs the steps out of it as the host has compiled them, and puts down the states that they lead to. Where a table
// has no answer, or something is to be told, it stops before that state has left a trace, and says why.

import {
  assignRows,
  beginPart,
  closesOfPart,
  countBatch,
  endOfPart,
  endPart,
  idle,
  isPartJudged,
  missingOfBatch,
  place,
  probe,
  settle,
  share as shareBatch,
  startOfPart,
  stepsOfBatch,
  takeOver as takeOverBatch,
  terminalOfBatch,
  unmappedNodeOfBatch,
  unmappedValueOfBatch,
} from './batch';
import {
  activeAt,
  cellOf,
  change,
  clearBits,
  edge,
  field,
  layPrivate,
  outdatedAt,
  privateBytes,
  programsAt,
  rowBytes,
  share as shareMemory,
  takeOver as takeOverMemory,
  unpack,
  unpackChanges,
  UNKNOWN,
  unrestedAt,
  vectorAt,
} from './memory';
import { copyRow, hashOf } from './rows';
import { layScratchRows, rowOf, rowToExpand, scratchRowBytes, size } from './state-rows';
import {
  findStaged,
  flush,
  hasRoomFor,
  isNew,
  logged,
  nextRow,
  putDown,
  share as shareSet,
  staged,
  stageMax,
  stay,
  takeBack,
  takeOver as takeOverSet,
} from './state-set';

export { layBatch, setCommitted, setIdle } from './batch';
export { layCells, layDependents, layJudgedBy, layNodes, pack } from './memory';
export { parentOf, rootCount } from './parents';
export { lengthenPart } from './row-parts';
export { isDivided, rebuild, setOneShardMax } from './state-index';
export { divideRows, lengthenRows, mayRowsGrow, tidyRows } from './state-rows';
export { addVector, bytes, flush, hasRoomFor, laySet, layStage, resetLog, setLogging } from './state-set';

// Why `run` ended.
const REACHED: u32 = 0;
const JUDGE: u32 = 1;
const COMPILE: u32 = 2;
const ATTEND: u32 = 3;
const OVER_BUDGET: u32 = 4;
const LOG_FULL: u32 = 5;
const MEMORY_FULL: u32 = 6;
const FILL: u32 = 7;
/** Of `expand` only: there is no room for more successors. */
const CROWDED: u32 = 8;

/** Rows that are put down before they are added. */
const BATCH: u32 = 64;

// What the host lays out: channels (cell, receiver's cell, node) and nodes of components in the order of expansion; roots of predicates; monitors (cell, node).
let channelsAt: usize = 0;
let channelCount: u32 = 0;
let componentsAt: usize = 0;
let componentCount: u32 = 0;
let rootsAt: usize = 0;
let predicateCount: u32 = 0;
let monitorsAt: usize = 0;
let monitorCount: u32 = 0;
let closedAt: usize = 0;

/** What need not be told of any more, as bits: deadlocks, then each way to fail, in the order of the operations. */
let settled: u32 = 0;
const DEADLOCK: u32 = 1;

let next: u32 = 0;
let missing: u32 = 0;
let unmappedNode: u32 = 0;
let unmappedValue: u32 = 0;
let steps: f64 = 0;
let terminal: u32 = 0;
let closed: u32 = 0;
let statesMax: u32 = 0xffffffff;

export function laySources(channels: usize, channelNumber: u32, components: usize, componentNumber: u32): void {
  channelsAt = channels;
  channelCount = channelNumber;
  componentsAt = components;
  componentCount = componentNumber;
}

export function layJudging(roots: usize, predicates: u32, monitors: usize, monitorNumber: u32, settledBits: u32): void {
  rootsAt = roots;
  predicateCount = predicates;
  monitorsAt = monitors;
  monitorCount = monitorNumber;
  settled = settledBits;
}

export function layClosed(at: usize, max: u32): void {
  closedAt = at;
  statesMax = max;
}

export function nextState(): u32 {
  return next;
}

/** Which source is not compiled for the state at which `run` stopped: a channel's position, or the number of channels plus a component's. */
export function missingSource(): u32 {
  return missing;
}

/** The node that has no edge for `missingValue`, where `run` stopped for it. */
export function missingNode(): u32 {
  return unmappedNode;
}

export function missingValue(): u32 {
  return unmappedValue;
}

export function stepCount(): f64 {
  return steps;
}

export function terminalCount(): u32 {
  return terminal;
}

export function closedCount(): u32 {
  return closed;
}

export function resetClosed(): void {
  closed = 0;
}

export function stateCount(): u32 {
  return size;
}

export function loggedCount(): u32 {
  return logged;
}

export function stagedCount(): u32 {
  return staged;
}

export function wasNew(): bool {
  return isNew;
}

/** Writes a state into the vector. */
export function read(state: u32): void {
  unpack(rowOf(state));
}

// What edges of predicates and monitors lead to: twice a node, or twice a leaf plus one.
const LEAF_ATTEND: u32 = 1;
const LEAF_PENDING: u32 = 2;

// Operations of code.
const END: u32 = 0;
const XOR: u32 = 1;
const MAP: u32 = 2;
const READ: u32 = 3;
const JUMP: u32 = 4;
const MARK: u32 = 5;
const BLOCKED: u32 = 6;
const OPEN: u32 = 7;
const UNMAPPED: u32 = 8;
/** The first of the ways to fail. */
const FAILED: u32 = 9;

/** Where an edge leads when the channel is full. */
const FULL: i32 = -2;

const IS_HEALTHY: u32 = 1;
const IS_OWED: u32 = 2;
/** The step changes nothing, whatever the state. */
const IS_IDLE: u32 = 4;
const IS_AT_REST: u32 = 0x80000000;
/** Instead of a program: there is nothing to do, and whoever it is about is at rest. */
const NOTHING: i32 = 0;
/** Likewise, but it is not. */
const WAITING: i32 = 1;

let hasMark: bool = false;
let isMarkedChange: bool = false;

// @ts-ignore: decorator
@inline
function isSame(row: usize, base: usize): bool {
  for (let at: u32 = 0; at < rowBytes; at += 4) if (load<u32>(row + at) != load<u32>(base + at)) return false;
  return true;
}

/** Performs a step on a row that is a copy of `base`. */
function perform(row: usize, base: usize, code: usize): u32 {
  hasMark = false;
  let at = code;
  while (true) {
    const operation = load<u32>(at);
    if (operation == XOR) {
      change(row, load<u32>(at, 4), load<u32>(at, 8));
      at += 12;
    } else if (operation == MAP) {
      const cell = load<u32>(at, 4);
      const before = field(row, cell);
      const after = edge(load<u32>(at, 8), before);
      if (after < 0) {
        if (after == FULL) return load<u32>(at, 12);
        unmappedNode = load<u32>(at, 8);
        unmappedValue = before;
        return UNMAPPED;
      }
      if (<u32>after != before) change(row, cell, before ^ after);
      at += 16;
    } else if (operation == READ) {
      const to = edge(load<u32>(at, 8), field(row, load<u32>(at, 4)));
      if (to == UNKNOWN) return OPEN;
      at = to;
    } else if (operation == JUMP) {
      at = load<u32>(at, 4);
    } else if (operation == MARK) {
      hasMark = true;
      isMarkedChange = !isSame(row, base);
      at += 4;
    } else return operation;
  }
}

/** Bits of predicates, of which those with numbers 63 apart share one; and the bit of all monitors. */
const PREDICATE_BITS: u32 = 63;
const MONITORS: u64 = 1 << 63;
const EVERYTHING: u64 = 0xffffffffffffffff;

let isPending: bool = false;

/** Whether all that is judged of the state in the vector is known, and nothing is to be told. `judgedBy`: what may differ from the state before. */
function isFine(judgedBy: u64, isJudged: bool): bool {
  if (judgedBy & MONITORS) {
    isPending = false;
    for (let index: u32 = 0; index < monitorCount; index++) {
      const node = load<u32>(monitorsAt + (index << 2));
      const leaf = edge(node, load<u32>(vectorAt + (cellOf(node) << 2)));
      if (leaf == UNKNOWN || (leaf & LEAF_ATTEND && !isJudged)) return false;
      if (leaf & LEAF_PENDING) isPending = true;
    }
  }
  if (isJudged || (judgedBy & ~MONITORS) == 0) return true;
  let bit: u32 = 0;
  for (let index: u32 = 0; index < predicateCount; index++) {
    if ((judgedBy >>> bit) & 1) {
      let node = load<u32>(rootsAt + (index << 2));
      while (true) {
        const to = edge(node, load<u32>(vectorAt + (cellOf(node) << 2)));
        if (to < 0) return false;
        if (to & 1) {
          if (to != 1) return false;
          break;
        }
        node = to >> 1;
      }
    }
    bit++;
    if (bit == PREDICATE_BITS) bit = 0;
  }
  return true;
}

/** Whether what a step has done up to its failure may have led a monitor into a violation that is to be told. */
function mayViolate(row: usize): bool {
  for (let index: u32 = 0; index < monitorCount; index++) {
    const node = load<u32>(monitorsAt + (index << 2));
    const leaf = edge(node, field(row, cellOf(node)));
    if (leaf == UNKNOWN || leaf & LEAF_ATTEND) return true;
  }
  return false;
}

/** The program of a source for the state in the vector; `UNKNOWN` if it is not compiled. */
function programOf(source: u32): i32 {
  if (source >= channelCount) {
    const component = source - channelCount;
    return edge(load<u32>(componentsAt + (component << 2)), load<u32>(vectorAt + (component << 2)));
  }
  const channel = channelsAt + (source << 4);
  const content = load<u32>(vectorAt + (load<u32>(channel) << 2));
  if (content == 0) return NOTHING;
  const node = edge(load<u32>(channel, 8), content);
  return node == UNKNOWN ? UNKNOWN : edge(node, load<u32>(vectorAt + (load<u32>(channel, 4) << 2)));
}

/** Finds the programs of the sources that are out of date. One that is not compiled counts as active. */
function bringUpToDate(words: u32): void {
  for (let word: u32 = 0; word < words; word++) {
    const at = word << 3;
    let outdated = load<u64>(outdatedAt + at);
    if (outdated == 0) continue;
    let active = load<u64>(activeAt + at);
    let unrested = load<u64>(unrestedAt + at);
    for (; outdated != 0; outdated &= outdated - 1) {
      const source = (word << 6) + <u32>ctz(outdated);
      const program = programOf(source);
      store<i32>(programsAt + (source << 2), program);
      const bit = <u64>1 << (source & 63);
      active = program > WAITING || program == UNKNOWN ? active | bit : active & ~bit;
      const isUnrested = program == WAITING || (program > WAITING && source >= channelCount && (load<u32>(program) & IS_AT_REST) == 0);
      unrested = isUnrested ? unrested | bit : unrested & ~bit;
    }
    store<u64>(activeAt + at, active);
    store<u64>(unrestedAt + at, unrested);
    store<u64>(outdatedAt + at, 0);
  }
}

function isEveryoneAtRest(words: u32): bool {
  let unrested: u64 = 0;
  for (let word: u32 = 0; word < words; word++) unrested |= load<u64>(unrestedAt + (word << 3));
  return unrested == 0;
}

/** Where the row lies whose state is in the vector; 0: whatever is there, and all programs are out of date. */
let previous: usize = 0;
/** What the host may have judged of the state before by other means than what is known here by now. */
let unjudged: u64 = 0;

/** Judges a state and stages its successors. Returns `REACHED`, or why it cannot be done: then it has left no trace. */
function expand(state: u32, isJudged: bool): u32 {
  const sourceCount = channelCount + componentCount;
  const words = (sourceCount + 63) >>> 6;
  const base = rowToExpand(state);
  let judgedBy = EVERYTHING;
  if (previous != 0) judgedBy = unpackChanges(base, previous) | unjudged;
  else {
    unpack(base);
    for (let source: u32 = 0; source < sourceCount; source++) {
      const place = outdatedAt + (source >>> 6 << 3);
      store<u64>(place, load<u64>(place) | (<u64>1 << (source & 63)));
    }
  }
  previous = base;
  if (!isFine(judgedBy, isJudged)) return JUDGE;
  unjudged = isJudged ? EVERYTHING : 0;
  const firstRow = staged;
  const hashOfBase = hashOf(base);
  let count: u32 = 0;
  let failed: u32 = 0;
  let progressing = false;
  let mayEnd = true;
  bringUpToDate(words);
  for (let word: u32 = 0; word < words; word++) {
    for (let active = load<u64>(activeAt + (word << 3)); active != 0; active &= active - 1) {
      const source = (word << 6) + <u32>ctz(active);
      const program = load<u32>(programsAt + (source << 2));
      // In its turn, so that questions are asked in the order in which the host would ask them.
      if (<i32>program == UNKNOWN) {
        takeBack(firstRow);
        missing = source;
        return COMPILE;
      }
      const head = load<u32>(program);
      let at: usize = program + 4;
      for (let left = head & 0x7fffffff; left > 0; left--) {
        if (staged == stageMax) {
          takeBack(firstRow);
          return CROWDED;
        }
        if (load<u32>(at) & IS_IDLE) {
          count++;
          stay(state);
          at += 8;
          continue;
        }
        const row = nextRow();
        copyRow(row, base);
        const ended = perform(row, base, load<u32>(at, 4));
        const flags = load<u32>(at);
        if (ended >= FAILED && (settled >>> (1 + ended - FAILED)) & 1 && !mayViolate(row)) {
          // It changes nothing, and so leads to its own state.
          count++;
          failed++;
          if (flags & IS_OWED) mayEnd = false;
          stay(state);
        } else if (ended != END) {
          if (ended != BLOCKED) {
            takeBack(firstRow);
            missing = source;
            return ended == OPEN ? COMPILE : ended == UNMAPPED ? FILL : ATTEND;
          }
        } else {
          const hash = hashOf(row);
          const changes = hash != hashOfBase || !isSame(row, base);
          if (flags & IS_HEALTHY && (hasMark ? isMarkedChange : changes)) progressing = true;
          if (flags & IS_OWED && changes) mayEnd = false;
          count++;
          if (changes) putDown(hash, state);
          else stay(state);
        }
        at += 8;
      }
    }
  }
  const isTerminal = !progressing && failed == 0;
  if ((isTerminal && !(settled & DEADLOCK) && !isEveryoneAtRest(words)) || (isPending && mayEnd)) {
    takeBack(firstRow);
    return ATTEND;
  }
  if (isTerminal) terminal++;
  steps += count - failed;
  store<u32>(closedAt + (closed++ << 2), (count << 1) | (mayEnd ? 1 : 0));
  return REACHED;
}

/** Goes through states from one on, to before another. */
export function run(from: u32, end: u32, isJudged: bool, logMax: u32): u32 {
  let judged = isJudged;
  previous = 0;
  for (next = from; next < end; next++) {
    if (staged >= BATCH) {
      flush();
      if (logged >= logMax) return LOG_FULL;
    }
    if (closed >= logMax) return LOG_FULL;
    if (!hasRoomFor(staged + stageMax)) {
      flush();
      return MEMORY_FULL;
    }
    const stop = expand(next, judged);
    if (stop != REACHED) return stop == CROWDED ? ATTEND : stop;
    judged = false;
    if (size + staged > statesMax) {
      flush();
      if (size > statesMax) {
        next++;
        return OVER_BUDGET;
      }
    }
  }
  return REACHED;
}

/** Has a thread expand its part of a batch. */
function expandPart(thread: u32): void {
  const stepsBefore = steps;
  const terminalBefore = terminal;
  const closedBefore = closed;
  const closedAtBefore = closedAt;
  steps = 0;
  terminal = 0;
  closed = 0;
  closedAt = closesOfPart(thread);
  beginPart(thread);
  const end = endOfPart(thread);
  let judged = isPartJudged(thread);
  clearBits(channelCount + componentCount);
  previous = 0;
  let stop = REACHED;
  let state = startOfPart(thread);
  // A state without steps takes no row, but is closed all the same.
  while (state < end && closed < stageMax) {
    const firstRow = staged;
    stop = expand(state, judged);
    if (stop != REACHED) break;
    assignRows(thread, firstRow);
    judged = false;
    state++;
    idle();
  }
  // A state that alone fills the stage is the host's; else it comes first in a batch to come.
  if (stop == CROWDED) stop = staged == 0 ? ATTEND : REACHED;
  endPart(thread, state, stop, missing, unmappedNode, unmappedValue, steps, terminal, closed);
  steps = stepsBefore;
  terminal = terminalBefore;
  closed = closedBefore;
  closedAt = closedAtBefore;
}

/** Writes down for the cores of other threads where everything is. */
export function share(at: usize): void {
  let end = shareMemory(at);
  end = shareSet(end);
  end = shareBatch(end);
  store<usize>(end, channelsAt);
  store<u32>(end, channelCount, 4);
  store<usize>(end, componentsAt, 8);
  store<u32>(end, componentCount, 12);
  store<usize>(end, rootsAt, 16);
  store<u32>(end, predicateCount, 20);
  store<usize>(end, monitorsAt, 24);
  store<u32>(end, monitorCount, 28);
  store<u32>(end, settled, 32);
}

/** Takes over what another thread's core has shared. `own` and `scratch` are this thread's: see `privateInts`, and room for a shard. */
export function takeOver(at: usize, own: usize, scratch: usize): void {
  let end = takeOverMemory(at);
  end = takeOverSet(end, scratch);
  end = takeOverBatch(end);
  channelsAt = load<usize>(end);
  channelCount = load<u32>(end, 4);
  componentsAt = load<usize>(end, 8);
  componentCount = load<u32>(end, 12);
  rootsAt = load<usize>(end, 16);
  predicateCount = load<u32>(end, 20);
  monitorsAt = load<usize>(end, 24);
  monitorCount = load<u32>(end, 28);
  settled = load<u32>(end, 32);
  const sources = channelCount + componentCount;
  layPrivate(own, sources);
  layScratchRows(own + privateBytes(sources));
}

/** Integers that `takeOver` needs of a thread's own. */
export function privateInts(): u32 {
  return (privateBytes(channelCount + componentCount) + scratchRowBytes()) >>> 2;
}

/** What threads do together, one after the other: see `src/core/batches.ts`. */
const EXPAND: u32 = 0;
const PROBE: u32 = 1;
const PLACE: u32 = 2;

/** Does a thread's share of a phase of a batch. */
export function work(phase: u32, thread: u32): void {
  if (phase == EXPAND) expandPart(thread);
  else if (phase == PROBE) probe(thread);
  else if (phase == PLACE) place(thread);
  else settle(thread);
}

/** Counts what a batch has come to, as if `run` had gone so far. */
export function conclude(): void {
  next = countBatch();
  missing = missingOfBatch();
  unmappedNode = unmappedNodeOfBatch();
  unmappedValue = unmappedValueOfBatch();
  steps += stepsOfBatch();
  terminal += terminalOfBatch();
}

/** Puts down `count` successors of a state, given by their changes: where those of each begin, then cells and values. */
export function stage(parent: u32, count: u32, starts: usize, cells: usize, values: usize): void {
  const base = rowToExpand(parent);
  for (let step: u32 = 0; step < count; step++) {
    if (staged == stageMax) flush();
    const row = nextRow();
    copyRow(row, base);
    const end = load<u32>(starts + (step << 2), 4);
    for (let at = load<u32>(starts + (step << 2)); at < end; at++) {
      const cell = load<u32>(cells + (at << 2));
      change(row, cell, field(row, cell) ^ load<u32>(values + (at << 2)));
    }
    putDown(hashOf(row), parent);
  }
}

/** Writes the numbers of the states that were put down last, all of which are there, and takes them back. */
export function locate(into: usize): void {
  for (let at: u32 = 0; at < staged; at++) store<u32>(into + (at << 2), findStaged(at));
  takeBack(0);
}
