// Of tests only: threads dawdle, so that they come in any order, and do things wrong that must show.

import { vectorAt } from './memory';

/** How a thread dawdles; 0: it does not. */
let seed: u32 = 0;
let idled: u32 = 0;

/** What is done wrong; 0: nothing. */
export let fault: u32 = 0;
/** Blocks are added in the order in which they become whole. */
export const ANY_ORDER: u32 = 1;
/** A block is said to be whole before it has been expanded, by another thread than the one that adds. */
export const EARLY: u32 = 2;
/** Blocks count that come after one which ended early. */
export const BEYOND: u32 = 3;

export function setDawdling(number: u32, wrong: u32): void {
  seed = number;
  fault = wrong;
}

// @ts-ignore: decorator
@inline
export function dawdle(): void {
  if (seed != 0) idle();
}

function idle(): void {
  seed ^= seed << 13;
  seed ^= seed >>> 17;
  seed ^= seed << 5;
  for (let left = seed & 0xfff; left > 0; left--) idled += left ^ load<u32>(vectorAt);
}
