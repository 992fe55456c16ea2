import { largestOf, matrix, type Matrix, matrixOf } from '../matrix.js';
import { bf16Bytes, tokenBytes } from '../message.js';
import type { ChosenExpert, ExpertFactors } from '../expert-smoothing.js';
import { type Quantised, valuesFrom } from '../quantised.js';
import { realProduct } from '../real.js';
import type { Factors } from '../smoothing.js';
import { LEVEL_MAX } from '../accumulator.js';
import type { Int8Faults } from './wrong-arithmetic.js';

/** Wrong factors of what is sent, and operators in a precision that is not theirs. */
export const operatorFaults: Int8Faults = {
  'first-expert-smoothing': {
    title: "textbook: all copies of a token are divided by the first expert's factors",
    link: 'https://arxiv.org/abs/2211.10438',
    property: 'expert-smoothing',
    changed: (right) =>
      class extends right {
        override factorsFor(factors: ExpertFactors, chosen: ChosenExpert): Factors {
          return super.factorsFor(factors, { ...chosen, expert: 0 });
        }
      },
  },
  'smoothing-by-choice': {
    title: 'textbook: factors are looked up by key offset instead of by expert',
    link: 'https://arxiv.org/abs/2211.10438',
    property: 'expert-smoothing',
    changed: (right) =>
      class extends right {
        override factorsFor(factors: ExpertFactors, chosen: ChosenExpert): Factors {
          return super.factorsFor(factors, { ...chosen, expert: chosen.choice });
        }
      },
  },
  'quantised-factors': {
    title:
      'what is multiplied by the scale and rounded is the factor of a channel, and not the smoothed number',
    link: 'https://github.com/bytedance/xpu-perf/issues/179',
    property: 'expert-smoothing',
    changed: (right) =>
      class extends right {
        override expertPayloads(
          token: Matrix,
          experts: readonly number[],
          factors: ExpertFactors,
        ): Quantised {
          const payloads = super.expertPayloads(token, experts, factors);
          const levels = payloads.levels.map((_, at) => {
            const [choice, k] = [Math.floor(at / token.columns), at % token.columns];
            const own = super.factorsFor(factors, { expert: experts[choice]!, choice });
            const largest = largestOf(super.smoothRow(token.values, own));
            if (!super.hasLevels(largest)) return 0;
            const level = super.factorOf(largest) / own[k]!;
            return super.toLevel(Math.max(-LEVEL_MAX, Math.min(LEVEL_MAX, level)));
          });
          return { ...payloads, levels };
        }
      },
  },
  'reciprocal-smoothing': {
    title: 'textbook: a token is multiplied by the reciprocals of the factors, which are rounded themselves',
    link: 'https://arxiv.org/abs/2211.10438',
    property: 'expert-smoothing',
    changed: (right) =>
      class extends right {
        override smoothRow(row: Float32Array, factors: Factors): Float32Array {
          const reciprocals = factors.map((factor) => 1 / factor);
          return row.map((value, k) => value * reciprocals[k]!);
        }
      },
  },
  'two-operators': {
    title: 'textbook: the first copy of a token is quantised by another operator, of the quotient form',
    link: 'https://arxiv.org/abs/2506.12708',
    property: 'expert-payloads',
    changed: (right) =>
      class extends right {
        override expertPayloads(
          token: Matrix,
          experts: readonly number[],
          factors: ExpertFactors,
        ): Quantised {
          const payloads = super.expertPayloads(token, experts, factors);
          const own = super.factorsFor(factors, { expert: experts[0]!, choice: 0 });
          const first = super.quantise(matrixOf([super.smoothRow(token.values, own)]));
          payloads.levels.set(first.levels);
          payloads.scales.set(first.scales);
          return payloads;
        }
      },
  },
  'dequantised-projection': {
    title:
      'weights are turned back into floating point, and multiplied with activations that are not quantised',
    link: 'https://github.com/Comfy-Org/comfy-kitchen/pull/56',
    property: 'precision-projection',
    changed: (right) =>
      class extends right {
        override project(x: Matrix, w: Matrix): Matrix {
          const products = realProduct(
            x,
            valuesFrom(super.quantise(w), (value) => value),
          );
          return matrix(x.rows, w.rows, Float32Array.from(products));
        }
      },
  },
  'unquantised-dispatch': {
    title: 'textbook: tokens are sent in BF16, and quantised by the expert',
    link: 'https://arxiv.org/abs/2506.12708',
    property: 'precision-dispatch',
    changed: (right) =>
      class extends right {
        override tokenMessage(row: Float32Array): string {
          return bf16Bytes(row.map((value) => super.toBf16(value)));
        }
      },
  },
  'quantised-combine': {
    title: 'textbook: results are sent in INT8, as tokens are',
    link: 'https://arxiv.org/abs/2506.12708',
    property: 'precision-combine',
    changed: (right) =>
      class extends right {
        override resultMessage(row: Float32Array): string {
          return tokenBytes(super.quantiseByProduct(matrixOf([row])), 0);
        }
      },
  },
  'quantised-gating': {
    title: 'the gate is quantised as the experts are',
    link: 'https://github.com/vllm-project/vllm/pull/23031',
    property: 'precision-gating',
    changed: (right) =>
      class extends right {
        override routerLogits(x: Matrix, router: Matrix): Matrix {
          return super.project(x, router);
        }
      },
  },
  'quantised-norm': {
    title: 'textbook: what the norm gives is quantised, although the gate reads it too',
    link: 'https://arxiv.org/abs/2506.12708',
    property: 'precision-norm',
    changed: (right) =>
      class extends right {
        override rmsNorm(x: Matrix, gains: Float32Array): Matrix {
          const levels = valuesFrom(super.quantise(super.rmsNorm(x, gains)), (value) => value);
          return matrix(x.rows, x.columns, Float32Array.from(levels.values));
        }
      },
  },
};
