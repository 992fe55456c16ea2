import type { Int8Arithmetic } from '../arithmetic.js';
import { fp32Bits, fp32Of } from '../float-bits.js';
import type { Fault } from '../../../index.js';

type Arithmetic = new () => Int8Arithmetic;

/** A wrong arithmetic: the right one that does one thing otherwise. */
interface Int8Fault extends Fault {
  readonly changed: (right: Arithmetic) => Arithmetic;
}

export type Int8Faults = Readonly<Record<string, Int8Fault>>;

/** Numbers whose lower 16 bits are cut off. */
export const truncatedToBf16 = (x: number): number => fp32Of(fp32Bits(x) & ~0xffff);
