import { dequantiseToFp32 } from './dequantise.js';
import type { Matrix } from './matrix.js';
import { matrix } from './matrix.js';
import { type Quantised, sumsOfLevels } from './quantised.js';

/** What a linear layer is made of: see `Int8Arithmetic`. */
interface Parts {
  multiply(x: Quantised, w: Quantised): Int32Array;
  toFp32(accumulator: number): number;
  toBf16(x: number): number;
}

/** The product of quantised activations and weights, and what is known about its error. All arrays are rows x columns. */
export interface Linear {
  /** INT32 sums of products of levels. */
  readonly accumulators: Int32Array;
  /** In FP32: accumulators times both scales. */
  readonly output: Matrix;
  /**
   * A posteriori (Q5): |accumulator x scales - true product| <= e_x sum |w^| + e_w sum |x|, with w^ what the levels of w stand for
   * and e the error of a quantised number. It is of that product in exact arithmetic, also where `output` overflows, which it does as
   * soon as an accumulator times the scale of its token is beyond FP32.
   */
  readonly bound: Float64Array;
  /** A priori (Q6), from what was quantised and its scales alone: e_x sum |w| + e_w sum |x| + K e_x e_w. */
  readonly boundBefore: Float64Array;
}

/**
 * A linear layer in INT8: activations with a scale for each token, weights with a scale for each output channel, INT32 accumulation
 * (docs/paper/facts.md 11.1).
 *
 * @param x tokens x K
 * @param w output channels x K
 */
export function linear(x: Quantised, w: Quantised, parts: Parts): Linear {
  const accumulators = parts.multiply(x, w);
  const output = matrix(x.rows, w.rows);
  const bound = new Float64Array(x.rows * w.rows);
  const boundBefore = new Float64Array(x.rows * w.rows);
  const levelSums = sumsOfLevels(w);
  for (let row = 0, at = 0; row < x.rows; row++) {
    const xScale = x.scales[row]!;
    const xError = x.errors[row]!;
    const xMagnitude = x.magnitudes[row]!;
    for (let channel = 0; channel < w.rows; channel++, at++) {
      const wScale = w.scales[channel]!;
      const wError = w.errors[channel]!;
      output.values[at] = dequantiseToFp32(accumulators[at]!, xScale, wScale, parts);
      bound[at] = xError * wScale * levelSums[channel]! + wError * xMagnitude;
      boundBefore[at] = xError * w.magnitudes[channel]! + wError * xMagnitude + x.columns * xError * wError;
    }
  }
  return { accumulators, output, bound, boundBefore };
}
