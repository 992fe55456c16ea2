import { costOf, parameters } from '../../machines/networks/moe-layer/parameters.js';
import { moeLayerWiring } from '../../machines/networks/moe-layer/wiring.js';
import { moeLayerWords } from '../../machines/networks/moe-layer/words.js';
import { drawRoutes } from '../../src/cloudmatrix/cost/expert-loads.js';
import {
  type Configuration,
  defineNetwork,
  type Network,
  type NetworkFamily,
  patched,
} from '../../src/index.js';
import { withSentences } from '../sentences.js';
import { moeLayerProperties } from './claims.js';
import { faults } from './faults.js';
import { sentences } from './sentences.js';

function build(configuration: Configuration, ids: ReadonlySet<string>): Network {
  const granularity = configuration.granularity === 'rank' ? 'rank' : 'token';
  const cost = costOf(configuration);
  const seed = Number(configuration.routing);
  const routes = drawRoutes(cost.instance.model, cost.placement, seed, Number(configuration.tokens));
  const network = defineNetwork({
    name: 'moe-layer',
    ...moeLayerWiring(cost, granularity, seed),
    properties: withSentences(moeLayerProperties(routes, granularity === 'token'), sentences, '4.2.1'),
    ...moeLayerWords,
  });
  return patched(network, faults, ids);
}

/** One MoE layer row by row: in any order of events here, at full size in the bench. */
export const moeLayerRows: NetworkFamily = {
  name: 'moe-layer',
  title: 'One MoE layer row by row: dispatch, flags, experts, combine',
  parameters,
  faults,
  build,
  exhaustive: [
    // Several rows from each die to each.
    { dies: 2, tokens: 2 },
    // Dies that have nothing for each other.
    { dies: 4, routing: 2 },
    // All that a die has in one step.
    { dies: 3, tokens: 2, granularity: 'rank' },
  ],
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
