import { CLIPPING_SHARES, type ClippingSearch } from '../clipping.js';
import type { Compensation } from '../compensation.js';
import { mapped, matrix, type Matrix } from '../matrix.js';
import type { Rotated, RotatedLayer, Signs } from '../rotation.js';
import type { Factors, ScaleSearch, Smoothed, Strength } from '../smoothing.js';
import { type Int8Faults, truncatedToBf16 } from './wrong-arithmetic.js';

/** Wrong ways to prepare a layer for INT8. */
export const calibrationFaults: Int8Faults = {
  'one-sided-smoothing': {
    title: 'smoothing divides the activations and leaves the weights of the experts as they are',
    link: 'https://github.com/vllm-project/llm-compressor/pull/1455',
    property: 'smoothing',
    changed: (right) =>
      class extends right {
        override smooth(x: Matrix, w: Matrix, factors: Factors): Smoothed {
          return { ...super.smooth(x, w, factors), w };
        }
      },
  },
  'coarse-smoothing': {
    title: 'textbook: smoothing rounds what it makes to BF16',
    link: 'https://arxiv.org/abs/2211.10438',
    property: 'smoothing-powers-of-two',
    changed: (right) =>
      class extends right {
        override smooth(x: Matrix, w: Matrix, factors: Factors): Smoothed {
          const smoothed = super.smooth(x, w, factors);
          const [xCoarse, wCoarse] = [smoothed.x, smoothed.w].map((side) => mapped(side, truncatedToBf16));
          return { ...smoothed, x: xCoarse!, w: wCoarse! };
        }
      },
  },
  'unsearched-scales': {
    title: 'textbook: scales take over the whole of the spread, whatever the loss',
    link: 'https://arxiv.org/abs/2211.10438',
    property: 'scale-search',
    changed: (right) =>
      class extends right {
        override searchScales(x: Matrix, w: Matrix): ScaleSearch {
          const found = super.searchScales(x, w);
          const factors = found.factors.map((_, column) => {
            let largest = 0;
            for (let row = 0; row < x.rows; row++) {
              largest = Math.max(largest, Math.abs(x.values[row * x.columns + column]!));
            }
            return largest === 0 ? 1 : largest;
          });
          return { ...found, factors };
        }
      },
  },
  'exchanged-migration': {
    title: 'textbook: factors are max|w|^a / max|x|^(1 - a), as if weights had the outliers',
    link: 'https://arxiv.org/abs/2211.10438',
    property: 'scale-search',
    changed: (right) =>
      class extends right {
        override smoothingFactor(xLargest: number, wLargest: number, strength: Strength): number {
          return super.smoothingFactor(wLargest, xLargest, strength);
        }
      },
  },
  'last-improvement': {
    title: 'textbook: a search compares each candidate with no change, and not with the best so far',
    link: 'https://arxiv.org/abs/2211.10438',
    property: 'scale-search',
    changed: (right) =>
      class extends right {
        override bestOf(losses: readonly number[]): number {
          return Math.max(
            0,
            losses.findLastIndex((loss) => loss < losses[0]!),
          );
        }
      },
  },
  'inverted-smoothing': {
    title: 'textbook: activations are multiplied by the factors, and weights divided by them',
    link: 'https://arxiv.org/abs/2211.10438',
    property: 'smoothing',
    changed: (right) =>
      class extends right {
        override smooth(x: Matrix, w: Matrix, factors: Factors): Smoothed {
          const { x: divided, w: multiplied, error } = super.smooth(w, x, factors);
          return { x: multiplied, w: divided, error };
        }
      },
  },
  'unsigned-rotation': {
    title: 'textbook: the rotation is the Walsh-Hadamard matrix alone, without the random signs',
    link: 'https://arxiv.org/abs/2404.00456',
    property: 'rotation',
    changed: (right) =>
      class extends right {
        override rotate(whole: Matrix, signs: Signs): Rotated {
          return super.rotate(whole, unsigned(signs));
        }
      },
  },
  'unnormalised-rotation': {
    title:
      'the rotation is normalised by 2^floor(-n/2) instead of 2^(-n/2), which integer division makes of it',
    link: 'https://github.com/qutip/qutip/issues/257',
    property: 'rotation',
    changed: (right) =>
      class extends right {
        override rotate(whole: Matrix, signs: Signs): Rotated {
          const half = -(31 - Math.clz32(whole.columns)) / 2;
          const factor = 2 ** (Math.floor(half) - half);
          const rotated = super.rotate(whole, signs);
          return { ...rotated, ...mapped(rotated, (value) => value * factor) };
        }
      },
  },
  'no-rotation': {
    title: 'textbook: neither side is rotated, so that outliers stay',
    link: 'https://arxiv.org/abs/2404.00456',
    property: 'rotation-spreads',
    changed: (right) =>
      class extends right {
        override rotate(whole: Matrix, signs: Signs): Rotated {
          return { ...super.rotate(whole, signs), ...whole };
        }
      },
  },
  'one-sided-rotation': {
    title: 'the weights have the rotation in them, and the activations come as they are',
    link: 'https://github.com/ModelCloud/GPTQModel/pull/2980',
    property: 'rotation-product',
    changed: (right) =>
      class extends right {
        override rotateLayer(x: Matrix, w: Matrix, signs: Signs): RotatedLayer {
          const rotated = super.rotateLayer(x, w, signs);
          return { ...rotated, x: { ...rotated.x, ...x } };
        }
      },
  },
  'redrawn-rotation': {
    title: 'the random rotation is drawn anew for the activations, and is not that of the weights',
    link: 'https://github.com/thu-nics/ViDiT-Q/issues/22',
    property: 'rotation-product',
    changed: (right) =>
      class extends right {
        override rotateLayer(x: Matrix, w: Matrix, signs: Signs): RotatedLayer {
          return { ...super.rotateLayer(x, w, signs), x: super.rotate(x, signs.toReversed()) };
        }
      },
  },
  'mirrored-rotation': {
    title: "textbook: the weights are multiplied by R instead of R'",
    link: 'https://arxiv.org/abs/2404.00456',
    property: 'rotation-product',
    changed: (right) =>
      class extends right {
        override rotateLayer(x: Matrix, w: Matrix, signs: Signs): RotatedLayer {
          const rotated = super.rotateLayer(x, w, signs);
          return {
            ...rotated,
            w: { ...rotated.w, ...timesRotation(w, signs, (rows) => super.rotate(rows, unsigned(signs))) },
          };
        }
      },
  },
  'dropped-clip': {
    title: 'textbook: the share is searched for, and the blocks are not clipped to it',
    link: 'https://arxiv.org/abs/2308.13137',
    property: 'clipping',
    changed: (right) =>
      class extends right {
        override limit(x: number): number {
          return x;
        }
      },
  },
  'clipped-always': {
    title: 'textbook: the limit is a little below the share, so that a share of 1 clips too',
    link: 'https://arxiv.org/abs/2308.13137',
    property: 'clipping-nothing',
    changed: (right) =>
      class extends right {
        override limit(x: number, limit: number): number {
          return super.limit(x, limit * (1 - 2 ** -6));
        }
      },
  },
  'unsearched-clipping': {
    title: 'textbook: blocks are clipped to the smallest share, whatever the loss',
    link: 'https://arxiv.org/abs/2308.13137',
    property: 'clipping-search',
    changed: (right) =>
      class extends right {
        override searchClipping(x: Matrix, w: Matrix): ClippingSearch {
          return { ...super.searchClipping(x, w), share: Math.min(...CLIPPING_SHARES) };
        }
      },
  },
  'wrong-sign': {
    title: 'textbook: the mean residual is subtracted instead of added',
    link: 'https://arxiv.org/abs/2106.08295',
    property: 'compensation-squares',
    changed: (right) =>
      class extends right {
        override compensate(real: Float64Array, computed: ArrayLike<number>, channels: number): Compensation {
          const found = super.compensate(real, computed, channels);
          return { ...found, bias: found.bias.map((bias) => -bias) };
        }
      },
  },
};

const unsigned = (signs: Signs): Signs => signs.map(() => 1);

/** W R, whose rows are D H w: the Walsh-Hadamard matrix is its own transpose, and the signs come last. */
function timesRotation(w: Matrix, signs: Signs, hadamard: (rows: Matrix) => Matrix): Matrix {
  const { rows, columns, values } = hadamard(w);
  return matrix(
    rows,
    columns,
    values.map((value, at) => value * signs[at % columns]!),
  );
}
