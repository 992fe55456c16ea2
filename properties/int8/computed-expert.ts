import type { Int8Arithmetic } from '../../src/cloudmatrix/int8/arithmetic.js';
import type { ExpertResult, ExpertWeights } from '../../src/cloudmatrix/int8/expert-ffn.js';
import type { Matrix } from '../../src/cloudmatrix/int8/matrix.js';
import {
  type RealExpertResult,
  type RealExpertWeights,
  realExpert,
} from '../../src/cloudmatrix/int8/real.js';
import type { Subject } from './subject.js';

/** An expert with real numbers, with the INT8 arithmetic that is under test, and with the right one, for its bounds. */
export interface Computed {
  readonly x: Matrix;
  readonly weights: RealExpertWeights;
  readonly real: RealExpertResult;
  readonly result: ExpertResult;
  readonly right: ExpertResult;
  readonly rightWeights: ExpertWeights;
}

export function computed(
  x: Matrix,
  weights: RealExpertWeights,
  { arithmetic, reference }: Subject,
): Computed {
  const expertBy = (by: Int8Arithmetic, quantised: ExpertWeights) => by.expert(by.quantise(x), quantised);
  const rightWeights = quantisedBy(reference, weights);
  const right = expertBy(reference, rightWeights);
  const result = arithmetic === reference ? right : expertBy(arithmetic, quantisedBy(arithmetic, weights));
  return { x, weights, real: realExpert(x, weights), result, right, rightWeights };
}

const quantisedBy = (arithmetic: Int8Arithmetic, { gate, up, down }: RealExpertWeights): ExpertWeights => ({
  gate: arithmetic.quantise(gate),
  up: arithmetic.quantise(up),
  down: arithmetic.quantise(down),
});
