import { StateBits } from './state-bits.js';
import type { StepLog } from './step-log.js';
import { Way } from './way.js';

/** Work between two pauses. */
const STATES_PER_PAUSE = 1_024;

/**
 * The states from which steps that are no faults lead to a target, be it by none. Most steps lead to states that were found later: so where runs come to an end,
 * a look at each state from the last to the first finds nearly all, and few states are asked whether they are targets.
 *
 * @param isTarget asked at most once about each state, of which its steps did not tell
 */
export function* statesLeadingTo(
  size: number,
  log: StepLog,
  isTarget: (state: number) => boolean,
): Generator<void, StateBits> {
  const found = new StateBits(size);
  const seen = new StateBits(size);
  const { next, starts, hasFaults } = log;
  const leadsOn = (state: number): boolean => {
    for (let at = starts[state]!; at < starts[state + 1]!; at++)
      if (found.has(next[at]!) && !(hasFaults && log.isFault(at))) return true;
    return false;
  };
  /** Whether it is settled by now what becomes of a state that has just been met. */
  const isSettled = (state: number): boolean => {
    seen.add(state);
    if (!leadsOn(state) && !isTarget(state)) return false;
    found.add(state);
    return true;
  };
  let left: number[] = [];
  const way = new Way();
  for (let root = size - 1; root >= 0; root--) {
    if (root % STATES_PER_PAUSE === 0) yield;
    if (seen.has(root) || isSettled(root)) continue;
    // Steps lead to states that were found before.
    way.push(root, starts[root]!);
    for (let count = 1; way.depth > 0; count++) {
      if (count % STATES_PER_PAUSE === 0) yield;
      const state = way.state;
      let at = way.at;
      const end = starts[state + 1]!;
      while (at < end && (seen.has(next[at]!) || (hasFaults && log.isFault(at)))) {
        if (found.has(next[at]!) && !(hasFaults && log.isFault(at))) found.add(state);
        at++;
      }
      if (at < end && !found.has(state)) {
        // Looked at once more when it is known what becomes of the state there.
        way.at = at;
        if (!isSettled(next[at]!)) way.push(next[at]!, starts[next[at]!]!);
        continue;
      }
      way.pop();
      if (!found.has(state)) left.push(state);
    }
  }
  // To and fro, as ways may lead round.
  for (let before = size; left.length > 0 && left.length < before;) {
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
