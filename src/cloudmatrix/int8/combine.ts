import { BF16_SPACING_MIN, BF16_UNIT, FP32_SPACING_MIN, FP32_UNIT } from './rounding.js';

/** One expert's result for a token (docs/paper/facts.md 4.5, step 3). */
export interface Contribution {
  /** Its key offset: 0 to k - 1, and k for the shared expert. */
  readonly slot: number;
  /** BF16. */
  readonly row: ArrayLike<number>;
  /** FP32; 1 for the shared expert. */
  readonly weight: number;
  /** How far each of its numbers may be from the real one. Default: they are the real ones. */
  readonly bound?: ArrayLike<number>;
}

/** What combining is made of: see `Int8Arithmetic`. */
interface Parts {
  inOrder(contributions: readonly Contribution[]): readonly Contribution[];
  accumulate(sum: number, term: number): number;
  toBf16(x: number): number;
}

/** The sum of a token's results: FP32 while it is summed, BF16 at the end. */
export interface Combined {
  readonly sum: Float32Array;
  readonly output: Float32Array;
  /** Of `output`. */
  readonly bound: Float64Array;
}

/**
 * The weighted sum of a token's results in the order of their slots: key offsets 0 to k - 1, then the shared expert. The order is
 * fixed by the addresses and not by arrival, so that the result is the same to the bit however results arrive.
 */
export function combine(contributions: readonly Contribution[], parts: Parts): Combined {
  const length = contributions[0]?.row.length ?? 0;
  const sum = new Float32Array(length);
  for (const { row, weight } of parts.inOrder(contributions)) {
    for (let k = 0; k < length; k++) {
      sum[k] = parts.accumulate(sum[k]!, Math.fround(weight * row[k]!));
    }
  }
  const output = sum.map((value) => parts.toBf16(value));
  const bound = Float64Array.from(output, (value, k) => boundOf(contributions, k, value));
  return { sum, output, bound };
}

export const inOrder = (contributions: readonly Contribution[]): readonly Contribution[] =>
  contributions.toSorted((one, other) => one.slot - other.slot);

/** Roundings of FP32 that a term of the sum passes, at most: its product, and additions. */
const roundings = (terms: number): number => {
  const all = (terms + 1) * FP32_UNIT;
  return all / (1 - all);
};

/**
 * How far the combined element k may be from the real sum: sum g (D + u_b |y|) for what the results carry already, u_b |out| for
 * BF16, and FP32's roundings (docs/paper/int8-bounds.md, MoE path). The bound of a result has its own rounding to BF16 in it.
 */
function boundOf(contributions: readonly Contribution[], k: number, output: number): number {
  let [carried, magnitude] = [0, 0];
  for (const { row, weight, bound } of contributions) {
    carried += Math.abs(weight) * (bound?.[k] ?? 0);
    magnitude += Math.abs(weight * row[k]!);
  }
  const ofFp32 = roundings(contributions.length) * magnitude + contributions.length * FP32_SPACING_MIN;
  return carried + ofFp32 + BF16_UNIT * Math.abs(output) + BF16_SPACING_MIN / 2;
}

/**
 * How far two orders of accumulation may be apart: 2 gamma_n sum |v| for n terms and unit roundoff u (docs/paper/int8-bounds.md, MoE path; n
 * is 8 for DeepSeek-R1's nine results).
 */
export function spreadOfOrders(magnitude: number, additions: number, unit: number): number {
  const gamma = (additions * unit) / (1 - additions * unit);
  return 2 * gamma * magnitude;
}
