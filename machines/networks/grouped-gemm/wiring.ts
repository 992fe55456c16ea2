import type { FairnessSpec } from '../../../src/index.js';
import { crossCoreFlag } from '../../die/cross-core-flag.js';
import { type CubeInput, gemmCube } from '../../moe/gemm-cube.js';
import { gemmRows } from '../../moe/gemm-rows.js';
import { gemmVector, type VectorInput } from '../../moe/gemm-vector.js';
import type { NetworkWiring } from '../../network-wiring.js';
import type { GroupedGemmShape } from './parameters.js';

export interface GroupedGemmWiring extends NetworkWiring {
  readonly shape: GroupedGemmShape;
  /** Dispatch tells in the end how many tokens each expert has: which have some, is the environment's choice. */
  readonly fairness: FairnessSpec;
  /** Id of the matrix core. */
  readonly cube: string;
  /** Ids of the vector cores, each with the memory and the flag between it and the matrix core. */
  readonly vectors: readonly { readonly core: string; readonly rows: string; readonly flag: string }[];
}

/** A matrix core and its vector cores, with memory and a hardware flag to each of the latter. */
export function groupedGemmWiring(shape: GroupedGemmShape): GroupedGemmWiring {
  const { experts, routings } = shape;
  const cube = 'aic';
  const vectors = Array.from({ length: shape.vectors }, (_, vector) => ({
    vector,
    core: `aiv.${vector}`,
    rows: `rows.${vector}`,
    flag: `flag.${vector}`,
  }));
  const cubeInput: CubeInput = {
    experts,
    vectors: vectors.map(({ core, rows, flag }) => ({ core, rows, flag })),
  };
  const vectorInput = ({ vector, core, rows, flag }: (typeof vectors)[number]): VectorInput => ({
    self: core,
    vector,
    experts,
    rows,
    flag,
    cube,
  });
  const stimuli = routings.map((busy) => ({ type: 'ROUTE', busy }));
  return {
    shape,
    components: {
      [cube]: { machine: gemmCube, input: cubeInput, stimuli },
      ...Object.fromEntries(
        vectors.flatMap((vector) => [
          [vector.core, { machine: gemmVector, input: vectorInput(vector) }] as const,
          [vector.rows, { machine: gemmRows, input: { experts } }] as const,
          [vector.flag, { machine: crossCoreFlag, input: { waiter: vector.core } }] as const,
        ]),
      ),
    },
    channels: { default: { kind: 'sync' } },
    fairness: { units: [{ component: cube, stimulus: 'ROUTE', fairness: 'weak' }] },
    cube,
    vectors,
  };
}
