import * as fc from 'fast-check';
import { Draw } from '../../src/cloudmatrix/draw.js';
import type { Int8Arithmetic } from '../../src/cloudmatrix/int8/arithmetic.js';
import { gaussianMatrix } from '../../src/cloudmatrix/int8/gaussian-matrix.js';
import { rowOf } from '../../src/cloudmatrix/int8/matrix.js';
import { varianceOfCombined, varianceOfExpert } from '../../src/cloudmatrix/int8/rms.js';
import { ROUTED_SCALING, TOP_K } from '../../src/cloudmatrix/paper/model.js';
import { type Bound, Worst } from '../../src/index.js';
import { type Computed, computed } from './computed-expert.js';
import { RMS_TOLERANCE } from './random-products.js';
import { seeds } from './rows.js';
import type { Subject } from './subject.js';

/** Whole MoE layers (docs/paper/int8-bounds.md, MoE path): the chain of bounds to its end, and what errors really amount to. */
export function layerBounds(subject: Subject): Bound[] {
  return [layerChain(subject), layerRmsPrediction(subject)];
}

/** A layer of random experts, of which every token goes to all. */
interface LayerRecipe {
  readonly tokens: number;
  readonly hidden: number;
  readonly intermediate: number;
  readonly seed: number;
}

interface Layer {
  readonly experts: readonly Computed[];
  readonly weights: readonly number[];
}

/** Eight routed experts, whose weights sum to the model's 2.5, and the shared one. */
function layerFrom({ tokens, hidden, intermediate, seed }: LayerRecipe, subject: Subject): Layer {
  const draw = new Draw(seed);
  const x = gaussianMatrix(draw, tokens, hidden, 1);
  const shares = Array.from({ length: TOP_K }, () => 1 + draw.unit());
  const total = shares.reduce((sum, share) => sum + share, 0);
  const experts = Array.from({ length: TOP_K + 1 }, () => {
    const weights = {
      gate: gaussianMatrix(draw, intermediate, hidden, 1 / Math.sqrt(hidden)),
      up: gaussianMatrix(draw, intermediate, hidden, 1 / Math.sqrt(hidden)),
      down: gaussianMatrix(draw, hidden, intermediate, 1 / Math.sqrt(intermediate)),
    };
    return computed(x, weights, subject);
  });
  const routed = shares.map((share) => Math.fround((ROUTED_SCALING * share) / total));
  return { experts, weights: [...routed, 1] };
}

/** A token's combined row, by what each expert has computed, with the whole chain of bounds. */
function combinedRow(layer: Layer, token: number, of: 'result' | 'right', arithmetic: Int8Arithmetic) {
  return arithmetic.combine(
    layer.experts.map((expert, slot) => {
      const { output, bound } = expert[of];
      const from = token * output.columns;
      return {
        slot,
        row: rowOf(output, token),
        weight: layer.weights[slot]!,
        bound: bound.subarray(from, from + output.columns),
      };
    }),
  );
}

/** An element of a layer's output: what was found, what real numbers give, what the right arithmetic gives, and its bound. */
interface OutputElement {
  readonly at: number;
  readonly found: number;
  readonly real: number;
  readonly right: number;
  readonly bound: number;
}

function forEachOutput(layer: Layer, subject: Subject, visit: (element: OutputElement) => void): void {
  const { rows, columns } = layer.experts[0]!.result.output;
  for (let token = 0; token < rows; token++) {
    const found = combinedRow(layer, token, 'result', subject.arithmetic);
    const right = combinedRow(layer, token, 'right', subject.reference);
    for (let k = 0; k < columns; k++) {
      const at = token * columns + k;
      const real = layer.experts.reduce(
        (sum, expert, slot) => sum + layer.weights[slot]! * expert.real.output[at]!,
        0,
      );
      visit({ at, found: found.output[k]!, real, right: right.output[k]!, bound: right.bound[k]! });
    }
  }
}

/** Hidden size of layers whose errors are told (docs/paper/int8-bounds.md, MoE path). */
const LARGE_HIDDEN = 1_024;

/** One of them: the worst case is loose there. */
const LARGE_LAYER: LayerRecipe = { tokens: 2, hidden: LARGE_HIDDEN, intermediate: 64, seed: 0 };

/** Others, with tokens enough to tell 3 % from chance. */
const RMS_LAYER = { tokens: 32, hidden: LARGE_HIDDEN, intermediate: 256 } as const;

/** Sizes of a layer whose worst case is looked at. */
const WORST_CASE = { tokens: 4, hidden: 128, intermediate: 64 } as const;

/** Runs of other bounds that one layer takes as long as. */
const WORST_CASE_COST = 50;

function layerChain(subject: Subject): Bound<LayerRecipe> {
  return {
    name: 'layer',
    title: 'a whole MoE layer, worst case: honest, and loose',
    formula: '|out - ref| <= sum g (D_y + u_b |y|) + u_b |out| + gamma_10 sum|g y|',
    kind: 'bound',
    inputs: fc.record({
      tokens: fc.integer({ min: 1, max: WORST_CASE.tokens }),
      hidden: fc.integer({ min: 1, max: WORST_CASE.hidden }),
      intermediate: fc.integer({ min: 1, max: WORST_CASE.intermediate }),
      seed: seeds(),
    }),
    cost: WORST_CASE_COST,
    measure: (recipe) => {
      const layer = layerFrom(recipe, subject);
      const worst = new Worst();
      forEachOutput(layer, subject, ({ at, found, real, bound }) =>
        worst.within(Math.abs(found - real), bound, () => `error of element ${at}`),
      );
      return worst;
    },
    tight: [
      {
        title: 'a random layer of hidden size 1,024',
        input: LARGE_LAYER,
        ratio: 0.0017,
      },
    ],
    witness: { title: 'an error', isMet: (_, { ratio }) => ratio > 0 },
  };
}

/** Runs of other bounds that one such layer takes as long as. */
const RMS_COST = 500;

/**
 * RMS error of a layer's output over its prediction, and relative to the output; and its largest error over the worst case.
 *
 * @testonly the RMS of a layer is measured over more samples than a claim draws
 */
export function layerRms(recipe: LayerRecipe, subject: Subject) {
  const layer = layerFrom(recipe, subject);
  const variances = layer.experts.map(({ x, right, rightWeights }) =>
    varianceOfExpert(subject.reference.quantise(x), rightWeights, right),
  );
  const worstCase = new Worst();
  let [squares, predicted, norm] = [0, 0, 0];
  forEachOutput(layer, subject, ({ at, found, real, right, bound }) => {
    squares += (found - real) ** 2;
    norm += real ** 2;
    predicted += varianceOfCombined(
      variances.map((variance, slot) => ({ weight: layer.weights[slot]!, variance: variance[at]! })),
      right,
    );
    worstCase.within(Math.abs(found - real), bound, () => `error of element ${at}`);
  });
  return {
    ratio: Math.sqrt(squares / predicted),
    relative: Math.sqrt(squares / norm),
    worstCase: worstCase.ratio,
  };
}

function layerRmsPrediction(subject: Subject): Bound<LayerRecipe> {
  return {
    name: 'layer-rms',
    title: 'RMS error of a random MoE layer, end to end',
    formula: 'RMS of out - ref is within 3 % of its prediction',
    kind: 'bound',
    inputs: seeds().map((seed) => ({ ...RMS_LAYER, seed })),
    cost: RMS_COST,
    measure: (recipe) => {
      const { ratio, relative, worstCase } = layerRms(recipe, subject);
      const worst = new Worst();
      const text = `largest error ${worstCase.toPrecision(2)} of the worst case, RMS error ${(100 * relative).toFixed(2)} % of the output`;
      worst.within(ratio - 1, RMS_TOLERANCE, () => `${text}, which over its prediction, less 1, is`);
      return worst;
    },
    witness: { title: 'a prediction that is not exact', isMet: (_, { ratio }) => ratio > 0 },
  };
}
