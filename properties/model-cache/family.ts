import { parameters, refuse, shapeOf } from '../../machines/networks/model-cache/parameters.js';
import { modelCacheWiring } from '../../machines/networks/model-cache/wiring.js';
import { modelCacheWords } from '../../machines/networks/model-cache/words.js';
import {
  type Configuration,
  defineNetwork,
  type Network,
  type NetworkFamily,
  patched,
} from '../../src/index.js';
import { withSentences } from '../sentences.js';
import { modelCacheProperties } from './claims.js';
import { faults } from './faults.js';
import { sentences } from './sentences.js';

function build(configuration: Configuration, ids: ReadonlySet<string>): Network {
  const wiring = modelCacheWiring(shapeOf(configuration));
  const { components, channels } = wiring;
  const properties = withSentences(modelCacheProperties(wiring), sentences);
  return patched(
    defineNetwork({ name: 'model-cache', components, channels, properties, ...modelCacheWords }),
    faults,
    ids,
  );
}

/**
 * The model cache of EMS (docs/paper/facts.md 10): instances switch between models of which new versions are published, and load them out of one copy in the pool,
 * into which they are brought ahead.
 */
export const modelCache: NetworkFamily = {
  name: 'model-cache',
  title: 'Instances switch between models, and load their weights out of one copy in a pool of memory',
  parameters,
  faults,
  refuse,
  build,
  exhaustive: [
    // Versions come and go in a pool that has room for one, or for two.
    { copies: 1 },
    { instances: 2 },
    // All want the same model, of which a new version is published meanwhile.
    { instances: 3, models: 1, switches: 1, copies: 1 },
  ],
  deep: [{ instances: 3, models: 2, releases: 2 }],
  campaign: {
    ranges: {
      instances: { min: 1, max: 4 },
      models: { min: 1, max: 3 },
      switches: { min: 1, max: 3 },
      blocks: { min: 1, max: 3 },
      copies: { min: 1, max: 3 },
      releases: { min: 0, max: 2 },
    },
    stepsMax: 300,
  },
};
