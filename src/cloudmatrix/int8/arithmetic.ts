import { type Combined, combine, type Contribution, inOrder } from './combine.js';
import { type Clipped, type ClippingSearch, quantiseClipped, searchClipping } from './clipping.js';
import { compensate, type Compensation } from './compensation.js';
import { type Dequantised, dequantiseToBf16 } from './dequantise.js';
import { exp } from '../elementary.js';
import { type ExpertResult, type ExpertWeights, expertFfn } from './expert-ffn.js';
import { type ChosenExpert, type ExpertFactors, expertPayloads } from './expert-smoothing.js';
import { toBf16 } from './float-bits.js';
import { type Linear, linear } from './linear.js';
import { largestOf, type Matrix } from './matrix.js';
import { multiply } from './multiply.js';
import { project, resultMessage, rmsNorm, routerLogits, tokenMessage } from './operators.js';
import { type Quantised } from './quantised.js';
import {
  hasLevels,
  productFactor,
  quantiseByProduct,
  quantiseByQuotient,
  quantiseExactly,
  quotientScale,
  UNDEFINED_LEVEL,
} from './quantise.js';
import { rotate, type Rotated, type RotatedLayer, rotateLayer, type Signs } from './rotation.js';
import { roundToEven } from './rounding.js';
import {
  type Factors,
  type ScaleSearch,
  searchScales,
  smallestOf,
  smooth,
  type Smoothed,
  smoothingFactor,
  type Strength,
} from './smoothing.js';

/**
 * The INT8 arithmetic of CloudMatrix-Infer, to the bit: per-token dynamic activations, per-output-channel static weights, INT32
 * accumulation, FP32 between, BF16 out (arXiv 2506.12708 section 4.5; docs/paper/facts.md 11.1; docs/paper/int8-bounds.md).
 *
 * Every operation is a method, and the larger ones are made of the smaller ones, so that a wrong arithmetic is a subclass that does
 * one thing otherwise.
 */
export class Int8Arithmetic {
  /** To the nearest integer, ties to even. */
  round(x: number): number {
    return roundToEven(x);
  }

  /** FP32 to BF16. */
  toBf16(x: number): number {
    return toBf16(x);
  }

  /** A quotient to INT8. */
  toLevel(x: number): number {
    return Number.isFinite(x) ? this.round(x) : UNDEFINED_LEVEL;
  }

  /** max |x| of a row; NaN if one of its elements is. */
  largest(row: Float32Array): number {
    return largestOf(row);
  }

  /** Whether a row with this largest magnitude has levels at all: not if it is zero or not finite. */
  hasLevels(largest: number): boolean {
    return hasLevels(largest);
  }

  /** The factor of the product form for a row with this largest magnitude. */
  factorOf(largest: number): number {
    return productFactor(largest);
  }

  /** The scale of a row with this largest magnitude, in the quotient form. */
  scaleOf(largest: number): number {
    return quotientScale(largest);
  }

  /** Rows with a scale each, by x / (max|x| / 127): activations by token, weights by output channel. */
  quantise(whole: Matrix): Quantised {
    return quantiseByQuotient(whole, this);
  }

  /** The same by x (127 / max|x|), as the dispatch kernel does it. */
  quantiseByProduct(whole: Matrix): Quantised {
    return quantiseByProduct(whole, this);
  }

  /** The levels of a row in exact arithmetic. */
  quantiseExactly(row: Float32Array): Int8Array {
    return quantiseExactly(row, (quotient) => this.round(quotient));
  }

  /** Products of levels in INT32. */
  multiply(x: Quantised, w: Quantised): Int32Array {
    return multiply(x, w);
  }

  /** An INT32 accumulator as FP32 number. */
  toFp32(accumulator: number): number {
    return Math.fround(accumulator);
  }

  /** An accumulator times both scales, in BF16. */
  dequantise(accumulator: number, xScale: number, wScale: number): Dequantised {
    return dequantiseToBf16(accumulator, xScale, wScale, this);
  }

  /** A linear layer in INT8, FP32 out. */
  linear(x: Quantised, w: Quantised): Linear {
    return linear(x, w, this);
  }

  /** x / (1 + e^-x), in FP64. */
  silu(x: number): number {
    return x / (1 + exp(-x));
  }

  /** The second dynamic scale: activations within an expert, by token. */
  quantiseActivated(activated: Matrix): Quantised {
    return this.quantise(activated);
  }

  /** The FFN of an expert, BF16 out. */
  expert(x: Quantised, weights: ExpertWeights): ExpertResult {
    return expertFfn(x, weights, this);
  }

  /** One addition of the combine, in FP32. */
  accumulate(sum: number, term: number): number {
    return Math.fround(sum + term);
  }

  /** A token's results in the order in which they are summed: by slot, whatever order they have arrived in. */
  inOrder(contributions: readonly Contribution[]): readonly Contribution[] {
    return inOrder(contributions);
  }

  /** The weighted sum of a token's results, in the order of their slots. */
  combine(contributions: readonly Contribution[]): Combined {
    return combine(contributions, this);
  }

  /** A weight within plus and minus a limit. */
  limit(x: number, limit: number): number {
    return Math.min(limit, Math.max(-limit, x));
  }

  /** Blocks of weights, clipped to a share of their range. */
  quantiseClipped(blocks: Matrix, share: number): Clipped {
    return quantiseClipped(blocks, share, this);
  }

  /** The share that suits a layer best, of those that are tried. */
  searchClipping(x: Matrix, w: Matrix): ClippingSearch {
    return searchClipping(x, w, this);
  }

  /** Magnitude moved from activations to weights. */
  smooth(x: Matrix, w: Matrix, factors: Factors): Smoothed {
    return smooth(x, w, factors);
  }

  /** The factor of an input channel whose largest numbers are these, of one strength. */
  smoothingFactor(xLargest: number, wLargest: number, strength: Strength): number {
    return smoothingFactor(xLargest, wLargest, strength);
  }

  /** Which of some candidates a search keeps, by their losses; the first is to change nothing. */
  bestOf(losses: readonly number[]): number {
    return smallestOf(losses);
  }

  /** The factors that suit a layer best, of those that are tried. */
  searchScales(x: Matrix, w: Matrix): ScaleSearch {
    return searchScales(x, w, this);
  }

  /** A row divided by the factors of its channels. */
  smoothRow(row: Float32Array, factors: Factors): Float32Array {
    return row.map((value, k) => value / factors[k]!);
  }

  /** The smoothing factors for one copy of a token: those of the expert that it is sent to. */
  factorsFor(factors: ExpertFactors, { expert }: ChosenExpert): Factors {
    return factors[expert]!;
  }

  /** What is sent of a token to each of its experts, where layers are smoothed. */
  expertPayloads(token: Matrix, experts: readonly number[], factors: ExpertFactors): Quantised {
    return expertPayloads(token, experts, factors, this);
  }

  /** A matrix product of FFN or attention, of real numbers: both sides in INT8. */
  project(x: Matrix, w: Matrix): Matrix {
    return project(x, w, this);
  }

  /** A token as FusedDispatch sends it: INT8. */
  tokenMessage(row: Float32Array): string {
    return tokenMessage(row, this);
  }

  /** A result as FusedCombine sends it: BF16. */
  resultMessage(row: Float32Array): string {
    return resultMessage(row, this);
  }

  /** What the gate chooses experts by: FP32. */
  routerLogits(x: Matrix, router: Matrix): Matrix {
    return routerLogits(x, router);
  }

  /** RMS norm: FP32, BF16 out. */
  rmsNorm(x: Matrix, gains: Float32Array): Matrix {
    return rmsNorm(x, gains, this);
  }

  /** Rows with their energy spread over all channels. */
  rotate(whole: Matrix, signs: Signs): Rotated {
    return rotate(whole, signs);
  }

  /** Both sides of a layer in another basis, in which its products are the same. */
  rotateLayer(x: Matrix, w: Matrix, signs: Signs): RotatedLayer {
    return rotateLayer(x, w, signs, this);
  }

  /** What is systematic in a layer's error, taken out. */
  compensate(real: Float64Array, computed: ArrayLike<number>, channels: number): Compensation {
    return compensate(real, computed, channels);
  }
}
