// Goal: the claims see slips of the arithmetic itself, also where they would be on both sides of a comparison with it. Method: mutants, each
// a small mistake, as the arithmetic under test and as the right one; the claim that must be violated by each, on a few hundred inputs.

import { describe, expect, it } from 'vitest';
import { accumulatorBounds } from '../../../properties/int8/accumulators.js';
import { clippingBounds } from '../../../properties/int8/clipping.js';
import { combineBounds } from '../../../properties/int8/combine.js';
import { compensationBounds } from '../../../properties/int8/compensation.js';
import { expertBounds } from '../../../properties/int8/expert.js';
import { expertSmoothingBounds } from '../../../properties/int8/expert-smoothing.js';
import { asTightAsKnown } from '../../../properties/int8/known-ratios.js';
import { layerBounds } from '../../../properties/int8/layer.js';
import { precisionBounds } from '../../../properties/int8/precisions.js';
import { productBounds } from '../../../properties/int8/products.js';
import { quantisationBounds } from '../../../properties/int8/quantisation.js';
import { rotationBounds } from '../../../properties/int8/rotation.js';
import { smoothingBounds } from '../../../properties/int8/smoothing.js';
import type { Subject } from '../../../properties/int8/subject.js';
import { Int8Arithmetic } from '../../../src/cloudmatrix/int8/arithmetic.js';
import type { ClippingSearch } from '../../../src/cloudmatrix/int8/clipping.js';
import type { Combined, Contribution } from '../../../src/cloudmatrix/int8/combine.js';
import type { Compensation } from '../../../src/cloudmatrix/int8/compensation.js';
import type { Dequantised } from '../../../src/cloudmatrix/int8/dequantise.js';
import type { ExpertResult, ExpertWeights } from '../../../src/cloudmatrix/int8/expert-ffn.js';
import { fp32Bits, fp32Of } from '../../../src/cloudmatrix/int8/float-bits.js';
import { type Matrix, matrix } from '../../../src/cloudmatrix/int8/matrix.js';
import type { Quantised } from '../../../src/cloudmatrix/int8/quantised.js';
import type { Rotated, Signs } from '../../../src/cloudmatrix/int8/rotation.js';
import type { Factors, ScaleSearch, Smoothed, Strength } from '../../../src/cloudmatrix/int8/smoothing.js';
import { type Bound, type BoundResult, checkBounds } from '../../../src/index.js';

const RUNS = 300;
const SEED = 384;

type Mutant = new () => Int8Arithmetic;

/** What some claims say of an arithmetic that is compared with nothing but itself. */
function verdicts(boundsOf: (subject: Subject) => Bound[], Arithmetic: Mutant, claim: string): BoundResult {
  const arithmetic = new Arithmetic();
  const subject = {
    arithmetic,
    reference: arithmetic,
    dtype: 'bf16',
    hidden: 7_168,
    intermediate: 2_048,
    tokens: 4,
  } as const;
  const suite = {
    noun: 'suite',
    name: 'mutant',
    title: 'a mutant',
    parameters: {},
    faults: {},
    build: () => boundsOf(subject).map(asTightAsKnown),
    runs: { check: RUNS, deep: RUNS },
  } as const;
  const { bounds } = checkBounds(suite, { seed: SEED, runs: RUNS, only: [claim], shrink: false });
  return bounds[0]!;
}

/** Mutants by what they do, and the claim that sees them. */
function describeMutants(
  claim: string,
  boundsOf: (subject: Subject) => Bound[],
  mutants: Readonly<Record<string, Mutant>>,
): void {
  describe(`${claim} sees`, () => {
    it.each(Object.entries(mutants))('%s', (_, Arithmetic) => {
      expect(verdicts(boundsOf, Arithmetic, claim).verdict).toBe('violated');
    });
  });
}

/** A search that takes no account of a candidate: its loss is not seen. */
const without = (...left: readonly number[]): Mutant =>
  class extends Int8Arithmetic {
    override bestOf(losses: readonly number[]): number {
      return super.bestOf(losses.map((loss, at) => (left.includes(at) ? Number.POSITIVE_INFINITY : loss)));
    }
  };

/** Mean magnitude of the rows of a column. */
const meanOf = ({ rows, columns, values }: Matrix, column: number): number =>
  Array.from({ length: rows }, (_, row) => Math.abs(values[row * columns + column]!)).reduce(
    (sum, magnitude) => sum + magnitude / rows,
    0,
  );

const largestRow = (whole: Matrix, of: (column: number) => number): Matrix =>
  matrix(
    1,
    whole.columns,
    Float32Array.from({ length: whole.columns }, (_, column) => of(column)),
  );

describeMutants('scale-search', smoothingBounds, {
  'a search without the strength 1/2': without(3),
  'a search of the ends alone': without(2, 3, 4),
  'a search that never finds anything': without(1, 2, 3, 4, 5),
  'sides that are exchanged': class extends Int8Arithmetic {
    override smoothingFactor(xLargest: number, wLargest: number, strength: Strength): number {
      return super.smoothingFactor(wLargest, xLargest, strength);
    }
  },
  'factors of mean magnitudes': class extends Int8Arithmetic {
    override searchScales(x: Matrix, w: Matrix): ScaleSearch {
      const found = super.searchScales(x, w);
      const best = super.bestOf(found.losses);
      if (best === 0) return found;
      const [xMeans, wMeans] = [x, w].map((side) => largestRow(side, (column) => meanOf(side, column)));
      const strength = ([0, 0.25, 0.5, 0.75, 1] as const)[best - 1]!;
      const factors = xMeans!.values.map((mean, column) =>
        super.smoothingFactor(mean, wMeans!.values[column]!, strength),
      );
      return { ...found, factors };
    }
  },
  'the last candidate that is better than none': class extends Int8Arithmetic {
    override bestOf(losses: readonly number[]): number {
      return losses.findLastIndex((loss) => loss <= losses[0]!);
    }
  },
  'the second best candidate': class extends Int8Arithmetic {
    override bestOf(losses: readonly number[]): number {
      const best = super.bestOf(losses);
      return super.bestOf(losses.map((loss, at) => (at === best ? Number.POSITIVE_INFINITY : loss)));
    }
  },
  'a loss that is not that of the scales': class extends Int8Arithmetic {
    override searchScales(x: Matrix, w: Matrix): ScaleSearch {
      return { ...super.searchScales(x, w), loss: 0 };
    }
  },
  'a loss without scales that is not theirs': class extends Int8Arithmetic {
    override searchScales(x: Matrix, w: Matrix): ScaleSearch {
      const found = super.searchScales(x, w);
      return { ...found, lossWithout: found.loss };
    }
  },
});

describeMutants('clipping-search', clippingBounds, {
  'the last share that is better than 1': class extends Int8Arithmetic {
    override bestOf(losses: readonly number[]): number {
      return losses.findLastIndex((loss) => loss <= losses[0]!);
    }
  },
  'a search that never finds anything': class extends Int8Arithmetic {
    override searchClipping(x: Matrix, w: Matrix): ClippingSearch {
      const found = super.searchClipping(x, w);
      return { ...found, share: 1, loss: found.lossWithout };
    }
  },
  'a loss that is not that of the share': class extends Int8Arithmetic {
    override searchClipping(x: Matrix, w: Matrix): ClippingSearch {
      return { ...super.searchClipping(x, w), loss: 0 };
    }
  },
});

describeMutants('smoothing', smoothingBounds, {
  'activations that are multiplied, and weights that are divided': class extends Int8Arithmetic {
    override smooth(x: Matrix, w: Matrix, factors: Factors): Smoothed {
      return super.smooth(
        x,
        w,
        factors.map((factor) => 1 / factor),
      );
    }
  },
});

/** The numbers of a matrix in other places of their rows. */
const moved = (whole: Rotated, from: (k: number) => number): Rotated => ({
  ...whole,
  values: whole.values.map((_, at) => {
    const k = at % whole.columns;
    return whole.values[at - k + from(k)]!;
  }),
});

/** The numbers of a matrix with other signs. */
const signed = (whole: Rotated, sign: (k: number) => number): Rotated => ({
  ...whole,
  values: whole.values.map((value, at) => value * sign(at % whole.columns)),
});

/** The bits of a channel's number, in reverse. */
function reversedBits(k: number, columns: number): number {
  let reversed = 0;
  for (let bit = 1; bit < columns; bit *= 2) reversed = 2 * reversed + ((k & bit) === 0 ? 0 : 1);
  return reversed;
}

describeMutants('rotation', rotationBounds, {
  'no signs': class extends Int8Arithmetic {
    override rotate(whole: Matrix, signs: Signs): Rotated {
      return super.rotate(
        whole,
        signs.map(() => 1),
      );
    }
  },
  'signs behind the Walsh-Hadamard matrix': class extends Int8Arithmetic {
    override rotate(whole: Matrix, signs: Signs): Rotated {
      const unsigned = super.rotate(
        whole,
        signs.map(() => 1),
      );
      return signed(unsigned, (k) => signs[k]!);
    }
  },
  'signs in reverse': class extends Int8Arithmetic {
    override rotate(whole: Matrix, signs: Signs): Rotated {
      return super.rotate(whole, signs.toReversed());
    }
  },
  'channels in the order of reversed bits': class extends Int8Arithmetic {
    override rotate(whole: Matrix, signs: Signs): Rotated {
      return moved(super.rotate(whole, signs), (k) => reversedBits(k, whole.columns));
    }
  },
  'a last channel of the other sign': class extends Int8Arithmetic {
    override rotate(whole: Matrix, signs: Signs): Rotated {
      return signed(super.rotate(whole, signs), (k) => (k === whole.columns - 1 ? -1 : 1));
    }
  },
  'an error that is told ten times too large': class extends Int8Arithmetic {
    override rotate(whole: Matrix, signs: Signs): Rotated {
      const rotated = super.rotate(whole, signs);
      return { ...rotated, error: 10 * rotated.error };
    }
  },
});

/** Another way to add up the products of a token's results, element by element, in the order of their slots. */
const addedUp = (total: (weights: readonly number[], values: readonly number[]) => number): Mutant =>
  class extends Int8Arithmetic {
    override combine(contributions: readonly Contribution[]): Combined {
      const right = super.combine(contributions);
      const inOrder = super.inOrder(contributions);
      const weights = inOrder.map(({ weight }) => weight);
      const sum = right.sum.map((_, k) =>
        total(
          weights,
          inOrder.map(({ row }) => row[k]!),
        ),
      );
      return { ...right, sum, output: sum.map((value) => super.toBf16(value)) };
    }
  };

/** Neighbours are added up first, and then their sums. */
function pairwise(terms: readonly number[]): number {
  if (terms.length < 2) return terms[0] ?? 0;
  const half = Math.ceil(terms.length / 2);
  return Math.fround(pairwise(terms.slice(0, half)) + pairwise(terms.slice(half)));
}

/** The results of a token in an order that is not that of their slots. */
const ordered = (order: (contributions: readonly Contribution[]) => readonly Contribution[]): Mutant =>
  class extends Int8Arithmetic {
    override inOrder(contributions: readonly Contribution[]): readonly Contribution[] {
      return order(super.inOrder(contributions));
    }
  };

/** FP32 to BF16 with ties away from zero. */
class TiesAway extends Int8Arithmetic {
  override toBf16(x: number): number {
    return Number.isNaN(x) ? x : fp32Of((fp32Bits(x) + 0x8000) & ~0xffff);
  }
}

describeMutants('combine-order', combineBounds, {
  'the last slot first': ordered((all) => all.toReversed()),
  'the shared expert first': ordered((all) => [...all.slice(-1), ...all.slice(0, -1)]),
  'results by their weights': ordered((all) => all.toSorted((one, other) => one.weight - other.weight)),
  'results in pairs': addedUp((weights, values) =>
    pairwise(values.map((value, slot) => Math.fround(weights[slot]! * value))),
  ),
  'a product that is not rounded before it is added': addedUp((weights, values) =>
    values.reduce((sum, value, slot) => Math.fround(sum + weights[slot]! * value), 0),
  ),
  'a sum in FP64': addedUp((weights, values) =>
    values.reduce((sum, value, slot) => sum + weights[slot]! * value, 0),
  ),
});

describeMutants('expert-swiglu', expertBounds, {
  'silu that is a thousandth too large': class extends Int8Arithmetic {
    override silu(x: number): number {
      return super.silu(x) * 1.001;
    }
  },
  'silu in BF16': class extends Int8Arithmetic {
    override silu(x: number): number {
      return super.toBf16(super.silu(x));
    }
  },
  'activations in BF16': class extends Int8Arithmetic {
    override expert(x: Quantised, weights: ExpertWeights): ExpertResult {
      const right = super.expert(x, weights);
      const values = right.activated.values.map((value) => super.toBf16(value));
      return { ...right, activated: { ...right.activated, values } };
    }
  },
});

describeMutants('expert-gate', expertBounds, {
  'the gate in place of up': class extends Int8Arithmetic {
    override expert(x: Quantised, weights: ExpertWeights): ExpertResult {
      return super.expert(x, { ...weights, up: weights.gate });
    }
  },
});

describeMutants('expert-down', expertBounds, {
  'the product form for the second quantisation': class extends Int8Arithmetic {
    override quantiseActivated(activated: Matrix): Quantised {
      return super.quantiseByProduct(activated);
    }
  },
});

describeMutants('Q12', accumulatorBounds, {
  'ties of BF16 away from zero': TiesAway,
  'the scales multiplied first': class extends Int8Arithmetic {
    override dequantise(accumulator: number, xScale: number, wScale: number): Dequantised {
      const value = Math.fround(super.toFp32(accumulator) * Math.fround(xScale * wScale));
      return { ...super.dequantise(accumulator, xScale, wScale), value: super.toBf16(value) };
    }
  },
  'the scale of the channel first': class extends Int8Arithmetic {
    override dequantise(accumulator: number, xScale: number, wScale: number): Dequantised {
      return super.dequantise(accumulator, wScale, xScale);
    }
  },
});

describeMutants('precision-combine', precisionBounds, { 'ties of BF16 away from zero': TiesAway });

describeMutants('expert-smoothing', expertSmoothingBounds, {
  'multiplication with reciprocals': class extends Int8Arithmetic {
    override smoothRow(row: Float32Array, factors: Factors): Float32Array {
      return row.map((value, k) => value * Math.fround(1 / factors[k]!));
    }
  },
});

/** A compensation that tells something else than it does. */
const telling = (told: (right: Compensation) => Partial<Compensation>): Mutant =>
  class extends Int8Arithmetic {
    override compensate(real: Float64Array, computed: ArrayLike<number>, channels: number): Compensation {
      const right = super.compensate(real, computed, channels);
      return { ...right, ...told(right) };
    }
  };

describeMutants('compensation', compensationBounds, {
  'a mean that is told and is not the one that is left': telling(({ bias }) => ({ means: bias })),
});

describeMutants('compensation-squares', compensationBounds, {
  'squares after of zero': telling(() => ({ squaresAfter: 0 })),
  'squares before that are those after': telling(({ squaresAfter }) => ({ squaresBefore: squaresAfter })),
});

/** Quantised rows that tell ten times the error that they have at most. */
class ErrorsTenfold extends Int8Arithmetic {
  override quantise(whole: Matrix): Quantised {
    const right = super.quantise(whole);
    return { ...right, errors: right.errors.map((error) => 10 * error) };
  }
}

describeMutants('Q2', quantisationBounds, { 'errors that are told ten times too large': ErrorsTenfold });
describeMutants('Q5', productBounds, { 'errors that are told ten times too large': ErrorsTenfold });
describeMutants('Q6', productBounds, { 'errors that are told ten times too large': ErrorsTenfold });
describeMutants('layer', layerBounds, { 'errors that are told ten times too large': ErrorsTenfold });
describeMutants('combine', combineBounds, {
  'a bound that is told ten times too large': class extends Int8Arithmetic {
    override combine(contributions: readonly Contribution[]): Combined {
      const right = super.combine(contributions);
      return { ...right, bound: right.bound.map((bound) => 10 * bound) };
    }
  },
});
