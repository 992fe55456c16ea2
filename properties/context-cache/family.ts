import { parameters, shapeOf } from '../../machines/networks/context-cache/parameters.js';
import { CACHE_PARTS, contextCacheWiring } from '../../machines/networks/context-cache/wiring.js';
import {
  type Configuration,
  defineNetwork,
  type Network,
  type NetworkFamily,
  patched,
  wiringOf,
} from '../../src/index.js';
import { withSentences } from '../sentences.js';
import { contextCacheProperties } from './claims.js';
import { faults } from './faults.js';
import { sentences } from './sentences.js';

function build(configuration: Configuration, ids: ReadonlySet<string>): Network {
  const wiring = contextCacheWiring(shapeOf(configuration), wiringOf(faults, ids, CACHE_PARTS));
  const { components, channels } = wiring;
  const properties = withSentences(contextCacheProperties(wiring), sentences);
  return patched(defineNetwork({ name: 'context-cache', components, channels, properties }), faults, ids);
}

/**
 * The context cache of EMS (docs/paper/facts.md 10): prefill instances look for the longest stored prefix of a prompt, load it out of the memories of servers,
 * compute the rest, and store it; blocks are evicted, written through to EVS, and read from there again.
 */
export const contextCache: NetworkFamily = {
  name: 'context-cache',
  title: 'Prefill instances reuse blocks of KV from a pool of memory, with EVS behind it',
  parameters,
  faults,
  build,
  exhaustive: [
    // Blocks that are found, loaded and stored while the next request begins.
    { requests: 2 },
  ],
  campaign: {
    ranges: {
      instances: { min: 1, max: 4 },
      ranks: { min: 1, max: 2 },
      requests: { min: 1, max: 3 },
      prompts: { min: 1, max: 3 },
      length: { min: 1, max: 3 },
      servers: { min: 1, max: 3 },
      slots: { min: 1, max: 3 },
      high: { min: 0, max: 2 },
      evs: { min: 0, max: 4 },
      losses: { min: 0, max: 1 },
      timeouts: { min: 0, max: 2 },
      tenants: { min: 1, max: 2 },
      quota: { min: 0, max: 3 },
    },
    stepsMax: 600,
  },
};
