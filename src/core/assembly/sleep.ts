// Sleep sets: which sources need not be performed in a state, as their steps lead to states that are there already.
//
// Let a source's step lead from a state s to a new one, t. Another source *sleeps* in t if its steps and those of the first have nothing to do with each other
// (neither writes what the other reads or writes, so that both can be performed in either order, with one outcome), and if it came before the first in s, or
// slept there itself. For each of its steps, the state u that it leads to from s is older than t then, and the first source's step led from u to where the
// other's leads from t, before t was expanded. So nothing that is seen differs but the time that it takes: states, their numbers and their parents.

import { activeAt, dependentBitsAt, programsAt, UNKNOWN } from './memory';
import { sourceBit, sourceWords } from './sources';
import { size } from './state-rows';

/** All sources are awake. */
export const ALL_AWAKE: u64 = 0xffffffffffffffff;

/** By state, of the last ones: bits of the sources that are awake. Sources share bits; one that is awake wakes all with its bit. */
let awakeAt: usize = 0;
/** How many, a power of two: more in large searches, where many states wait to be expanded. */
let slots: u32 = 0;
let slotsMax: u32 = 0;
const STATES_PER_SLOT: u32 = 32;
const MORE_SLOTS: u32 = 8;
/** Where it is written down how many states there are at most, while another thread adds some; 0: none does. */
let boundAt: usize = 0;
/** Other threads read while this one adds states, and says in time how many there are at most. */
let areOthersReading: bool = false;
/** Of older states nothing was written down. */
let firstNoted: u32 = 0;

export function layAwake(at: usize, slotsAtFirst: u32): void {
  awakeAt = at;
  slots = slotsAtFirst;
  slotsMax = slots * MORE_SLOTS;
}

export function share(at: usize): usize {
  store<usize>(at, awakeAt);
  store<u32>(at, slots, 4);
  store<u32>(at, firstNoted, 8);
  return at + 12;
}

export function takeOver(at: usize, bound: usize): usize {
  boundAt = bound;
  awakeAt = load<usize>(at);
  slots = load<u32>(at, 4);
  firstNoted = load<u32>(at, 8);
  return at + 12;
}

export function setOthersReading(on: bool): void {
  areOthersReading = on;
}

/** Of the states so far nothing has been written down. */
export function forgetAwake(): void {
  firstNoted = size;
}

/** Bytes that are held for it: by how many states there are alone, as it depends on time and threads when there were first more slots. */
export function bytesOfAwake(): f64 {
  const slotsAtFirst = slotsMax / MORE_SLOTS;
  return 8 * <f64>min(size, size < slotsAtFirst * STATES_PER_SLOT ? slotsAtFirst : slotsMax);
}

// @ts-ignore: decorator
@inline
function slotOf(state: u32): usize {
  return awakeAt + ((state & (slots - 1)) << 3);
}

/** Writes down which sources are awake in a state. */
// @ts-ignore: decorator
@inline
export function noteAwake(state: u32, awake: u64): void {
  if (areOthersReading) atomic.store<u64>(slotOf(state), awake);
  else store<u64>(slotOf(state), awake);
}

/** Whether a state still has its slot once there are so many states. */
// @ts-ignore: decorator
@inline
function hasSlot(state: u32, states: u32): bool {
  return states - state <= slots;
}

/** The sources that are awake in a state. */
export function awakeIn(state: u32): u64 {
  if (state < firstNoted) return ALL_AWAKE;
  const slot = slotOf(state);
  if (boundAt == 0) return hasSlot(state, size) ? load<u64>(slot) : ALL_AWAKE;
  // In this order: if what is read has been written for a state that was added meanwhile, the bound says so.
  const awake = atomic.load<u64>(slot);
  return hasSlot(state, atomic.load<u32>(boundAt)) ? awake : ALL_AWAKE;
}

/** Gives states more slots once there are many. Those that are there are awake as a whole from then on. */
export function makeSlots(): void {
  if (slots == slotsMax || size < slots * STATES_PER_SLOT) return;
  slots = slotsMax;
  firstNoted = size;
}

/**
 * The sources that are awake in the states that a source's steps lead to.
 *
 * @param awake those that are awake where the steps lead from
 * @param unlike those there of which a step is not as others are: it is not taken, or changes nothing
 */
export function awakeAfter(source: u32, awake: u64, unlike: u64): u64 {
  const footprint = footprintOf(source);
  const own = sourceBit(source);
  const touched = load<u64>(footprint);
  const written = load<u64>(footprint, 8);
  let after = own | unlike;
  for (let word: u32 = 0; word < sourceWords; word++) {
    const active = load<u64>(activeAt + (word << 3));
    if (word == source >>> 6) after |= active & awake & ~((own << 1) - 1);
    else if (word > source >>> 6) after |= active & awake;
  }
  for (let word: u32 = 0; word < sourceWords; word++) {
    for (let left = load<u64>(activeAt + (word << 3)) & ~after; left != 0; left &= left - 1) {
      const other = footprintOf((word << 6) + <u32>ctz(left));
      if (other == 0 || (written & load<u64>(other)) | (touched & load<u64>(other, 8))) after |= left & -left;
    }
  }
  // Sources that had nothing to do may have something to do now.
  let idle: u64 = 0;
  const cells = footprint + 20 + (load<u32>(footprint, 16) << 2);
  for (let cell: usize = footprint + 20; cell < cells; cell += 4)
    idle |= load<u64>(dependentBitsAt + (load<u32>(cell) << 3));
  // Where sources share bits, it is not known which of them had something to do.
  return after | (sourceWords == 1 ? idle & ~load<u64>(activeAt) : idle);
}

/** Address of a source's footprint: bits of the places that are touched, of those that are written, how many cells may be written, these cells. */
// @ts-ignore: decorator
@inline
function footprintOf(source: u32): usize {
  const program = load<i32>(programsAt + (source << 2));
  // The state is expanded anew once it is compiled.
  return program == UNKNOWN ? 0 : load<u32>(program, 4);
}
