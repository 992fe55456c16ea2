import { KERNEL_EDGES } from '../../machines/die/kernel-graph.js';
import { parameters, refuse, shapeOf } from '../../machines/networks/core-pool/parameters.js';
import { CorePoolWords } from '../../machines/networks/core-pool/words.js';
import { corePoolWiring } from '../../machines/networks/core-pool/wiring.js';
import {
  type Configuration,
  defineNetwork,
  type Network,
  type NetworkFamily,
  patched,
  wiringOf,
} from '../../src/index.js';
import { withSentences } from '../sentences.js';
import { corePoolProperties } from './claims.js';
import { faults } from './faults.js';
import { sentences } from './sentences.js';

function build(configuration: Configuration, ids: ReadonlySet<string>): Network {
  const shape = shapeOf(configuration);
  const wiring = corePoolWiring(shape, wiringOf(faults, ids, KERNEL_EDGES));
  const { components, channels } = wiring;
  const properties = withSentences(corePoolProperties(wiring), sentences);
  const { telling } = new CorePoolWords(shape.layers);
  return patched(
    defineNetwork({ name: 'core-pool', components, channels, properties, ...telling }),
    faults,
    ids,
  );
}

/**
 * The cores of each die, leased to the kernels of the decode pipeline's two streams (docs/paper/facts.md 1 and 6): kernels that wait for other
 * dies do so on their cores, so that the order of launches decides whether all of them can end.
 */
export const corePools: NetworkFamily = {
  name: 'core-pool',
  title: 'Kernels of both decode streams on the leased cores of each die, some of which wait for other dies',
  parameters,
  faults,
  refuse,
  build,
  exhaustive: [
    { dies: 2, layers: 2, idleDies: 1 },
    { dies: 2, layers: 2, idleDies: 2 },
    { dies: 2, layers: 3, idleDies: 1, rebalance: 'once' },
    { dies: 3, layers: 1, idleDies: 1 },
    { dies: 2, layers: 3, idleDies: 1, streams: 'moe' },
  ],
  deep: [{ dies: 2, layers: 3, idleDies: 1 }],
  campaign: {
    ranges: {
      dies: { min: 2, max: 3 },
      layers: { min: 1, max: 3 },
      idleDies: { min: 0, max: 2 },
      streams: { values: ['both', 'moe'] },
    },
    stepsMax: 200,
  },
};
