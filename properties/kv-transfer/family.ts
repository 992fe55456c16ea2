import { parameters, refuse, shapeOf } from '../../machines/networks/kv-transfer/parameters.js';
import { kvTransferWords } from '../../machines/networks/kv-transfer/words.js';
import { kvTransferWiring } from '../../machines/networks/kv-transfer/wiring.js';
import {
  type Configuration,
  defineNetwork,
  type Network,
  type NetworkFamily,
  patched,
} from '../../src/index.js';
import { withSentences } from '../sentences.js';
import { kvTransferProperties } from './claims.js';
import { faults } from './faults.js';
import { sentences } from './sentences.js';

function build(configuration: Configuration, ids: ReadonlySet<string>): Network {
  const wiring = kvTransferWiring(shapeOf(configuration));
  const { components, channels } = wiring;
  const properties = withSentences(kvTransferProperties(wiring), sentences);
  return patched(
    defineNetwork({ name: 'kv-transfer', components, channels, properties, ...kvTransferWords }),
    faults,
    ids,
  );
}

/**
 * The KV of requests on its way from prefill to decode nodes over the RDMA plane (docs/paper/facts.md 9), while requests are given up, queue pairs fail, and nodes die.
 */
export const kvTransfer: NetworkFamily = {
  name: 'kv-transfer',
  title: 'KV pages on their way from prefill to decode over the RDMA plane, and who owns them',
  parameters,
  faults,
  refuse,
  build,
  exhaustive: [
    // Two requests, of which one may be given up, in each direction.
    {},
    { direction: 'pull' },
    { direction: 'push' },
  ],
  campaign: {
    ranges: {
      requests: { min: 1, max: 4 },
      blocks: { min: 1, max: 2 },
      prefills: { min: 1, max: 2 },
      decodes: { min: 1, max: 2 },
      prefillPages: { min: 2, max: 4 },
      decodePages: { min: 2, max: 4 },
      records: { min: 1, max: 2 },
      pairs: { min: 1, max: 2 },
      retries: { min: 0, max: 1 },
      pairFailures: { min: 0, max: 1 },
      aborts: { min: 0, max: 2 },
      leaseTicks: { min: 2, max: 3 },
    },
    stepsMax: 300,
  },
};
