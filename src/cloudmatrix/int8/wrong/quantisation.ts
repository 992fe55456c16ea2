import { LEVEL_MAX } from '../accumulator.js';
import { exponentOf, toBf16 } from '../float-bits.js';
import type { Matrix } from '../matrix.js';
import type { Quantised } from '../quantised.js';
import type { Int8Faults } from './wrong-arithmetic.js';

/** Elements that a vector unit takes at once. */
const VECTOR_LENGTH = 8;

/** Distance from 1 to the next number, of BF16 and of FP32: what libraries call eps, and far from the smallest number. */
const BF16_EPSILON = 2 ** -7;
const FP32_EPSILON = 2 ** -23;

/** Levels from -128 to 127 are 255 steps. */
const FULL_RANGE_STEPS = 255;

/** Wrong ways to quantise a row. */
export const quantisationFaults: Int8Faults = {
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
    title: 'symmetric levels use the whole range of INT8, -128 to 127, and the scale is 2a/255',
    link: 'https://github.com/microsoft/onnxruntime/pull/10170',
    property: 'Q3',
    changed: (right) =>
      class extends right {
        override scaleOf(largest: number): number {
          return Math.fround((2 * largest) / FULL_RANGE_STEPS);
        }
        override toLevel(x: number): number {
          return Math.max(-LEVEL_MAX - 1, Math.min(LEVEL_MAX, super.toLevel(x)));
        }
      },
  },
  'coarse-scale': {
    title: 'scales are computed in BF16, the type of the activations',
    link: 'https://github.com/pytorch/ao/pull/4326',
    property: 'Q2',
    changed: (right) =>
      class extends right {
        override scaleOf(largest: number): number {
          return toBf16(super.scaleOf(largest));
        }
      },
  },
  'coarse-factor': {
    title:
      'the factor 127/a is made of the estimate of 1/a that arm64 has an instruction for, which has 8 bits',
    link: 'https://github.com/pytorch/pytorch/pull/47478',
    property: 'Q4',
    changed: (right) =>
      class extends right {
        override factorOf(largest: number): number {
          const factor = super.factorOf(largest);
          return Number.isFinite(factor) ? Math.fround(LEVEL_MAX * reciprocalEstimate(largest)) : factor;
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
    title: "scales are not allowed below BF16's epsilon, which erases what is smaller",
    link: 'https://github.com/pytorch/ao/pull/4534',
    property: 'Q14',
    changed: (right) =>
      class extends right {
        override scaleOf(largest: number): number {
          return Math.max(BF16_EPSILON, super.scaleOf(largest));
        }
      },
  },
  'scale-offset': {
    title: 'an epsilon is added to every scale, so that none is zero',
    link: 'https://github.com/qualcomm/aimet/pull/1232',
    property: 'powers-of-two',
    changed: (right) =>
      class extends right {
        override scaleOf(largest: number): number {
          return Math.fround(super.scaleOf(largest) + FP32_EPSILON);
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
    title: 'textbook: the largest magnitude of a row is taken over whole vectors, without the rest',
    link: 'https://en.wikipedia.org/wiki/Automatic_vectorization',
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
};

/**
 * 1/x to 8 bits, as arm64's FRECPE gives it for a normal number: of a fraction from 1/2 to 1 the upper 9 bits decide. It is
 * 0.998047 for 1.
 */
function reciprocalEstimate(x: number): number {
  const exponent = exponentOf(x) + 1;
  const upper = Math.trunc((x / 2 ** exponent) * 2 ** 9);
  const estimate = Math.trunc(2 ** 8 * (2 ** 9 / (upper + 0.5)) + 0.5) / 2 ** 8;
  return estimate / 2 ** exponent;
}

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
