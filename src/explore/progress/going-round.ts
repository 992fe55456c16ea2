import { StateBits } from './state-bits.js';
import type { StepLog } from './step-log.js';
import { Way } from './way.js';

/** Work between two pauses. */
const STATES_PER_PAUSE = 1_024;

/**
 * The part of a region in which a search for cycles is to be made. Where it is known where steps lead, that is without the states from which no cycle of the region
 * can be come to: in most networks all of them. What is left is searched as it would be in the whole region, since what is left out leads nowhere else. Most steps
 * lead to states that were found later, so that the last states come first.
 *
 * @param isEndAsked the search is also to find where a run may end; where it may, the region is left as it is
 */
export function* regionToSearch(
  region: StateBits,
  log: StepLog | undefined,
  isEndAsked: boolean,
): Generator<void, StateBits> {
  if (log === undefined) return region;
  const { next, starts } = log;
  const isRound = new StateBits(region.size);
  const seen = new StateBits(region.size);
  /** States that the search has not come back from. */
  const ahead = new StateBits(region.size);
  const way = new Way();
  for (let root = region.size - 1; root >= 0; root--) {
    if (root % STATES_PER_PAUSE === 0) yield;
    if (!region.has(root)) continue;
    if (isEndAsked && log.mayEnd(root)) return region;
    if (seen.has(root)) continue;
    seen.add(root);
    ahead.add(root);
    way.push(root, starts[root]!);
    for (let count = 1; way.depth > 0; count++) {
      if (count % STATES_PER_PAUSE === 0) yield;
      const state = way.state;
      const end = starts[state + 1]!;
      let at = way.at;
      let to = -1;
      for (; at < end; at++) {
        to = next[at]!;
        if (!region.has(to)) continue;
        if (!seen.has(to) || ahead.has(to) || isRound.has(to)) break;
      }
      if (at < end && !seen.has(to)) {
        // Looked at once more when it is known what becomes of the state there.
        way.at = at;
        seen.add(to);
        ahead.add(to);
        way.push(to, starts[to]!);
        continue;
      }
      if (at < end) isRound.add(state);
      ahead.delete(state);
      way.pop();
    }
  }
  return isRound;
}
