import type { Configuration } from '../network/parameters.js';
import type { Violation } from '../property/violation.js';

/** A counterexample, and the parameters of the network that shows it. */
export interface OfNetwork {
  readonly violation: Violation;
  readonly parameters: Configuration;
}

/** Counterexamples with the same steps together, each group where the first of it stood. */
export function byTrace<T extends OfNetwork>(evidence: readonly T[]): (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const each of evidence) {
    const { initial, steps, deliveries, loop } = each.violation;
    const key = JSON.stringify([each.parameters, initial, steps, deliveries, loop]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  return [...groups.values()];
}
