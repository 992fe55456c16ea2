import { parameters, refuse, shapeOf } from '../../machines/networks/grouped-gemm/parameters.js';
import { groupedGemmWiring } from '../../machines/networks/grouped-gemm/wiring.js';
import { groupedGemmWords } from '../../machines/networks/grouped-gemm/words.js';
import {
  type Configuration,
  defineNetwork,
  type Network,
  type NetworkFamily,
  patched,
} from '../../src/index.js';
import { withSentences } from '../sentences.js';
import { groupedGemmProperties } from './claims.js';
import { faults } from './faults.js';
import { sentences } from './sentences.js';

function build(configuration: Configuration, ids: ReadonlySet<string>): Network {
  const wiring = groupedGemmWiring(shapeOf(configuration));
  const { components, channels, fairness } = wiring;
  const properties = withSentences(groupedGemmProperties(wiring), sentences);
  const network = defineNetwork({
    name: 'grouped-gemm',
    components,
    channels,
    properties,
    fairness,
    ...groupedGemmWords,
  });
  return patched(network, faults, ids);
}

/**
 * The grouped GEMM of a die's experts on one matrix core and its vector cores, joined by hardware flags: the matrix core may run
 * ahead by as many experts as a flag can count.
 */
export const groupedGemm: NetworkFamily = {
  name: 'grouped-gemm',
  title: 'The experts of a die on a matrix core and its vector cores, joined by hardware flags',
  parameters,
  faults,
  refuse,
  build,
  exhaustive: [
    { experts: 5, vectors: 2, routing: 'any' },
    { experts: 17, vectors: 2, routing: 'all' },
    { experts: 32, vectors: 1, routing: 'alternate' },
  ],
  campaign: {
    // Mostly more experts than a flag can count.
    ranges: { experts: { min: 8, max: 32 }, routing: { values: ['all'] } },
    stepsMax: 200,
  },
};
