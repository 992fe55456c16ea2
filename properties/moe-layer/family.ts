import { costOf, parameters } from '../../machines/networks/moe-layer/parameters.js';
import { moeLayerWiring } from '../../machines/networks/moe-layer/wiring.js';
import { type Configuration, defineNetwork, type Network, type NetworkFamily } from '../../src/index.js';
import { moeLayerProperties } from './claims.js';

function build(configuration: Configuration): Network {
  const granularity = configuration.granularity === 'rank' ? 'rank' : 'token';
  return defineNetwork({
    name: 'moe-layer',
    ...moeLayerWiring(costOf(configuration), granularity, Number(configuration.routing)),
    properties: moeLayerProperties(Number(configuration.dies), granularity === 'token'),
  });
}

/** One MoE layer row by row: in any order of events here, at full size in the bench. */
export const moeLayerRows: NetworkFamily = {
  name: 'moe-layer',
  title: 'One MoE layer row by row: dispatch, flags, experts, combine',
  parameters,
  faults: {},
  build,
  exhaustive: [{ dies: 2, tokens: 2 }, { dies: 4 }, { dies: 3, tokens: 2, granularity: 'rank' }],
  campaign: {
    ranges: {
      dies: { min: 2, max: 5 },
      tokens: { min: 1, max: 3 },
      granularity: { values: ['token', 'rank'] },
      routing: { min: 0, max: 1_000 },
    },
    stepsMax: 1_000,
  },
};
