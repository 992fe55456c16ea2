import { multiply, multiplyPlainly } from '../../src/cloudmatrix/int8/multiply.js';
import { multiplyNumberArrays, numberRows } from '../peers/number-arrays.js';
import { prepareOnnxRuntime } from '../peers/onnx-runtime.js';
import { type GemmMeasurement, measureGemm, type Sums } from './measure.js';
import { drawProblem, type GemmProblem, type GemmSize } from './problem.js';

interface Contender {
  readonly name: string;
  /** Brings the problem into the contender's own layout, which is not measured, and gives what is. */
  readonly prepare: (problem: GemmProblem) => Multiplication | Promise<Multiplication>;
}
type Multiplication = () => Sums | Promise<Sums>;

export const GEMM_CONTENDERS = {
  multiply: {
    name: 'cloudmatrix-check',
    prepare:
      ({ x, w }) =>
      () =>
        multiply(x, w),
  },
  'onnx-uint8': {
    name: 'onnxruntime-web, UINT8 x INT8',
    prepare: (problem) => prepareOnnxRuntime(problem, 'uint8'),
  },
  'onnx-int8': {
    name: 'onnxruntime-web, INT8 x INT8',
    prepare: (problem) => prepareOnnxRuntime(problem, 'int8'),
  },
  'multiply-plainly': {
    name: 'typed arrays by the definition',
    prepare:
      ({ x, w }) =>
      () =>
        multiplyPlainly(x, w),
  },
  'number-arrays': {
    name: 'arrays of arrays of numbers',
    prepare: ({ x, w }) => {
      const [tokens, channels] = [numberRows(x), numberRows(w)];
      return () => multiplyNumberArrays(tokens, channels);
    },
  },
} as const satisfies Readonly<Record<string, Contender>>;
export type GemmContender = keyof typeof GEMM_CONTENDERS;

/** The contender that the sums of the others are compared with. */
export const BY_DEFINITION: GemmContender = 'multiply-plainly';

/** Draws the problem and has a contender multiply it, in this process. */
export async function measureContender(
  contender: GemmContender,
  size: GemmSize,
  runs: number,
): Promise<GemmMeasurement> {
  const { prepare }: Contender = GEMM_CONTENDERS[contender];
  return measureGemm(runs, await prepare(drawProblem(size)));
}
