import { crossCoreFlag } from '../../die/cross-core-flag.js';
import { type CubeInput, gemmCube } from '../../moe/gemm-cube.js';
import { gemmVector, type VectorInput } from '../../moe/gemm-vector.js';
import type { NetworkWiring } from '../../network-wiring.js';
import type { GroupedGemmShape } from './parameters.js';

export interface GroupedGemmWiring extends NetworkWiring {
  readonly shape: GroupedGemmShape;
  /** Id of the matrix core. */
  readonly cube: string;
  /** Ids of the vector cores, each with the flag that it waits for. */
  readonly vectors: readonly { readonly core: string; readonly flag: string }[];
}

/** A matrix core and its vector cores, with a hardware flag to each of the latter. */
export function groupedGemmWiring(
  shape: GroupedGemmShape,
  { awaitsCredits }: Pick<CubeInput, 'awaitsCredits'> = { awaitsCredits: true },
): GroupedGemmWiring {
  const { experts, routings } = shape;
  const cube = 'aic';
  const vectors = Array.from({ length: shape.vectors }, (_, vector) => ({
    vector,
    core: `aiv.${vector}`,
    flag: `flag.${vector}`,
  }));
  const cubeInput: CubeInput = {
    experts,
    vectors: vectors.map(({ core, flag }) => ({ core, flag })),
    awaitsCredits,
  };
  const vectorInput = (vector: number, flag: string): VectorInput => ({ vector, experts, flag, cube });
  const stimuli = routings.map((busy) => ({ type: 'ROUTE', busy }));
  return {
    shape,
    components: {
      [cube]: { machine: gemmCube, input: cubeInput, stimuli },
      ...Object.fromEntries(
        vectors.flatMap(({ vector, core, flag }) => [
          [core, { machine: gemmVector, input: vectorInput(vector, flag) }] as const,
          [flag, { machine: crossCoreFlag, input: { waiter: core } }] as const,
        ]),
      ),
    },
    channels: { default: { kind: 'sync' } },
    cube,
    vectors,
  };
}
