import type { BoundRatio } from './decode-bounds.js';
import { BF16_BYTES, denseElements, expertElements, prefillAttentionOps } from './model.js';
import { placementOf } from './placement.js';
import type { PrefillInstance } from './prefill-cost.js';

const NS_PER_S = 1e9;
const SCALE_BYTES = 512;

/** What a run of prefill claims: tokens a second for each NPU. */
export interface PrefillClaim {
  readonly tokensPerSecondPerNpu: number;
  readonly batchNs: number;
}

/** Bounds B10 of timing-model.md 4, from the descriptions alone: what is computed, and what crosses the links, takes that long at least. */
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
      ratio: (leastLinkBytes(instance) / network.linkBytesPerSecond) * (NS_PER_S / claim.batchNs),
      meaning: 'latents, results and remote copies at the rate of the die',
    },
    {
      name: 'B10 tokens',
      ratio: Math.abs(product - 1) / tolerance,
      meaning: `throughput is the tokens of a batch of ${model.name} by its time`,
    },
  ];
}

function leastComputeNs({ model, device, tokens, prompt }: PrefillInstance): number {
  const { attention, hidden, layers, denseLayers, topK, sharedExperts } = model;
  let elements: number;
  if (attention.kind === 'gqa') {
    elements = 2 * hidden * attention.headSize * (attention.heads + attention.keyValueHeads);
  } else {
    const { heads, queryRank, keyValueRank, ropeSize, headSize, valueSize } = attention;
    elements =
      hidden * (queryRank + keyValueRank + ropeSize) +
      queryRank * heads * (headSize + ropeSize) +
      keyValueRank * heads * (headSize + valueSize) +
      heads * valueSize * hidden;
  }
  const perLayers =
    layers * elements +
    denseLayers * denseElements(model) +
    (layers - denseLayers) * (topK + sharedExperts) * expertElements(model);
  const core = (layers * tokens * prompt * prefillAttentionOps(model)) / 2;
  return ((2 * tokens * perLayers) / device.int8OpsPerSecond + core / device.bf16OpsPerSecond) * NS_PER_S;
}

function leastLinkBytes({ model, ranks, tokens }: PrefillInstance): number {
  const { attention, hidden, layers, denseLayers } = model;
  const away = 1 - 1 / ranks;
  const latent =
    attention.kind === 'gqa' ? hidden : attention.queryRank + attention.keyValueRank + attention.ropeSize;
  const attended = attention.heads * (attention.kind === 'gqa' ? attention.headSize : attention.valueSize);
  const perLayer = BF16_BYTES * tokens * away * (ranks * latent + attended);
  const { sharedRanks, expertsPerRank } = placementOf(model, ranks);
  const isSharedLocal = sharedRanks === 0 && expertsPerRank > 1;
  const copies = (model.topK + (isSharedLocal ? 0 : model.sharedExperts)) * away;
  const perMoeLayer = tokens * copies * (hidden + SCALE_BYTES + BF16_BYTES * hidden);
  return layers * perLayer + (layers - denseLayers) * perMoeLayer;
}
