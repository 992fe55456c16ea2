import type { FairUnits } from './fair-units.js';
import type { Successors } from './successors.js';

/**
 * How a run may go on from a state: it `ends` where no step makes progress or fails; it `may end` where the rest waits for the environment, or for what
 * fairness owes nothing to; else it `goes on`.
 */
export type Outlook = 'ends' | 'may end' | 'goes on';

/** Whether a fair run may stay for ever before all of these steps: none of them changes something, or fails, and is owed something. */
export function mayEndBefore(successors: Successors, units: FairUnits, vector: Int32Array): boolean {
  const { count, kind, source, item, isChange, failures, unprompted } = successors;
  if (units.areWeak && failures.size === 0) return unprompted === 0;
  for (let k = 0; k < count; k++) {
    if (isChange[k] === 0 && !failures.has(k)) continue;
    const unit = units.of(kind[k]!, source[k]!, item[k]!, vector);
    if (unit >= 0 && units.fairness(unit) !== 'none') return false;
  }
  return true;
}
