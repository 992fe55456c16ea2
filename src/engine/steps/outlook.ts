import type { FairUnits } from './fair-units.js';
import { DELIVER, type Successors } from './successors.js';

/** How a run may go on from a state. */
export interface Outlook {
  /** No step makes progress, and none fails. */
  readonly isTerminal: boolean;
  /** A fair run may stay here for ever: what else there is waits for the environment, or is owed nothing by fairness. */
  readonly mayEnd: boolean;
}

/** Whether a fair run may leave out all of these steps: none of them changes the state, or fails, and is owed something. */
export function mayEndBefore(successors: Successors, units: FairUnits, vector: Int32Array): boolean {
  const { count, kind, source, item, start, failures, unprompted } = successors;
  if (units.areUsual && failures.size === 0) return unprompted === 0;
  for (let k = 0; k < count; k++) {
    if (start[k] === start[k + 1] && !failures.has(k)) continue;
    if (units.isOwed(kind[k]!, source[k]!, item[k]!, vector)) return false;
  }
  return true;
}

/** Whether all fair runs leave the state at last: a delivery that is owed leads elsewhere. */
export function isLeftByAll(successors: Successors, units: FairUnits, vector: Int32Array): boolean {
  const { count, kind, source, item, start } = successors;
  for (let k = 0; k < count; k++) {
    if (kind[k] !== DELIVER || start[k] === start[k + 1]) continue;
    if (units.isOwed(DELIVER, source[k]!, item[k]!, vector)) return true;
  }
  return false;
}
