import * as fc from 'fast-check';
import { type Matrix, matrixOf } from '../../src/cloudmatrix/int8/matrix.js';
import { realProduct } from '../../src/cloudmatrix/int8/real.js';
import {
  BF16_SPACING_MIN,
  BF16_UNIT,
  FP32_SPACING_MIN,
  FP32_UNIT,
} from '../../src/cloudmatrix/int8/rounding.js';
import type { Bound } from '../../src/index.js';
import { compareAll } from './compare.js';
import { type Computed, computed } from './computed-expert.js';
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

/** The FFN of an expert (docs/paper/int8-bounds.md, MoE path): each stage by itself, and the chain. */
export function expertBounds(subject: Subject): Bound[] {
  return [gateAndUp(subject), swiglu(subject), down(subject), expertChain(subject)];
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
