// What is known of whether a state is as it must be: predicates and monitors, which the host lays out.

import { cellOf, edge, field, UNKNOWN, vectorAt } from './memory';

// Roots of predicates; monitors (cell, node).
let rootsAt: usize = 0;
let predicateCount: u32 = 0;
let monitorsAt: usize = 0;
let monitorCount: u32 = 0;

/** What need not be told of any more, as bits: deadlocks, then each way to fail, in the order of the operations. */
export let settled: u32 = 0;
export const DEADLOCK: u32 = 1;

export function layJudging(roots: usize, predicates: u32, monitors: usize, monitorNumber: u32, settledBits: u32): void {
  rootsAt = roots;
  predicateCount = predicates;
  monitorsAt = monitors;
  monitorCount = monitorNumber;
  settled = settledBits;
}

// What edges of predicates and monitors lead to: twice a node, or twice a leaf plus one.
const LEAF_ATTEND: u32 = 1;
const LEAF_PENDING: u32 = 2;

/** Bits of predicates, of which those with numbers 63 apart share one; and the bit of all monitors. */
const PREDICATE_BITS: u32 = 63;
const MONITORS: u64 = 1 << 63;
export const EVERYTHING: u64 = 0xffffffffffffffff;

/** Whether a monitor waits for something, as `isFine` found it last. */
export let isPending: bool = false;

/** Whether all that is judged of the state in the vector is known, and nothing is to be told. `judgedBy`: what may differ from the state before. */
export function isFine(judgedBy: u64, isJudged: bool): bool {
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
export function mayViolate(row: usize): bool {
  for (let index: u32 = 0; index < monitorCount; index++) {
    const node = load<u32>(monitorsAt + (index << 2));
    const leaf = edge(node, field(row, cellOf(node)));
    if (leaf == UNKNOWN || leaf & LEAF_ATTEND) return true;
  }
  return false;
}

/** Writes down for the cores of other threads where everything is. Returns the end. */
export function share(at: usize): usize {
  store<usize>(at, rootsAt);
  store<u32>(at, predicateCount, 4);
  store<usize>(at, monitorsAt, 8);
  store<u32>(at, monitorCount, 12);
  store<u32>(at, settled, 16);
  return at + 20;
}

/** Takes over what another thread's core has shared. Returns the end. */
export function takeOver(at: usize): usize {
  rootsAt = load<usize>(at);
  predicateCount = load<u32>(at, 4);
  monitorsAt = load<usize>(at, 8);
  monitorCount = load<u32>(at, 12);
  settled = load<u32>(at, 16);
  return at + 20;
}
