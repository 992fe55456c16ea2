import type { Linear } from './linear.js';
import { type Matrix, mapped, matrix } from './matrix.js';
import { type Quantised, valuesFrom } from './quantised.js';
import { realProduct } from './real.js';
import { BF16_SPACING_MIN, BF16_UNIT, FP32_SPACING_MIN, FP32_UNIT } from './rounding.js';

/** The weights of one expert, quantised, an output channel a row: of R1 2,048 x 7,168 twice, and 7,168 x 2,048. */
export interface ExpertWeights {
  /** intermediate x hidden. */
  readonly gate: Quantised;
  /** intermediate x hidden. */
  readonly up: Quantised;
  /** hidden x intermediate. */
  readonly down: Quantised;
}

/** What an expert is made of: see `Int8Arithmetic`. */
interface Parts {
  linear(x: Quantised, w: Quantised): Linear;
  silu(x: number): number;
  quantiseActivated(activated: Matrix): Quantised;
  toBf16(x: number): number;
}

/** What an expert computes, stage by stage, each with how far it may be from what real numbers would give. */
export interface ExpertResult {
  readonly gate: Linear;
  readonly up: Linear;
  /** tokens x intermediate: silu(gate) x up, FP32. */
  readonly activated: Matrix;
  /** Of `activated`. */
  readonly activatedBound: Float64Array;
  /** `activated`, with its own dynamic scales. */
  readonly second: Quantised;
  readonly down: Linear;
  /** tokens x hidden, BF16. */
  readonly output: Matrix;
  /** Of `output`. */
  readonly bound: Float64Array;
}

/**
 * max |silu'|: docs/paper/int8-bounds.md, MoE path.
 *
 * @testonly the slope is compared with difference quotients
 */
export const SILU_SLOPE_MAX = 1.09984;

/** Roundings of FP32 from gate and up to their product: silu once, the product once, and what silu is evaluated with. */
const ACTIVATION_ROUNDINGS = 3;

/**
 * The FFN of one expert (docs/paper/facts.md 4 and 11.1; docs/paper/int8-bounds.md, MoE path): gate and up projection in INT8, SwiGLU in FP32, a second
 * dynamic scale for each token, down projection in INT8, BF16 out.
 *
 * @param x tokens x hidden, as FusedDispatch delivers them: quantised by the sender
 */
export function expertFfn(x: Quantised, weights: ExpertWeights, parts: Parts): ExpertResult {
  const gate = parts.linear(x, weights.gate);
  const up = parts.linear(x, weights.up);
  const activated = matrix(
    x.rows,
    weights.gate.rows,
    gate.output.values.map((value, at) => Math.fround(parts.silu(value)) * up.output.values[at]!),
  );
  const activatedBound = boundOfActivated(gate, up, activated, parts);
  const second = parts.quantiseActivated(activated);
  const down = parts.linear(second, weights.down);
  const output = mapped(down.output, (value) => parts.toBf16(value));
  const bound = boundOfOutput(second, weights.down, activated, activatedBound, output);
  return { gate, up, activated, activatedBound, second, down, output, bound };
}

/** What FP32's own roundings add to the error of a dequantised number. */
const fp32Share = (value: number): number => Math.abs(value) * 4 * FP32_UNIT + FP32_SPACING_MIN;

/** |silu(g^)| D_u + max|silu'| D_g (|u^| + D_u), and FP32's roundings. */
function boundOfActivated(gate: Linear, up: Linear, activated: Matrix, parts: Parts): Float64Array {
  return Float64Array.from(activated.values, (value, at) => {
    const [g, u] = [gate.output.values[at]!, up.output.values[at]!];
    const gateError = gate.bound[at]! + fp32Share(g);
    const upError = up.bound[at]! + fp32Share(u);
    return (
      Math.abs(parts.silu(g)) * upError +
      SILU_SLOPE_MAX * gateError * (Math.abs(u) + upError) +
      Math.abs(value) * ACTIVATION_ROUNDINGS * FP32_UNIT +
      FP32_SPACING_MIN * (1 + Math.abs(u))
    );
  });
}

/** sum |w^| (e_h + D_h) + e_w sum (|h| + D_h), and the roundings to FP32 and BF16. */
function boundOfOutput(
  second: Quantised,
  w: Quantised,
  activated: Matrix,
  activatedBound: Float64Array,
  output: Matrix,
): Float64Array {
  const { rows, columns } = activated;
  const errors = activatedBound.map((bound, at) => bound + second.errors[Math.floor(at / columns)]!);
  const carried = realProduct({ rows, columns, values: errors }, valuesFrom(w, Math.abs));
  const magnitudes = new Float64Array(rows);
  activated.values.forEach((value, at) => {
    magnitudes[Math.floor(at / columns)]! += Math.abs(value) + activatedBound[at]!;
  });
  return carried.map((sum, at) => {
    const ofWeights = w.errors[at % w.rows]! * magnitudes[Math.floor(at / w.rows)]!;
    const value = Math.abs(output.values[at]!);
    const ofRounding = value * BF16_UNIT + fp32Share(value * (1 + BF16_UNIT)) + BF16_SPACING_MIN / 2;
    return sum + ofWeights + ofRounding;
  });
}
