import { operationOf } from './protocol.js';
import type { Layout } from './window-layout.js';

/**
 * How a flag entry tells one operation from the next.
 *
 * - `zeroing`: the flag is 1, and the receiver zeroes it after it has seen it (V2 of the public operators, docs/paper/facts.md 13.1);
 * - `sense`: its meaning alternates, 1 and 0, with each use of the entry (V1);
 * - `counting`: it is the operation's number, by atomic add.
 */
export type FlagReset = 'zeroing' | 'sense' | 'counting';

/** What the entries of an item's FusedDispatch hold when its flag is there. */
export function markOf(reset: FlagReset, { halves }: Pick<Layout, 'halves'>, item: number): number {
  switch (reset) {
    case 'zeroing':
      return 1;
    case 'sense':
      return 1 - (Math.floor(item / halves) % 2);
    case 'counting':
      return operationOf(item, 'dispatch');
  }
}
