import * as fc from 'fast-check';
import { Draw } from '../../src/cloudmatrix/draw.js';
import { LEVEL_MAX } from '../../src/cloudmatrix/int8/accumulator.js';
import { type Matrix, matrixOf, rowOf } from '../../src/cloudmatrix/int8/matrix.js';
import { levelsOf, type Quantised } from '../../src/cloudmatrix/int8/quantised.js';
import { FP32_SPACING_MIN, FP32_UNIT } from '../../src/cloudmatrix/int8/rounding.js';
import { TOP_K } from '../../src/cloudmatrix/paper/model.js';
import { type Bound, Worst } from '../../src/index.js';
import { exponentsOf } from './products.js';
import { kindsWithout, lengths, rowFrom, type RowRecipe, seeds } from './rows.js';
import type { Subject } from './subject.js';

/** A token that is sent to some of many experts, each with factors of its own (docs/paper/int8-bounds.md, MoE path). */
export function expertSmoothingBounds(subject: Subject): Bound[] {
  return [payloadsWithinBound(subject), payloadsAlone(subject)];
}

interface SmoothedToken {
  readonly row: RowRecipe;
  /** Experts that there are, and how many of them the token is sent to. */
  readonly experts: number;
  readonly topK: number;
  readonly routingSeed: number;
  readonly factorsSeed: number;
}

/** Experts beyond those that a token is sent to. */
const MORE_EXPERTS_MAX = 8;

/** Tokens here are short mostly: what is said of them does not depend on it. */
const LENGTH_MAX = 1_024;

const tokens = (subject: Subject): fc.Arbitrary<SmoothedToken> =>
  fc
    .record({
      row: fc.record({
        kind: fc.constantFrom(...kindsWithout()),
        length: lengths(Math.min(subject.hidden, LENGTH_MAX)),
        exponent: fc.integer(exponentsOf(subject)),
        seed: seeds(),
      }),
      topK: fc.integer({ min: 1, max: TOP_K }),
      more: fc.nat({ max: MORE_EXPERTS_MAX }),
      routingSeed: seeds(),
      factorsSeed: seeds(),
    })
    .map(({ more, ...token }) => ({ ...token, experts: token.topK + more }));

/** The token, the experts that it is sent to, and the factors of all experts. */
interface Sent {
  readonly token: Matrix;
  readonly chosen: readonly number[];
  readonly factors: readonly Float32Array[];
}

function sentFrom(input: SmoothedToken, { dtype }: Subject): Sent {
  const { row, experts, topK, routingSeed, factorsSeed } = input;
  const values = rowFrom(row, dtype);
  const draw = new Draw(factorsSeed);
  return {
    token: matrixOf([values]),
    chosen: new Draw(routingSeed)
      .shuffled(Array.from({ length: experts }, (_, expert) => expert))
      .slice(0, topK),
    // From 1/8 to 8, of any fraction.
    factors: Array.from({ length: experts }, () =>
      values.map(() => (1 + draw.unit()) * 2 ** (draw.below(6) - 3)),
    ),
  };
}

/** In scales: half a level, and three roundings of FP32 on the way of up to 127 levels. */
const LEVEL_ERROR = 1 / 2 + LEVEL_MAX * 3 * FP32_UNIT;

/**
 * How far a level times its scale may be from x / f, at each channel: Q2 of the row x / f, which is rounded once itself.
 *
 * @param quotients x / f, in FP64
 */
function errorsOf(quotients: Float64Array): (k: number) => number {
  const largest = quotients.reduce((most, quotient) => Math.max(most, Math.abs(quotient)), 0);
  const ofLevel = LEVEL_ERROR * (largest / LEVEL_MAX) * (1 + FP32_UNIT) ** 2 + LEVEL_MAX * FP32_SPACING_MIN;
  return (k) => ofLevel + FP32_UNIT * Math.abs(quotients[k]!);
}

function payloadsWithinBound(subject: Subject): Bound<SmoothedToken> {
  const { arithmetic } = subject;
  return {
    name: 'expert-smoothing',
    title: "each copy of a token is divided by its own expert's factors",
    formula:
      '|s q - x/f_e| <= s (1/2 + 381 u) + u |x/f_e| for each expert e of the token; x/f_e rounded to FP32 once, to the bit',
    kind: 'bound',
    inputs: tokens(subject),
    measure: (input) => {
      const { token, chosen, factors } = sentFrom(input, subject);
      const payloads = arithmetic.expertPayloads(token, chosen, factors);
      const worst = new Worst();
      worst.same(payloads.rows, chosen.length, () => 'payloads');
      chosen.forEach((expert, choice) => {
        const quotients = Float64Array.from(rowOf(token, 0), (x, k) => x / factors[expert]![k]!);
        const smoothed = arithmetic.smoothRow(rowOf(token, 0), factors[expert]!);
        const due = Float32Array.from(quotients);
        worst.sameRow(smoothed, due, `x/f of expert ${expert}, channel`);
        const error = errorsOf(quotients);
        const scale = payloads.scales[choice]!;
        levelsOf(payloads, choice).forEach((level, k) =>
          worst.within(
            level * scale - quotients[k]!,
            error(k),
            () => `|s q - x/f| of channel ${k}, expert ${expert}, choice ${choice}`,
          ),
        );
      });
      return worst;
    },
    tight: [
      {
        title: 'a token of 1,024 random numbers for eight experts',
        input: {
          row: { kind: 'gaussian', length: LENGTH_MAX, exponent: 0, seed: 0 },
          experts: 2 * TOP_K,
          topK: TOP_K,
          routingSeed: 0,
          factorsSeed: 0,
        },
        ratio: 0.9998,
      },
    ],
    witness: {
      title: 'a token whose eight payloads all differ',
      isMet: (input) => {
        const { token, chosen, factors } = sentFrom(input, subject);
        const payloads = arithmetic.expertPayloads(token, chosen, factors);
        const different = new Set(chosen.map((_, choice) => levelsOf(payloads, choice).join()));
        return different.size === TOP_K;
      },
    },
  };
}

/** One payload as another must be. */
function comparePayloads(
  found: Quantised,
  row: number,
  expected: Quantised,
  place: string,
  worst: Worst,
): void {
  worst.sameRow(levelsOf(found, row), levelsOf(expected, 0), `${place}, level`);
  worst.same(found.scales[row]!, expected.scales[0]!, () => `${place}, scale`);
}

/** Early quantisation commutes with dispatch for each token and expert, although no longer for each token. */
function payloadsAlone(subject: Subject): Bound<SmoothedToken> {
  const { arithmetic } = subject;
  return {
    name: 'expert-payloads',
    title: 'a payload depends on its token and its expert alone',
    formula: 'payload(x, e) is the same to the bit, whichever other experts x is sent to, and in which order',
    kind: 'law',
    inputs: tokens(subject),
    measure: (input) => {
      const { token, chosen, factors } = sentFrom(input, subject);
      const together = arithmetic.expertPayloads(token, chosen, factors);
      const reversed = arithmetic.expertPayloads(token, chosen.toReversed(), factors);
      const worst = new Worst();
      chosen.forEach((expert, choice) => {
        const alone = arithmetic.expertPayloads(token, [expert], factors);
        comparePayloads(together, choice, alone, `expert ${expert}, choice ${choice}`, worst);
        const last = chosen.length - 1 - choice;
        comparePayloads(reversed, last, alone, `expert ${expert}, choice ${last}`, worst);
      });
      return worst;
    },
    witness: { title: 'a token for eight experts', isMet: ({ topK }) => topK === TOP_K },
  };
}
