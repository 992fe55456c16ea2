// The rows of the visited states, in the order of discovery: whole, or as the numbers of their parts.

import { cellCount, rowBytes, unpack, vectorAt } from './memory';
import {
  bytesOfParts,
  hasParts,
  havePartsRoomFor,
  joinParts,
  layParts,
  numberOfPart,
  PART_BYTES,
  partCount,
  partsAt,
  share as shareParts,
  takeOver as takeOverParts,
} from './row-parts';
import { areSame, copyRow } from './rows';

let rowsAt: usize = 0;
let rowsEnd: usize = 0;
/** Each thread's own: room for rows that are put together from their parts. */
let scratchAt: usize = 0;
/** Of two states that are expanded, one after the other, and of any other. */
const SCRATCH_ROWS: u32 = 3;
const ANY: u32 = 2;
let turn: u32 = 0;

export let size: u32 = 0;

export function layRows(rows: usize, end: usize): void {
  rowsAt = rows;
  rowsEnd = end;
}

export function layScratchRows(at: usize): void {
  scratchAt = at;
}

/** Bytes of what `layScratchRows` is given. */
export function scratchRowBytes(): u32 {
  return SCRATCH_ROWS * rowBytes;
}

export function share(at: usize): usize {
  const end = shareParts(at);
  store<usize>(end, rowsAt);
  store<u32>(end, size, 4);
  return end + 8;
}

export function takeOver(at: usize): usize {
  const end = takeOverParts(at);
  rowsAt = load<usize>(end);
  size = load<u32>(end, 4);
  return end + 8;
}

/** Counts a state whose row has been kept. */
// @ts-ignore: decorator
@inline
export function countRow(): void {
  size++;
}

/** Where a state's row is kept, whole or not. */
// @ts-ignore: decorator
@inline
export function keptAt(state: u32): usize {
  return rowsAt + <usize>state * (partCount == 0 ? rowBytes : partCount << 2);
}

// @ts-ignore: decorator
@inline
function wholeRow(state: u32, scratch: u32): usize {
  const kept = keptAt(state);
  if (partCount == 0) return kept;
  const row = scratchAt + scratch * rowBytes;
  joinParts(row, kept);
  return row;
}

/** A state's row, until the next is asked for. */
export function rowOf(state: u32): usize {
  return wholeRow(state, ANY);
}

/** The row of a state that is expanded, until the next but one is asked for. */
export function rowToExpand(state: u32): usize {
  turn ^= 1;
  return wholeRow(state, turn);
}

// @ts-ignore: decorator
@inline
export function isRowOf(state: u32, row: usize): bool {
  return partCount == 0 ? areSame(keptAt(state), row, rowBytes) : hasParts(row, keptAt(state));
}

/** Keeps a state's row. */
// @ts-ignore: decorator
@inline
export function keep(state: u32, row: usize): void {
  if (partCount == 0) copyRow(keptAt(state), row);
  else for (let part: u32 = 0; part < partCount; part++) keepPart(state, part, row);
}

/** Keeps one part of a state's row. */
// @ts-ignore: decorator
@inline
function keepPart(state: u32, part: u32, row: usize): void {
  store<u32>(keptAt(state) + (part << 2), numberOfPart(partsAt + part * PART_BYTES, row));
}

/** Whether so many more states have room, also with one word more. */
export function haveRowsRoomFor(more: u32): bool {
  return haveRowsRoom(size + more, 4) && (partCount == 0 || havePartsRoomFor(more, 4));
}

function haveRowsRoom(states: u32, bytes: u32): bool {
  return <u64>rowsAt + <u64>states * (partCount == 0 ? rowBytes + bytes : partCount << 2) <= <u64>rowsEnd;
}

/** Whether all rows may become so many bytes longer. */
export function mayRowsGrow(bytes: u32): bool {
  return haveRowsRoom(size, bytes) && (partCount == 0 || havePartsRoomFor(0, bytes));
}

export function bytesOfRows(): f64 {
  return <f64>size * <f64>(partCount == 0 ? rowBytes : partCount << 2) + bytesOfParts();
}

/** Moves all rows, which are whole, to rows of another length that begin with the same words; the rest is 0. */
export function lengthenRows(before: u32, after: u32): void {
  for (let state = size; state-- > 0; ) {
    const to = rowsAt + <usize>state * after;
    memory.copy(to, rowsAt + <usize>state * before, before);
    memory.fill(to + before, 0, after - before);
  }
}

/** Lays all rows, which are whole, out anew: cells without further fields, and rows that are no longer than before. The index is to be rebuilt. */
export function tidyRows(cells: usize, bytesAfter: u32): void {
  for (let state: u32 = 0; state < size; state++) {
    unpack(keptAt(state));
    packAnew(rowsAt + <usize>state * bytesAfter, cells, bytesAfter);
  }
}

/**
 * Likewise, but from now on rows are kept in parts, unless these have too many different rows for their tables: then nothing has changed.
 *
 * @param end of what is kept for states
 */
export function divideRows(cells: usize, bytesAfter: u32, parts: usize, count: u32, end: usize, scratch: usize): bool {
  const bytesBefore = rowBytes;
  layParts(parts, count);
  // Where each state might have a row of its own in each part, the tables are filled before any row is given up.
  if (!havePartsRoomFor(size, 0) && !fillParts(cells, bytesAfter, scratch)) {
    layParts(0, 0);
    return false;
  }
  // What is kept of a state lies where no row is that is still to be read.
  const isLonger = count << 2 > bytesBefore;
  for (let done: u32 = 0; done < size; done++) {
    const state = isLonger ? size - 1 - done : done;
    unpack(rowsAt + <usize>state * bytesBefore);
    packAnew(scratch, cells, bytesAfter);
    keep(state, scratch);
  }
  rowsEnd = end;
  return true;
}

/** Gives all parts of all rows, which are still whole, a number. Returns false where a table has no room for one. */
function fillParts(cells: usize, bytesAfter: u32, scratch: usize): bool {
  for (let state: u32 = 0; state < size; state++) {
    if (!havePartsRoomFor(1, 0)) return false;
    unpack(rowsAt + <usize>state * rowBytes);
    packAnew(scratch, cells, bytesAfter);
    for (let part: u32 = 0; part < partCount; part++) numberOfPart(partsAt + part * PART_BYTES, scratch);
  }
  return true;
}

/** Packs the vector into a row whose cells are laid out otherwise, without further fields. */
function packAnew(row: usize, cells: usize, bytes: u32): void {
  memory.fill(row, 0, bytes);
  for (let cell: u32 = 0; cell < cellCount; cell++) {
    const at = cells + (cell << 4);
    const word = row + load<u32>(at);
    store<u32>(word, load<u32>(word) | (load<u32>(vectorAt + (cell << 2)) << load<u32>(at, 4)));
  }
}
