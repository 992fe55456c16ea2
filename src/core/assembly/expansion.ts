// Goes through states: judges each, performs the steps out of it as the host has compiled them, and puts down the states that they lead to. Where a table
// has no answer, or something is to be told, it stops before that state has left a trace, and says why.

import { dawdle } from './dawdling';
import { DEADLOCK, EVERYTHING, isFine, isPending, mayViolate, settled } from './judging';
import { activeAt, clearBits, programsAt, unpack, unpackChanges, UNKNOWN } from './memory';
import {
  BLOCKED,
  END,
  FAILED,
  hasMark,
  isMarkedChange,
  isSame,
  OPEN,
  perform,
  setUnmapped,
  UNMAPPED,
  unmappedNode,
  unmappedValue,
} from './performing';
import { copyRow, hashOf } from './rows';
import { ALL_AWAKE, awakeAfter, awakeIn } from './sleep';
import { bringUpToDate, isEveryoneAtRest, outdateAll, sourceBit, sourceCount, sourceWords } from './sources';
import { rowToExpand, size } from './state-rows';
import {
  flush,
  hasRoomFor,
  isLogging,
  logged,
  nextRow,
  putDown,
  rouse,
  staged,
  stageMax,
  stay,
  takeBack,
} from './state-set';

// Why `run` ended.
export const REACHED: u32 = 0;
const JUDGE: u32 = 1;
const COMPILE: u32 = 2;
const ATTEND: u32 = 3;
const OVER_BUDGET: u32 = 4;
export const LOG_FULL: u32 = 5;
const MEMORY_FULL: u32 = 6;
const FILL: u32 = 7;
/** Of `expand` only: there is no room for more successors. */
const CROWDED: u32 = 8;

/** Rows that are put down before they are added. */
const BATCH: u32 = 64;

// What the host has compiled says of each step.
const IS_HEALTHY: u32 = 1;
const IS_OWED: u32 = 2;
/** The step changes nothing, whatever the state. */
const IS_IDLE: u32 = 4;
/** It is a delivery that is owed: no fair run stays for ever where it leads elsewhere. */
const IS_DUE_DELIVERY: u32 = 8;

// Of a program's head: how many steps it has, and whether some of those that are not idle are healthy, and owed.
const STEPS: u32 = 0x1fffffff;
const HAS_HEALTHY: u32 = 0x40000000;
const HAS_OWED: u32 = 0x20000000;

/** For each state that is closed, what came of it: the number of its steps, whether it is left, whether a run may end there, and which of the steps are faults. */
let closedAt: usize = 0;
/** Beside the number of steps: some of them are faults, and bits follow, one for each step. */
const HAS_FAULTS: u32 = 0x80000000;

let next: u32 = 0;
let missing: u32 = 0;
let steps: f64 = 0;
/** Of these, those that have not been performed; of a thread, those of its whole life. */
let slept: f64 = 0;
let terminal: u32 = 0;
let closed: u32 = 0;
export let statesMax: u32 = 0xffffffff;

export function layClosed(at: usize, max: u32): void {
  closedAt = at;
  statesMax = max;
}

export function setNext(state: u32): void {
  next = state;
}

export function nextState(): u32 {
  return next;
}

/** Which source is not compiled for the state at which `run` stopped: a channel's position, or the number of channels plus a component's. */
export function missingSource(): u32 {
  return missing;
}

export function stepCount(): f64 {
  return steps;
}

export function sleptCount(): f64 {
  return slept;
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

/** Where the row lies whose state is in the vector; 0: whatever is there, and all programs are out of date. */
let previous: usize = 0;
/** What the host may have judged of the state before by other means than what is known here by now. */
let unjudged: u64 = 0;

/** Words of bits that have been written for the state that is expanded. */
let faultWords: u32 = 0;

function writeFaultWords(count: u32): void {
  for (; faultWords < count; faultWords++) store<u32>(closedAt + ((closed + 1 + faultWords) << 2), 0);
}

// @ts-ignore: decorator
@inline
function noteFault(flags: u32, step: u32): void {
  if (flags & IS_HEALTHY || !isLogging) return;
  writeFaultWords((step >>> 5) + 1);
  const at = closedAt + ((closed + 1 + (step >>> 5)) << 2);
  store<u32>(at, load<u32>(at) | (1 << (step & 31)));
}

/** Writes down what came of a state. */
function close(count: u32, mayEnd: bool, isLeft: bool): void {
  let entry = (count << 2) | (isLeft ? 2 : 0) | (mayEnd ? 1 : 0);
  let ints: u32 = 1;
  if (faultWords > 0) {
    writeFaultWords((count + 31) >>> 5);
    entry |= HAS_FAULTS;
    ints += faultWords;
  }
  store<u32>(closedAt + (closed << 2), entry);
  closed += ints;
}

/** Judges a state and stages its successors. Returns `REACHED`, or why it cannot be done: then it has left no trace. */
function expand(state: u32, isJudged: bool): u32 {
  const base = rowToExpand(state);
  let judgedBy = EVERYTHING;
  if (previous != 0) judgedBy = unpackChanges(base, previous) | unjudged;
  else {
    unpack(base);
    outdateAll();
  }
  previous = base;
  if (!isFine(judgedBy, isJudged)) return JUDGE;
  unjudged = isJudged ? EVERYTHING : 0;
  const firstRow = staged;
  const hashOfBase = hashOf(base);
  let count: u32 = 0;
  let asleep: u32 = 0;
  let failed: u32 = 0;
  let progressing = false;
  let mayEnd = true;
  let isLeft = false;
  faultWords = 0;
  bringUpToDate();
  // What is written down of steps must be whole.
  const awake = isLogging ? ALL_AWAKE : awakeIn(state);
  let unlike: u64 = 0;
  for (let word: u32 = 0; word < sourceWords; word++) {
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
      const bit = sourceBit(source);
      if (!(awake & bit)) {
        // Its steps are as they were in another state, where each changed something, but for those that never do.
        count += head & STEPS;
        asleep += head & STEPS;
        if (head & HAS_HEALTHY) progressing = true;
        if (head & HAS_OWED) mayEnd = false;
        continue;
      }
      const firstOfSource = staged;
      let at: usize = program + 8;
      for (let left = head & STEPS; left > 0; left--) {
        if (staged == stageMax) {
          takeBack(firstRow);
          return CROWDED;
        }
        const flags = load<u32>(at);
        if (flags & IS_IDLE) {
          noteFault(flags, count++);
          stay(state);
          at += 8;
          continue;
        }
        const row = nextRow();
        copyRow(row, base);
        const ended = perform(row, base, load<u32>(at, 4));
        if (ended >= FAILED && (settled >>> (1 + ended - FAILED)) & 1 && !mayViolate(row)) {
          // It changes nothing, and so leads to its own state.
          noteFault(flags, count++);
          failed++;
          unlike |= bit;
          if (flags & IS_OWED) mayEnd = false;
          stay(state);
        } else if (ended != END) {
          if (ended != BLOCKED) {
            takeBack(firstRow);
            missing = source;
            return ended == OPEN ? COMPILE : ended == UNMAPPED ? FILL : ATTEND;
          }
          unlike |= bit;
        } else {
          const hash = hashOf(row);
          const changes = hash != hashOfBase || !isSame(row, base);
          const progresses = hasMark ? isMarkedChange : changes;
          if (flags & IS_HEALTHY && progresses) progressing = true;
          if (!changes || !progresses) unlike |= bit;
          if (flags & IS_OWED && changes) mayEnd = false;
          if (flags & IS_DUE_DELIVERY && changes) isLeft = true;
          noteFault(flags, count++);
          if (changes) putDown(hash, state);
          else stay(state);
        }
        at += 8;
      }
      if (!isLogging && staged > firstOfSource) rouse(firstOfSource, awakeAfter(source, awake, unlike));
    }
  }
  const isTerminal = !progressing && failed == 0;
  if ((isTerminal && !(settled & DEADLOCK) && !isEveryoneAtRest()) || (isPending && mayEnd)) {
    takeBack(firstRow);
    return ATTEND;
  }
  if (isTerminal) terminal++;
  steps += count - failed;
  slept += asleep;
  close(count, mayEnd, isLeft);
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

// What came of a block of states: where and why it ended; what it staged and counted. It is written down where it is said, as it may be another thread that adds it.
const STATE: u32 = 0;
const STOP: u32 = 4;
const MISSING: u32 = 8;
const UNMAPPED_NODE: u32 = 12;
const UNMAPPED_VALUE: u32 = 16;
const STAGED: u32 = 20;
const TERMINAL: u32 = 24;
const CLOSED: u32 = 28;
const STEPS_TAKEN: u32 = 32;
export const OUTCOME_BYTES: u32 = 40;

/** @param state after the last that was expanded */
export function noteOutcome(outcome: usize, state: u32, stop: u32): void {
  store<u32>(outcome, state, STATE);
  store<u32>(outcome, stop, STOP);
  store<u32>(outcome, missing, MISSING);
  store<u32>(outcome, unmappedNode, UNMAPPED_NODE);
  store<u32>(outcome, unmappedValue, UNMAPPED_VALUE);
  store<u32>(outcome, staged, STAGED);
  store<u32>(outcome, terminal, TERMINAL);
  store<u32>(outcome, closed, CLOSED);
  store<f64>(outcome, steps, STEPS_TAKEN);
}

/**
 * Expands states from one on, to before another, into the stage that is in use. What came of states is written from `closes` on, the rest to `outcome`. Returns
 * whether it came to the end.
 */
export function expandBlock(from: u32, end: u32, isJudged: bool, closes: usize, outcome: usize): bool {
  const stepsBefore = steps;
  const terminalBefore = terminal;
  const closedBefore = closed;
  const closedAtBefore = closedAt;
  steps = 0;
  terminal = 0;
  closed = 0;
  closedAt = closes;
  clearBits(sourceCount);
  previous = 0;
  let judged = isJudged;
  let stop = REACHED;
  let state = from;
  // A state without steps takes no row, but is closed all the same.
  while (state < end && closed < stageMax) {
    stop = expand(state, judged);
    if (stop != REACHED) break;
    judged = false;
    state++;
    dawdle();
  }
  // A state that alone fills the stage is the host's; else it comes first in a block to come.
  if (stop == CROWDED) stop = state == from ? ATTEND : REACHED;
  noteOutcome(outcome, state, stop);
  steps = stepsBefore;
  terminal = terminalBefore;
  closed = closedBefore;
  closedAt = closedAtBefore;
  return state == end;
}

export function stagedIn(outcome: usize): u32 {
  return load<u32>(outcome, STAGED);
}

/** Whether what is to be told of a block has room in the log. */
export function fitsLog(outcome: usize, logMax: u32): bool {
  return !isLogging || (logged + load<u32>(outcome, STAGED) <= logMax && closed + load<u32>(outcome, CLOSED) <= logMax);
}

/** Counts what came of a block whose rows have been added, as if `run` had gone so far. Returns why it ended. */
export function conclude(outcome: usize, closes: usize): u32 {
  next = load<u32>(outcome, STATE);
  missing = load<u32>(outcome, MISSING);
  setUnmapped(load<u32>(outcome, UNMAPPED_NODE), load<u32>(outcome, UNMAPPED_VALUE));
  steps += load<f64>(outcome, STEPS_TAKEN);
  terminal += load<u32>(outcome, TERMINAL);
  if (isLogging) {
    const count = load<u32>(outcome, CLOSED);
    memory.copy(closedAt + (closed << 2), closes, count << 2);
    closed += count;
  }
  return load<u32>(outcome, STOP);
}
