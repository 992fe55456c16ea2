import type { Linear } from './linear.js';
import { type Matrix, matrix } from './matrix.js';
import type { Quantised } from './quantised.js';
import { realProduct } from './real.js';
import { FP32_UNIT } from './rounding.js';

/**
 * Adaptive scale search (arXiv 2506.12708 equation 3; docs/paper/facts.md 11.1): factors s of the input channels move magnitude from activations
 * to weights before both are quantised, (W diag s)(diag 1/s X) = W X, and are folded into the layer before, at no run-time cost.
 */
export type Factors = Float32Array;

/** How much of the activations' spread the weights take over, of the candidates that are tried (SmoothQuant, arXiv 2211.10438). */
const STRENGTHS = [0, 0.25, 0.5, 0.75, 1] as const;
export type Strength = (typeof STRENGTHS)[number];

/** What the search is made of: see `Int8Arithmetic`. */
interface Parts {
  quantise(whole: Matrix): Quantised;
  linear(x: Quantised, w: Quantised): Linear;
  smoothingFactor(xLargest: number, wLargest: number, strength: Strength): number;
  bestOf(losses: readonly number[]): number;
}

export interface Smoothed {
  readonly x: Matrix;
  readonly w: Matrix;
  /**
   * How far a product of the two sides may be from what it was, relatively: one rounding on each side. It holds where both have stayed
   * normal FP32 numbers; a number that becomes subnormal loses digits, and one that overflows all of them.
   */
  readonly error: number;
}

/** Both sides with the factors in: each number is rounded to FP32 once, and not at all if the factors are powers of two. */
export function smooth(x: Matrix, w: Matrix, factors: Factors): Smoothed {
  const byChannel = ({ rows, columns, values }: Matrix, change: (value: number, factor: number) => number) =>
    matrix(
      rows,
      columns,
      values.map((value, at) => change(value, factors[at % columns]!)),
    );
  return {
    x: byChannel(x, (value, factor) => value / factor),
    w: byChannel(w, (value, factor) => value * factor),
    error: FP32_UNIT * (2 + FP32_UNIT),
  };
}

export interface ScaleSearch {
  readonly factors: Factors;
  /** Relative RMS error of the layer's output with these factors, and with none. */
  readonly loss: number;
  readonly lossWithout: number;
  /** By candidate: no factors first, then those of each strength. */
  readonly losses: readonly number[];
}

/**
 * The best of the candidates on calibration data. No factors at all is one of them, so that the result is never worse than without;
 * that it is the best of all factors is not claimed.
 *
 * @param x calibration tokens x K
 * @param w output channels x K
 */
export function searchScales(x: Matrix, w: Matrix, parts: Parts): ScaleSearch {
  const candidates = [
    new Float32Array(x.columns).fill(1),
    ...STRENGTHS.map((each) => factorsOf(x, w, each, parts)),
  ];
  const losses = candidates.map((factors) => lossOf(x, w, factors, parts));
  const best = parts.bestOf(losses);
  return { factors: candidates[best]!, loss: losses[best]!, lossWithout: losses[0]!, losses };
}

/** Where the smallest loss stands; what overflows has none, and is not chosen. */
export function smallestOf(losses: readonly number[]): number {
  return losses.reduce((best, loss, at) => (loss < losses[best]! ? at : best), 0);
}

/** Relative RMS error of the output when both sides are quantised after smoothing. */
function lossOf(x: Matrix, w: Matrix, factors: Factors, parts: Parts): number {
  const smoothed = smooth(x, w, factors);
  const { output } = parts.linear(parts.quantise(smoothed.x), parts.quantise(smoothed.w));
  return relativeError(output.values, realProduct(x, w));
}

/** ||values - reference|| / ||reference||. */
export function relativeError(values: ArrayLike<number>, reference: Float64Array): number {
  let [error, norm] = [0, 0];
  reference.forEach((real, at) => {
    error += (values[at]! - real) ** 2;
    norm += real ** 2;
  });
  return norm === 0 ? 0 : Math.sqrt(error / norm);
}

/** By input channel. */
function factorsOf(x: Matrix, w: Matrix, strength: Strength, parts: Parts): Factors {
  const [xLargest, wLargest] = [x, w].map(largestByColumn) as [Float32Array, Float32Array];
  return xLargest.map((largest, column) => parts.smoothingFactor(largest, wLargest[column]!, strength));
}

/** max|x|^strength / max|w|^(1 - strength) of an input channel; 1 where FP32 has no such positive number. */
export function smoothingFactor(xLargest: number, wLargest: number, strength: Strength): number {
  const factor = Math.fround(quarterPower(xLargest, strength) / quarterPower(wLargest, 1 - strength));
  return Number.isFinite(factor) && factor > 0 ? factor : 1;
}

/** max |x| of each column; NaN as soon as one of its elements is. */
function largestByColumn(whole: Matrix): Float32Array {
  const { rows, columns, values } = whole;
  const largest = new Float32Array(columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      largest[column] = Math.max(largest[column]!, Math.abs(values[row * columns + column]!));
    }
  }
  return largest;
}

/** x to the power of a multiple of 1/4, by square roots: these are the same to the bit everywhere, and `Math.pow` is not. */
function quarterPower(x: number, power: number): number {
  const root = Math.sqrt(x);
  const fourth = Math.sqrt(root);
  switch (power) {
    case 0:
      return 1;
    case 0.25:
      return fourth;
    case 0.5:
      return root;
    case 0.75:
      return root * fourth;
    default:
      return x;
  }
}
