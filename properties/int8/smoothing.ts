import { rowOf } from '../../src/cloudmatrix/int8/matrix.js';
import { lossOf } from '../../src/cloudmatrix/int8/smoothing.js';
import { type Bound, Worst } from '../../src/index.js';
import { layerFrom, type LayerRecipe, layers, witness } from './calibrated-layer.js';
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
    title: 'smoothing by any factors changes products by FP32 only',
    formula: '|(w s)(x / s) - w x| <= (2 u + u^2) |w x|',
    kind: 'bound',
    inputs: layers(subject),
    measure: (recipe) => {
      const worst = new Worst();
      compareProducts(recipe, 'any bits', subject, (found, expected, where, error) =>
        worst.within(found - expected, error * Math.abs(expected), where),
      );
      return worst;
    },
    witness,
  };
}

function scaleSearch(subject: Subject): Bound<LayerRecipe> {
  const { arithmetic, reference } = subject;
  return {
    name: 'scale-search',
    title: 'searched scales are never worse than none',
    formula: 'L(s*) <= L(1)',
    kind: 'bound',
    inputs: layers(subject),
    measure: (recipe) => {
      const { x, w } = layerFrom(recipe, subject);
      const { factors } = arithmetic.searchScales(x, w);
      const none = new Float32Array(x.columns).fill(1);
      const worst = new Worst();
      worst.within(
        lossOf(x, w, factors, reference),
        lossOf(x, w, none, reference),
        () => 'loss with the scales',
      );
      return worst;
    },
    witness: { title: 'scales that are better than none', isMet: (_, { ratio }) => ratio > 0 && ratio < 1 },
  };
}
