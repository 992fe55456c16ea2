import type { Cores } from '../paper/die.js';
import type { Calibration } from './calibration.js';
import { type Collective, collectiveTimes, leastHopNs, messageBytes } from './collectives.js';
import type { Device, NetworkDescription } from './device.js';
import {
  attentionWeights,
  BF16_BYTES,
  cacheBytesPerToken,
  copiesPerToken,
  decodeAttentionOps,
  denseElements,
  expertElements,
  type Model,
  vocabularyElements,
  type Weights,
} from './model.js';
import { meanLoad, type Placement, placementOf, remoteCopies } from './placement.js';
import { type Rate, roofline, type Work } from './roofline.js';

/** Cores of the two streams of the decode pipeline. */
export interface StreamSplit {
  readonly attention: Cores;
  readonly moe: Cores;
}

/** A decode instance at work: what a step of it consists of. */
export interface DecodeInstance {
  readonly model: Model;
  readonly device: Device;
  readonly network: NetworkDescription;
  readonly calibration: Calibration;
  /** Dies, each a rank of expert parallelism; attention is data-parallel over them. */
  readonly ranks: number;
  /** Sequences of a die: half of the batch of an NPU. */
  readonly sequences: number;
  /** Tokens that a step brings for each sequence: 2 with a draft token, else 1. */
  readonly tokensPerSequence: 1 | 2;
  /** Tokens that a sequence has in the cache. */
  readonly context: number;
  readonly streams: StreamSplit;
}

/** What one die does in one operator, and how long it takes. */
export interface StageCost extends Work {
  readonly ns: number;
}

const NS_PER_S = 1e9;

/**
 * The time of each operator of a decode step on one die (docs/paper/timing-model.md 2), for one microbatch. Two microbatches run on the streams of a split
 * die, a single one has all cores. An operator takes as long as the slowest of computing, HBM and links lets it.
 */
export class DecodeCost {
  readonly placement: Placement;

  constructor(
    readonly instance: DecodeInstance,
    /** 2: the pipeline of two streams. */
    readonly microbatches: 1 | 2,
  ) {
    this.placement = placementOf(instance.model, instance.ranks);
  }

  /** Sequences of a microbatch, and tokens that it has in a step. */
  get sequences(): number {
    return this.instance.sequences / this.microbatches;
  }

  get tokens(): number {
    return this.sequences * this.instance.tokensPerSequence;
  }

  /** MLAProlog, FusedAttention and O_PROJ of one layer. */
  attention(layer: 'dense' | 'moe'): StageCost {
    const own = this.attentionAlone();
    if (this.microbatches === 1) return own;
    // The HBM serves both streams: while this microbatch attends, the other one's FFN reads its weights.
    const beside = layer === 'dense' ? this.dense() : this.experts(this.meanLoad);
    const rate = this.hbmBytesPerSecond() * this.instance.calibration.hbmEfficiency;
    const bothNs = ((own.hbmBytes + beside.hbmBytes) / rate) * NS_PER_S;
    return { ...own, ns: Math.max(own.ns, Math.ceil(bothNs)) };
  }

  /** Gating and FusedDispatch. @param load copies that the die receives; they come over the same link */
  dispatch(load = this.meanLoad): StageCost {
    const cost = this.collective('dispatch', load);
    return { ...cost, ns: cost.ns + Math.ceil(this.instance.calibration.gateNs) };
  }

  /** The experts of a die, for so many copies of tokens. */
  experts(load: number): StageCost {
    const { model, calibration } = this.instance;
    const elements = expertElements(model);
    const read = Math.min(this.placement.expertsPerRank, Math.max(1, load));
    const cost = this.products(load, [{ elements, bytesPerElement: 1 }], this.moeShare, read);
    return { ...cost, ns: cost.ns + Math.ceil(calibration.moeOverheadNs) };
  }

  combine(load = this.meanLoad): StageCost {
    return this.collective('combine', load);
  }

  /** The FFN of a dense layer, which every die has. */
  dense(): StageCost {
    const { model, calibration } = this.instance;
    const cost = this.products(
      this.tokens,
      [{ elements: denseElements(model), bytesPerElement: 1 }],
      this.moeShare,
    );
    return { ...cost, ns: cost.ns + Math.ceil(calibration.moeOverheadNs) };
  }

  /** Output head of the whole batch, on all cores. @param rows tokens of each sequence whose logits are wanted */
  head(rows: number): StageCost {
    const { model, sequences } = this.instance;
    const vocabulary: Weights = { elements: vocabularyElements(model), bytesPerElement: BF16_BYTES };
    return this.products(sequences * rows, [vocabulary], 1);
  }

  /** Copies that the busiest rank's experts get, on average. */
  get meanLoad(): number {
    return meanLoad(this.instance.model, this.placement, this.tokens);
  }

  /** Copies that a microbatch of a die sends, wherever to; and those of them that cross a link, on average. */
  get copies(): number {
    return this.tokens * copiesPerToken(this.instance.model);
  }

  get remoteCopies(): number {
    return this.tokens * remoteCopies(this.instance.model, this.placement);
  }

  /** Tokens that a step is expected to bring a sequence with a draft token. @param acceptance probability that it is accepted */
  acceptedPerStep(acceptance: number): number {
    return 1 + acceptance;
  }

  /** Bytes that weights of one layer are read in by one microbatch. */
  protected weightBytes(weights: readonly Weights[], copies = 1): number {
    return (
      weights.reduce((sum, { elements, bytesPerElement }) => sum + elements * bytesPerElement, 0) * copies
    );
  }

  /** Bytes of the cache that one microbatch reads in a layer. */
  protected cacheBytes(): number {
    const { model, context } = this.instance;
    return this.sequences * context * cacheBytesPerToken(model);
  }

  protected hbmBytesPerSecond(): number {
    return this.instance.device.hbmBytesPerSecond;
  }

  protected get attentionShare(): number {
    const { device, streams } = this.instance;
    return this.microbatches === 1 ? 1 : streams.attention.aic / device.aic;
  }

  protected get moeShare(): number {
    const { device, streams } = this.instance;
    return this.microbatches === 1 ? 1 : streams.moe.aic / device.aic;
  }

  private get aivShare(): number {
    const { device, streams } = this.instance;
    return this.microbatches === 1 ? 1 : streams.moe.aiv / device.aiv;
  }

  private attentionAlone(): StageCost {
    const { model, calibration, context } = this.instance;
    const { before, after } = attentionWeights(model, true);
    const share = this.attentionShare;
    // Each fused product reads its weights by itself.
    const products = [...before, after].map((weights) => this.products(this.tokens, [weights], share));
    const core: Work = {
      int8Ops: 0,
      bf16Ops: this.tokens * context * decodeAttentionOps(model),
      hbmBytes: this.cacheBytes(),
      linkBytes: 0,
    };
    const rate = { ...this.rate(share), computeEfficiency: calibration.decodeAttentionEfficiency };
    const all = [...products, { ...core, ns: roofline(core, rate) }];
    const sum = (of: (cost: StageCost) => number) => all.reduce((total, cost) => total + of(cost), 0);
    return {
      int8Ops: sum(({ int8Ops }) => int8Ops),
      bf16Ops: sum(({ bf16Ops }) => bf16Ops),
      hbmBytes: sum(({ hbmBytes }) => hbmBytes),
      linkBytes: 0,
      ns: sum(({ ns }) => ns) + Math.ceil(calibration.attentionOverheadNs),
    };
  }

  /** Products of tokens with weights. @param read how many matrices of each kind are read */
  private products(tokens: number, weights: readonly Weights[], share: number, read = 1): StageCost {
    const opsOf = (bytes: number) =>
      weights
        .filter(({ bytesPerElement }) => bytesPerElement === bytes)
        .reduce((sum, { elements }) => sum + 2 * tokens * elements, 0);
    const work: Work = {
      int8Ops: opsOf(1),
      bf16Ops: opsOf(BF16_BYTES),
      hbmBytes: this.weightBytes(weights, read),
      linkBytes: 0,
    };
    return { ...work, ns: roofline(work, this.rate(share)) };
  }

  private rate(share: number): Rate {
    const { device, calibration } = this.instance;
    return {
      int8OpsPerSecond: device.int8OpsPerSecond * share,
      bf16OpsPerSecond: device.bf16OpsPerSecond * share,
      computeEfficiency: calibration.gemmEfficiency,
      hbmBytesPerSecond: this.hbmBytesPerSecond() * calibration.hbmEfficiency,
    };
  }

  private collective(collective: Collective, load: number): StageCost {
    const { model, device, network, calibration, ranks } = this.instance;
    const message = messageBytes(collective, model.hidden);
    const linkBytes = this.remoteCopies * message;
    // What a die receives may be more than what it sends.
    const busiest = Math.max(linkBytes, load * (this.remoteCopies / this.copies) * message);
    const leastNs = Math.max((busiest / this.linkBytesPerSecond()) * NS_PER_S, this.leastHopNs());
    const shape = {
      collective,
      ranks,
      hidden: model.hidden,
      remoteCopies: this.remoteCopies / this.tokens,
      aivShare: this.aivShare,
    };
    const { startNs, tokenNs } = collectiveTimes(shape, device, network);
    const exposed = this.microbatches === 1 ? calibration.exposedCollectives : 1;
    // What a die dispatches is its own tokens; what it combines is what it got.
    const tokens = collective === 'dispatch' ? this.tokens : load / copiesPerToken(model);
    const ns = calibration.hasIdealCollectives ? 0 : startNs + tokens * tokenNs * exposed;
    return { int8Ops: 0, bf16Ops: 0, hbmBytes: 0, linkBytes, ns: Math.ceil(Math.max(ns, leastNs)) };
  }

  protected linkBytesPerSecond(): number {
    return this.instance.network.linkBytesPerSecond;
  }

  protected leastHopNs(): number {
    return leastHopNs(this.instance.ranks, this.instance.network);
  }
}

/**
 * How many microbatches a scheduler would choose: two where the pipeline's layer, twice its longer stream, is shorter than the layer of a
 * single microbatch. With few sequences reading the weights twice costs more than is hidden.
 */
export function chosenMicrobatches(instance: DecodeInstance): 1 | 2 {
  const timeOf = (microbatches: 1 | 2) => {
    const cost = new DecodeCost(instance, microbatches);
    const attention = cost.attention('moe').ns;
    const moe = cost.dispatch().ns + cost.experts(cost.meanLoad).ns + cost.combine().ns;
    return microbatches === 2 ? 2 * Math.max(attention, moe) : attention + moe;
  };
  return instance.sequences > 1 && timeOf(2) < timeOf(1) ? 2 : 1;
}
