import { SCALE_BYTES } from '../paper/window.js';
import type { BoundRatio } from './decode-bounds.js';
import {
  BF16_BYTES,
  denseElements,
  expertElements,
  type Model,
  prefillAttentionOps,
  vocabularyElements,
} from './model.js';
import { placementOf } from './placement.js';
import type { PrefillInstance } from './prefill-cost.js';

const NS_PER_S = 1e9;
/** What a run of prefill claims: tokens a second for each NPU. */
export interface PrefillClaim {
  readonly tokensPerSecondPerNpu: number;
  readonly batchNs: number;
  /** Microbatches of a die, and how long a stage of one takes. */
  readonly microbatches: 1 | 2;
  readonly stageNs: (stage: 'all-gather' | 'all-to-all' | 'dispatch' | 'combine') => number;
  /** What a die's HBM gave in a batch. */
  readonly hbmBytes: number;
}

/** Bounds B10 and B11 of docs/paper/timing-model.md 4, from the descriptions alone: what is computed, and what crosses the links, takes that long at least. */
export function prefillBounds(instance: PrefillInstance, claim: PrefillClaim): BoundRatio[] {
  const { model, device, network, tokens } = instance;
  const npuTokens = device.diesPerNpu * tokens;
  const tolerance = 1e-9;
  const product = (claim.tokensPerSecondPerNpu * claim.batchNs) / NS_PER_S / npuTokens;
  return [
    {
      name: 'B10 compute',
      ratio: leastComputeNs(instance) / claim.batchNs,
      meaning: 'all operations at the peak of all cores',
    },
    {
      name: 'B10 links',
      ratio: Math.max(
        (leastLinkBytes(instance) / network.linkBytesPerSecond) * (NS_PER_S / claim.batchNs),
        rateInWindow(instance, claim) / network.linkBytesPerSecond / (1 + tolerance),
      ),
      meaning: 'latents, results and remote copies at the rate of the die, over a batch and at any time',
    },
    {
      name: 'B10 tokens',
      ratio: Math.abs(product - 1) / tolerance,
      meaning: `throughput is the tokens of a batch of ${model.name} by its time`,
    },
    {
      name: 'B11',
      ratio: Math.max(
        (leastHbmBytes(instance, 1) / device.hbmBytesPerSecond) * (NS_PER_S / claim.batchNs),
        // Each microbatch reads the weights again: between two of its passes the other's stages run.
        1 + Math.abs(claim.hbmBytes / leastHbmBytes(instance, claim.microbatches) - 1) / tolerance - 1,
      ),
      meaning: 'memory: weights and what was gathered through the HBM',
    },
  ];
}

/** Bytes of a die's memory that the weights of a prefill instance need; attention's are on every die. */
export function weightBytes({ model, ranks }: PrefillInstance): number {
  const { layers, denseLayers } = model;
  const { expertsPerRank } = placementOf(model, ranks);
  return (
    layers * attentionElements(model) +
    denseLayers * denseElements(model) +
    (layers - denseLayers) * expertsPerRank * expertElements(model) +
    2 * BF16_BYTES * vocabularyElements(model)
  );
}

function attentionElements({ attention, hidden }: Model): number {
  if (attention.kind === 'gqa') {
    return 2 * hidden * attention.headSize * (attention.heads + attention.keyValueHeads);
  }
  const { heads, queryRank, keyValueRank, ropeSize, headSize, valueSize } = attention;
  return (
    hidden * (queryRank + keyValueRank + ropeSize) +
    queryRank * heads * (headSize + ropeSize) +
    keyValueRank * heads * (headSize + valueSize) +
    heads * valueSize * hidden
  );
}

/** Tokens of a die's batch that must be computed: none that the cache has. */
const newTokens = ({ tokens, prompt, reused = 0 }: PrefillInstance): number =>
  tokens - (tokens * reused) / prompt;

/** Operations that bring up keys and values of a layer from latents that are not computed: a cache of keys and values has them. */
function expansionOps({ model, tokens, prompt, reused = 0 }: PrefillInstance): number {
  const { attention } = model;
  if (attention.kind === 'gqa') return 0;
  const { keyValueRank, heads, headSize, valueSize } = attention;
  return 2 * ((tokens * reused) / prompt) * keyValueRank * heads * (headSize + valueSize);
}

function leastComputeNs(instance: PrefillInstance): number {
  const { model, device, tokens, prompt, reused = 0 } = instance;
  const { layers, denseLayers, topK, sharedExperts } = model;
  const perLayers =
    layers * attentionElements(model) +
    denseLayers * denseElements(model) +
    (layers - denseLayers) * (topK + sharedExperts) * expertElements(model);
  // Pairs of tokens: all of a prompt, without those of which both are reused.
  const pairs = ((tokens / prompt) * (prompt ** 2 - reused ** 2)) / 2;
  const core = layers * pairs * prefillAttentionOps(model);
  const products = 2 * newTokens(instance) * perLayers + layers * expansionOps(instance);
  return (products / device.int8OpsPerSecond + core / device.bf16OpsPerSecond) * NS_PER_S;
}

/** The largest rate that the link must have at a time: with two microbatches, one's attention gathers while the other's experts get theirs. */
function rateInWindow(instance: PrefillInstance, { microbatches, stageNs }: PrefillClaim): number {
  const { model, ranks } = instance;
  const tokens = newTokens(instance);
  const { gathered, returned, dispatched, combined } = linkBytes(model, ranks, tokens / microbatches);
  const rate = (bytes: number, ns: number) => (bytes / ns) * NS_PER_S;
  const attention = Math.max(rate(gathered, stageNs('all-gather')), rate(returned, stageNs('all-to-all')));
  const experts = Math.max(rate(dispatched, stageNs('dispatch')), rate(combined, stageNs('combine')));
  return microbatches === 2 ? attention + experts : Math.max(attention, experts);
}

/**
 * Bytes that a die reads in a batch at least, with so many passes over each layer: its weights (of those between gathering and attention the part of its
 * heads), latents of all tokens, loaded ones included, and once the vocabulary.
 */
function leastHbmBytes(instance: PrefillInstance, passes: number): number {
  const { model, ranks } = instance;
  const tokens = newTokens(instance);
  const { attention, hidden, layers, denseLayers, topK, sharedExperts } = model;
  const latent = latentElements(model);
  const down = attention.kind === 'gqa' ? 0 : hidden * latent;
  const heads = attention.heads * (attention.kind === 'gqa' ? attention.headSize : attention.valueSize);
  const after = heads * hidden;
  const up = attentionElements(model) - down - after;
  const { expertsPerRank } = placementOf(model, ranks);
  const received = (tokens / passes) * (topK + sharedExperts);
  const experts = Math.max(1, Math.min(expertsPerRank, received)) * expertElements(model);
  const pass =
    layers * (down + up / ranks + after) +
    denseLayers * denseElements(model) +
    (layers - denseLayers) * experts;
  const gathered = layers * ranks * tokens * latent * BF16_BYTES;
  return passes * pass + gathered + loadedBytes(instance) + BF16_BYTES * vocabularyElements(model);
}

const latentElements = ({ attention, hidden }: Model): number =>
  attention.kind === 'gqa' ? hidden : attention.queryRank + attention.keyValueRank + attention.ropeSize;

/** What each die gets of all that is reused: its heads need the latents, or keys and values, of every token. */
function loadedBytes(instance: PrefillInstance): number {
  const { model, ranks, tokens } = instance;
  const { attention, layers } = model;
  const elements =
    attention.kind === 'mla'
      ? attention.keyValueRank + attention.ropeSize
      : 2 * attention.keyValueHeads * attention.headSize;
  return layers * ranks * (tokens - newTokens(instance)) * elements * BF16_BYTES;
}

function leastLinkBytes(instance: PrefillInstance): number {
  const { model, ranks } = instance;
  const { gathered, returned, dispatched, combined } = linkBytes(model, ranks, newTokens(instance));
  const { layers, denseLayers } = model;
  return (
    layers * (gathered + returned) + (layers - denseLayers) * (dispatched + combined) + loadedBytes(instance)
  );
}

/** Bytes of one layer that cross a die's link, by what they are. */
function linkBytes(model: Model, ranks: number, tokens: number) {
  const { attention, hidden, topK, sharedExperts } = model;
  const away = 1 - 1 / ranks;
  const attended = attention.heads * (attention.kind === 'gqa' ? attention.headSize : attention.valueSize);
  const { sharedRanks, expertsPerRank } = placementOf(model, ranks);
  const isSharedLocal = sharedRanks === 0 && expertsPerRank > 1;
  const copies = (topK + (isSharedLocal ? 0 : sharedExperts)) * away;
  return {
    gathered: BF16_BYTES * tokens * away * ranks * latentElements(model),
    returned: BF16_BYTES * tokens * away * attended,
    dispatched: tokens * copies * (hidden + SCALE_BYTES),
    combined: tokens * copies * BF16_BYTES * hidden,
  };
}
