import { parameters, refuse, shapeOf } from '../../machines/networks/grouped-gemm/parameters.js';
import { groupedGemmWiring } from '../../machines/networks/grouped-gemm/wiring.js';
import { type Configuration, defineNetwork, type Network, type NetworkFamily } from '../../src/index.js';
import { groupedGemmProperties } from './claims.js';

function build(configuration: Configuration, faults: ReadonlySet<string>): Network {
  const wiring = groupedGemmWiring(shapeOf(configuration), { awaitsCredits: !faults.has('C5') });
  const { components, channels } = wiring;
  const properties = groupedGemmProperties(wiring);
  return defineNetwork({ name: 'grouped-gemm', components, channels, properties });
}

/**
 * The grouped GEMM of a die's experts on one matrix core and its vector cores, joined by hardware flags: the matrix core may run
 * ahead by as many experts as a flag can count.
 */
export const groupedGemm: NetworkFamily = {
  name: 'grouped-gemm',
  title: 'The experts of a die on a matrix core and its vector cores, joined by hardware flags',
  parameters,
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
