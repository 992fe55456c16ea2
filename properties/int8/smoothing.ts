import { rowOf } from '../../src/cloudmatrix/int8/matrix.js';
import { type Bound, Worst } from '../../src/index.js';
import { layerFrom, type LayerRecipe, layers, witness } from './calibrated-layer.js';
import { candidateFactors, lossShare, lossWithFactors, smallestLoss } from './own-layer.js';
import { rowFrom } from './rows.js';
import type { Subject } from './subject.js';

/** Adaptive scale search, and the smoothing that it searches for (docs/paper/int8-bounds.md). */
export function smoothingBounds(subject: Subject): Bound[] {
  return [smoothingByPowersOfTwo(subject), smoothing(subject), scaleSearch(subject)];
}

/** Factors of the input channels, of which each is a power of two or any positive number. */
function factorsFrom({ length, seed }: LayerRecipe, kind: 'powers of two' | 'any bits'): Float32Array {
  return rowFrom({ kind, length, exponent: 8, seed }, 'fp32').map(Math.abs);
}

/** Visits every product of a smoothed layer and of the layer itself. */
function compareProducts(
  recipe: LayerRecipe,
  kind: 'powers of two' | 'any bits',
  subject: Subject,
  compare: (found: number, expected: number, where: () => string, error: number) => void,
): void {
  const { x, w } = layerFrom(recipe, subject);
  const smoothed = subject.arithmetic.smooth(x, w, factorsFrom(recipe, kind));
  for (let token = 0; token < x.rows; token++) {
    for (let channel = 0; channel < w.rows; channel++) {
      const [xs, ws] = [rowOf(x, token), rowOf(w, channel)];
      const [xSmooth, wSmooth] = [rowOf(smoothed.x, token), rowOf(smoothed.w, channel)];
      xs.forEach((value, k) =>
        compare(
          xSmooth[k]! * wSmooth[k]!,
          value * ws[k]!,
          () => `product ${k} of token ${token}, channel ${channel}`,
          smoothed.error,
        ),
      );
    }
  }
}

/** Each side of a layer with factors of any bits in it, beside what its numbers and factors give in FP32. */
function compareSides(recipe: LayerRecipe, subject: Subject, worst: Worst): void {
  const { x, w } = layerFrom(recipe, subject);
  const factors = factorsFrom(recipe, 'any bits');
  const smoothed = subject.arithmetic.smooth(x, w, factors);
  const factorAt = (at: number) => factors[at % factors.length]!;
  x.values.forEach((value, at) =>
    worst.same(
      smoothed.x.values[at]!,
      Math.fround(value / factorAt(at)),
      () => `activation ${at} over its factor`,
    ),
  );
  w.values.forEach((value, at) =>
    worst.same(
      smoothed.w.values[at]!,
      Math.fround(value * factorAt(at)),
      () => `weight ${at} times its factor`,
    ),
  );
}

function smoothingByPowersOfTwo(subject: Subject): Bound<LayerRecipe> {
  return {
    name: 'smoothing-powers-of-two',
    title: 'smoothing by powers of two changes no product',
    formula: '(w s)(x / s) = w x to the bit, s = 2^k',
    kind: 'law',
    inputs: layers(subject),
    measure: (recipe) => {
      const worst = new Worst();
      compareProducts(recipe, 'powers of two', subject, (found, expected, where) =>
        worst.same(found, expected, where),
      );
      return worst;
    },
    witness,
  };
}

function smoothing(subject: Subject): Bound<LayerRecipe> {
  return {
    name: 'smoothing',
    title: 'smoothing divides activations and multiplies weights, and changes products by FP32 only',
    formula: '|(w s)(x / s) - w x| <= (2 u + u^2) |w x|; x / s and w s each rounded to FP32 once, to the bit',
    kind: 'bound',
    inputs: layers(subject),
    measure: (recipe) => {
      const worst = new Worst();
      compareSides(recipe, subject, worst);
      compareProducts(recipe, 'any bits', subject, (found, expected, where, error) =>
        worst.within(found - expected, error * Math.abs(expected), where),
      );
      return worst;
    },
    witness,
  };
}

function scaleSearch(subject: Subject): Bound<LayerRecipe> {
  const { arithmetic } = subject;
  const lossesOf = (recipe: LayerRecipe) => {
    const { x, w } = layerFrom(recipe, subject);
    return candidateFactors(x, w).map((factors) => lossWithFactors(x, w, factors));
  };
  return {
    name: 'scale-search',
    title: 'searched scales are the best of the candidates, and the losses that are told are theirs',
    formula:
      'L(s*) <= L(c) (1 + 1e-6) for c = 1 and c = max|x|^a / max|w|^(1 - a), a = 0, 1/4, 1/2, 3/4, 1; told: L(s*) and L(1)',
    kind: 'bound',
    inputs: layers(subject),
    measure: (recipe) => {
      const { x, w } = layerFrom(recipe, subject);
      const { factors, loss, lossWithout } = arithmetic.searchScales(x, w);
      const losses = lossesOf(recipe);
      const least = smallestLoss(losses);
      const found = lossWithFactors(x, w, factors);
      const worst = new Worst();
      worst.within(found, least + lossShare(least), () => 'loss with the scales');
      worst.within(loss - found, lossShare(found), () => 'loss that is told, less that with the scales');
      worst.within(
        lossWithout - losses[0]!,
        lossShare(losses[0]!),
        () => 'loss that is told of no scales, less theirs',
      );
      return worst;
    },
    witness: {
      title: 'scales between the ends that are better than none and than both ends',
      isMet: (recipe) => {
        const [none, zero, ...rest] = lossesOf(recipe);
        return smallestLoss(rest.slice(0, -1)) < smallestLoss([none!, zero!, rest.at(-1)!]);
      },
    },
  };
}
