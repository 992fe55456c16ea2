import * as fc from 'fast-check';
import { type Matrix, matrixOf, rowOf } from '../../src/cloudmatrix/int8/matrix.js';
import { levelsOf } from '../../src/cloudmatrix/int8/quantised.js';
import { realProduct } from '../../src/cloudmatrix/int8/real.js';
import {
  BF16_SPACING_MIN,
  BF16_UNIT,
  FP32_SPACING_MIN,
  FP32_UNIT,
} from '../../src/cloudmatrix/int8/rounding.js';
import { type Bound, Worst } from '../../src/index.js';
import { compareAll } from './compare.js';
import { type Computed, computed } from './computed-expert.js';
import { byQuotient } from './own-rounding.js';
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
    title: 'gate and up projection of an expert',
    formula: '|g^ - g| <= D_g and |u^ - u| <= D_u, as Q5, and FP32',
    kind: 'bound',
    inputs: experts(subject),
    measure: (recipe) => {
      const { result, real, right } = computedFrom(recipe, subject);
      const worst = new Worst();
      for (const side of ['gate', 'up'] as const) {
        const { output, bound } = right[side];
        real[side].forEach((value, at) => {
          const limit = bound[at]! + fp32Share(output.values[at]!);
          worst.within(result[side].output.values[at]! - value, limit, () => `error of ${side} ${at}`);
        });
      }
      return worst;
    },
    witness,
  };
}

/** Two roundings to FP32, of silu and of its product with up; and what FP64 errs in working silu out, here and there. */
const SWIGLU_SHARE = FP32_UNIT * (2 + FP32_UNIT) + 2 ** -40;

/** Halvings of an exponent before the series of exp, and terms of it: the next is below 1e-20 of the first. */
const HALVINGS = 10;
const TERMS = 20;

/** Beyond it, 1 + e^-x is 1 or silu is far below what FP32 holds. */
const EXPONENT_MAX = 700;

/** x / (1 + e^-x) in FP64, by a series of our own: relative error below 1e-12. */
function siluOf(x: number): number {
  const exponent = Math.max(-EXPONENT_MAX, Math.min(EXPONENT_MAX, -x)) / 2 ** HALVINGS;
  let power = 1;
  for (let term = TERMS; term > 0; term--) power = 1 + (power * exponent) / term;
  for (let halving = 0; halving < HALVINGS; halving++) power *= power;
  return x / (1 + power);
}

function swiglu(subject: Subject): Bound<ExpertRecipe> {
  return {
    name: 'expert-swiglu',
    title: 'SwiGLU of gate and up projection',
    formula:
      "|h^ - h| <= |silu(g^)| D_u + max|silu'| D_g (|u^| + D_u), and |h^ - silu(g^) u^| <= (2 u + u^2) |silu(g^) u^|",
    kind: 'bound',
    inputs: experts(subject),
    measure: (recipe) => {
      const { result, real, right } = computedFrom(recipe, subject);
      const { gate, up, activated } = result;
      const worst = new Worst();
      real.activated.forEach((value, at) => {
        const found = activated.values[at]!;
        worst.within(found - value, right.activatedBound[at]!, () => `error of activation ${at}`);
        const [g, u] = [gate.output.values[at]!, up.output.values[at]!];
        const due = siluOf(g) * u;
        const limit = SWIGLU_SHARE * Math.abs(due) + (FP32_SPACING_MIN / 2) * (1 + Math.abs(u));
        worst.within(found - due, limit, () => `activation ${at}, less that of its gate ${g} and up ${u},`);
      });
      return worst;
    },
    witness: {
      title: 'a gate between -8 and 8, where silu is neither 0 nor the gate, and an up that is not 0',
      isMet: (recipe) => {
        const { gate, up } = computedFrom(recipe, subject).result;
        return gate.output.values.some((g, at) => g !== 0 && Math.abs(g) < 8 && up.output.values[at]! !== 0);
      },
    },
  };
}

function down(subject: Subject): Bound<ExpertRecipe> {
  return {
    name: 'expert-down',
    title: 'second scale and down projection, by themselves',
    formula:
      '|y^ - W h^| <= (s_h/2) sum|w^| + (s_w/2) sum|h^| + u_b |y^|; s_h and the levels of h^ by the quotient form, to the bit',
    kind: 'bound',
    inputs: experts(subject),
    measure: (recipe) => {
      const { weights, result } = computedFrom(recipe, subject);
      const { activated, output, second } = result;
      const { reference } = subject;
      const { bound } = reference.linear(reference.quantise(activated), reference.quantise(weights.down));
      const limit = (at: number) => bound[at]! + bf16Share(output.values[at]!);
      const worst = compareAll(output.values, realProduct(activated, weights.down), limit, 'result');
      for (let row = 0; row < activated.rows; row++) {
        const due = byQuotient(rowOf(activated, row));
        worst.same(second.scales[row]!, due.scale, () => `second scale of token ${row}`);
        worst.sameRow(levelsOf(second, row), due.levels, `second level of token ${row}, element`);
      }
      return worst;
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
