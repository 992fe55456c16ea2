import { fp32Bits, fp32Of, toBf16 } from '../float-bits.js';
import type { Combined, Contribution } from '../combine.js';
import type { Dequantised } from '../dequantise.js';
import type { Linear } from '../linear.js';
import type { Matrix } from '../matrix.js';
import type { Quantised } from '../quantised.js';
import { ROUTED_SCALING } from '../../paper/model.js';
import { type Int8Faults, truncatedToBf16 } from './wrong-arithmetic.js';

/** Tokens that are multiplied at once. */
const CHUNK_ROWS = 2;

/** Products of fewer tokens have an accumulator to a register. */
const SHARED_ROWS_MIN = 8;

/** Of an INT32 number, and digits of a BF16 number. */
const BIT_LENGTH = 32;
const BF16_DIGITS = 8;

/** Half of the last place of a BF16 number, in the bits of an FP32 number. */
const HALF_OF_BF16_PLACE = 0x8000;

/** Wrong ways to multiply, and to go on with what comes out. */
export const productFaults: Int8Faults = {
  'unchunked-scales': {
    title: 'tokens are multiplied in chunks, and every chunk is given the scales of the first',
    link: 'https://github.com/vllm-project/vllm/pull/25264',
    property: 'Q5',
    changed: (right) =>
      class extends right {
        override linear(x: Quantised, w: Quantised): Linear {
          return super.linear({ ...x, scales: x.scales.map((_, row) => x.scales[row % CHUNK_ROWS]!) }, w);
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
    title: 'two products at a time are added in 16 bits, which saturate, as VPMADDUBSW does it',
    link: 'https://github.com/pytorch/pytorch/issues/44939',
    property: 'Q9',
    changed: (right) =>
      class extends right {
        override multiply(x: Quantised, w: Quantised): Int32Array {
          return multipliedByPairs(x, w);
        }
      },
  },
  'lost-borrow': {
    title:
      'two accumulators of a large product share a register, and the upper one is not told that the lower one is negative',
    link: 'https://github.com/gittensor-ai-lab/sparkinfer/pull/761',
    kinship: 'its kind',
    property: 'Q9',
    changed: (right) =>
      class extends right {
        override multiply(x: Quantised, w: Quantised): Int32Array {
          const sums = super.multiply(x, w);
          return x.rows < SHARED_ROWS_MIN ? sums : withoutBorrows(sums, w.rows);
        }
      },
  },
  'accumulator-truncation': {
    title: 'accumulators are cast to BF16 instead of FP32, by cutting off the bits that it has no room for',
    link: 'https://github.com/tile-ai/tilelang/issues/2483',
    property: 'Q11',
    changed: (right) =>
      class extends right {
        override toFp32(accumulator: number): number {
          const spacing = 2 ** Math.max(0, BIT_LENGTH - BF16_DIGITS - Math.clz32(Math.abs(accumulator)));
          return Math.trunc(accumulator / spacing) * spacing;
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
  'bf16-half-away': {
    title:
      'textbook: FP32 is converted to BF16 by adding half of the last place, so that ties go away from zero',
    link: 'https://en.wikipedia.org/wiki/Bfloat16_floating-point_format',
    property: 'precision-combine',
    changed: (right) =>
      class extends right {
        override toBf16(x: number): number {
          return Number.isNaN(x) ? x : truncatedToBf16(fp32Of(fp32Bits(x) + HALF_OF_BF16_PLACE));
        }
      },
  },
  'scales-first': {
    title: 'textbook: the two scales are multiplied first, and the accumulator with their product',
    link: 'https://en.wikipedia.org/wiki/Floating-point_arithmetic',
    property: 'Q12',
    changed: (right) =>
      class extends right {
        override dequantise(accumulator: number, xScale: number, wScale: number): Dequantised {
          const right = super.dequantise(accumulator, xScale, wScale);
          const value = Math.fround(super.toFp32(accumulator) * Math.fround(xScale * wScale));
          return { ...right, value: super.toBf16(value) };
        }
      },
  },
  'coarse-silu': {
    title: 'textbook: the sigmoid of SwiGLU is rounded to BF16 before it is multiplied',
    link: 'https://arxiv.org/abs/2002.05202',
    property: 'expert-swiglu',
    changed: (right) =>
      class extends right {
        override silu(x: number): number {
          return toBf16(super.silu(x));
        }
      },
  },
  'second-by-product': {
    title: "textbook: activations within an expert are quantised by the dispatch kernel's form, a factor",
    link: 'https://arxiv.org/abs/2506.12708',
    property: 'expert-down',
    changed: (right) =>
      class extends right {
        override quantiseActivated(activated: Matrix): Quantised {
          return super.quantiseByProduct(activated);
        }
      },
  },
  'hard-swish': {
    title: "textbook: SwiGLU's sigmoid is replaced by a piecewise linear function",
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
    title: 'the scales of the activations within an expert are never written, and stay zero',
    link: 'https://github.com/flashinfer-ai/flashinfer/issues/5053',
    property: 'expert-down',
    changed: (right) =>
      class extends right {
        override quantiseActivated(activated: Matrix): Quantised {
          return { ...super.quantiseActivated(activated), scales: new Float32Array(activated.rows) };
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
    link: 'https://github.com/vllm-project/vllm/issues/15045',
    property: 'arrival-spread',
    changed: (right) =>
      class extends right {
        override accumulate(sum: number, term: number): number {
          return toBf16(super.accumulate(sum, term));
        }
      },
  },
  'last-slot-first': {
    title: 'textbook: results are added up from the shared expert down to the first slot',
    link: 'https://en.wikipedia.org/wiki/Floating-point_arithmetic',
    property: 'combine-order',
    changed: (right) =>
      class extends right {
        override inOrder(contributions: readonly Contribution[]): readonly Contribution[] {
          return super.inOrder(contributions).toReversed();
        }
      },
  },
  'fused-combine': {
    title: 'textbook: a result is multiplied by its weight and added in one operation, which rounds once',
    link: 'https://en.wikipedia.org/wiki/FMA_instruction_set',
    property: 'combine-order',
    changed: (right) =>
      class extends right {
        override combine(contributions: readonly Contribution[]): Combined {
          const right = super.combine(contributions);
          const inOrder = super.inOrder(contributions);
          const sum = right.sum.map((_, k) =>
            inOrder.reduce((total, { weight, row }) => super.accumulate(total, weight * row[k]!), 0),
          );
          return { ...right, sum, output: sum.map((value) => super.toBf16(value)) };
        }
      },
  },
  'arrival-order': {
    title: 'results are added up in the order in which they arrive',
    link: 'https://github.com/flashinfer-ai/flashinfer/pull/3976',
    property: 'combine-order',
    changed: (right) =>
      class extends right {
        override inOrder(contributions: readonly Contribution[]): readonly Contribution[] {
          return contributions;
        }
      },
  },
};

/** Saturated to 16 bits. */
const toInt16 = (sum: number): number => Math.max(-(2 ** 15), Math.min(2 ** 15 - 1, sum));

/**
 * The instruction takes unsigned by signed bytes, so that 128 is added to the levels of x, and 128 sum w taken off again. Of two
 * products it keeps the sum in 16 bits.
 */
function multipliedByPairs(x: Quantised, w: Quantised): Int32Array {
  const sums = new Int32Array(x.rows * w.rows);
  for (let at = 0; at < sums.length; at++) {
    const [xAt, wAt] = [Math.floor(at / w.rows) * x.columns, (at % w.rows) * x.columns];
    const product = (k: number) => (k < x.columns ? (x.levels[xAt + k]! + 128) * w.levels[wAt + k]! : 0);
    for (let k = 0; k < x.columns; k += 2) sums[at]! += toInt16(product(k) + product(k + 1));
    for (let k = 0; k < x.columns; k++) sums[at]! -= 128 * w.levels[wAt + k]!;
  }
  return sums;
}

/** Where the lower one of two neighbouring channels is negative, the upper one lacks what was borrowed from it. */
function withoutBorrows(sums: Int32Array, columns: number): Int32Array {
  return sums.map((sum, at) => {
    const channel = at % columns;
    return channel % 2 === 1 && sums[at - 1]! < 0 ? sum - 1 : sum;
  });
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
