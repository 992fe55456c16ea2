import type { ExpertResult, ExpertWeights } from './expert-ffn.js';
import { exponentOf } from './float-bits.js';
import { levelsOf, type Quantised, valuesFrom } from './quantised.js';
import { realProduct } from './real.js';
import { exp } from '../elementary.js';

/** A rounding to a grid of this spacing, of a number that does not depend on the grid, errs evenly over one spacing. */
const varianceOfRounding = (spacing: number): number => spacing ** 2 / 12;

/** Distance between the BF16 numbers around x: 8 digits. */
const bf16Spacing = (x: number): number => (x === 0 ? 0 : 2 ** (exponentOf(x) - 7));

/** By row: sum of the squares of the numbers that the levels stand for. */
function squaresOf(quantised: Quantised): Float64Array {
  return Float64Array.from({ length: quantised.rows }, (_, row) => {
    let sum = 0;
    for (const level of levelsOf(quantised, row)) sum += level * level;
    return sum * quantised.scales[row]! ** 2;
  });
}

/**
 * The variance of the error of an INT8 product for random data, s^2 ||w^||^2 / 12 + s_w^2 ||x||^2 / 12 (docs/paper/int8-bounds.md, Q8).
 *
 * @returns rows x channels
 */
export function varianceOfProduct(x: Quantised, w: Quantised): Float64Array {
  const [xSquares, wSquares] = [squaresOf(x), squaresOf(w)];
  const variances = new Float64Array(x.rows * w.rows);
  for (let row = 0, at = 0; row < x.rows; row++) {
    for (let channel = 0; channel < w.rows; channel++, at++) {
      variances[at] =
        varianceOfRounding(x.scales[row]!) * wSquares[channel]! +
        varianceOfRounding(w.scales[channel]!) * xSquares[row]!;
    }
  }
  return variances;
}

/**
 * The same for the output of an expert: the errors of gate and up projection through SwiGLU's derivatives, the second scale, the down
 * projection, and BF16.
 *
 * @returns tokens x hidden
 */
export function varianceOfExpert(x: Quantised, weights: ExpertWeights, result: ExpertResult): Float64Array {
  const { gate, up, activated, second, output } = result;
  const [ofGate, ofUp] = [varianceOfProduct(x, weights.gate), varianceOfProduct(x, weights.up)];
  const variances = varianceOfProduct(second, weights.down);
  const { columns } = activated;
  const carried = Float64Array.from(activated.values, (value, at) => {
    const [g, u] = [gate.output.values[at]!, up.output.values[at]!];
    const sigmoid = 1 / (1 + exp(-g));
    const slope = sigmoid * (1 + g * (1 - sigmoid));
    // Most activations are small, and what is rounded to zero does not err evenly: by itself.
    const scale = second.scales[Math.floor(at / columns)]!;
    const ofSecond = Math.abs(value) < scale / 2 ? value ** 2 - varianceOfRounding(scale) : 0;
    return (slope * u) ** 2 * ofGate[at]! + (g * sigmoid) ** 2 * ofUp[at]! + ofSecond;
  });
  const ofActivated = realProduct(
    { rows: activated.rows, columns, values: carried },
    valuesFrom(weights.down, (value) => value ** 2),
  );
  variances.forEach((_, at) => {
    variances[at]! += ofActivated[at]! + varianceOfRounding(bf16Spacing(output.values[at]!));
  });
  return variances;
}

/**
 * The same for a token's combined output, one element of it: errors of different experts are independent.
 *
 * @param terms weight of each result, and the variance of its error
 */
export function varianceOfCombined(
  terms: readonly { readonly weight: number; readonly variance: number }[],
  output: number,
): number {
  return terms.reduce(
    (sum, { weight, variance }) => sum + weight ** 2 * variance,
    varianceOfRounding(bf16Spacing(output)),
  );
}
