import { CLIPPING_SHARES, type ClippingSearch } from '../clipping.js';
import type { Compensation } from '../compensation.js';
import { mapped, type Matrix } from '../matrix.js';
import type { Rotated } from '../rotation.js';
import type { Factors, ScaleSearch, Smoothed } from '../smoothing.js';
import { type Int8Faults, truncatedToBf16 } from './wrong-arithmetic.js';

/** Wrong ways to prepare a layer for INT8. */
export const calibrationFaults: Int8Faults = {
  'one-sided-smoothing': {
    title: 'smoothing multiplies the weights and leaves the activations as they are',
    link: 'https://github.com/mit-han-lab/smoothquant/issues/79',
    property: 'smoothing',
    changed: (right) =>
      class extends right {
        override smooth(x: Matrix, w: Matrix, factors: Factors): Smoothed {
          return { ...super.smooth(x, w, factors), x };
        }
      },
  },
  'coarse-smoothing': {
    title: 'smoothing rounds what it makes to BF16',
    link: 'https://github.com/mit-han-lab/smoothquant/issues/79',
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
    title: 'scales take over the whole of the spread, whatever the loss',
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
  'unnormalised-rotation': {
    title: 'the rotation is normalised by 1/n instead of 1/sqrt(n)',
    link: 'https://github.com/qutip/qutip/issues/257',
    property: 'rotation',
    changed: (right) =>
      class extends right {
        override rotate(whole: Matrix): Rotated {
          const factor = 1 / Math.sqrt(whole.columns);
          const rotated = super.rotate(whole);
          return { ...rotated, ...mapped(rotated, (value) => value * factor) };
        }
      },
  },
  'no-rotation': {
    title: 'the rotation is left out on one side',
    link: 'https://github.com/spcl/QuaRot/issues/4',
    property: 'rotation-spreads',
    changed: (right) =>
      class extends right {
        override rotate(whole: Matrix): Rotated {
          return { ...super.rotate(whole), ...whole };
        }
      },
  },
  'dropped-clip': {
    title: 'the share is searched for, and the blocks are not clipped to it',
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
    title: 'the limit is a little below the share, so that a share of 1 clips too',
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
    title: 'blocks are clipped to the smallest share, whatever the loss',
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
    title: 'the mean residual is subtracted instead of added',
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
