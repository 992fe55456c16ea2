import { parameters, refuse, shapeOf } from '../../machines/networks/core-pool/parameters.js';
import { corePoolWiring } from '../../machines/networks/core-pool/wiring.js';
import { type Configuration, defineNetwork, type Network, type NetworkFamily } from '../../src/index.js';
import { corePoolProperties } from './claims.js';

function build(configuration: Configuration, faults: ReadonlySet<string>): Network {
  const wiring = corePoolWiring(shapeOf(configuration), {
    betweenLayers: faults.has('D1'),
    notifyBeforeWait: faults.has('D2'),
    aroundRebalance: faults.has('D7'),
  });
  const { components, channels } = wiring;
  return defineNetwork({ name: 'core-pool', components, channels, properties: corePoolProperties(wiring) });
}

/**
 * The cores of each die, leased to the kernels of the decode pipeline's two streams (docs/paper/facts.md 1 and 6): kernels that wait for other
 * dies do so on their cores, so that the order of launches decides whether all of them can end.
 */
export const corePools: NetworkFamily = {
  name: 'core-pool',
  title: 'Kernels of both decode streams on the leased cores of each die, some of which wait for other dies',
  parameters,
  faults: {
    D1: {
      title: 'nothing orders the combine-notify of a layer before the dispatch-wait of the next',
      link: 'https://github.com/hw-native-sys/pypto-lib/issues/1208',
      property: 'deadlock-freedom',
      configuration: { dies: 2, layers: 2, idleDies: 1, rebalance: 'never' },
    },
    D2: {
      title: 'waits may be launched before the notifies of their own die, and fill the cores',
      link: 'https://github.com/hw-native-sys/pypto/pull/2391',
      property: 'deadlock-freedom',
      configuration: { dies: 2, layers: 1, idleDies: 0, rebalance: 'never' },
    },
    D7: {
      title: 'expert rebalancing is launched in another order on each die, and takes the cores',
      link: 'https://github.com/vllm-project/vllm/pull/32860',
      property: 'deadlock-freedom',
      configuration: { dies: 2, layers: 1, idleDies: 0, rebalance: 'once' },
    },
  },
  refuse,
  build,
  exhaustive: [
    { dies: 2, layers: 2, idleDies: 1 },
    { dies: 2, layers: 2, idleDies: 2 },
    { dies: 2, layers: 3, idleDies: 1, rebalance: 'once' },
    { dies: 3, layers: 1, idleDies: 1 },
  ],
  campaign: {
    ranges: {
      dies: { min: 2, max: 3 },
      layers: { min: 1, max: 2 },
      idleDies: { min: 0, max: 2 },
    },
    stepsMax: 200,
  },
};
