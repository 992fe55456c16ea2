import * as fc from 'fast-check';
import { Draw } from '../../src/cloudmatrix/draw.js';
import type { Int8Arithmetic } from '../../src/cloudmatrix/int8/arithmetic.js';
import { type Contribution, spreadOfOrders } from '../../src/cloudmatrix/int8/combine.js';
import { toBf16 } from '../../src/cloudmatrix/int8/float-bits.js';
import {
  BF16_SPACING_MIN,
  BF16_UNIT,
  FP32_SPACING_MIN,
  FP32_UNIT,
} from '../../src/cloudmatrix/int8/rounding.js';
import { ROUTED_SCALING, TOP_K } from '../../src/cloudmatrix/paper/model.js';
import { type Bound, Worst } from '../../src/index.js';
import { compareAll, toldAtMost } from './compare.js';
import { nearestBf16 } from './own-rounding.js';
import { kindsWithout, rowFrom, type RowKind, seeds } from './rows.js';
import type { Subject } from './subject.js';

/** Results for one token, by slot: real numbers, and the weights that the gate gives them. */
interface ResultsRecipe {
  readonly results: readonly {
    readonly part: { readonly kind: RowKind; readonly exponent: number; readonly seed: number };
    readonly weight: number;
  }[];
  readonly length: number;
  readonly orderSeed: number;
}

/** Digits of an FP32 number. */
const FP32_DIGITS = 24;

/** FP32, as the gate gives them: positive, of sum 2.5 in the model, and of all digits, so that their products with results are rounded. */
const weights = (): fc.Arbitrary<number> =>
  fc
    .integer({ min: 1, max: 2 ** FP32_DIGITS })
    .map((share) => Math.fround((ROUTED_SCALING * share) / 2 ** FP32_DIGITS));

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

/** What so many roundings to FP32 come to, at most, relatively. */
const gammaOf = (roundings: number): number => (roundings * FP32_UNIT) / (1 - roundings * FP32_UNIT);

function combineStage(subject: Subject): Bound<ResultsRecipe> {
  const { arithmetic, reference } = subject;
  return {
    name: 'combine',
    title: 'weighted sum, by itself',
    formula: '|out - sum g y| <= u_b |out| + gamma_10 sum|g y|, and no more is told',
    kind: 'bound',
    inputs: results(),
    measure: (recipe) => {
      const sent = contributionsOf(recipe, reference);
      const found = arithmetic.combine(sent).output;
      const told = reference.combine(sent);
      const terms = (at: number) => sent.map(({ weight, row }) => weight * row[at]!);
      const real = Float64Array.from(found, (_, at) => terms(at).reduce((sum, term) => sum + term, 0));
      const boundOf = (output: number, at: number) => {
        const magnitude = terms(at).reduce((sum, term) => sum + Math.abs(term), 0);
        const ofFp32 = gammaOf(sent.length + 1) * magnitude + sent.length * FP32_SPACING_MIN;
        return ofFp32 + BF16_UNIT * Math.abs(output) + BF16_SPACING_MIN / 2;
      };
      const worst = compareAll(found, real, (at) => boundOf(told.output[at]!, at), 'element');
      told.bound.forEach((bound, at) => {
        const most = boundOf(told.output[at]!, at) * (1 + 1e-9);
        toldAtMost(worst, bound, most, () => `bound told of element ${at}`);
      });
      return worst;
    },
    witness: severalResults,
  };
}

/** Results on their way into a token's sum (docs/paper/int8-bounds.md, MoE path). */
export function combineBounds(subject: Subject): Bound[] {
  return [resultRounding(subject), combineStage(subject), combineOrder(subject), arrivalSpread(subject)];
}

/** Results in BF16, whatever the arithmetic makes of them. */
const sentResults = (recipe: ResultsRecipe): Contribution[] =>
  resultRows(recipe).map((row, slot) => ({
    slot,
    row: row.map(nearestBf16),
    weight: recipe.results[slot]!.weight,
  }));

/** An element of the sum: products and additions one after the other, by slot, each rounded to FP32. */
const sumBySlot = (sent: readonly Contribution[], at: number): number =>
  sent.reduce((sum, { weight, row }) => Math.fround(sum + Math.fround(weight * row[at]!)), 0);

function combineOrder({ arithmetic }: Subject): Bound<ResultsRecipe> {
  return {
    name: 'combine-order',
    title: 'results are added up by slot, whatever the order of arrival',
    formula:
      'to the bit: out = BF16(t_k), t_i = FP32(t_(i-1) + FP32(g_i y_i)), slot 0 first, the shared expert last, for every order of arrival',
    kind: 'law',
    inputs: results(),
    measure: (recipe) => {
      const sent = sentResults(recipe);
      const expected = Array.from({ length: recipe.length }, (_, at) => sumBySlot(sent, at));
      const found = arithmetic.combine(new Draw(recipe.orderSeed).shuffled(sent));
      const worst = new Worst();
      worst.sameRow(found.sum, expected, 'FP32 sum of element');
      worst.sameRow(found.output, expected.map(nearestBf16), 'element');
      return worst;
    },
    witness: {
      title: 'an order in which the sum would be another',
      isMet: (recipe) => {
        const sent = sentResults(recipe);
        const fp32 = { round: Math.fround, add: (sum: number, term: number) => Math.fround(sum + term) };
        const [one, other] = [sent, new Draw(recipe.orderSeed).shuffled(sent)].map((all) =>
          accumulated(all, fp32),
        );
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
        const [one, other] = [sent, new Draw(recipe.orderSeed).shuffled(sent)].map((all) =>
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
