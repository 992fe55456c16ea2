import type { Layout } from './window-layout.js';

/**
 * How a flag entry tells one operation from the next.
 *
 * - `zeroing`: the flag is 1, and the receiver zeroes it after it has seen it (V2 of the public operators, docs/paper/facts.md 13.1);
 * - `sense`: its meaning alternates, 1 and 0, with each use of the entry (V1);
 * - `counting`: it is the operation's number, by atomic add.
 */
export type FlagReset = 'zeroing' | 'sense' | 'counting';

export interface Flags {
  readonly reset: FlagReset;
  /** Operations after which a counting flag starts again, 0: never. A small one is fault C4. */
  readonly modulus: number;
  /** A flag that is zeroed never is fault C1. */
  readonly isNeverReset: boolean;
}

/** What the entries of an item's FusedDispatch hold when its flag is there. */
export function markOf({ reset, modulus }: Flags, { halves }: Pick<Layout, 'halves'>, item: number): number {
  switch (reset) {
    case 'zeroing':
      return 1;
    case 'sense':
      return 1 - (Math.floor(item / halves) % 2);
    case 'counting':
      return modulus === 0 ? 2 * item + 1 : (2 * item + 1) % modulus;
  }
}

/** Whether the receiver writes the entries after it has seen them. */
export const resets = ({ reset, isNeverReset }: Flags): boolean => reset === 'zeroing' && !isNeverReset;
