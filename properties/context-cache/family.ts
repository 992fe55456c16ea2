import { parameters, shapeOf } from '../../machines/networks/context-cache/parameters.js';
import { refuse } from '../../machines/networks/context-cache/refusals.js';
import { contextCacheWords } from '../../machines/networks/context-cache/words.js';
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
  return patched(
    defineNetwork({ name: 'context-cache', components, channels, properties, ...contextCacheWords }),
    faults,
    ids,
  );
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
  refuse,
  build,
  exhaustive: [
    // Three blocks of two chains, two servers, two instances, one server that is lost.
    { losses: 1 },
    // No server is left, and EVS has what was lost.
    { losses: 1, servers: 1, instances: 1, requests: 2 },
    // The only server is lost while a block is read in from EVS, or out of it.
    { losses: 1, stored: 1, prompts: 1, instances: 1, length: 1, servers: 1 },
    // Blocks are evicted, and read from EVS again.
    { requests: 2, slots: 1, evs: 2 },
    { stored: 2, prompts: 1 },
    // A lease that ends while the block is read, and its slot is given to another one.
    { stored: 2, evs: 2, servers: 1 },
    { stored: 1, evs: 1 },
    // Two prompts of three blocks, two of which have the same tokens behind different prefixes.
    { length: 3, stored: 3, servers: 1 },
    // A threshold below the size of the memory.
    { requests: 2, servers: 1, high: 1, instances: 1, evs: 2 },
    // A put that gives its slot back while the server is about to evict.
    { timeouts: 1, length: 1, prompts: 1, servers: 1, slots: 3, high: 2 },
    // A block that makes room for another one, and room for all of them.
    { requests: 2, servers: 1, instances: 1 },
    { requests: 2, servers: 1, instances: 1, slots: 3 },
    // Two blocks that may make room, of which one was used again.
    { requests: 3, servers: 1, instances: 1, slots: 3, high: 2 },
    // Puts that are taken for failed, tried again, and given up; with room for both, what is tried again is stored.
    { timeouts: 1, slots: 1 },
    { timeouts: 1, length: 1, servers: 1, instances: 1, prompts: 1 },
    { timeouts: 2, instances: 1, requests: 2 },
    { timeouts: 2, length: 1, servers: 1 },
    // Somebody looks for a block of which one put was discarded, and has not ended, and another one is complete.
    { timeouts: 1, length: 1, servers: 1, instances: 3 },
    // Ranks that find different runs of hits.
    { ranks: 2, instances: 1, requests: 2, prompts: 1, slots: 1, servers: 1, evs: 0 },
    // Tenants with quotas.
    { tenants: 2, quota: 1, requests: 2 },
    { quota: 2, requests: 2, servers: 1, slots: 3, instances: 1, evs: 2 },
    { stored: 2, quota: 1 },
    // An SDK that dies while it reads, or stores.
    { deaths: 1 },
    // An SDK dies while what it says may be late, and the space of its puts is taken back.
    { lost: 'puts', instances: 1, deaths: 1 },
    // What an SDK and a server say to each other is lost, or late.
    { lost: 'reads', stored: 2, instances: 1, requests: 2, prompts: 1 },
    { lost: 'puts', instances: 1, requests: 2, slots: 1 },
    { lost: 'puts', losses: 1, instances: 1, slots: 1 },
    // A server that joins, and another one that is lost.
    { joins: 1 },
    { joins: 1, losses: 1, instances: 1 },
  ],
  deep: [
    { timeouts: 1 },
    { ranks: 2, instances: 1, requests: 2, slots: 1 },
    { requests: 2 },
    { tenants: 2, quota: 2, prompts: 1, requests: 2 },
    { requests: 2, servers: 1, high: 1, evs: 2 },
    { losses: 1, requests: 2, slots: 1 },
    { instances: 3, slots: 1 },
    { deaths: 1, requests: 2 },
    { lost: 'reads', stored: 2, requests: 2, prompts: 1, servers: 1, slots: 1 },
    { lost: 'reads', losses: 1, stored: 2, instances: 1, requests: 2 },
    { lost: 'puts', instances: 1, requests: 2, deaths: 1 },
    { lost: 'puts' },
    { joins: 1, losses: 1 },
    { joins: 1, requests: 2 },
  ],
  campaign: {
    ranges: {
      instances: { min: 1, max: 3 },
      ranks: { min: 1, max: 2 },
      requests: { min: 1, max: 2 },
      prompts: { min: 1, max: 3 },
      length: { min: 1, max: 3 },
      servers: { min: 1, max: 3 },
      slots: { min: 1, max: 3 },
      high: { min: 0, max: 2 },
      evs: { min: 0, max: 4 },
      stored: { min: 0, max: 2 },
      losses: { min: 0, max: 1 },
      timeouts: { min: 0, max: 2 },
      joins: { min: 0, max: 1 },
      deaths: { min: 0, max: 1 },
      lost: { values: ['nothing', 'reads', 'puts'] },
      tenants: { min: 1, max: 2 },
      quota: { min: 0, max: 3 },
    },
    stepsMax: 300,
  },
};
