import type { Bits } from './bits.js';

/** A cell of the state vector and what it may have. */
export interface CellScope {
  readonly cell: number;
  readonly values: Bits;
}
