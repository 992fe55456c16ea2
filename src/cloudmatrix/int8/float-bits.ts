/**
 * Bit patterns of FP32 and BF16. FP32 arithmetic itself needs no code of ours: FP64 has more than twice FP32's digits, so that
 * `Math.fround` of one FP64 operation (+, -, x, /, square root) on FP32 numbers is the correctly rounded FP32 operation.
 */
const float = new Float32Array(1);
const word = new Uint32Array(float.buffer);

/** The 32 bits of an FP32 number, as an unsigned integer. What is not an FP32 number is rounded to one first. */
export function fp32Bits(x: number): number {
  float[0] = x;
  return word[0]!;
}

export function fp32Of(bits: number): number {
  word[0] = bits;
  return float[0]!;
}

const EXPONENT_BIAS = 127;

/** The power of two at or below the magnitude of a normal FP32 number: 0 for 1 to 2. */
export const exponentOf = (x: number): number => ((fp32Bits(x) >>> 23) & 0xff) - EXPONENT_BIAS;

/** The 16 bits of a BF16 number: the upper half of FP32's. */
export const bf16Bits = (x: number): number => fp32Bits(x) >>> 16;

export const bf16Of = (bits: number): number => fp32Of(bits << 16);

/** BF16 lacks the lower 16 of FP32's fraction bits. */
const DROPPED = 0xffff;
const HALF_OF_DROPPED = 0x7fff;

/** An FP32 number to the nearest BF16 number, ties to even; what is beyond the largest becomes infinite, and NaN stays NaN. */
export function toBf16(x: number): number {
  if (Number.isNaN(x)) return x;
  const bits = fp32Bits(x);
  const isOdd = (bits >>> 16) & 1;
  return fp32Of((bits + HALF_OF_DROPPED + isOdd) & ~DROPPED);
}
