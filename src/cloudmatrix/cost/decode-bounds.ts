import { SCALE_BYTES } from '../paper/window.js';
import type { Cores } from '../paper/die.js';
import { ACCEPTANCE } from '../paper/operators.js';
import type { DecodeInstance, StreamSplit } from './decode-cost.js';
import {
  BF16_BYTES,
  cacheBytesPerToken,
  decodeAttentionOps,
  denseElements,
  expertElements,
  type Model,
  vocabularyElements,
} from './model.js';
import { placementOf } from './placement.js';

/** What a run of decode claims. Times in nanoseconds, throughput in tokens a second for each NPU. */
export interface DecodeClaim {
  readonly stepNs: number;
  readonly tpotNs: number;
  readonly tokensPerSecondPerNpu: number;
  /** Share of the draft tokens that were accepted; the expected one, if left out. */
  readonly acceptance?: number;
  /** How long one microbatch's collectives took, waiting left out. */
  readonly dispatchNs: number;
  readonly combineNs: number;
  /** Expected time of what each stream does between two swaps of a layer with experts. */
  readonly swapNs: readonly [attention: number, moe: number];
  /** Microbatches of a die, and the cores that each stream had. */
  readonly microbatches: 1 | 2;
  readonly streams: StreamSplit;
  /** What one die did in a step. */
  readonly work: {
    readonly hbmBytes: number;
    readonly dispatchLinkBytes: number;
    readonly combineLinkBytes: number;
    readonly dispatchedCopies: number;
    readonly combinedCopies: number;
  };
}

/** How close a claim comes to what physics, or counting, allows: above 1 it cannot be. */
export interface BoundRatio {
  readonly name: string;
  readonly ratio: number;
  readonly meaning: string;
}

const NS_PER_S = 1e9;
/** What a count may be off by, for sums of floating-point numbers. */
const COUNT_TOLERANCE = 1e-9;

/**
 * The bounds of docs/paper/timing-model.md 4 for decode, from the descriptions of model, device and network: no time is shared with the cost model, so that an
 * error of it shows. Counts are: where experts are placed, how large weights and a token's cache are, and the operations of attention have tests of their own.
 */
export function decodeBounds(instance: DecodeInstance, claim: DecodeClaim): BoundRatio[] {
  const { model, device, network, ranks, sequences, tokensPerSequence } = instance;
  const { stepNs, work, microbatches } = claim;
  const least = leastTimes(instance);
  const tokens = sequences * tokensPerSequence;
  const draftLayers = tokensPerSequence === 2 ? 1 : 0;
  const moeLayers = model.layers - model.denseLayers + draftLayers;
  const copies = moeLayers * tokens * (model.topK + model.sharedExperts);
  const remote = moeLayers * tokens * remotePerToken(instance);
  const isInNode = ranks <= network.diesPerNode;
  const hop = isInNode ? network.leastLatencyNs.inNode : network.leastLatencyNs.crossNode;
  const accepted = tokensPerSequence === 2 ? 1 + (claim.acceptance ?? ACCEPTANCE) : 1;
  const most = (device.diesPerNpu * sequences * accepted * NS_PER_S) / stepNs;
  const little = (claim.tokensPerSecondPerNpu * claim.tpotNs) / NS_PER_S / (device.diesPerNpu * sequences);
  const exactly = (found: number, expected: number) =>
    1 + Math.abs(found / expected - 1) / COUNT_TOLERANCE - 1;
  const counted = Math.max(
    exactly(work.dispatchedCopies, copies),
    exactly(work.combinedCopies, copies),
    exactly(work.dispatchLinkBytes, remote * (model.hidden + SCALE_BYTES)),
    exactly(work.combineLinkBytes, remote * model.hidden * BF16_BYTES),
    // Between two passes over a layer the other microbatch's stages run: each pass reads the weights again, and its own cache.
    exactly(work.hbmBytes, hbmBytesOf(instance, microbatches)),
  );
  return [
    {
      name: 'B1',
      ratio: least.computeNs / stepNs,
      meaning: 'compute: all operations at the peak of all cores',
    },
    {
      name: 'B2',
      ratio: Math.max(least.hbmNs / stepNs, swapRatio(instance, claim)),
      meaning: 'memory: weights and cache once through the HBM, and what both streams read between two swaps',
    },
    {
      name: 'B3',
      ratio: Math.max(least.linkNs / stepNs, windowRatio(instance, claim, network.linkBytesPerSecond)),
      meaning: 'links: remote copies at the rate of the die, over a step and within each collective',
    },
    { name: 'B4', ratio: (2 * hop * moeLayers) / stepNs, meaning: 'latency: two hops for each MoE layer' },
    {
      name: 'B5',
      ratio: coresHeld(claim, device),
      meaning: 'partition: cores that both streams hold at once',
    },
    {
      name: 'B6',
      ratio: Math.max(claim.tokensPerSecondPerNpu / most / (1 + COUNT_TOLERANCE), exactly(little, 1)),
      meaning: 'tokens: throughput is what a step accepts, and batch = throughput x TPOT',
    },
    { name: 'B7', ratio: memoryBytes(instance) / device.hbmBytes, meaning: 'capacity of the HBM' },
    { name: 'B8', ratio: counted, meaning: 'conservation: copies sent, combined, and bytes moved' },
    {
      name: 'B9',
      ratio: longestPathNs(instance, microbatches) / stepNs,
      meaning: "graph: a microbatch's own operators one after the other",
    },
    {
      name: 'B12',
      ratio: windowRatio(instance, claim, issueRate(instance, claim)),
      meaning: 'issuing: remote copies at the rate of the AIV cores that write them',
    },
  ];
}

/** Bytes of a die's memory that a decode instance needs: weights, buffers, cache. */
export function memoryBytes(instance: DecodeInstance): number {
  const { model, ranks, sequences, context, tokensPerSequence } = instance;
  const draftLayers = tokensPerSequence === 2 ? 1 : 0;
  const layers = model.layers + draftLayers;
  const { expertsPerRank } = placementOf(model, ranks, instance.sharedReplicas);
  const { int8, bf16 } = attentionElements(model);
  const weights =
    layers * (int8 + BF16_BYTES * bf16) +
    model.denseLayers * denseElements(model) +
    (layers - model.denseLayers) * expertsPerRank * expertElements(model) +
    2 * BF16_BYTES * vocabularyElements(model);
  const tokens = Math.ceil(sequences * tokensPerSequence);
  const buffers = expertsPerRank * bufferBytes(ranks, tokens, model.hidden);
  return weights + buffers + layers * sequences * context * cacheBytesPerToken(model);
}

/**
 * Bytes of a die's dispatch and combine buffers for one expert: 225 MiB and 420 MiB for 96 tokens and 320 ranks (docs/paper/facts.md 4.3).
 *
 * @testonly the published sizes of the buffers are compared with it
 */
export const bufferBytes = (ranks: number, tokens: number, hidden: number): number =>
  ranks * tokens * (hidden + SCALE_BYTES + BF16_BYTES * hidden);

function leastTimes(instance: DecodeInstance) {
  const { model, device, network, ranks, sequences, context, tokensPerSequence } = instance;
  const { layers, denseLayers, topK, sharedExperts } = model;
  const tokens = sequences * tokensPerSequence;
  const { int8, bf16 } = attentionElements(model);
  const moeLayers = layers - denseLayers;
  const int8Ops =
    2 *
    tokens *
    (layers * int8 +
      denseLayers * denseElements(model) +
      (topK + sharedExperts) * moeLayers * expertElements(model));
  const bf16Ops =
    2 * tokens * (layers * bf16 + vocabularyElements(model)) +
    tokens * layers * context * decodeAttentionOps(model);
  const bytes =
    layers * (int8 + BF16_BYTES * bf16) +
    denseLayers * denseElements(model) +
    moeLayers * expertElements(model) * Math.min(1, tokens) +
    (BF16_BYTES * vocabularyElements(model)) / ranks +
    layers * sequences * context * cacheBytesPerToken(model);
  const linkBytes =
    moeLayers * tokens * remotePerToken(instance) * (model.hidden + SCALE_BYTES + BF16_BYTES * model.hidden);
  return {
    computeNs: (int8Ops / device.int8OpsPerSecond + bf16Ops / device.bf16OpsPerSecond) * NS_PER_S,
    hbmNs: (bytes / device.hbmBytesPerSecond) * NS_PER_S,
    linkNs: (linkBytes / network.linkBytesPerSecond) * NS_PER_S,
  };
}

/** Bytes of one microbatch's collectives that cross a die's link. */
function collectiveBytes(instance: DecodeInstance, microbatches: number) {
  const { model, sequences, tokensPerSequence } = instance;
  const copies = ((sequences * tokensPerSequence) / microbatches) * remotePerToken(instance);
  return {
    dispatch: copies * (model.hidden + SCALE_BYTES),
    combine: copies * model.hidden * BF16_BYTES,
  };
}

/** Bytes within one collective at a rate, by the time that it took. */
function windowRatio(instance: DecodeInstance, claim: DecodeClaim, bytesPerSecond: number): number {
  const { dispatch, combine } = collectiveBytes(instance, claim.microbatches);
  const leastNs = (bytes: number) => (bytes / bytesPerSecond) * NS_PER_S;
  return Math.max(leastNs(dispatch) / claim.dispatchNs, leastNs(combine) / claim.combineNs);
}

/** AIV cores that a collective has, at the rate at which one can write. */
function issueRate({ device }: DecodeInstance, { microbatches, streams }: DecodeClaim): number {
  return (microbatches === 1 ? device.aiv : streams.moe.aiv) * device.aivWriteBytesPerSecond;
}

/** Between two swaps both streams read: what they need, by the longer of both. */
function swapRatio(instance: DecodeInstance, { microbatches, swapNs }: DecodeClaim): number {
  if (microbatches === 1) return 0;
  const { attention, experts, cache } = passBytes(instance, microbatches);
  const bytes = attention + experts + cache / layersOf(instance) / microbatches;
  return ((bytes / instance.device.hbmBytesPerSecond) * NS_PER_S) / Math.max(...swapNs);
}

/** Copies of a token that must cross a link, on average: what stays on the die does not use it. */
function remotePerToken({ model, ranks, sharedReplicas }: DecodeInstance): number {
  const { expertsPerRank, sharedRanks } = placementOf(model, ranks, sharedReplicas);
  const sharedAway = sharedRanks === 0 && expertsPerRank > 1 ? 0 : model.sharedExperts;
  return (model.topK + sharedAway) * (1 - 1 / ranks);
}

/** INT8 and BF16 elements of a layer's attention, written out. */
function attentionElements({ attention, hidden }: Model): { readonly int8: number; readonly bf16: number } {
  if (attention.kind === 'gqa') {
    const { heads, keyValueHeads, headSize } = attention;
    return { int8: 2 * hidden * headSize * (heads + keyValueHeads), bf16: 0 };
  }
  const { heads, queryRank, keyValueRank, ropeSize, headSize, valueSize } = attention;
  const queries = hidden * queryRank + queryRank * heads * (headSize + ropeSize);
  const latent = hidden * (keyValueRank + ropeSize);
  return {
    int8: queries + latent + heads * valueSize * hidden,
    bf16: keyValueRank * heads * (headSize + valueSize),
  };
}

const layersOf = ({ model, tokensPerSequence }: DecodeInstance): number =>
  model.layers + (tokensPerSequence === 2 ? 1 : 0);

/** Bytes that one pass over a layer reads, by what they are; and the cache of all layers and passes. */
function passBytes(instance: DecodeInstance, microbatches: number) {
  const { model, ranks, sequences, context, tokensPerSequence } = instance;
  const { int8, bf16 } = attentionElements(model);
  const { expertsPerRank, sharedRanks } = placementOf(model, ranks, instance.sharedReplicas);
  const tokens = (sequences * tokensPerSequence) / microbatches;
  const all = tokens * ranks;
  const load =
    sharedRanks > 0
      ? Math.max((all * model.topK) / (ranks - sharedRanks), (all * model.sharedExperts) / sharedRanks)
      : tokens * (model.topK + model.sharedExperts);
  return {
    attention: int8 + BF16_BYTES * bf16,
    experts: Math.min(expertsPerRank, Math.max(1, load)) * expertElements(model),
    cache: layersOf(instance) * sequences * context * cacheBytesPerToken(model),
  };
}

/** Bytes that a die's HBM gives in a step, with every pass over a layer reading its weights. */
function hbmBytesOf(instance: DecodeInstance, microbatches: number): number {
  const { model, tokensPerSequence } = instance;
  const layers = layersOf(instance);
  const { attention, experts, cache } = passBytes(instance, microbatches);
  const pass =
    layers * attention + model.denseLayers * denseElements(model) + (layers - model.denseLayers) * experts;
  const heads = (tokensPerSequence === 2 ? 2 : 1) * BF16_BYTES * vocabularyElements(model);
  return microbatches * pass + cache + heads;
}

/** The largest share of a die's cores that is held at once. */
function coresHeld(
  { microbatches, streams }: DecodeClaim,
  device: { readonly aic: number; readonly aiv: number },
) {
  const all: Cores = { aic: device.aic, aiv: device.aiv };
  const held = (kind: keyof Cores) =>
    microbatches === 1 ? all[kind] : streams.attention[kind] + streams.moe[kind];
  return Math.max(held('aic') / all.aic, held('aiv') / all.aiv);
}

/**
 * The operators of one microbatch depend on each other, so that their least times add up, each with the cores of its stream; and a stream
 * runs one microbatch at a time.
 */
function longestPathNs(instance: DecodeInstance, microbatches: 1 | 2): number {
  const { model, device, network, streams, context, tokensPerSequence } = instance;
  const sequences = instance.sequences / microbatches;
  const tokens = sequences * tokensPerSequence;
  const share = (cores: Cores) => (microbatches === 1 ? 1 : cores.aic / device.aic);
  const { int8, bf16 } = attentionElements(model);
  const slower = (ops: number, peak: number, of: number, bytes: number) =>
    Math.max(ops / (peak * of), bytes / device.hbmBytesPerSecond);
  const attentionShare = share(streams.attention);
  const attention =
    slower(2 * tokens * int8, device.int8OpsPerSecond, attentionShare, int8) +
    slower(2 * tokens * bf16, device.bf16OpsPerSecond, attentionShare, bf16 * BF16_BYTES) +
    slower(
      tokens * context * decodeAttentionOps(model),
      device.bf16OpsPerSecond,
      attentionShare,
      sequences * context * cacheBytesPerToken(model),
    );
  const mean = tokens * (model.topK + model.sharedExperts);
  const expert = slower(2 * mean * expertElements(model), device.int8OpsPerSecond, share(streams.moe), 0);
  const link =
    (tokens * remotePerToken(instance) * (model.hidden + SCALE_BYTES + BF16_BYTES * model.hidden)) /
    network.linkBytesPerSecond;
  const dense = slower(
    2 * tokens * denseElements(model),
    device.int8OpsPerSecond,
    share(streams.moe),
    denseElements(model),
  );
  const moeLayers = model.layers - model.denseLayers;
  const path = model.layers * attention + moeLayers * (expert + link) + model.denseLayers * dense;
  const attentionStream = microbatches * model.layers * attention;
  const moeStream = microbatches * (moeLayers * (expert + link) + model.denseLayers * dense);
  return Math.max(path, attentionStream, moeStream) * NS_PER_S;
}
