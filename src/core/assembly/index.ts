// What the host calls.

import { boundOfStates, share as shareBlocks, takeOver as takeOverBlocks } from './blocks';
import { share as shareJudging, takeOver as takeOverJudging } from './judging';
import {
  change,
  field,
  layPrivate,
  privateBytes,
  share as shareMemory,
  takeOver as takeOverMemory,
  unpack,
} from './memory';
import { unmappedNode, unmappedValue } from './performing';
import { copyRow, hashOf } from './rows';
import { ALL_AWAKE } from './sleep';
import { share as shareSources, sourceCount, takeOver as takeOverSources } from './sources';
import { layScratchRows, rowOf, rowToExpand, scratchRowBytes, size } from './state-rows';
import {
  findStaged,
  flush,
  isNew,
  logged,
  nextRow,
  putDown,
  rouse,
  share as shareSet,
  staged,
  stageMax,
  takeBack,
  takeOver as takeOverSet,
} from './state-set';

export {
  endRun,
  expandBlocks,
  freedAt,
  layBlocks,
  layRun,
  ownBlocksOfRun,
  rowsOfRun,
  runTogether,
  seenSign,
  wholeAt,
} from './blocks';
export { setDawdling } from './dawdling';
export {
  closedCount,
  layClosed,
  missingSource,
  nextState,
  resetClosed,
  run,
  sleptCount,
  stepCount,
  terminalCount,
} from './expansion';
export { layJudging } from './judging';
export { layCells, layDependents, layJudgedBy, layNodes, pack } from './memory';
export { parentOf, rootCount } from './parents';
export { lengthenPart } from './row-parts';
export { laySources } from './sources';
export { rebuild } from './state-index';
export { divideRows, lengthenRows, mayRowsGrow, tidyRows } from './state-rows';
export { forgetAwake } from './sleep';
export { addVector, bytes, flush, hasRoomFor, laySet, layStage, resetLog, setLogging } from './state-set';

/** The node that has no edge for `missingValue`, where `run` stopped for it. */
export function missingNode(): u32 {
  return unmappedNode;
}

export function missingValue(): u32 {
  return unmappedValue;
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

/** No cell: it reads as one that holds 0. */
const NO_CELL: u32 = 0xffffffff;

/** Writes what states have in some cells, from one state on to before another, cell after cell. */
export function readCells(from: u32, to: u32, cells: usize, count: u32, into: usize): void {
  const end = cells + (count << 2);
  for (let state = from; state < to; state++) {
    const row = rowOf(state);
    let at = into + ((state - from) << 2);
    for (let cell = cells; cell < end; cell += 4) {
      const number = load<u32>(cell);
      store<u32>(at, number == NO_CELL ? 0 : field(row, number));
      at += (to - from) << 2;
    }
  }
}

/** Writes down for the cores of other threads where everything is. */
export function share(at: usize): void {
  let end = shareBlocks(at);
  end = shareMemory(end);
  end = shareSet(end);
  end = shareSources(end);
  shareJudging(end);
}

/** Takes over what another thread's core has shared. `own` is this thread's: see `privateInts`. */
export function takeOver(at: usize, own: usize): void {
  let end = takeOverBlocks(at);
  end = takeOverMemory(end);
  end = takeOverSet(end, boundOfStates());
  end = takeOverSources(end);
  takeOverJudging(end);
  layPrivate(own, sourceCount);
  layScratchRows(own + privateBytes(sourceCount));
}

/** Integers that `takeOver` needs of a thread's own. */
export function privateInts(): u32 {
  return (privateBytes(sourceCount) + scratchRowBytes()) >>> 2;
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
    rouse(staged - 1, ALL_AWAKE);
  }
}

/** Writes the numbers of the states that were put down last, all of which are there, and takes them back. */
export function locate(into: usize): void {
  for (let at: u32 = 0; at < staged; at++) store<u32>(into + (at << 2), findStaged(at));
  takeBack(0);
}
