/**
 * Rounding and quantising once more, for claims that hold to the bit: nothing here is taken from `src/cloudmatrix/int8`, so that a
 * slip there is not on both sides of the comparison.
 */

const float = new Float32Array(1);
const word = new Uint32Array(float.buffer);

/** Of an FP32 number, BF16 keeps the upper half of the bits; half of the lower half is a tie. */
const KEPT = 0xffff0000;
const DROPPED = 0x0000ffff;
const TIE = 0x8000;
const STEP = 0x10000;

function bitsOf(x: number): number {
  float[0] = x;
  return word[0]!;
}

/** Whether an FP32 number is half-way between two BF16 numbers. */
export const isTieOfBf16 = (x: number): boolean => Number.isFinite(x) && (bitsOf(x) & DROPPED) === TIE;

/** The BF16 number nearest to an FP32 number, and of two that are the one whose last bit is 0; infinite beyond the largest. */
export function nearestBf16(x: number): number {
  if (Number.isNaN(x)) return x;
  const bits = bitsOf(x);
  const [lower, dropped] = [(bits & KEPT) >>> 0, bits & DROPPED];
  const isUp = dropped > TIE || (dropped === TIE && (lower & STEP) !== 0);
  word[0] = isUp ? lower + STEP : lower;
  return float[0]!;
}

/** RINT: the nearest integer, and of two that are the even one. */
function nearestInteger(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  if (rest === 0.5) return below % 2 === 0 ? below : below + 1;
  return rest < 0.5 ? below : below + 1;
}

/** A row in INT8, and its scale. */
export interface OwnQuantised {
  readonly levels: Int8Array;
  readonly scale: number;
}

/** Levels reach from -127 to 127. */
const LEVEL = 127;

/** Half the distance from 1 to the next FP32 number. */
const UNIT = 2 ** -24;

/** Roundings to FP32 on the way from a number to its level and back, of up to 127 levels: 2 of x / s, 3 of x (127 / a). */
const ROUNDINGS = { quotient: 2, product: 3 } as const;

/** How far a level times its scale may be from its number, in scales (docs/paper/int8-bounds.md, Q2). */
export const levelError = (form: keyof typeof ROUNDINGS): number => 1 / 2 + LEVEL * ROUNDINGS[form] * UNIT;

/** Below it, FP32 numbers are this far apart. */
const NORMAL_MIN = 2 ** -126;
const SPACING = 2 ** -149;

/**
 * A row by the quotient form: s = max|x| / 127, rounded up where it is subnormal, and q = RINT(x / s). A row that is not finite has
 * no levels, and what it stands for is NaN.
 */
export function byQuotient(row: Float32Array): OwnQuantised {
  let largest = 0;
  for (const x of row) largest = Math.max(largest, Math.abs(x));
  const levels = new Int8Array(row.length);
  if (largest === 0 || !Number.isFinite(largest)) return { levels, scale: largest };
  const rounded = Math.fround(largest / LEVEL);
  const scale = rounded < NORMAL_MIN ? Math.ceil(largest / LEVEL / SPACING) * SPACING : rounded;
  for (let k = 0; k < row.length; k++) levels[k] = nearestInteger(Math.fround(row[k]! / scale));
  return { levels, scale };
}

/** An accumulator as FP32 number, times the scale of the token, times that of the channel: each is rounded to FP32. */
export const scaled = (accumulator: number, xScale: number, wScale: number): number =>
  Math.fround(Math.fround(Math.fround(accumulator) * xScale) * wScale);
