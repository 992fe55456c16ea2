// Rows in parts. The words of a row are divided into a few parts, whatever belongs together in one of them. A table for each part has every row of it that
// occurs, once, and a state is kept as one number for each part: many states share the same few rows of parts.

import { areSame, copyWords, mixed, share as shareRows, sumOf, takeOver as takeOverRows } from './rows';

/**
 * A part: where its rows are, bytes of one, how many there are, where the room for them ends; its index: slots, how many, where the room ends; its pieces, where
 * they end. A slot has the number of a row plus one, and as many bits of its hash as are left. The host lays parts out: see `src/core/divided-rows.ts`.
 */
export const PART_BYTES: u32 = 36;
const ROWS: u32 = 0;
const BYTES: u32 = 4;
const COUNT: u32 = 8;
const ROWS_END: u32 = 12;
const INDEX: u32 = 16;
const SLOTS: u32 = 20;
const INDEX_END: u32 = 24;
const PIECES: u32 = 28;
const PIECES_END: u32 = 32;

/** Words that stand together in a whole row, and so in its part: offset in the whole row, bytes. */
const PIECE_BYTES: u32 = 8;

/** Of so many slots one is left free at least. */
const FREE_PER: u32 = 4;

/** 0: rows are kept whole. */
export let partCount: u32 = 0;
export let partsAt: usize = 0;

export function layParts(parts: usize, count: u32): void {
  partsAt = parts;
  partCount = count;
}

export function share(at: usize): usize {
  const end = shareRows(at);
  store<usize>(end, partsAt);
  store<u32>(end, partCount, 4);
  return end + 8;
}

export function takeOver(at: usize): usize {
  const end = takeOverRows(at);
  partsAt = load<usize>(end);
  partCount = load<u32>(end, 4);
  return end + 8;
}

// @ts-ignore: decorator
@inline
function rowOfPart(part: usize, number: u32): usize {
  return load<usize>(part, ROWS) + <usize>number * load<u32>(part, BYTES);
}

/** Whether a whole row has a part's row of that number. */
// @ts-ignore: decorator
@inline
function hasPart(row: usize, part: usize, number: u32): bool {
  let words = rowOfPart(part, number);
  const end = load<usize>(part, PIECES_END);
  for (let piece = load<usize>(part, PIECES); piece < end; piece += PIECE_BYTES) {
    const bytes = load<u32>(piece, 4);
    if (!areSame(words, row + load<u32>(piece), bytes)) return false;
    words += bytes;
  }
  return true;
}

/** Whether a whole row is the one that these numbers stand for. */
export function hasParts(row: usize, numbers: usize): bool {
  const end = partsAt + partCount * PART_BYTES;
  for (let part = partsAt; part < end; part += PART_BYTES) {
    if (!hasPart(row, part, load<u32>(numbers))) return false;
    numbers += 4;
  }
  return true;
}

/** Writes down the whole row that these numbers stand for. */
export function joinParts(row: usize, numbers: usize): void {
  const end = partsAt + partCount * PART_BYTES;
  for (let part = partsAt; part < end; part += PART_BYTES) {
    let words = rowOfPart(part, load<u32>(numbers));
    const end = load<usize>(part, PIECES_END);
    for (let piece = load<usize>(part, PIECES); piece < end; piece += PIECE_BYTES) {
      const bytes = load<u32>(piece, 4);
      copyWords(row + load<u32>(piece), words, bytes);
      words += bytes;
    }
    numbers += 4;
  }
}

/** The number of a whole row's part, which is added to the part's rows if it is not there. */
export function numberOfPart(part: usize, row: usize): u32 {
  const mask = load<u32>(part, SLOTS) - 1;
  const index = load<usize>(part, INDEX);
  const hash = hashOfPart(part, row);
  let slot = homeOf(hash, mask);
  for (let entry = load<u32>(index + (slot << 2)); entry != 0; entry = load<u32>(index + (slot << 2))) {
    if (((entry ^ <u32>hash) & ~mask) == 0) {
      const number = (entry & mask) - 1;
      if (hasPart(row, part, number)) return number;
    }
    slot = (slot + 1) & mask;
  }
  const number = load<u32>(part, COUNT);
  let words = rowOfPart(part, number);
  const end = load<usize>(part, PIECES_END);
  for (let piece = load<usize>(part, PIECES); piece < end; piece += PIECE_BYTES) {
    const bytes = load<u32>(piece, 4);
    copyWords(words, row + load<u32>(piece), bytes);
    words += bytes;
  }
  store<u32>(part, number + 1, COUNT);
  store<u32>(index + (slot << 2), (<u32>hash & ~mask) | (number + 1));
  if (number + 1 == usedMax(mask + 1)) growIndex(part);
  return number;
}

// @ts-ignore: decorator
@inline
function hashOfPart(part: usize, row: usize): u64 {
  let sum: u64 = 0;
  const end = load<usize>(part, PIECES_END);
  for (let piece = load<usize>(part, PIECES); piece < end; piece += PIECE_BYTES) {
    sum += sumOf(row + load<u32>(piece), load<u32>(piece), load<u32>(piece, 4));
  }
  return mixed(sum);
}

// @ts-ignore: decorator
@inline
function homeOf(hash: u64, mask: u32): u32 {
  return <u32>(hash >>> 32) & mask;
}

// @ts-ignore: decorator
@inline
function usedMax(slots: u32): u32 {
  return slots - slots / FREE_PER;
}

/** Doubles the slots of a part's index. Rows are read in the order in which they lie, which is quick: no more than one of many parts' rows is waited for. */
function growIndex(part: usize): void {
  const index = load<usize>(part, INDEX);
  const slots = load<u32>(part, SLOTS) << 1;
  // There is no room: `havePartsRoomFor` has said so before that row came.
  if (index + (slots << 2) > load<usize>(part, INDEX_END)) return;
  memory.fill(index, 0, slots << 2);
  store<u32>(part, slots, SLOTS);
  const mask = slots - 1;
  const count = load<u32>(part, COUNT);
  let words = load<usize>(part, ROWS);
  const end = load<usize>(part, PIECES_END);
  for (let number: u32 = 0; number < count; number++) {
    let sum: u64 = 0;
    for (let piece = load<usize>(part, PIECES); piece < end; piece += PIECE_BYTES) {
      sum += sumOf(words, load<u32>(piece), load<u32>(piece, 4));
      words += load<u32>(piece, 4);
    }
    const hash = mixed(sum);
    let slot = homeOf(hash, mask);
    while (load<u32>(index + (slot << 2)) != 0) slot = (slot + 1) & mask;
    store<u32>(index + (slot << 2), (<u32>hash & ~mask) | (number + 1));
  }
}

/** Whether each part has room for so many rows more, with so many bytes more each. */
export function havePartsRoomFor(more: u32, bytes: u32): bool {
  const end = partsAt + partCount * PART_BYTES;
  for (let part = partsAt; part < end; part += PART_BYTES) {
    const count = load<u32>(part, COUNT) + more;
    if (<u64>load<usize>(part, ROWS) + <u64>count * (load<u32>(part, BYTES) + bytes) > <u64>load<usize>(part, ROWS_END)) return false;
    let slots = load<u32>(part, SLOTS);
    while (usedMax(slots) <= count) slots <<= 1;
    if (load<usize>(part, INDEX) + (slots << 2) > load<usize>(part, INDEX_END)) return false;
  }
  return true;
}

/** A part's rows get further words, which are 0. The host says which, by the part's pieces. */
export function lengthenPart(number: u32, bytes: u32): void {
  const part = partsAt + number * PART_BYTES;
  const before = load<u32>(part, BYTES);
  const rows = load<usize>(part, ROWS);
  for (let row = load<u32>(part, COUNT); row-- > 0; ) {
    const to = rows + <usize>row * (before + bytes);
    memory.copy(to, rows + <usize>row * before, before);
    memory.fill(to + before, 0, bytes);
  }
  store<u32>(part, before + bytes, BYTES);
}

/** Bytes that are held for parts. */
export function bytesOfParts(): f64 {
  let bytes: f64 = 0;
  const end = partsAt + partCount * PART_BYTES;
  for (let part = partsAt; part < end; part += PART_BYTES) {
    bytes += <f64>load<u32>(part, COUNT) * <f64>load<u32>(part, BYTES) + 4 * <f64>load<u32>(part, SLOTS);
  }
  return bytes;
}
