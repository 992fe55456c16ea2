import { LEVEL_MAX } from '../../src/cloudmatrix/int8/accumulator.js';
import type { Int8Arithmetic } from '../../src/cloudmatrix/int8/arithmetic.js';
import { CLIPPING_SHARES, type ClippingSearch } from '../../src/cloudmatrix/int8/clipping.js';
import type { Combined, Contribution } from '../../src/cloudmatrix/int8/combine.js';
import type { Compensation } from '../../src/cloudmatrix/int8/compensation.js';
import { fp32Bits, fp32Of, toBf16 } from '../../src/cloudmatrix/int8/float-bits.js';
import type { Linear } from '../../src/cloudmatrix/int8/linear.js';
import { mapped, type Matrix } from '../../src/cloudmatrix/int8/matrix.js';
import type { Quantised } from '../../src/cloudmatrix/int8/quantised.js';
import type { Rotated } from '../../src/cloudmatrix/int8/rotation.js';
import type { Factors, ScaleSearch, Smoothed } from '../../src/cloudmatrix/int8/smoothing.js';
import { ROUTED_SCALING } from '../../src/cloudmatrix/paper/model.js';
import type { Fault } from '../../src/index.js';

type Arithmetic = new () => Int8Arithmetic;

/** A wrong arithmetic: the right one that does one thing otherwise. */
export interface Int8Fault extends Fault {
  readonly changed: (right: Arithmetic) => Arithmetic;
}

/** Numbers whose lower 16 bits are cut off. */
const truncatedToBf16 = (x: number): number => fp32Of(fp32Bits(x) & ~0xffff);

/** Elements that a vector unit takes at once. */
const VECTOR_LENGTH = 8;

/** A floor under scales that is nowhere near the smallest number. */
const SCALE_FLOOR = 1e-5;

/** Wrong arithmetics: what others have really written, where a report is linked; else what the link warns of. */
export const int8Faults: Readonly<Record<string, Int8Fault>> = {
  truncation: {
    title: 'quotients are cast to INT8, which truncates, instead of rounded',
    link: 'https://github.com/sgl-project/sglang-jax/pull/1598',
    property: 'Q1',
    changed: (right) =>
      class extends right {
        override round(x: number): number {
          return Math.trunc(x);
        }
      },
  },
  'half-away': {
    title: 'ties are rounded away from zero, and not to even',
    link: 'https://github.com/hw-native-sys/pypto-lib/pull/279',
    property: 'ties-to-even',
    changed: (right) =>
      class extends right {
        override round(x: number): number {
          return Math.sign(x) * Math.round(Math.abs(x));
        }
      },
  },
  'half-up': {
    title: 'ties are rounded up, also those of negative numbers',
    link: 'https://github.com/tenstorrent/tt-metal/issues/56525',
    property: 'signs',
    changed: (right) =>
      class extends right {
        override round(x: number): number {
          return Math.floor(x + 0.5);
        }
      },
  },
  outward: {
    title: 'all quotients are rounded away from zero',
    link: 'https://github.com/ggml-org/llama.cpp/pull/4933',
    property: 'Q16',
    changed: (right) =>
      class extends right {
        override round(x: number): number {
          return Math.sign(x) * Math.ceil(Math.abs(x));
        }
      },
  },
  'full-range': {
    title: 'symmetric levels use the whole range of INT8, from -128',
    link: 'https://github.com/microsoft/onnxruntime/pull/10170',
    property: 'Q3',
    changed: (right) =>
      class extends right {
        override scaleOf(largest: number): number {
          return Math.fround(largest / (LEVEL_MAX + 1));
        }
        override toLevel(x: number): number {
          return Math.min(LEVEL_MAX, super.toLevel(x));
        }
      },
  },
  'coarse-scale': {
    title: 'scales are kept in BF16',
    link: 'https://github.com/pytorch/ao/pull/4534',
    property: 'Q2',
    changed: (right) =>
      class extends right {
        override scaleOf(largest: number): number {
          return toBf16(super.scaleOf(largest));
        }
      },
  },
  'coarse-factor': {
    title: 'the factor 127/a comes from an approximate reciprocal',
    link: 'https://github.com/flashinfer-ai/flashinfer/pull/3448',
    property: 'Q4',
    changed: (right) =>
      class extends right {
        override factorOf(largest: number): number {
          return super.factorOf(largest) * (1 - 2 ** -12);
        }
      },
  },
  'no-zero-guard': {
    title: 'a row of zeros is divided by its scale like any other',
    link: 'https://github.com/vllm-project/tpu-inference/pull/1694',
    property: 'Q13',
    changed: (right) =>
      class extends right {
        override hasLevels(largest: number): boolean {
          return Number.isFinite(largest);
        }
      },
  },
  'scale-floor': {
    title: 'scales are not allowed below a floor, which erases what is smaller',
    link: 'https://github.com/pytorch/ao/pull/4534',
    property: 'Q14',
    changed: (right) =>
      class extends right {
        override scaleOf(largest: number): number {
          return Math.max(Math.fround(SCALE_FLOOR), super.scaleOf(largest));
        }
      },
  },
  'scale-offset': {
    title: 'a small number is added to every scale, so that none is zero',
    link: 'https://github.com/pytorch/ao/pull/193',
    property: 'powers-of-two',
    changed: (right) =>
      class extends right {
        override scaleOf(largest: number): number {
          return Math.fround(super.scaleOf(largest) + SCALE_FLOOR);
        }
      },
  },
  'nan-ignored': {
    title: 'the largest magnitude of a row leaves NaN out',
    link: 'https://github.com/apache/tvm/issues/19518',
    property: 'Q15',
    changed: (right) =>
      class extends right {
        override largest(row: Float32Array): number {
          return super.largest(row.filter((value) => !Number.isNaN(value)));
        }
      },
  },
  'tail-ignored': {
    title: 'the largest magnitude of a row is taken over whole vectors, without the rest',
    link: 'https://github.com/ROCm/aiter/issues/4288',
    property: 'channel-order',
    changed: (right) =>
      class extends right {
        override largest(row: Float32Array): number {
          const whole = row.length - (row.length % VECTOR_LENGTH);
          return super.largest(whole === 0 ? row : row.subarray(0, whole));
        }
      },
  },
  'tensor-scale': {
    title: 'all tokens of a batch share one scale',
    link: 'https://github.com/vllm-project/vllm/pull/20937',
    property: 'row-isolation',
    changed: (right) =>
      class extends right {
        override quantise(whole: Matrix): Quantised {
          return sharedScale(whole, (one) => super.quantise(one));
        }
        override quantiseByProduct(whole: Matrix): Quantised {
          return sharedScale(whole, (one) => super.quantiseByProduct(one));
        }
      },
  },
  'scale-axis': {
    title: 'outputs are multiplied by the scales of other channels',
    link: 'https://github.com/pytorch/executorch/issues/16429',
    property: 'Q5',
    changed: (right) =>
      class extends right {
        override linear(x: Quantised, w: Quantised): Linear {
          return super.linear(x, { ...w, scales: w.scales.toReversed() });
        }
      },
  },
  'fp32-accumulation': {
    title: 'products of levels are accumulated in FP32',
    link: 'https://github.com/Comfy-Org/comfy-kitchen/pull/133',
    property: 'Q10',
    changed: (right) =>
      class extends right {
        override multiply(x: Quantised, w: Quantised): Int32Array {
          return accumulated(x, w, Math.fround);
        }
      },
  },
  'narrow-accumulation': {
    title: 'products of levels are accumulated in 16 bits',
    link: 'https://github.com/pytorch/FBGEMM/issues/376',
    property: 'Q9',
    changed: (right) =>
      class extends right {
        override multiply(x: Quantised, w: Quantised): Int32Array {
          return accumulated(x, w, (sum) => (sum << 16) >> 16);
        }
      },
  },
  'accumulator-truncation': {
    title: 'accumulators are converted by cutting off the bits that FP32 has no room for',
    link: 'https://github.com/tile-ai/tilelang/issues/2483',
    property: 'Q11',
    changed: (right) =>
      class extends right {
        override toFp32(accumulator: number): number {
          const rounded = Math.fround(accumulator);
          const isOutward = Math.abs(rounded) > Math.abs(accumulator);
          return isOutward ? fp32Of(fp32Bits(rounded) - 1) : rounded;
        }
      },
  },
  'bf16-truncation': {
    title: 'FP32 is converted to BF16 by cutting off the lower bits',
    link: 'https://github.com/tenstorrent/tt-metal/pull/19882',
    property: 'Q12',
    changed: (right) =>
      class extends right {
        override toBf16(x: number): number {
          return truncatedToBf16(x);
        }
      },
  },
  'hard-swish': {
    title: "SwiGLU's sigmoid is replaced by a piecewise linear function",
    link: 'https://arxiv.org/abs/1905.02244',
    property: 'expert-swiglu',
    changed: (right) =>
      class extends right {
        override silu(x: number): number {
          return x * Math.min(1, Math.max(0, x / 6 + 0.5));
        }
      },
  },
  'second-scale': {
    title: 'the activations of all tokens within an expert share one scale, that of the smallest',
    link: 'https://github.com/vllm-project/compressed-tensors/issues/394',
    property: 'expert-down',
    changed: (right) =>
      class extends right {
        override quantiseActivated(activated: Matrix): Quantised {
          const own = super.quantise(activated);
          const smallest = Math.min(...own.scales.filter((scale) => scale > 0));
          return { ...own, scales: own.scales.map((scale) => (scale === 0 ? 0 : smallest)) };
        }
      },
  },
  'shared-expert-scaled': {
    title: "the shared expert's result is divided by the factor that routed results are scaled with",
    link: 'https://github.com/sgl-project/sglang/pull/28237',
    property: 'combine',
    changed: (right) =>
      class extends right {
        override combine(contributions: readonly Contribution[]): Combined {
          const last = Math.max(...contributions.map(({ slot }) => slot));
          return super.combine(
            contributions.map((each) =>
              each.slot === last ? { ...each, weight: Math.fround(each.weight / ROUTED_SCALING) } : each,
            ),
          );
        }
      },
  },
  'coarse-accumulation': {
    title: 'results are added up in BF16',
    link: 'https://github.com/vllm-project/vllm/issues/56887',
    property: 'arrival-spread',
    changed: (right) =>
      class extends right {
        override accumulate(sum: number, term: number): number {
          return toBf16(super.accumulate(sum, term));
        }
      },
  },
  'arrival-order': {
    title: 'results are added up in the order in which they arrive',
    link: 'https://github.com/flashinfer-ai/flashinfer/issues/5221',
    property: 'combine-order',
    changed: (right) =>
      class extends right {
        override inOrder(contributions: readonly Contribution[]): readonly Contribution[] {
          return contributions;
        }
      },
  },
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

/** A batch quantised as if it were one row. */
function sharedScale(whole: Matrix, quantise: (one: Matrix) => Quantised): Quantised {
  const { rows, columns, values } = whole;
  const one = quantise({ rows: 1, columns: rows * columns, values });
  return {
    ...one,
    rows,
    columns,
    scales: new Float32Array(rows).fill(one.scales[0]!),
    errors: new Float64Array(rows).fill(one.errors[0]!),
    magnitudes: new Float64Array(rows).fill(one.magnitudes[0]!),
  };
}

/** Sums of products that are kept in something else than INT32. */
function accumulated(x: Quantised, w: Quantised, kept: (sum: number) => number): Int32Array {
  const sums = new Int32Array(x.rows * w.rows);
  for (let at = 0; at < sums.length; at++) {
    const [xAt, wAt] = [Math.floor(at / w.rows) * x.columns, (at % w.rows) * x.columns];
    for (let k = 0; k < x.columns; k++) {
      sums[at] = kept(sums[at]! + x.levels[xAt + k]! * w.levels[wAt + k]!);
    }
  }
  return sums;
}
