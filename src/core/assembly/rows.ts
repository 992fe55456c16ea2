// What is done with a packed row, wherever it lies.

import { rowBytes } from './memory';

/** By word of a row: a 64-bit factor. */
let factorsAt: usize = 0;

export function layFactors(at: usize): void {
  factorsAt = at;
}

export function share(at: usize): usize {
  store<usize>(at, factorsAt);
  return at + 4;
}

export function takeOver(at: usize): usize {
  factorsAt = load<usize>(at);
  return at + 4;
}

/** What some of the words of a row add to its hash. A word that is 0 adds nothing, so that rows keep their hashes when they become longer. */
// @ts-ignore: decorator
@inline
export function sumOf(words: usize, offset: u32, bytes: u32): u64 {
  let sum: u64 = 0;
  let factor = factorsAt + (offset << 1);
  const end = words + bytes;
  for (let at = words; at < end; at += 4) {
    sum += <u64>load<u32>(at) * load<u64>(factor);
    factor += 8;
  }
  return sum;
}

/** All bits of a sum have a say in all bits of its hash. */
// @ts-ignore: decorator
@inline
export function mixed(sum: u64): u64 {
  let hash = sum ^ (sum >>> 32);
  hash *= 0x9fb21c651e98df25;
  return hash ^ (hash >>> 29);
}

// @ts-ignore: decorator
@inline
export function hashOf(row: usize): u64 {
  return mixed(sumOf(row, 0, rowBytes));
}

// @ts-ignore: decorator
@inline
export function copyWords(to: usize, from: usize, bytes: u32): void {
  let at: u32 = 0;
  for (; at + 8 <= bytes; at += 8) store<u64>(to + at, load<u64>(from + at));
  if (at < bytes) store<u32>(to + at, load<u32>(from + at));
}

// @ts-ignore: decorator
@inline
export function areSame(one: usize, other: usize, bytes: u32): bool {
  for (let at: u32 = 0; at < bytes; at += 4) if (load<u32>(one + at) != load<u32>(other + at)) return false;
  return true;
}

// @ts-ignore: decorator
@inline
export function copyRow(to: usize, from: usize): void {
  copyWords(to, from, rowBytes);
}
