// Performs a step, as the host has compiled it.

import { change, edge, field, rowBytes, UNKNOWN } from './memory';

// Operations of code.
export const END: u32 = 0;
const XOR: u32 = 1;
const MAP: u32 = 2;
const READ: u32 = 3;
const JUMP: u32 = 4;
const MARK: u32 = 5;
export const BLOCKED: u32 = 6;
export const OPEN: u32 = 7;
export const UNMAPPED: u32 = 8;
/** The first of the ways to fail. */
export const FAILED: u32 = 9;

/** Where an edge leads when the channel is full. */
const FULL: i32 = -2;

/** The node that has no edge for `unmappedValue`, where a step could not be performed for it. */
export let unmappedNode: u32 = 0;
export let unmappedValue: u32 = 0;

export function setUnmapped(node: u32, value: u32): void {
  unmappedNode = node;
  unmappedValue = value;
}

/** Whether the step has marked how far it makes progress, and whether it had changed anything by then. */
export let hasMark: bool = false;
export let isMarkedChange: bool = false;

// @ts-ignore: decorator
@inline
export function isSame(row: usize, base: usize): bool {
  for (let at: u32 = 0; at < rowBytes; at += 4) if (load<u32>(row + at) != load<u32>(base + at)) return false;
  return true;
}

/** Performs a step on a row that is a copy of `base`. */
export function perform(row: usize, base: usize, code: usize): u32 {
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
