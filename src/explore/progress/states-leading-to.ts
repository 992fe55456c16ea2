import { StateBits } from './state-bits.js';
import type { StepLog } from './step-log.js';

/** Work between two pauses. */
const STATES_PER_PAUSE = 4_096;

/**
 * The states from which steps that are no faults lead to a target, be it by none. Most steps lead to states that were found later: so where runs come to an end,
 * one look at each state from the last to the first finds nearly all, and few states are asked whether they are targets.
 *
 * @param isTarget asked once about each state of which the states found later tell nothing
 */
export function* statesLeadingTo(
  size: number,
  log: StepLog,
  isTarget: (state: number) => boolean,
): Generator<void, StateBits> {
  const found = new StateBits(size);
  const { next, starts, hasFaults } = log;
  const leadsOn = (state: number): boolean => {
    for (let at = starts[state]!; at < starts[state + 1]!; at++)
      if (found.has(next[at]!) && !(hasFaults && log.isFault(at))) return true;
    return false;
  };
  let left: number[] = [];
  for (let state = size - 1; state >= 0; state--) {
    if (state % STATES_PER_PAUSE === 0) yield;
    if (leadsOn(state) || isTarget(state)) found.add(state);
    else left.push(state);
  }
  // To and fro, as ways may lead either way.
  let before = size;
  while (left.length > 0 && left.length < before) {
    before = left.length;
    const rest: number[] = [];
    for (let at = left.length - 1; at >= 0; at--) {
      if (at % STATES_PER_PAUSE === 0) yield;
      if (leadsOn(left[at]!)) found.add(left[at]!);
      else rest.push(left[at]!);
    }
    left = rest;
  }
  found.rankAll();
  return found;
}
