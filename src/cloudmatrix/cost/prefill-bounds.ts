import {
  CPU_LINK_BYTES_PER_SECOND,
  CPUS_PER_NODE,
  POOL_NODES,
  PREFILL_INSTANCES,
  VPC_BYTES_PER_SECOND,
} from '../paper/caching.js';
import {
  attentionMatrices,
  BYTES_OF_BF16,
  cachedNumbers,
  combinedBytes,
  copiesThatLeave,
  dispatchedBytes,
  elementsOfDense,
  elementsOfExpert,
  elementsOfVocabulary,
  hostingOf,
  operationsOfPair,
} from './bound-counts.js';
import { atLeast, type BoundRatio, exactly } from './bound-ratio.js';
import type { Model } from './model.js';
import type { PrefillInstance } from './prefill-cost.js';

const NS_PER_S = 1e9;

/** What the CPUs of a node carry together. */
const NODE_LINK = CPUS_PER_NODE * CPU_LINK_BYTES_PER_SECOND;

/** A collective of one microbatch: from when to when data moved. */
export interface Transfer {
  readonly operator: string;
  readonly startNs: number;
  readonly endNs: number;
}

/** What a run of prefill claims: tokens a second for each NPU. */
export interface PrefillClaim {
  readonly tokensPerSecondPerNpu: number;
  readonly batchNs: number;
  /** Microbatches of a die, and the collectives that die 0 ran for all of them in a batch. */
  readonly microbatches: 1 | 2;
  readonly transfers: readonly Transfer[];
  /** What a die's HBM gave in a batch. */
  readonly hbmBytes: number;
}

/** Bounds B10, B11 and B13 of docs/paper/timing-model.md 4 and 6, from the descriptions alone: what is computed, and what crosses the links, takes that long at least. */
export function prefillBounds(instance: PrefillInstance, claim: PrefillClaim): BoundRatio[] {
  const { model, device, network, tokens } = instance;
  const npuTokens = device.diesPerNpu * tokens;
  const product = (claim.tokensPerSecondPerNpu * claim.batchNs) / NS_PER_S / npuTokens;
  const inLinkNs = (bytes: number) => (bytes / network.linkBytesPerSecond) * NS_PER_S;
  return [
    {
      name: 'B10 compute',
      ratio: atLeast(claim.batchNs, leastComputeNs(instance)),
      meaning: 'all operations at the peak of all cores',
    },
    {
      name: 'B10 links',
      ratio: Math.max(
        atLeast(claim.batchNs, inLinkNs(leastLinkBytes(instance))),
        atLeast(NS_PER_S, inLinkNs(leastRate(instance, claim))),
      ),
      meaning: 'latents, results and remote copies at the rate of the die, over a batch and within any time',
    },
    {
      name: 'B10 transfers',
      ratio: countRatio(instance, claim),
      meaning:
        'each layer of each microbatch gathers and returns, and where it has experts dispatches and combines, once',
    },
    {
      name: 'B10 tokens',
      ratio: exactly(product, 1),
      meaning: `throughput is the tokens of a batch of ${model.name} by its time`,
    },
    {
      name: 'B11',
      ratio: Math.max(
        atLeast(claim.batchNs, (movedBytes(instance, claim) / device.hbmBytesPerSecond) * NS_PER_S),
        exactly(claim.hbmBytes, movedBytes(instance, claim)),
      ),
      meaning: 'memory: weights, what was gathered and what is put in order through the HBM',
    },
    {
      name: 'B13',
      ratio: poolRatio(instance, claim),
      meaning:
        "memory pool: what is reused over the links of dies and CPUs, and over VPC the node's Ethernet",
    },
  ];
}

/** Elements of a layer's attention: where tokens are, between gathering and attention, and behind it. */
function attentionElements(model: Model) {
  const { queryDown, keyValueDown, queries, keys, values, output } = attentionMatrices(model);
  return { down: queryDown + keyValueDown, up: queries + keys + values, after: output };
}

/** Tokens of a die's batch that must be computed: none that the cache has. */
const newTokens = ({ tokens, prompt, reused = 0 }: PrefillInstance): number =>
  tokens - (tokens * reused) / prompt;

/** Operations that bring up keys and values of a layer from latents that are not computed: a cache of keys and values has them. */
function expansionOps(instance: PrefillInstance): number {
  const { model, tokens } = instance;
  if (model.attention.kind === 'gqa') return 0;
  const { keys, values } = attentionMatrices(model);
  return 2 * (tokens - newTokens(instance)) * (keys + values);
}

function leastComputeNs(instance: PrefillInstance): number {
  const { model, device, tokens, prompt, reused = 0 } = instance;
  const { layers, denseLayers, topK, sharedExperts } = model;
  const { down, up, after } = attentionElements(model);
  const perLayers =
    layers * (down + up + after) +
    denseLayers * elementsOfDense(model) +
    (layers - denseLayers) * (topK + sharedExperts) * elementsOfExpert(model);
  // Pairs of tokens: all of a prompt, without those of which both are reused.
  const pairs = ((tokens / prompt) * (prompt ** 2 - reused ** 2)) / 2;
  const core = layers * pairs * operationsOfPair(model, false);
  const products = 2 * newTokens(instance) * perLayers + layers * expansionOps(instance);
  return (products / device.int8OpsPerSecond + core / device.bf16OpsPerSecond) * NS_PER_S;
}

/** How far the collectives that ran are from those that there must be: what did not run would be seen at no rate. */
function countRatio({ model }: PrefillInstance, { microbatches, transfers }: PrefillClaim): number {
  const { layers, denseLayers } = model;
  const ratioOf = (operator: string, ofLayers: number) =>
    exactly(transfers.filter((each) => each.operator === operator).length, ofLayers * microbatches);
  return Math.max(
    ratioOf('all-gather', layers),
    ratioOf('all-to-all', layers),
    ratioOf('dispatch', layers - denseLayers),
    ratioOf('combine', layers - denseLayers),
  );
}

/**
 * How close loads of what is reused come to what planes carry, each by itself and all of them one after the other. Over the Unified Bus the dies of all prefill
 * instances get as much as this one's out of the links of all CPUs of the pool; over VPC a node takes it once, and its dies get it out of the node's CPUs
 * (docs/paper/facts.md 1 to 3).
 */
function poolRatio(instance: PrefillInstance, { microbatches, transfers }: PrefillClaim): number {
  const { network, ranks, plane = 'ub', reused = 0 } = instance;
  const bytes = loadedBytes(instance) / microbatches;
  const isPooled = plane === 'ub';
  const given = isPooled ? PREFILL_INSTANCES * ranks * bytes : Math.min(ranks, network.diesPerNode) * bytes;
  const carried = (isPooled ? POOL_NODES : 1) * NODE_LINK;
  const loadNs = Math.max(given / carried, bytes / network.linkBytesPerSecond) * NS_PER_S;
  const ratioOf = (operator: string, times: number, leastNs: number) => {
    const ran = transfers.filter((each) => each.operator === operator);
    if (ran.length !== times) return Number.POSITIVE_INFINITY;
    if (times === 0) return 0;
    const spanNs =
      Math.max(...ran.map(({ endNs }) => endNs)) - Math.min(...ran.map(({ startNs }) => startNs));
    const shortestNs = Math.min(...ran.map(({ startNs, endNs }) => endNs - startNs));
    return Math.max(atLeast(shortestNs, leastNs), atLeast(spanNs, times * leastNs));
  };
  const loads = reused > 0 ? microbatches : 0;
  return Math.max(
    ratioOf('load', loads, loadNs),
    ratioOf('fetch', isPooled ? 0 : loads, (bytes / VPC_BYTES_PER_SECOND) * NS_PER_S),
  );
}

/**
 * The largest rate that the link of die 0 needs at least, whatever order bytes have within a collective: of all that moved within some time, by that time. A link
 * that is as fast in every such time can carry all collectives from their starts to their ends; rates within one may change as others begin and end.
 */
function leastRate(instance: PrefillInstance, { microbatches, transfers }: PrefillClaim): number {
  const bytes: Readonly<Record<string, number>> = {
    ...bytesOverLink(instance, newTokens(instance) / microbatches),
    load: loadedBytes(instance) / microbatches,
  };
  const running = transfers.filter(({ operator }) => bytes[operator] !== undefined);
  // What takes no time would be under way at no time.
  if (running.some(({ startNs, endNs }) => endNs <= startNs)) return Number.POSITIVE_INFINITY;
  const byEnd = [...running].sort((one, other) => one.endNs - other.endNs);
  let most = 0;
  for (const { startNs: fromNs } of running) {
    let within = 0;
    for (const { operator, startNs, endNs } of byEnd) {
      if (startNs < fromNs) continue;
      within += bytes[operator]!;
      most = Math.max(most, within / (endNs - fromNs));
    }
  }
  return most * NS_PER_S;
}

/** Bytes that the HBM gives in a batch: each microbatch reads the weights again, as between two of its passes the other's stages run. */
const movedBytes = (instance: PrefillInstance, { microbatches }: PrefillClaim): number =>
  microbatches * weightBytes(instance, microbatches) +
  latentBytes(instance) +
  reorderedBytes(instance) +
  headBytes(instance);

/** Bytes of a die's weights in one pass over all layers, of so many: of those between gathering and attention the part of its heads. */
function weightBytes(instance: PrefillInstance, passes: number): number {
  const { model, ranks } = instance;
  const { layers, denseLayers, topK, sharedExperts } = model;
  const { down, up, after } = attentionElements(model);
  const received = (newTokens(instance) / passes) * (topK + sharedExperts);
  const { expertsOfDie } = hostingOf(model, ranks);
  const experts = Math.max(1, Math.min(expertsOfDie, received)) * elementsOfExpert(model);
  return (
    layers * (down + up / ranks + after) +
    denseLayers * elementsOfDense(model) +
    (layers - denseLayers) * experts
  );
}

/** Bytes of latents of all tokens of all dies, which are gathered or loaded. */
function latentBytes(instance: PrefillInstance): number {
  const { model, ranks } = instance;
  const gathered = model.layers * ranks * newTokens(instance) * gatheredNumbers(model) * BYTES_OF_BF16;
  return gathered + loadedBytes(instance);
}

/** Bytes of copies that are put in the order of experts, and back in that of senders: each is read and written. */
function reorderedBytes(instance: PrefillInstance): number {
  const { layers, denseLayers, topK, sharedExperts } = instance.model;
  const copies = (layers - denseLayers) * newTokens(instance) * (topK + sharedExperts);
  return copies * (2 * dispatchedBytes(instance.model) + 2 * combinedBytes(instance.model));
}

const headBytes = ({ model }: PrefillInstance): number => BYTES_OF_BF16 * elementsOfVocabulary(model);

/** Numbers that every die needs of a token for its heads: its latents, or its hidden state. */
const gatheredNumbers = ({ attention, hidden }: Model): number =>
  attention.kind === 'gqa' ? hidden : attention.queryRank + attention.keyValueRank + attention.ropeSize;

/** What each die gets of all that is reused: its heads need the latents, or keys and values, of every token. */
function loadedBytes(instance: PrefillInstance): number {
  const { model, ranks, tokens } = instance;
  return model.layers * ranks * (tokens - newTokens(instance)) * cachedNumbers(model) * BYTES_OF_BF16;
}

function leastLinkBytes(instance: PrefillInstance): number {
  const { layers, denseLayers } = instance.model;
  const bytes = bytesOverLink(instance, newTokens(instance));
  return (
    layers * (bytes['all-gather'] + bytes['all-to-all']) +
    (layers - denseLayers) * (bytes.dispatch + bytes.combine) +
    loadedBytes(instance)
  );
}

/** Bytes of one layer that cross a die's link, by what moves them. @param tokens of the die */
function bytesOverLink({ model, ranks }: PrefillInstance, tokens: number) {
  const { attention } = model;
  const ofOthers = tokens * (ranks - 1);
  const attended = attention.heads * (attention.kind === 'gqa' ? attention.headSize : attention.valueSize);
  const copies = tokens * copiesThatLeave(model, ranks, hostingOf(model, ranks));
  return {
    'all-gather': BYTES_OF_BF16 * ofOthers * gatheredNumbers(model),
    'all-to-all': (BYTES_OF_BF16 * ofOthers * attended) / ranks,
    dispatch: copies * dispatchedBytes(model),
    combine: copies * combinedBytes(model),
  };
}
