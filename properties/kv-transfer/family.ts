import { parameters, shapeOf } from '../../machines/networks/kv-transfer/parameters.js';
import { refuse } from '../../machines/networks/kv-transfer/transfer-refusals.js';
import { KvTransferWords } from '../../machines/networks/kv-transfer/words.js';
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
    defineNetwork({
      name: 'kv-transfer',
      components,
      channels,
      properties,
      ...new KvTransferWords(wiring).telling,
    }),
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
    // What each exercises stands in test/networks/kv-transfer.test.ts.
    {},
    { decodePages: 1, prefillPages: 1, abortsAt: 'both', prefixes: 'kept' },
    { blocks: 2, pairs: 2, decodePages: 4, prefillPages: 4, pairFailures: 1, retries: 1, aborts: 0 },
    { calls: 'limited', pairFailures: 1 },
    { requests: 1, calls: 'limited' },
    { fails: 'decode', decodePages: 1 },
    { fails: 'prefill', abortsAt: 'both', decodePages: 1 },
    { fails: 'prefill', comesBack: 'yes', abortsAt: 'prefill', decodePages: 1 },
    { pairFailures: 1, fails: 'prefill', comesBack: 'yes', decodePages: 1, aborts: 0, prefixes: 'kept' },
    { direction: 'pull', decodePages: 1 },
    { direction: 'pull', fails: 'decode', aborts: 0 },
    { direction: 'pull', fails: 'prefill', comesBack: 'yes', prefills: 2 },
    { direction: 'push', decodePages: 1, abortsAt: 'both', prefixes: 'kept' },
    { direction: 'push', blocks: 2, pairs: 2, decodePages: 4, prefillPages: 3, abortsAt: 'both' },
    { direction: 'push', prefills: 2, records: 1 },
    { direction: 'push', prefills: 2, fails: 'prefill' },
    { direction: 'push', requests: 3, pairs: 2, records: 1, aborts: 0, fails: 'prefill' },
    { direction: 'push', requests: 3, records: 3, decodePages: 3, prefillPages: 3, aborts: 0 },
    { direction: 'push', requests: 3, records: 1, decodePages: 2, prefillPages: 1 },
    { direction: 'push', decodes: 2, fails: 'decode' },
    { requests: 3, decodePages: 1, prefillPages: 1 },
    { requests: 3, decodePages: 3, prefillPages: 3, aborts: 0 },
    { direction: 'push', requests: 3, decodePages: 1 },
    { direction: 'push', requests: 3, decodePages: 3, records: 1 },
    { direction: 'push', requests: 3, decodePages: 3, records: 3, prefillPages: 1, aborts: 0 },
    { direction: 'push', status: 'lost' },
    { direction: 'push', pairs: 2, pairFailures: 1, retries: 1, calls: 'limited' },
  ],
  deep: [
    { requests: 3, decodePages: 4, prefillPages: 3 },
    { blocks: 2, pairs: 2, decodePages: 4, prefillPages: 4, pairFailures: 1, retries: 1, fails: 'prefill' },
    { direction: 'pull', requests: 3, fails: 'decode' },
    { direction: 'push', requests: 3, decodePages: 4, prefillPages: 3, aborts: 2 },
    { direction: 'push', requests: 3, decodePages: 4, prefillPages: 3, fails: 'prefill' },
    { direction: 'push', requests: 4, decodePages: 4, prefills: 2, records: 4 },
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
      abortsAt: { values: ['decode', 'prefill', 'both'] },
      fails: { values: ['nothing', 'prefill', 'decode'] },
      direction: { values: ['push', 'pull', 'paper'] },
      status: { values: ['kept', 'lost'] },
      calls: { values: ['unlimited', 'limited'] },
      prefixes: { values: ['dropped', 'kept'] },
      comesBack: { values: ['no', 'yes'] },
      leaseTicks: { min: 2, max: 3 },
    },
    stepsMax: 300,
  },
};
