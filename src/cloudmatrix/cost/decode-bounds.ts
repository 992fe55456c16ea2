import type { Cores } from '../paper/die.js';
import { ACCEPTANCE } from '../paper/operators.js';
import {
  attentionMatrices,
  BYTES_OF_BF16,
  cachedNumbers,
  combinedBytes,
  copiesThatArrive,
  copiesThatLeave,
  dispatchedBytes,
  elementsOfDense,
  elementsOfExpert,
  elementsOfVocabulary,
  type Hosting,
  hostingOf,
  operationsOfPair,
} from './bound-counts.js';
import { atLeast, type BoundRatio, exactly } from './bound-ratio.js';
import type { DecodeInstance, StreamSplit } from './decode-cost.js';
import type { Model } from './model.js';

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
  /** By resource, AIC, AIV and streams among them: share of it that was held, on average over the run. */
  readonly utilisation: Readonly<Record<string, number>>;
  /** Whether routings were drawn, so that each die had whole tokens. Default: no. */
  readonly hasDrawnLoads?: boolean;
  /** What one die did in a step; copies that were drawn on average over all dies. */
  readonly work: {
    readonly int8Ops: number;
    readonly bf16Ops: number;
    readonly hbmBytes: number;
    readonly dispatchLinkBytes: number;
    readonly combineLinkBytes: number;
    readonly dispatchedCopies: number;
    readonly combinedCopies: number;
  };
}

const NS_PER_S = 1e9;
/** Less than any part of a token that dies have, and more than sums are rounded by. */
const PART = 1e-6;

/**
 * The bounds of docs/paper/timing-model.md 4 for decode, from the descriptions of model, device and network: nothing is shared with the cost model, so that an
 * error of it shows.
 */
export function decodeBounds(instance: DecodeInstance, claim: DecodeClaim): BoundRatio[] {
  const { model, device, network, ranks, sequences, tokensPerSequence } = instance;
  const { stepNs, work, microbatches } = claim;
  const least = leastTimes(instance);
  const operations = operationsOf(instance, copiesOfBusiest(instance));
  const tokens = sequences * tokensPerSequence;
  const moeLayers = layersOf(instance) - model.denseLayers;
  // Tokens that are drawn are whole: of all dies together a part of one may be left out.
  const drawnTokens = claim.hasDrawnLoads === true ? Math.floor(ranks * tokens + PART) / ranks : tokens;
  const copies = moeLayers * drawnTokens * (model.topK + model.sharedExperts);
  const remote = moeLayers * tokens * remotePerToken(instance);
  const isInNode = ranks <= network.diesPerNode;
  const hop = isInNode ? network.leastLatencyNs.inNode : network.leastLatencyNs.crossNode;
  const accepted = tokensPerSequence === 2 ? 1 + (claim.acceptance ?? ACCEPTANCE) : 1;
  const most = (device.diesPerNpu * sequences * accepted * NS_PER_S) / stepNs;
  const little = (claim.tokensPerSecondPerNpu * claim.tpotNs) / NS_PER_S / (device.diesPerNpu * sequences);
  const counted = Math.max(
    exactly(work.dispatchedCopies, copies),
    exactly(work.combinedCopies, copies),
    exactly(work.dispatchLinkBytes, remote * dispatchedBytes(model)),
    exactly(work.combineLinkBytes, remote * combinedBytes(model)),
    exactly(work.int8Ops, operations.int8),
    exactly(work.bf16Ops, operations.bf16),
    // Between two passes over a layer the other microbatch's stages run: each pass reads the weights again, and its own cache.
    exactly(work.hbmBytes, hbmBytesOf(instance, microbatches)),
  );
  return [
    {
      name: 'B1',
      ratio: atLeast(stepNs, least.computeNs),
      meaning: 'compute: all operations at the peak of all cores',
    },
    {
      name: 'B2',
      ratio: Math.max(atLeast(stepNs, least.hbmNs), swapRatio(instance, claim)),
      meaning: 'memory: weights and cache once through the HBM, and what both streams read between two swaps',
    },
    {
      name: 'B3',
      ratio: Math.max(atLeast(stepNs, least.linkNs), windowRatio(instance, claim)),
      meaning:
        'links: remote copies at the rate of the die, over a step and, those that the busiest die gets too, within each collective',
    },
    {
      name: 'B4',
      ratio: atLeast(stepNs, 2 * hop * moeLayers),
      meaning: 'latency: two hops for each MoE layer',
    },
    {
      name: 'B5',
      ratio: Math.max(coresHeld(claim, device), exactlyHeld(claim, device)),
      meaning: 'partition: cores that both streams hold at once, and that each holds its own while it runs',
    },
    {
      name: 'B6',
      ratio: Math.max(atLeast(most, claim.tokensPerSecondPerNpu), exactly(little, 1)),
      meaning: 'tokens: throughput is what a step accepts, and batch = throughput x TPOT',
    },
    { name: 'B7', ratio: memoryBytes(instance) / device.hbmBytes, meaning: 'capacity of the HBM' },
    {
      name: 'B8',
      ratio: counted,
      meaning: 'conservation: copies sent, combined, bytes moved, operations done',
    },
    {
      name: 'B9',
      ratio: atLeast(stepNs, longestPathNs(instance, microbatches)),
      meaning: "graph: a microbatch's own operators one after the other",
    },
    {
      name: 'B12',
      ratio: issueRatio(instance, claim),
      meaning: 'issuing: remote copies at the rate of the AIV cores that write them',
    },
  ];
}

/** Bytes of a die's memory that a decode instance needs: weights, buffers, cache. */
function memoryBytes(instance: DecodeInstance): number {
  const { model, ranks } = instance;
  const layers = layersOf(instance);
  const { expertsOfDie } = hosting(instance);
  const { int8, bf16 } = attentionElements(model);
  const weights =
    layers * (int8 + BYTES_OF_BF16 * bf16) +
    model.denseLayers * elementsOfDense(model) +
    (layers - model.denseLayers) * expertsOfDie * elementsOfExpert(model) +
    // Of the head, and of the embedding.
    2 * BYTES_OF_BF16 * elementsOfVocabulary(model);
  // A slot of each kind for each token of each die.
  const slots = expertsOfDie * ranks * Math.ceil(tokensOf(instance));
  const buffers = slots * (dispatchedBytes(model) + combinedBytes(model));
  return weights + buffers + layers * cacheBytes(instance);
}

/** INT8 and BF16 operations of a die in a step. @param copies that its experts get for each of its tokens */
function operationsOf(
  instance: DecodeInstance,
  copies: number,
): { readonly int8: number; readonly bf16: number } {
  const { model, sequences, context, tokensPerSequence } = instance;
  const layers = layersOf(instance);
  const tokens = sequences * tokensPerSequence;
  const elements = attentionElements(model);
  const perToken =
    layers * elements.int8 +
    model.denseLayers * elementsOfDense(model) +
    copies * (layers - model.denseLayers) * elementsOfExpert(model);
  return {
    int8: 2 * tokens * perToken,
    bf16:
      2 * tokens * layers * elements.bf16 +
      2 * headRows(instance) * elementsOfVocabulary(model) +
      tokens * layers * context * operationsOfPair(model, true),
  };
}

/** Rows of logits in a step: for each token that is to be verified, and for the draft. */
const headRows = ({ sequences, tokensPerSequence }: DecodeInstance): number =>
  sequences * (tokensPerSequence === 2 ? 3 : 1);

/** What takes that long at least, however it is done: experts' loads are at the mean of all dies. */
function leastTimes(instance: DecodeInstance) {
  const { model, device, network, ranks, sequences, tokensPerSequence } = instance;
  const tokens = sequences * tokensPerSequence;
  const elements = attentionElements(model);
  const layers = layersOf(instance);
  const moeLayers = layers - model.denseLayers;
  const { int8, bf16 } = operationsOf(instance, model.topK + model.sharedExperts);
  const bytes =
    layers * (elements.int8 + BYTES_OF_BF16 * elements.bf16) +
    model.denseLayers * elementsOfDense(model) +
    moeLayers * elementsOfExpert(model) * Math.min(1, tokens) +
    (BYTES_OF_BF16 * elementsOfVocabulary(model)) / ranks +
    layers * cacheBytes(instance);
  const linkBytes =
    moeLayers * tokens * remotePerToken(instance) * (dispatchedBytes(model) + combinedBytes(model));
  return {
    computeNs: (int8 / device.int8OpsPerSecond + bf16 / device.bf16OpsPerSecond) * NS_PER_S,
    hbmNs: (bytes / device.hbmBytesPerSecond) * NS_PER_S,
    linkNs: (linkBytes / network.linkBytesPerSecond) * NS_PER_S,
  };
}

/** Bytes that one microbatch's collectives bring over the busiest link in one direction; what is dispatched to a die comes back from it. */
function linkBytesOf(instance: DecodeInstance, microbatches: number) {
  const { model, ranks } = instance;
  const tokens = tokensOf(instance) / microbatches;
  const sent = tokens * remotePerToken(instance);
  const busiest = Math.max(sent, copiesThatArrive(model, ranks, tokens, hosting(instance)));
  return { dispatch: busiest * dispatchedBytes(model), combine: busiest * combinedBytes(model) };
}

/** Bytes within one collective at the rate of the link, by the time that it took. */
function windowRatio(instance: DecodeInstance, claim: DecodeClaim): number {
  const { dispatch, combine } = linkBytesOf(instance, claim.microbatches);
  const leastNs = (bytes: number) => (bytes / instance.network.linkBytesPerSecond) * NS_PER_S;
  return Math.max(atLeast(claim.dispatchNs, leastNs(dispatch)), atLeast(claim.combineNs, leastNs(combine)));
}

/** What cores write within one collective at the rate at which they can: a die dispatches its own tokens, and combines what it got. */
function issueRatio(instance: DecodeInstance, claim: DecodeClaim): number {
  const { model, device, ranks } = instance;
  const { microbatches, streams } = claim;
  const rate = (microbatches === 1 ? device.aiv : streams.moe.aiv) * device.aivWriteBytesPerSecond;
  const tokens = tokensOf(instance) / microbatches;
  const leastNs = (copies: number, bytes: number) => ((copies * bytes) / rate) * NS_PER_S;
  const arrived = copiesThatArrive(model, ranks, tokens, hosting(instance));
  return Math.max(
    atLeast(claim.dispatchNs, leastNs(tokens * remotePerToken(instance), dispatchedBytes(model))),
    atLeast(claim.combineNs, leastNs(arrived, combinedBytes(model))),
  );
}

/** Between two swaps both streams read: what they need, by the longer of both. */
function swapRatio(instance: DecodeInstance, { microbatches, swapNs }: DecodeClaim): number {
  if (microbatches === 1) return 0;
  const { attention, experts } = passBytes(instance, microbatches);
  const bytes = attention + experts + cacheBytes(instance) / microbatches;
  return atLeast(Math.max(...swapNs), (bytes / instance.device.hbmBytesPerSecond) * NS_PER_S);
}

const tokensOf = ({ sequences, tokensPerSequence }: DecodeInstance): number => sequences * tokensPerSequence;

const hosting = ({ model, ranks, sharedReplicas }: DecodeInstance): Hosting =>
  hostingOf(model, ranks, sharedReplicas);

/** Copies of a token that must cross a link, on average: what stays on the die does not use it. */
const remotePerToken = (instance: DecodeInstance): number =>
  copiesThatLeave(instance.model, instance.ranks, hosting(instance));

/** Copies that the experts of the busiest die get for each token of a die, its own included. */
function copiesOfBusiest(instance: DecodeInstance): number {
  const { model, ranks } = instance;
  const { sharedHosts } = hosting(instance);
  if (sharedHosts === 0) return model.topK + model.sharedExperts;
  return ranks * Math.max(model.sharedExperts / sharedHosts, model.topK / (ranks - sharedHosts));
}

/** INT8 and BF16 elements of a layer's attention: products with latents are in BF16. */
function attentionElements(model: Model): { readonly int8: number; readonly bf16: number } {
  const { queryDown, keyValueDown, queries, keys, values, output } = attentionMatrices(model);
  const ordinary = queryDown + keyValueDown + queries + output;
  return model.attention.kind === 'gqa'
    ? { int8: ordinary + keys + values, bf16: 0 }
    : { int8: ordinary, bf16: keys + values };
}

const layersOf = ({ model, tokensPerSequence }: DecodeInstance): number =>
  model.layers + (tokensPerSequence === 2 ? 1 : 0);

/** Bytes of all sequences' cache in one layer. */
const cacheBytes = ({ model, sequences, context }: DecodeInstance): number =>
  sequences * context * cachedNumbers(model) * BYTES_OF_BF16;

/** Bytes of weights that one pass over a layer reads. */
function passBytes(instance: DecodeInstance, microbatches: number) {
  const { model } = instance;
  const { int8, bf16 } = attentionElements(model);
  const load = (tokensOf(instance) / microbatches) * copiesOfBusiest(instance);
  const experts = Math.min(hosting(instance).expertsOfDie, Math.max(1, load));
  return { attention: int8 + BYTES_OF_BF16 * bf16, experts: experts * elementsOfExpert(model) };
}

/** Bytes that a die's HBM gives in a step, with every pass over a layer reading its weights. */
function hbmBytesOf(instance: DecodeInstance, microbatches: number): number {
  const { model, tokensPerSequence } = instance;
  const layers = layersOf(instance);
  const { attention, experts } = passBytes(instance, microbatches);
  const pass =
    layers * attention + model.denseLayers * elementsOfDense(model) + (layers - model.denseLayers) * experts;
  const heads = (tokensPerSequence === 2 ? 2 : 1) * BYTES_OF_BF16 * elementsOfVocabulary(model);
  return microbatches * pass + layers * cacheBytes(instance) + heads;
}

/** Cores of a stream of a run: a single microbatch has all of them in both. */
const coresOfStream = (
  { microbatches, streams }: DecodeClaim,
  stream: keyof StreamSplit,
  device: Cores,
): Cores => (microbatches === 1 ? device : streams[stream]);

/** The largest share of a die's cores that is held at once: streams of two microbatches run at the same time. */
function coresHeld(claim: DecodeClaim, device: Cores): number {
  const held = (kind: keyof Cores) =>
    claim.microbatches === 1
      ? device[kind]
      : coresOfStream(claim, 'attention', device)[kind] + coresOfStream(claim, 'moe', device)[kind];
  return Math.max(held('aic') / device.aic, held('aiv') / device.aiv);
}

/** Cores that were held in the run, on average, beside those that its streams have while they run. */
function exactlyHeld(claim: DecodeClaim, device: Cores): number {
  const { utilisation } = claim;
  const ratio = (kind: keyof Cores) => {
    const due = (['attention', 'moe'] as const).reduce(
      (sum, stream) => sum + utilisation[`stream ${stream}`]! * coresOfStream(claim, stream, device)[kind],
      0,
    );
    return exactly(utilisation[kind.toUpperCase()]! * device[kind], due);
  };
  return Math.max(ratio('aic'), ratio('aiv'));
}

/**
 * The operators of one microbatch depend on each other, so that their least times add up, each with the cores of its stream; and a stream
 * runs one microbatch at a time. The draft layer follows the head of all other layers, and its own head follows it.
 */
function longestPathNs(instance: DecodeInstance, microbatches: 1 | 2): number {
  const { model, device, network, streams, tokensPerSequence } = instance;
  const tokens = tokensOf(instance) / microbatches;
  const share = (cores: Cores) => (microbatches === 1 ? 1 : cores.aic / device.aic);
  const { int8, bf16 } = attentionElements(model);
  const slower = (ops: number, peak: number, of: number, bytes: number) =>
    Math.max(ops / (peak * of), bytes / device.hbmBytesPerSecond);
  const attentionShare = share(streams.attention);
  const attention =
    slower(2 * tokens * int8, device.int8OpsPerSecond, attentionShare, int8) +
    slower(2 * tokens * bf16, device.bf16OpsPerSecond, attentionShare, bf16 * BYTES_OF_BF16) +
    slower(
      tokens * instance.context * operationsOfPair(model, true),
      device.bf16OpsPerSecond,
      attentionShare,
      cacheBytes(instance) / microbatches,
    );
  const mean = tokens * (model.topK + model.sharedExperts);
  const expert = slower(2 * mean * elementsOfExpert(model), device.int8OpsPerSecond, share(streams.moe), 0);
  const link =
    (tokens * remotePerToken(instance) * (dispatchedBytes(model) + combinedBytes(model))) /
    network.linkBytesPerSecond;
  const dense = slower(
    2 * tokens * elementsOfDense(model),
    device.int8OpsPerSecond,
    share(streams.moe),
    elementsOfDense(model),
  );
  const head = (rows: number) =>
    slower(
      2 * rows * instance.sequences * elementsOfVocabulary(model),
      device.bf16OpsPerSecond,
      1,
      BYTES_OF_BF16 * elementsOfVocabulary(model),
    );
  // Each graph: its layers, one microbatch after the other on each stream, then the head of the whole batch.
  const graph = (layers: number, denseLayers: number, rows: number) => {
    const moe = (layers - denseLayers) * (expert + link) + denseLayers * dense;
    const all = layers * attention;
    return Math.max(all + moe, microbatches * all, microbatches * moe) + head(rows);
  };
  const main = graph(model.layers, model.denseLayers, tokensPerSequence);
  return (main + (tokensPerSequence === 2 ? graph(1, 0, 1) : 0)) * NS_PER_S;
}
