import { fp32Bits, fp32Of, toBf16 } from '../float-bits.js';
import type { Combined, Contribution } from '../combine.js';
import type { Linear } from '../linear.js';
import type { Matrix } from '../matrix.js';
import type { Quantised } from '../quantised.js';
import { ROUTED_SCALING } from '../../paper/model.js';
import { type Int8Faults, truncatedToBf16 } from './wrong-arithmetic.js';

/** Wrong ways to multiply, and to go on with what comes out. */
export const productFaults: Int8Faults = {
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
};

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
