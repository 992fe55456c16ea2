import { flagWithinLimit, groupedGemmWitnesses } from './claims.js';
import { DIE_CORES } from '../../src/cloudmatrix/paper/die.js';
import {
  type Configuration,
  defineNetwork,
  monitor,
  type Network,
  type NetworkFamily,
} from '../../src/index.js';
import { crossCoreFlag } from '../../machines/die/cross-core-flag.js';
import { type CubeInput, gemmCube } from '../../machines/moe/gemm-cube.js';
import { gemmVector, type VectorInput } from '../../machines/moe/gemm-vector.js';
import { expertsInOrder } from './experts-in-order.js';

/** Vector cores to a matrix core. */
const VECTORS_PER_CUBE = DIE_CORES.aiv / DIE_CORES.aic;

/** More experts than this have too many routings for one state. */
const ANY_ROUTING_EXPERTS_MAX = 8;

/** The experts that have tokens, in each way in which the gates may choose. */
function routingsOf(experts: number, routing: string): number[][] {
  const all = Array.from({ length: experts }, (_, expert) => expert);
  switch (routing) {
    case 'all':
      return [all];
    case 'alternate':
      return [all.filter((expert) => expert % 2 === 0)];
    default:
      return Array.from({ length: 2 ** experts }, (_, bits) => all.filter((expert) => (bits >> expert) & 1));
  }
}

function refuse({ experts, routing }: Configuration): string | undefined {
  if (routing !== 'any' || Number(experts) <= ANY_ROUTING_EXPERTS_MAX) return undefined;
  return `routing 'any' lets each of ${experts} experts have tokens or none: more than ${2 ** ANY_ROUTING_EXPERTS_MAX} ways. Lower experts to ${ANY_ROUTING_EXPERTS_MAX}, or use another routing.`;
}

function build(configuration: Configuration, faults: ReadonlySet<string>): Network {
  const experts = Number(configuration.experts);
  const routings = routingsOf(experts, String(configuration.routing));
  const cube = 'aic';
  const vectors = Array.from({ length: Number(configuration.vectors) }, (_, vector) => ({
    vector,
    core: `aiv.${vector}`,
    flag: `flag.${vector}`,
  }));
  const cubeInput: CubeInput = {
    experts,
    vectors: vectors.map(({ core, flag }) => ({ core, flag })),
    awaitsCredits: !faults.has('C5'),
  };
  const vectorInput = (vector: number, flag: string): VectorInput => ({ vector, experts, flag, cube });
  const stimuli = routings.map((busy) => ({ type: 'ROUTE', busy }));
  return defineNetwork({
    name: 'grouped-gemm',
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
    properties: [
      flagWithinLimit(vectors.map(({ flag }) => flag)),
      ...vectors.map(({ core }) =>
        monitor(`experts-in-order of ${core}`, expertsInOrder, undefined, { from: [cube, core] }),
      ),
      ...groupedGemmWitnesses({
        cube,
        vectors: vectors.map(({ core }) => core),
        flags: vectors.map(({ flag }) => flag),
        busyMax: Math.max(...routings.map((busy) => busy.length)),
      }),
    ],
  });
}

/**
 * The grouped GEMM of a die's experts on one matrix core and its vector cores, joined by hardware flags: the matrix core may run
 * ahead by as many experts as a flag can count.
 */
export const groupedGemm: NetworkFamily = {
  name: 'grouped-gemm',
  title: 'The experts of a die on a matrix core and its vector cores, joined by hardware flags',
  parameters: {
    experts: { kind: 'integer', min: 1, max: 32, default: 8, description: 'experts of the die' },
    vectors: {
      kind: 'integer',
      min: 1,
      max: VECTORS_PER_CUBE,
      default: VECTORS_PER_CUBE,
      description: 'vector cores to the matrix core',
    },
    routing: {
      kind: 'choice',
      values: ['all', 'alternate', 'any'],
      default: 'any',
      description: 'experts that have tokens: all, every other, or any set of them',
    },
  },
  faults: {
    C5: {
      title: 'the matrix core sets the flag without looking, and what the flag cannot count is lost',
      link: 'https://github.com/vllm-project/vllm-ascend/pull/6416',
      property: 'deadlock-freedom',
      configuration: { experts: 17, vectors: 1, routing: 'all' },
    },
  },
  refuse,
  build,
  exhaustive: [
    { experts: 5, vectors: 2, routing: 'any' },
    { experts: 17, vectors: 2, routing: 'all' },
    { experts: 20, vectors: 1, routing: 'alternate' },
  ],
  campaign: {
    // Mostly more experts than a flag can count.
    ranges: { experts: { min: 8, max: 32 }, routing: { values: ['all'] } },
    stepsMax: 200,
  },
};
