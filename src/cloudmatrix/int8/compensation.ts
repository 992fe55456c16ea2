/** Correction terms for the outputs of a layer, and what they do to the residuals on the calibration data. */
export interface Compensation {
  /** By output channel: added to the layer's output. */
  readonly bias: Float64Array;
  /** By output channel: what is left of the mean residual. */
  readonly means: Float64Array;
  /** Sum of squared residuals before and after. */
  readonly squaresBefore: number;
  readonly squaresAfter: number;
}

/**
 * Error compensation (arXiv 2506.12708; docs/paper/facts.md 11.1) by the mean residual of each output channel over calibration data: what is
 * systematic in the error is taken out. Says nothing about data that was not seen.
 *
 * @param real tokens x channels
 * @param computed the same in INT8
 */
export function compensate(real: Float64Array, computed: ArrayLike<number>, channels: number): Compensation {
  const tokens = real.length / channels;
  const bias = meansOf(real.map((value, at) => value - computed[at]!));
  const left = real.map((value, at) => value - computed[at]! - bias[at % channels]!);
  return {
    bias,
    means: meansOf(left),
    squaresBefore: real.reduce((sum, value, at) => sum + (value - computed[at]!) ** 2, 0),
    squaresAfter: left.reduce((sum, residual) => sum + residual ** 2, 0),
  };

  function meansOf(residuals: Float64Array): Float64Array {
    const means = new Float64Array(channels);
    residuals.forEach((residual, at) => {
      means[at % channels]! += residual / tokens;
    });
    return means;
  }
}
