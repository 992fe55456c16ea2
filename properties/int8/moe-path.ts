import * as fc from 'fast-check';
import type { Int8Arithmetic } from '../../src/cloudmatrix/int8/arithmetic.js';
import { type Contribution, spreadOfOrders } from '../../src/cloudmatrix/int8/combine.js';
import { Draw } from '../../src/cloudmatrix/int8/draw.js';
import { toBf16 } from '../../src/cloudmatrix/int8/float-bits.js';
import type { ExpertResult, ExpertWeights } from '../../src/cloudmatrix/int8/expert-ffn.js';
import { type Matrix, matrix, matrixOf, rowOf } from '../../src/cloudmatrix/int8/matrix.js';
import {
  type RealExpertResult,
  type RealExpertWeights,
  realExpert,
  realProduct,
} from '../../src/cloudmatrix/int8/real.js';
import { varianceOfCombined, varianceOfExpert } from '../../src/cloudmatrix/int8/rms.js';
import {
  BF16_SPACING_MIN,
  BF16_UNIT,
  FP32_SPACING_MIN,
  FP32_UNIT,
} from '../../src/cloudmatrix/int8/rounding.js';
import { ROUTED_SCALING, TOP_K } from '../../src/cloudmatrix/paper/model.js';
import { type Bound, Worst } from '../../src/index.js';
import { RMS_TOLERANCE } from './products.js';
import { kindsWithout, rowFrom, type RowKind, seeds } from './rows.js';
import type { Subject } from './subject.js';

/** A part of the numbers of a layer: rows of one kind. */
interface Part {
  readonly kind: RowKind;
  readonly exponent: number;
  readonly seed: number;
}

/** One expert and the tokens that it is given. */
interface ExpertRecipe {
  readonly tokens: number;
  readonly hidden: number;
  readonly intermediate: number;
  readonly x: Part;
  readonly weights: Part;
}

/** Activations and weights of either sign and many sizes; the sum of a row stays within what FP32 holds after two layers. */
const KINDS = kindsWithout('any bits');
const EXPONENTS = { min: -6, max: 2 } as const;

const parts = (): fc.Arbitrary<Part> =>
  fc.record({ kind: fc.constantFrom(...KINDS), exponent: fc.integer(EXPONENTS), seed: seeds() });

/** Sizes of most experts, and of a few. */
const SMALL = { hidden: 24, intermediate: 16 } as const;
const MIDDLE = { hidden: 256, intermediate: 96 } as const;

function experts({ hidden, intermediate, tokens }: Subject): fc.Arbitrary<ExpertRecipe> {
  const upTo = (sizes: { readonly hidden: number; readonly intermediate: number }) =>
    fc.record({
      tokens: fc.integer({ min: 1, max: tokens }),
      hidden: fc.integer({ min: 1, max: Math.min(sizes.hidden, hidden) }),
      intermediate: fc.integer({ min: 1, max: Math.min(sizes.intermediate, intermediate) }),
      x: parts(),
      weights: parts(),
    });
  return fc.oneof({ weight: 49, arbitrary: upTo(SMALL) }, { weight: 1, arbitrary: upTo(MIDDLE) });
}

const matrixOfKind = (part: Part, rows: number, length: number, dtype: Subject['dtype']): Matrix =>
  matrixOf(
    Array.from({ length: rows }, (_, row) => rowFrom({ ...part, length, seed: part.seed + row }, dtype)),
  );

/** An expert with real numbers, with the INT8 arithmetic that is under test, and with the right one, for its bounds. */
interface Computed {
  readonly x: Matrix;
  readonly weights: RealExpertWeights;
  readonly real: RealExpertResult;
  readonly result: ExpertResult;
  readonly right: ExpertResult;
  readonly rightWeights: ExpertWeights;
}

function computed(x: Matrix, weights: RealExpertWeights, { arithmetic, reference }: Subject): Computed {
  const expertBy = (by: Int8Arithmetic, quantised: ExpertWeights) => by.expert(by.quantise(x), quantised);
  const rightWeights = quantisedBy(reference, weights);
  const right = expertBy(reference, rightWeights);
  const result = arithmetic === reference ? right : expertBy(arithmetic, quantisedBy(arithmetic, weights));
  return { x, weights, real: realExpert(x, weights), result, right, rightWeights };
}

const quantisedBy = (arithmetic: Int8Arithmetic, { gate, up, down }: RealExpertWeights): ExpertWeights => ({
  gate: arithmetic.quantise(gate),
  up: arithmetic.quantise(up),
  down: arithmetic.quantise(down),
});

function computedFrom(recipe: ExpertRecipe, subject: Subject): Computed {
  const { tokens, hidden, intermediate, x, weights } = recipe;
  const part = (index: number, rows: number, length: number) =>
    matrixOfKind({ ...weights, seed: weights.seed + index * PART_SEEDS }, rows, length, subject.dtype);
  const realWeights = {
    gate: part(0, intermediate, hidden),
    up: part(1, intermediate, hidden),
    down: part(2, hidden, intermediate),
  };
  return computed(matrixOfKind(x, tokens, hidden, subject.dtype), realWeights, subject);
}

/** Seeds between one part of an expert and the next: more than a part has rows. */
const PART_SEEDS = 10_000;

const witness = {
  title: 'an expert whose numbers are not zero',
  isMet: ({ x, weights }: ExpertRecipe) => x.kind !== 'zero' && weights.kind !== 'zero',
};

/** The path of a token through its experts and back (int8-bounds.md, MoE path): each stage by itself, and the chain. */
export function moePathBounds(subject: Subject): Bound[] {
  return [
    gateAndUp(subject),
    swiglu(subject),
    down(subject),
    expertChain(subject),
    resultRounding(subject),
    combineStage(subject),
    combineOrder(subject),
    arrivalSpread(subject),
    layerChain(subject),
    layerRmsPrediction(subject),
  ];
}

/** Every element of some output beside what it should be. */
function compareAll(
  found: ArrayLike<number>,
  real: ArrayLike<number>,
  bound: (at: number) => number,
  what: string,
): Worst {
  const worst = new Worst();
  for (let at = 0; at < real.length; at++) {
    worst.within(Math.abs(found[at]! - real[at]!), bound(at), () => `error of ${what} ${at}`);
  }
  return worst;
}

/** FP32's three roundings of a dequantised number. */
const fp32Share = (value: number): number => Math.abs(value) * 4 * FP32_UNIT + FP32_SPACING_MIN;

function gateAndUp(subject: Subject): Bound<ExpertRecipe> {
  return {
    name: 'expert-gate',
    title: 'gate projection of an expert',
    formula: '|g^ - g| <= D_g, as Q5, and FP32',
    kind: 'bound',
    inputs: experts(subject),
    measure: (recipe) => {
      const { result, real, right } = computedFrom(recipe, subject);
      const { output, bound } = right.gate;
      const limit = (at: number) => bound[at]! + fp32Share(output.values[at]!);
      return compareAll(result.gate.output.values, real.gate, limit, 'gate');
    },
    witness,
  };
}

function swiglu(subject: Subject): Bound<ExpertRecipe> {
  return {
    name: 'expert-swiglu',
    title: 'SwiGLU of gate and up projection',
    formula: "|h^ - h| <= |silu(g^)| D_u + max|silu'| D_g (|u^| + D_u)",
    kind: 'bound',
    inputs: experts(subject),
    measure: (recipe) => {
      const { result, real, right } = computedFrom(recipe, subject);
      const limit = (at: number) => right.activatedBound[at]!;
      return compareAll(result.activated.values, real.activated, limit, 'activation');
    },
    witness,
  };
}

function down(subject: Subject): Bound<ExpertRecipe> {
  return {
    name: 'expert-down',
    title: 'second scale and down projection, by themselves',
    formula: '|y^ - W h^| <= (s_h/2) sum|w^| + (s_w/2) sum|h^| + u_b |y^|',
    kind: 'bound',
    inputs: experts(subject),
    measure: (recipe) => {
      const { weights, result } = computedFrom(recipe, subject);
      const { activated, output } = result;
      const { reference } = subject;
      const { bound } = reference.linear(reference.quantise(activated), reference.quantise(weights.down));
      const limit = (at: number) => bound[at]! + bf16Share(output.values[at]!);
      return compareAll(output.values, realProduct(activated, weights.down), limit, 'result');
    },
    witness,
  };
}

/** FP32's roundings of a result, and BF16's. */
const bf16Share = (value: number): number =>
  Math.abs(value) * BF16_UNIT + fp32Share(value * (1 + BF16_UNIT)) + BF16_SPACING_MIN / 2;

function expertChain(subject: Subject): Bound<ExpertRecipe> {
  return {
    name: 'expert',
    title: 'the whole FFN of an expert',
    formula: '|y^ - y| <= (s_h/2) sum|w^| + (s_w/2) sum(|h^| + D_h) + sum|w^| D_h + u_b |y^|',
    kind: 'bound',
    inputs: experts(subject),
    measure: (recipe) => {
      const { result, real, right } = computedFrom(recipe, subject);
      return compareAll(result.output.values, real.output, (at) => right.bound[at]!, 'result');
    },
    witness,
  };
}

/** Results for one token, by slot: real numbers, and the weights that the gate gives them. */
interface ResultsRecipe {
  readonly results: readonly { readonly part: Part; readonly weight: number }[];
  readonly length: number;
  readonly orderSeed: number;
}

/** FP32, as the gate gives them: positive, of sum 2.5 in the model. */
const weights = (): fc.Arbitrary<number> =>
  fc.integer({ min: 1, max: 2 ** 12 }).map((share) => Math.fround((ROUTED_SCALING * share) / 2 ** 12));

const results = (): fc.Arbitrary<ResultsRecipe> =>
  fc.record({
    results: fc.array(
      fc.record({
        part: fc.record({
          kind: fc.constantFrom(...kindsWithout()),
          exponent: fc.integer({ min: -20, max: 20 }),
          seed: seeds(),
        }),
        weight: weights(),
      }),
      { minLength: 1, maxLength: TOP_K + 1 },
    ),
    length: fc.integer({ min: 1, max: 32 }),
    orderSeed: seeds(),
  });

/** The numbers of each result, in FP32. */
const resultRows = ({ results, length }: ResultsRecipe): Float32Array[] =>
  results.map(({ part }) => rowFrom({ ...part, length }, 'fp32'));

/** The same in BF16, as an expert sends them, by the arithmetic under test. */
function contributionsOf(recipe: ResultsRecipe, arithmetic: Int8Arithmetic): Contribution[] {
  return resultRows(recipe).map((row, slot) => ({
    slot,
    row: row.map((value) => arithmetic.toBf16(value)),
    weight: recipe.results[slot]!.weight,
  }));
}

const severalResults = {
  title: 'several results that are not zero',
  isMet: ({ results }: ResultsRecipe) => results.filter(({ part }) => part.kind !== 'zero').length > 1,
};

function resultRounding({ arithmetic }: Subject): Bound<ResultsRecipe> {
  const nine = Array.from({ length: TOP_K + 1 }, () => ({
    part: { kind: 'just above 1', exponent: 0, seed: 0 } as const,
    weight: 1,
  }));
  return {
    name: 'result-rounding',
    title: 'results in BF16, which is how combine gets them',
    formula: '|sum g (y^ - y)| <= sum g u_b |y^|',
    kind: 'bound',
    inputs: results(),
    measure: (recipe) => {
      const rows = resultRows(recipe);
      const sent = contributionsOf(recipe, arithmetic);
      const worst = new Worst();
      for (let at = 0; at < recipe.length; at++) {
        let [error, bound] = [0, 0];
        sent.forEach(({ weight, row }, slot) => {
          error += weight * (row[at]! - rows[slot]![at]!);
          bound += weight * (BF16_UNIT * Math.abs(toBf16(rows[slot]![at]!)) + BF16_SPACING_MIN / 2);
        });
        worst.within(Math.abs(error), bound, () => `error of element ${at}`);
      }
      return worst;
    },
    tight: [
      {
        title: 'nine results of 1 + 2^-8, which become 1',
        input: { results: nine, length: 1, orderSeed: 0 },
        ratio: 1,
      },
    ],
    witness: severalResults,
  };
}

function combineStage(subject: Subject): Bound<ResultsRecipe> {
  const { arithmetic, reference } = subject;
  return {
    name: 'combine',
    title: 'weighted sum, by itself',
    formula: '|out - sum g y| <= u_b |out| + gamma_10 sum|g y|',
    kind: 'bound',
    inputs: results(),
    measure: (recipe) => {
      const sent = contributionsOf(recipe, reference);
      const found = arithmetic.combine(sent).output;
      const { bound } = reference.combine(sent);
      const real = found.map((_, at) => sent.reduce((sum, { weight, row }) => sum + weight * row[at]!, 0));
      return compareAll(found, real, (at) => bound[at]!, 'element');
    },
    witness: severalResults,
  };
}

/** The same in another order. */
function shuffled<T>(all: readonly T[], seed: number): T[] {
  const draw = new Draw(seed);
  const order = [...all];
  for (let at = order.length - 1; at > 0; at--) {
    const other = draw.below(at + 1);
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
  return order;
}

function combineOrder({ arithmetic, reference }: Subject): Bound<ResultsRecipe> {
  return {
    name: 'combine-order',
    title: 'the combined row does not depend on the order of arrival',
    formula: 'out is the same to the bit for every order of arrival',
    kind: 'law',
    inputs: results(),
    measure: (recipe) => {
      const sent = contributionsOf(recipe, reference);
      const expected = reference.combine(sent);
      const found = arithmetic.combine(shuffled(sent, recipe.orderSeed));
      const worst = new Worst();
      worst.sameRow(found.sum, expected.sum, 'FP32 sum of element');
      worst.sameRow(found.output, expected.output, 'element');
      return worst;
    },
    witness: {
      title: 'an order in which the sum would be another',
      isMet: (recipe) => {
        const sent = contributionsOf(recipe, reference);
        const fp32 = { round: Math.fround, add: (sum: number, term: number) => Math.fround(sum + term) };
        const [one, other] = [sent, shuffled(sent, recipe.orderSeed)].map((all) => accumulated(all, fp32));
        return one!.some((value, at) => value !== other![at]);
      },
    },
  };
}

/** One addition of an accumulator, what it rounds to, and the spacing of the smallest numbers that it can hold. */
interface Accumulator {
  readonly name: string;
  readonly unit: number;
  readonly spacing: number;
  readonly round: (x: number) => number;
  readonly add: (sum: number, term: number) => number;
}

function arrivalSpread({ arithmetic, reference }: Subject): Bound<ResultsRecipe> {
  const bf16 = (x: number) => toBf16(Math.fround(x));
  const accumulators: readonly Accumulator[] = [
    {
      name: 'FP32',
      unit: FP32_UNIT,
      spacing: FP32_SPACING_MIN,
      round: Math.fround,
      add: (sum, term) => arithmetic.accumulate(sum, term),
    },
    {
      name: 'BF16',
      unit: BF16_UNIT,
      spacing: BF16_SPACING_MIN,
      round: bf16,
      add: (sum, term) => bf16(sum + term),
    },
  ];
  return {
    name: 'arrival-spread',
    title: 'what accumulating on arrival would cost',
    formula: 'two orders differ by <= 2 gamma_8 sum|v|: 9.5e-7 in FP32, 6.5e-2 in BF16',
    kind: 'bound',
    inputs: results(),
    measure: (recipe) => {
      const sent = contributionsOf(recipe, reference);
      const worst = new Worst();
      for (const accumulator of accumulators) {
        const [one, other] = [sent, shuffled(sent, recipe.orderSeed)].map((all) =>
          accumulated(all, accumulator),
        );
        one!.forEach((value, at) => {
          const terms = sent.map(({ weight, row }) => Math.abs(accumulator.round(weight * row[at]!)));
          const magnitude = terms.reduce((sum, term) => sum + term, 0);
          const bound =
            spreadOfOrders(magnitude, sent.length - 1, accumulator.unit) + accumulator.spacing * sent.length;
          const where = () => `difference of element ${at} in ${accumulator.name}`;
          worst.within(value - other![at]!, bound, where);
        });
      }
      return worst;
    },
    witness: { title: 'orders that differ', isMet: (_, { ratio }) => ratio > 0 },
  };
}

/** What would be in memory that every result is added to as it arrives; products are rounded once, whatever the order. */
function accumulated(
  arrived: readonly Contribution[],
  { round, add }: Pick<Accumulator, 'round' | 'add'>,
): number[] {
  return Array.from({ length: arrived[0]!.row.length }, (_, at) =>
    arrived.reduce((sum, { weight, row }) => add(sum, round(weight * row[at]!)), 0),
  );
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

/** Gaussian numbers of this standard deviation, rounded to BF16. */
function gaussians(draw: Draw, rows: number, columns: number, deviation: number): Matrix {
  const whole = matrix(rows, columns);
  for (let at = 0; at < whole.values.length; at++) {
    whole.values[at] = toBf16(Math.fround(draw.gaussian() * deviation));
  }
  return whole;
}

/** Eight routed experts, whose weights sum to the model's 2.5, and the shared one. */
function layerFrom({ tokens, hidden, intermediate, seed }: LayerRecipe, subject: Subject): Layer {
  const draw = new Draw(seed);
  const x = gaussians(draw, tokens, hidden, 1);
  const shares = Array.from({ length: TOP_K }, () => 1 + draw.unit());
  const total = shares.reduce((sum, share) => sum + share, 0);
  const experts = Array.from({ length: TOP_K + 1 }, () => {
    const weights = {
      gate: gaussians(draw, intermediate, hidden, 1 / Math.sqrt(hidden)),
      up: gaussians(draw, intermediate, hidden, 1 / Math.sqrt(hidden)),
      down: gaussians(draw, hidden, intermediate, 1 / Math.sqrt(intermediate)),
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
    witness: { title: 'an error', isMet: (_, { ratio }) => ratio > 0 },
  };
}

/** Of random layers of hidden size 1,024 (int8-bounds.md); tokens enough to tell 3 % from chance. */
const RMS_LAYER = { tokens: 32, hidden: 1_024, intermediate: 256 } as const;

/** Runs of other bounds that one such layer takes as long as. */
const RMS_COST = 500;

/** RMS error of a layer's output over its prediction, and relative to the output; and its largest error over the worst case. */
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
