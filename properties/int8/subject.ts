import type { Int8Arithmetic } from '../../src/cloudmatrix/int8/arithmetic.js';
import type { DtypeRange } from './rows.js';

/** What the claims are about: an arithmetic, and the sizes and numbers that it is tried on. */
export interface Subject {
  readonly arithmetic: Int8Arithmetic;
  /** The right arithmetic, which bounds are taken from: a wrong one would say wrong bounds too. The same one without faults. */
  readonly reference: Int8Arithmetic;
  readonly dtype: DtypeRange;
  /** The longest row: K of the dot products. */
  readonly hidden: number;
  /** Rows of an expert's inner layer, at most. */
  readonly intermediate: number;
  /** Rows of a batch, at most. */
  readonly tokens: number;
}
