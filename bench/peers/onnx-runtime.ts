import type { Levels } from '../../src/cloudmatrix/int8/quantised.js';
import type { GemmProblem } from '../gemm/problem.js';
import { loadPeer } from './installed.js';
import { type OnnxConstant, onnxModel } from './onnx-model.js';

/** What is used of onnxruntime-web, whose own types are not there where it is not installed. */
interface OnnxRuntime {
  readonly env: { readonly wasm: { numThreads: number }; logLevel: 'error' };
  readonly InferenceSession: {
    create(model: Uint8Array, options: { readonly executionProviders: readonly ['wasm'] }): Promise<Session>;
  };
  readonly Tensor: new (
    element: OnnxActivations,
    data: Int8Array | Uint8Array,
    dimensions: readonly number[],
  ) => OnnxTensor;
}

interface OnnxTensor {
  readonly data: Int8Array | Uint8Array | Int32Array;
}

interface Session {
  run(inputs: { readonly x: OnnxTensor }): Promise<{ readonly sums?: OnnxTensor }>;
}

/** How x is handed over: as it is, or shifted into unsigned bytes, for which the library has its SIMD code. */
export type OnnxActivations = 'int8' | 'uint8';

/** What is added to a level to make it unsigned, and what the operator subtracts again. */
const ZERO_POINT = 128;

/**
 * ONNX Runtime's WebAssembly build on one thread, as a model of one MatMulInteger. The weights are a constant of the model,
 * which the library may rearrange when it loads it: none of that is in the time of a run.
 *
 * @returns one run
 */
export async function prepareOnnxRuntime(
  { x, w }: GemmProblem,
  activations: OnnxActivations,
): Promise<() => Promise<Int32Array>> {
  const { env, InferenceSession, Tensor } = (await loadPeer('onnxruntime-web')) as OnnxRuntime;
  env.wasm.numThreads = 1;
  env.logLevel = 'error';
  const zeroPoint: OnnxConstant = {
    name: 'xZero',
    element: 'uint8',
    dimensions: [],
    data: Uint8Array.of(ZERO_POINT),
  };
  const isShifted = activations === 'uint8';
  const model = onnxModel({
    operator: 'MatMulInteger',
    operands: isShifted ? ['x', 'w', zeroPoint.name] : ['x', 'w'],
    inputs: [{ name: 'x', element: activations, dimensions: [x.rows, x.columns] }],
    constants: [
      { name: 'w', element: 'int8', dimensions: [w.columns, w.rows], data: transposed(w) },
      ...(isShifted ? [zeroPoint] : []),
    ],
    output: { name: 'sums', element: 'int32', dimensions: [x.rows, w.rows] },
  });
  const session = await InferenceSession.create(model, { executionProviders: ['wasm'] });
  const shape = [x.rows, x.columns];
  const input = isShifted
    ? new Tensor(
        'uint8',
        Uint8Array.from(x.levels, (level) => level + ZERO_POINT),
        shape,
      )
    : new Tensor('int8', x.levels, shape);
  return async () => {
    const { sums } = await session.run({ x: input });
    return sums!.data as Int32Array;
  };
}

/** Columns x rows: ONNX has output channels as columns. */
function transposed({ rows, columns, levels }: Levels): Int8Array {
  const result = new Int8Array(levels.length);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) result[column * rows + row] = levels[at++]!;
  }
  return result;
}
