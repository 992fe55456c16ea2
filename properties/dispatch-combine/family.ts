import {
  parameters,
  refuseSizes,
  refuseWindow,
  shapeOf,
} from '../../machines/networks/dispatch-combine/parameters.js';
import { waitsFor } from '../../machines/networks/dispatch-combine/waits.js';
import { DispatchCombineWords } from '../../machines/networks/dispatch-combine/words.js';
import { DispatchCombineWiring } from '../../machines/networks/dispatch-combine/wiring.js';
import {
  type Configuration,
  defineNetwork,
  type Network,
  type NetworkFamily,
  patched,
  wiringOf,
} from '../../src/index.js';
import { withSentences } from '../sentences.js';
import { dispatchCombineProperties } from './claims.js';
import { sentences } from './sentences.js';
import { dispatchCombineFaults } from './faults.js';
import { WIRING_PARTS, type WiringParts } from './patch.js';
import { buffers } from './sweeps.js';

const partsOf = (faults: ReadonlySet<string>): Partial<WiringParts> =>
  wiringOf<WiringParts>(dispatchCombineFaults, faults, WIRING_PARTS);

function build(configuration: Configuration, faults: ReadonlySet<string>): Network {
  const parts = partsOf(faults);
  const shape = shapeOf(configuration);
  const wiring = new DispatchCombineWiring(shape);
  const network = defineNetwork({
    name: 'dispatch-combine',
    components: parts.components?.(wiring.components, wiring.shape) ?? wiring.components,
    channels: parts.channels?.(wiring.channels, wiring.shape) ?? wiring.channels,
    properties: withSentences(dispatchCombineProperties(wiring), sentences, '4.2.1'),
    fairness: wiring.fairness,
    ...new DispatchCombineWords(shape).telling,
    waitsFor,
  });
  return patched(network, dispatchCombineFaults, faults);
}

function refuse(configuration: Configuration, faults: ReadonlySet<string>): string | undefined {
  const { refuseWindow: refuses = refuseWindow } = partsOf(faults);
  return refuseSizes(configuration) ?? refuses(configuration);
}

/**
 * FusedDispatch and FusedCombine between the dies of one expert-parallel group, layer after layer (docs/paper/facts.md 4 and 13.1): every die
 * routes its tokens, sends copies into the windows of the experts' dies, waits for all peers, computes, sends results back, sums.
 */
export const dispatchCombine: NetworkFamily = {
  name: 'dispatch-combine',
  title: 'FusedDispatch and FusedCombine between dies over the Unified Bus, layer after layer',
  parameters,
  faults: dispatchCombineFaults,
  refuse,
  build,
  // What each exercises stands in docs/dispatch-combine.md.
  exhaustive: [
    { dies: 2, tokens: 1, layers: 3 },
    { dies: 2, tokens: 2, layers: 3 },
    { dies: 2, tokens: 3, layers: 2 },
    { dies: 3, tokens: 1, layers: 2 },
    { dies: 3, tokens: 1, layers: 3, routing: 'balanced' },
    { dies: 3, tokens: 1, layers: 2, topK: 2, routing: 'balanced' },
    { dies: 2, tokens: 1, layers: 3, expertsPerDie: 2, topK: 2 },
    { dies: 3, tokens: 1, layers: 3, redundant: 1, topK: 2, routing: 'balanced' },
    { dies: 3, tokens: 1, layers: 1, sharedDies: 1, redundant: 1 },
    { dies: 2, tokens: 2, layers: 1, sharedDies: 1, expertsPerDie: 2, routing: 'balanced' },
    { dies: 2, tokens: 1, layers: 2, microbatches: 2 },
    { dies: 2, tokens: 1, layers: 2, microbatches: 2, idleDies: 1 },
    { dies: 2, tokens: 1, layers: 3, flags: 'sense' },
    { dies: 2, tokens: 1, layers: 3, flags: 'counting' },
    { dies: 2, tokens: 1, layers: 3, combineSignal: 'store' },
    { dies: 2, tokens: 1, layers: 3, buffers: 'one-ack' },
    { dies: 2, tokens: 1, layers: 3, dispatchTransfer: 'pull', combineTransfer: 'pull' },
    {
      dies: 2,
      tokens: 2,
      layers: 1,
      dispatchTransfer: 'pull',
      combineTransfer: 'pull',
      routing: 'balanced',
    },
    { dies: 2, tokens: 2, layers: 1, cores: 2 },
    { dies: 2, tokens: 2, layers: 1, ubufferSlots: 2, routing: 'balanced' },
    { dies: 2, tokens: 2, layers: 1, credits: 1, flaps: 1, routing: 'balanced' },
    { dies: 2, tokens: 1, layers: 3, limit: 'probe' },
    {
      dies: 2,
      tokens: 2,
      layers: 1,
      ubufferSlots: 2,
      credits: 1,
      limit: 'probe',
      failures: 1,
      routing: 'balanced',
    },
    { dies: 2, tokens: 1, layers: 1, microbatches: 2, limit: 'probe', failures: 2, routing: 'balanced' },
    {
      dies: 2,
      tokens: 1,
      layers: 2,
      dispatchTransfer: 'pull',
      combineTransfer: 'pull',
      limit: 'probe',
      failures: 2,
    },
    { dies: 2, tokens: 1, layers: 2, buffers: 'one-ack', limit: 'probe', failures: 2 },
    { dies: 2, tokens: 1, layers: 1, cores: 2, limit: 'probe', failures: 1 },
    { dies: 3, tokens: 1, layers: 1, limit: 'probe', failures: 3, routing: 'balanced' },
    { dies: 3, tokens: 1, layers: 2, limit: 'probe', failures: 1, routing: 'balanced' },
  ],
  deep: [
    { dies: 4, tokens: 1, layers: 1, routing: 'balanced' },
    { dies: 3, tokens: 2, layers: 2, routing: 'balanced' },
    { dies: 4, tokens: 1, layers: 1, routing: 'sampled', routingSeed: 1 },
  ],
  reduced: [{ dies: 4, tokens: 1, layers: 1 }],
  deepReduced: [
    { dies: 3, tokens: 2, layers: 1 },
    { dies: 3, tokens: 1, layers: 61 },
    { dies: 4, tokens: 1, layers: 2 },
    { dies: 3, tokens: 2, layers: 2 },
  ],
  sweeps: { buffers },
  campaign: {
    ranges: {
      dies: { min: 2, max: 16 },
      tokens: { min: 0, max: 2 },
      layers: { min: 1, max: 2 },
      sharedDies: { min: 0, max: 2 },
      expertsPerDie: { min: 1, max: 2 },
      redundant: { min: 0, max: 2 },
      topK: { min: 1, max: 3 },
      microbatches: { min: 1, max: 2 },
      idleDies: { min: 0, max: 1 },
      cores: { min: 1, max: 2 },
      ubufferSlots: { min: 0, max: 2 },
      chunk: { min: 1, max: 2 },
      credits: { min: 0, max: 4 },
      flaps: { min: 0, max: 1 },
      batch: { min: 0, max: 0 },
      windowMiB: { min: 200, max: 200 },
      buffers: { values: ['two-halves', 'one-ack'] },
      flags: { values: ['zeroing', 'sense', 'counting'] },
      combineSignal: { values: ['add', 'store'] },
      dispatchTransfer: { values: ['push', 'pull'] },
      combineTransfer: { values: ['push', 'pull'] },
      // Flags behind data need a path that keeps its order.
      paths: { values: ['ordered'] },
      placement: { values: ['packed', 'spread'] },
      limit: { values: ['none'] },
      failures: { min: 0, max: 0 },
      routing: { values: ['sampled'] },
      skew: { min: 0, max: 60 },
      routingSeed: { min: 0, max: 65_535 },
    },
    stepsMax: stepsAtMost,
  },
};

/** Steps that a run of this size takes at most, with room for stutters of links and limits. */
function stepsAtMost(configuration: Configuration): number {
  const { dies, tokens, layers, microbatches, ...shape } = shapeOf(configuration);
  const items = layers * microbatches;
  // Of a copy: six steps of sending each way and its signal; of a peer: flag, line, acknowledgements.
  const ofDie = 10 + 16 * tokens * (shape.topK + 1) + 6 * dies;
  return 100 + items * dies * ofDie;
}
