/**
 * exp and log made of additions, multiplications and divisions alone, which IEEE 754 defines to the bit. `Math.exp` and `Math.log`
 * are left to the implementation, and results here must be the same on any machine. Relative error below 1e-15.
 */

/** ln 2 in two parts: the first has few enough digits that a multiple of it by an exponent is exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const LOG2_E = 1.4426950408889634;

/** Terms of the series of exp, for arguments up to half of ln 2: the next is below 1e-17. */
const EXP_TERMS = 14;

/** Terms of the series of the area hyperbolic tangent, for arguments up to 0.172: the next is below 1e-17. */
const LOG_TERMS = 10;

const EXPONENT_MAX = 1_023;
const EXPONENT_MIN = -1_074;

/** e to the power of x. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  const exponent = Math.round(x * LOG2_E);
  if (exponent > EXPONENT_MAX) return Number.POSITIVE_INFINITY;
  if (exponent < EXPONENT_MIN) return 0;
  const rest = x - exponent * LN2_HIGH - exponent * LN2_LOW;
  let sum = 1;
  for (let term = EXP_TERMS; term >= 1; term--) sum = 1 + (rest / term) * sum;
  return sum * 2 ** exponent;
}

/** Natural logarithm of a normal positive number. */
export function log(x: number): number {
  let exponent = 0;
  let fraction = x;
  for (; fraction > Math.SQRT2; exponent++) fraction /= 2;
  for (; fraction < Math.SQRT1_2; exponent--) fraction *= 2;
  const slope = (fraction - 1) / (fraction + 1);
  const square = slope * slope;
  let sum = 0;
  for (let term = LOG_TERMS; term >= 0; term--) sum = 1 / (2 * term + 1) + square * sum;
  return exponent * LN2_HIGH + (2 * slope * sum + exponent * LN2_LOW);
}
