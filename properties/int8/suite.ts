import { Int8Arithmetic } from '../../src/cloudmatrix/int8/arithmetic.js';
import { int8Faults } from '../../src/cloudmatrix/int8/wrong/arithmetics.js';
import { EXPERT_INTERMEDIATE, HIDDEN } from '../../src/cloudmatrix/paper/model.js';
import { type Bound, type BoundSuite, CheckError, type Configuration } from '../../src/index.js';
import { accumulatorBounds } from './accumulators.js';
import { clippingBounds } from './clipping.js';
import { combineBounds } from './combine.js';
import { compensationBounds } from './compensation.js';
import { expertBounds } from './expert.js';
import { exactLaws } from './laws.js';
import { expertSmoothingBounds } from './expert-smoothing.js';
import { asTightAsKnown } from './known-ratios.js';
import { layerBounds } from './layer.js';
import { precisionBounds } from './precisions.js';
import { productBounds } from './products.js';
import { quantisationBounds } from './quantisation.js';
import { randomProductBounds } from './random-products.js';
import { rotationBounds } from './rotation.js';
import { smoothingBounds } from './smoothing.js';
import type { Subject } from './subject.js';

/** Long rows beyond the first length whose INT32 accumulator wraps. */
const HIDDEN_MAX = 262_144;

type Sizes = Pick<Subject, 'hidden' | 'intermediate' | 'tokens'> & { readonly dtypeRange: Subject['dtype'] };

/** All claims, by what they are about. */
const SUBJECTS = [
  quantisationBounds,
  productBounds,
  randomProductBounds,
  accumulatorBounds,
  exactLaws,
  expertSmoothingBounds,
  precisionBounds,
  expertBounds,
  combineBounds,
  layerBounds,
  smoothingBounds,
  rotationBounds,
  clippingBounds,
  compensationBounds,
];

function build(configuration: Configuration, faults: ReadonlySet<string>): Bound[] {
  const { dtypeRange, ...sizes } = configuration as unknown as Sizes;
  const reference = new Int8Arithmetic();
  const arithmetic = faults.size === 0 ? reference : wrongArithmetic(faults);
  const subject: Subject = { ...sizes, dtype: dtypeRange, arithmetic, reference };
  const bounds = SUBJECTS.flatMap((boundsOf) => boundsOf(subject));
  // A wrong arithmetic errs otherwise on known inputs too, whether or not it breaks the claim.
  return faults.size === 0 ? bounds.map(asTightAsKnown) : bounds;
}

function wrongArithmetic(faults: ReadonlySet<string>): Int8Arithmetic {
  let wrong: new () => Int8Arithmetic = Int8Arithmetic;
  const faultOf = new Map<string, string>();
  for (const fault of faults) {
    for (const operation of changedBy(fault)) {
      const other = faultOf.get(operation);
      if (other !== undefined) {
        throw new CheckError(
          `The faults '${other}' and '${fault}' of 'int8' cannot be had together: both change ${operation}, and one would hide the other. Give one of them.`,
        );
      }
      faultOf.set(operation, fault);
    }
    wrong = int8Faults[fault]!.changed(wrong);
  }
  return new wrong();
}

/** The operations that a fault puts others in place of. */
function changedBy(fault: string): string[] {
  const { prototype } = int8Faults[fault]!.changed(Int8Arithmetic) as { readonly prototype: object };
  return Object.getOwnPropertyNames(prototype).filter((name) => name !== 'constructor');
}

/**
 * Everything that can be proved about the INT8 arithmetic of CloudMatrix-Infer (docs/paper/int8-bounds.md: Q1 to Q16, exact laws, MoE path,
 * calibration), as claims that fast-check tries to break.
 */
export const int8ErrorBounds: BoundSuite = {
  noun: 'suite',
  name: 'int8',
  title: 'INT8 arithmetic: quantisation, products, the path of a token through its experts, calibration',
  parameters: {
    hidden: {
      kind: 'integer',
      min: 1,
      max: HIDDEN_MAX,
      default: HIDDEN,
      description: 'the longest row, K of the dot products; most rows are shorter',
    },
    intermediate: {
      kind: 'integer',
      min: 1,
      max: HIDDEN_MAX,
      default: EXPERT_INTERMEDIATE,
      description: "elements of an expert's inner layer, at most",
    },
    tokens: {
      kind: 'integer',
      min: 1,
      max: 128,
      default: 4,
      description: 'rows of a batch, at most',
    },
    dtypeRange: {
      kind: 'choice',
      values: ['bf16', 'fp16', 'fp32'],
      default: 'bf16',
      description:
        'the type whose numbers activations and weights are made of, as far from the ends of its range as it takes for no product to overflow or to underflow',
    },
  },
  faults: int8Faults,
  build,
  runs: { check: 1_000, deep: 100_000 },
};
