import type { Peer } from '../peers/installed.js';
import type { Checkout } from './checkout.js';
import type { Outcome } from './outcome.js';

/** How the comparison is run. */
export interface Setting {
  /** Of each contender; the median counts. */
  readonly runs: number;
  /** An older commit to compare with. */
  readonly against: Checkout | undefined;
  /** Numbers of threads of this checker; 1 comes first. */
  readonly threads: readonly number[];
  /** Whether to take what needs an hour, too. */
  readonly isLong: boolean;
  readonly seed: number;
  /** A folder of its own for each caller, which is removed in the end. */
  readonly folder: () => string;
}

/** A part of the comparison, which is run, told and left out by itself. */
export interface Item {
  readonly id: string;
  readonly title: string;
  /** Who must be there. */
  readonly needs?: readonly Peer[];
  readonly run: (setting: Setting) => Promise<Outcome>;
}
