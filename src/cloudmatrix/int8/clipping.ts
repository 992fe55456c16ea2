import type { Linear } from './linear.js';
import { LEVEL_MAX } from './accumulator.js';
import { largestOf, type Matrix, matrix, rowOf, sumOfMagnitudes } from './matrix.js';
import type { Quantised } from './quantised.js';
import { realProduct } from './real.js';
import { FP32_UNIT } from './rounding.js';
import { relativeError } from './smoothing.js';

/** What clipping is made of: see `Int8Arithmetic`. */
interface Parts {
  quantise(whole: Matrix): Quantised;
  limit(x: number, limit: number): number;
  linear(x: Quantised, w: Quantised): Linear;
  bestOf(losses: readonly number[]): number;
}

/** Shares of a block's largest magnitude that the search tries, the whole of it first. */
export const CLIPPING_SHARES: readonly number[] = [1, 0.99, 0.98, 0.97, 0.96, 0.95, 0.9, 0.85, 0.8];

/** A block with what it was clipped to. */
export interface Clipped extends Quantised {
  /** By block: `share` times its largest magnitude. */
  readonly limits: Float32Array;
}

/**
 * Blocks of weights, each clipped to a share of its own range and then quantised (arXiv 2506.12708, block-level clipping; docs/paper/facts.md
 * 11.1). The range is symmetric, as the levels are: `W_max` and `W_min` of the paper are plus and minus the same limit.
 *
 * An element within the limit errs as Q1 says with the limit for a; one beyond it by what is cut off, |w| - limit.
 *
 * @param blocks a block a row; a whole output channel is one too
 * @param share in (0, 1]; 1 clips nothing, and gives what `quantise` gives, to the bit
 */
export function quantiseClipped(blocks: Matrix, share: number, parts: Parts): Clipped {
  const { rows, columns } = blocks;
  const limits = Float32Array.from({ length: rows }, (_, row) => share * largestOf(rowOf(blocks, row)));
  const clipped = matrix(
    rows,
    columns,
    blocks.values.map((value, at) => parts.limit(value, limits[Math.floor(at / columns)]!)),
  );
  const quantised = parts.quantise(clipped);
  return {
    ...quantised,
    limits,
    errors: quantised.errors.map((error, row) => {
      const cut = largestOf(rowOf(blocks, row)) - limits[row]!;
      return Math.max(error, cut + LEVEL_MAX * FP32_UNIT * quantised.scales[row]!);
    }),
    magnitudes: quantised.magnitudes.map((_, row) => sumOfMagnitudes(rowOf(blocks, row))),
  };
}

export interface ClippingSearch {
  readonly share: number;
  /** Relative RMS error of the layer's output with this share, and without clipping. */
  readonly loss: number;
  readonly lossWithout: number;
}

/**
 * The share with the smallest error of the layer's output on calibration data. Not to clip is one of the candidates.
 *
 * @param x calibration tokens x K
 * @param w output channels x K, of which each is a block
 */
export function searchClipping(x: Matrix, w: Matrix, parts: Parts): ClippingSearch {
  const real = realProduct(x, w);
  const quantised = parts.quantise(x);
  const losses = CLIPPING_SHARES.map((share) => {
    const { output } = parts.linear(quantised, quantiseClipped(w, share, parts));
    return relativeError(output.values, real);
  });
  const best = parts.bestOf(losses);
  return { share: CLIPPING_SHARES[best]!, loss: losses[best]!, lossWithout: losses[0]! };
}
