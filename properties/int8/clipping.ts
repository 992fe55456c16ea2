import * as fc from 'fast-check';
import { LEVEL_MAX } from '../../src/cloudmatrix/int8/accumulator.js';
import { largestOf, rowOf } from '../../src/cloudmatrix/int8/matrix.js';
import { levelsOf } from '../../src/cloudmatrix/int8/quantised.js';
import { FP32_UNIT } from '../../src/cloudmatrix/int8/rounding.js';
import { type Bound, Worst } from '../../src/index.js';
import { layerFrom, type LayerRecipe, layers } from './calibrated-layer.js';
import { lossShare, lossWithShare, smallestLoss } from './own-layer.js';
import { levelError } from './own-rounding.js';
import { matrices, matrixFrom, type MatrixRecipe } from './rows.js';
import type { Subject } from './subject.js';

/** Block clipping, and the search for its share (docs/paper/int8-bounds.md). */
export function clippingBounds(subject: Subject): Bound[] {
  return [clipping(subject), clippingNothing(subject), clippingSearch(subject)];
}

interface ClippedRecipe extends MatrixRecipe {
  readonly share: number;
}

const clipped = ({ dtype, hidden, tokens }: Subject): fc.Arbitrary<ClippedRecipe> =>
  fc
    .tuple(matrices({ dtype, lengthMax: hidden }, tokens), fc.integer({ min: 1, max: 256 }))
    .map(([recipe, share]) => ({ ...recipe, share: share / 256 }));

function clipping(subject: Subject): Bound<ClippedRecipe> {
  const { arithmetic, reference, dtype } = subject;
  return {
    name: 'clipping',
    title: 'clipped blocks, element by element',
    formula: '|w| <= a b: |e| <= a b/254; beyond: |e| = |w| - a b; and the clipped set shrinks as a grows',
    kind: 'bound',
    inputs: clipped(subject),
    measure: ({ share, ...recipe }) => {
      const blocks = matrixFrom(recipe, dtype);
      const { levels, scales } = arithmetic.quantiseClipped(blocks, share);
      const { errors } = reference.quantiseClipped(blocks, share);
      const worst = new Worst();
      for (let row = 0; row < blocks.rows; row++) {
        const values = rowOf(blocks, row);
        const limit = Math.fround(share * largestOf(values));
        const scale = Math.fround(limit / LEVEL_MAX);
        values.forEach((value, k) => {
          const error = Math.abs(levels[row * blocks.columns + k]! * scales[row]! - value);
          const where = () => `error of element ${k} of block ${row}, ${value}, limit ${limit}`;
          worst.within(error, errors[row]!, where);
          // What is cut off, to FP32's rounding of the scale that stands for the limit.
          if (Math.abs(value) > limit) {
            const cut = Math.abs(value) - limit;
            worst.within(
              Math.abs(error - cut),
              LEVEL_MAX * FP32_UNIT * scale,
              () => `${where()}, less what is cut,`,
            );
          } else worst.within(error, levelError('quotient') * scale * (1 + FP32_UNIT), where);
        });
      }
      return worst;
    },
    tight: [
      {
        title: 'half of a block of ties: each errs by half a scale',
        input: {
          length: 64,
          rows: [{ kind: 'pinned', exponent: 1, seed: 0 }],
          share: 1,
        },
        ratio: 1 / 2 / levelError('quotient'),
      },
    ],
    witness: { title: 'an element that is clipped', isMet: ({ share, length }) => share < 0.9 && length > 8 },
  };
}

function clippingNothing(subject: Subject): Bound<ClippedRecipe> {
  const { arithmetic, dtype } = subject;
  return {
    name: 'clipping-nothing',
    title: 'a share of 1 clips nothing, and a larger share no more',
    formula: "a = 1: as without, to the bit; a <= a': every element beyond a' b is beyond a b",
    kind: 'law',
    inputs: clipped(subject),
    measure: ({ share, ...recipe }) => {
      const blocks = matrixFrom(recipe, dtype);
      const [all, without] = [arithmetic.quantiseClipped(blocks, 1), arithmetic.quantise(blocks)];
      const worst = new Worst();
      worst.sameRow(all.levels, without.levels, 'level');
      worst.sameRow(all.scales, without.scales, 'scale');
      const [less, more] = [share, (1 + share) / 2].map((each) => arithmetic.quantiseClipped(blocks, each));
      for (let row = 0; row < blocks.rows; row++) {
        const [lessLevels, moreLevels] = [levelsOf(less!, row), levelsOf(more!, row)];
        rowOf(blocks, row).forEach((value, k) => {
          if (Math.abs(value) <= more!.limits[row]! || value === 0) return;
          const full = Math.sign(value) * LEVEL_MAX;
          const where = (name: string) => () => `level of element ${k} of block ${row}, ${name} share`;
          worst.same(moreLevels[k]!, full, where('larger'));
          worst.same(lessLevels[k]!, full, where('smaller'));
        });
      }
      return worst;
    },
    witness: { title: 'a share below 1', isMet: ({ share }) => share < 1 },
  };
}

/** What the search tries: not to clip, and shares from 0.8 (docs/paper/int8-bounds.md). */
const SHARES = [1, 0.99, 0.98, 0.97, 0.96, 0.95, 0.9, 0.85, 0.8] as const;

function clippingSearch(subject: Subject): Bound<LayerRecipe> {
  const { arithmetic } = subject;
  const lossesOf = (recipe: LayerRecipe) => {
    const { x, w } = layerFrom(recipe, subject);
    return SHARES.map((share) => lossWithShare(x, w, share));
  };
  return {
    name: 'clipping-search',
    title: 'the searched share is the best of those that are tried, and the losses that are told are its own',
    formula:
      'L(a*) <= L(a) (1 + 1e-6) for a = 1, 0.99, 0.98, 0.97, 0.96, 0.95, 0.9, 0.85, 0.8; told: L(a*) and L(1)',
    kind: 'bound',
    inputs: layers(subject),
    measure: (recipe) => {
      const { x, w } = layerFrom(recipe, subject);
      const { share, loss, lossWithout } = arithmetic.searchClipping(x, w);
      const losses = lossesOf(recipe);
      const least = smallestLoss(losses);
      const found = lossWithShare(x, w, share);
      const worst = new Worst();
      worst.within(found, least + lossShare(least), () => `loss with a share of ${share}`);
      worst.within(
        loss - found,
        lossShare(found),
        () => `loss that is told, less that with a share of ${share}`,
      );
      worst.within(
        lossWithout - losses[0]!,
        lossShare(losses[0]!),
        () => 'loss that is told of no clipping, less its own',
      );
      return worst;
    },
    witness: {
      title: 'a share that is better than 1 and than the smallest',
      isMet: (recipe) => {
        const [none, ...rest] = lossesOf(recipe);
        return smallestLoss(rest.slice(0, -1)) < smallestLoss([none!, rest.at(-1)!]);
      },
    },
  };
}
