import type { Cores } from '../paper/die.js';
import type { Calibration } from './calibration.js';
import { type Collective, collectiveTimes, leastHopNs, leastIssueNs, messageBytes } from './collectives.js';
import type { Device, NetworkDescription } from './device.js';
import {
  attentionWeights,
  BF16_BYTES,
  cacheBytesPerToken,
  copiesPerToken,
  decodeAttentionOps,
  denseElements,
  type Model,
  vocabularyElements,
  type Weights,
} from './model.js';
import { meanLoad, type Placement, placementOf, remoteCopies } from './placement.js';
import { type Rate, roofline, type Work } from './roofline.js';
import { sideBySide } from './side-by-side.js';
import { tiledSeconds } from './tiled-product.js';

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
  /** Ranks that hold the shared expert, where it is not as many as usual. */
  readonly sharedReplicas?: number;
}

/** What one die does in one operator, and how long it takes. */
export interface StageCost extends Work {
  readonly ns: number;
}

const NS_PER_S = 1e9;

type Layer = 'dense' | 'moe';

/**
 * The time of each operator of a decode step on one die (docs/paper/timing-model.md 2 and 6), for one microbatch. Two microbatches run on the streams of a
 * split die and share its memory, a single one has all of it.
 */
export class DecodeCost {
  readonly placement: Placement;
  /** By kind of layer and load: when the operators of both streams end after a swap. */
  private readonly swaps = new Map<string, readonly [readonly number[], readonly number[]]>();

  constructor(
    readonly instance: DecodeInstance,
    /** 2: the pipeline of two streams. */
    readonly microbatches: 1 | 2,
  ) {
    this.placement = placementOf(instance.model, instance.ranks, instance.sharedReplicas);
  }

  /** Sequences of a microbatch, and tokens that it has in a step. */
  get sequences(): number {
    return this.instance.sequences / this.microbatches;
  }

  get tokens(): number {
    return this.sequences * this.instance.tokensPerSequence;
  }

  /** MLAProlog, FusedAttention and O_PROJ of one layer, beside what the other microbatch does in the MoE stream. */
  attention(layer: Layer): StageCost {
    const all = sumOf(this.attentionOperators());
    if (this.microbatches === 1) return all;
    return { ...all, ns: this.swap(layer, this.meanLoad)[0].at(-1)! };
  }

  /** Gating and FusedDispatch. @param load copies that the die receives; they come over the same link */
  dispatch(load = this.meanLoad): StageCost {
    const cost = this.collective('dispatch', load);
    return { ...cost, ns: cost.ns + Math.ceil(this.instance.calibration.gateNs) };
  }

  /** The experts of a die, for so many copies of tokens. */
  experts(load: number): StageCost {
    const all = sumOf(this.expertOperators(load));
    if (this.microbatches === 1) return all;
    const [, ends] = this.swap('moe', load);
    // Between dispatch, which comes first, and combine, which is last.
    return { ...all, ns: ends.at(-2)! - ends[0]! };
  }

  combine(load = this.meanLoad): StageCost {
    return this.collective('combine', load);
  }

  /** The FFN of a dense layer, which every die has. */
  dense(): StageCost {
    const all = sumOf(this.denseOperators());
    return this.microbatches === 1 ? all : { ...all, ns: this.swap('dense', 0)[1].at(-1)! };
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

  /** What both streams together read in a nanosecond at most. */
  protected sharedBytesPerNs(): number {
    return (this.hbmBytesPerSecond() * this.instance.calibration.sharedHbmEfficiency) / NS_PER_S;
  }

  /** Rows of an expert in whole tiles. @returns seconds that the product takes */
  protected expertSeconds(...given: Parameters<typeof tiledSeconds>): number {
    return tiledSeconds(...given);
  }

  protected get attentionShare(): number {
    const { device, streams } = this.instance;
    return this.microbatches === 1 ? 1 : streams.attention.aic / device.aic;
  }

  protected get moeShare(): number {
    return this.moeCores.aic / this.instance.device.aic;
  }

  protected get moeCores(): Cores {
    const { device, streams } = this.instance;
    return this.microbatches === 1 ? device : streams.moe;
  }

  private attentionOperators(): StageCost[] {
    const { model, calibration } = this.instance;
    const { before, after } = attentionWeights(model, true);
    const share = this.attentionShare;
    // Each fused product reads its weights by itself.
    const product = (weights: Weights) => this.products(this.tokens, [weights], share);
    return [
      pause(calibration.attentionOverheadNs),
      ...before.map(product),
      ...this.coreOperators(),
      product(after),
    ];
  }

  /** FusedAttention. In place the cache is read before its tokens are computed with; ideal hardware does both at once. */
  private coreOperators(): StageCost[] {
    const { model, calibration, context } = this.instance;
    const core: Work = {
      int8Ops: 0,
      bf16Ops: this.tokens * context * decodeAttentionOps(model),
      hbmBytes: this.cacheBytes(),
      linkBytes: 0,
    };
    const rate: Rate = {
      ...this.rate(this.attentionShare),
      computeEfficiency: calibration.decodeAttentionEfficiency,
      hbmBytesPerSecond: this.hbmBytesPerSecond() * calibration.cacheReadEfficiency,
    };
    const parts = calibration.isIdeal
      ? [core]
      : [
          { ...core, bf16Ops: 0 },
          { ...core, hbmBytes: 0 },
        ];
    return parts.map((part) => ({ ...part, ns: roofline(part, rate) }));
  }

  /** Gate and up, then SwiGLU and quantisation, then down. */
  private expertOperators(load: number): StageCost[] {
    const { hidden, expertIntermediate } = this.instance.model;
    const groups = Math.min(this.placement.expertsPerRank, Math.max(1, load));
    return [
      this.expertProduct(load, groups, 2 * expertIntermediate, hidden),
      this.moeKernels(),
      this.expertProduct(load, groups, hidden, expertIntermediate),
    ];
  }

  private expertProduct(load: number, groups: number, columns: number, depth: number): StageCost {
    const { device, calibration } = this.instance;
    const weights: Weights = { elements: columns * depth, bytesPerElement: 1 };
    const cost = this.products(load, [weights], this.moeShare, groups);
    if (calibration.isIdeal) return cost;
    const ofCore = (device.int8OpsPerSecond / device.aic) * calibration.gemmEfficiency;
    const shape = { groups, rows: load, columns, depth };
    const tiles = this.expertSeconds(shape, this.moeCores.aic, ofCore);
    return { ...cost, ns: Math.max(cost.ns, Math.ceil(tiles * NS_PER_S)) };
  }

  private denseOperators(): StageCost[] {
    const weights: Weights = { elements: denseElements(this.instance.model), bytesPerElement: 1 };
    return [this.products(this.tokens, [weights], this.moeShare), this.moeKernels()];
  }

  /** Small kernels of the MoE part, but for the gate. */
  private moeKernels(): StageCost {
    const { moeOverheadNs, gateNs } = this.instance.calibration;
    return pause(Math.max(0, moeOverheadNs - gateNs));
  }

  /** When the operators of both streams end after a swap, from which both begin. */
  private swap(layer: Layer, load: number): readonly [readonly number[], readonly number[]] {
    const key = `${layer} ${load}`;
    let ends = this.swaps.get(key);
    if (ends === undefined) {
      const { attention, moe } = this.instance.streams;
      const beside =
        layer === 'dense'
          ? this.denseOperators()
          : [this.dispatch(load), ...this.expertOperators(load), this.combine(load)];
      ends = sideBySide(
        { operators: this.attentionOperators(), readers: attention.aic },
        { operators: beside, readers: moe.aic },
        this.sharedBytesPerNs(),
      );
      this.swaps.set(key, ends);
    }
    return ends;
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
      hbmBytesPerSecond: this.hbmBytesPerSecond() * calibration.weightReadEfficiency,
    };
  }

  private collective(collective: Collective, load: number): StageCost {
    const { model, device, network, calibration, ranks } = this.instance;
    const message = messageBytes(collective, model.hidden);
    const linkBytes = this.remoteCopies * message;
    const arrived = load * (this.remoteCopies / this.copies) * message;
    const aivShare = this.moeCores.aiv / device.aiv;
    const leastNs = Math.max(
      (this.busiestLinkBytes(linkBytes, arrived) / this.linkBytesPerSecond()) * NS_PER_S,
      this.leastHopNs(),
      this.leastIssueNs(this.writtenBytes(collective, linkBytes, arrived)),
    );
    const remoteCopies = this.remoteCopies / this.tokens;
    const shape = { collective, ranks, hidden: model.hidden, remoteCopies, aivShare };
    const { startNs, tokenNs } = collectiveTimes(shape, device, network, calibration);
    const exposed = this.microbatches === 1 ? calibration.exposedCollectives : 1;
    const tokens = collective === 'dispatch' ? this.tokens : load / copiesPerToken(model);
    const ns = calibration.isIdeal ? 0 : startNs + tokens * tokenNs * exposed;
    return { int8Ops: 0, bf16Ops: 0, hbmBytes: 0, linkBytes, ns: Math.ceil(Math.max(ns, leastNs)) };
  }

  /** A link carries as much in either direction at once. @param arrived bytes that the die gets for its experts: they leave again with combine */
  protected busiestLinkBytes(sent: number, arrived: number): number {
    return Math.max(sent, arrived);
  }

  /** What a die dispatches is its own tokens; what it combines is what it got. */
  protected writtenBytes(collective: Collective, sent: number, arrived: number): number {
    return collective === 'dispatch' ? sent : arrived;
  }

  protected linkBytesPerSecond(): number {
    return this.instance.network.linkBytesPerSecond;
  }

  protected leastHopNs(): number {
    return leastHopNs(this.instance.ranks, this.instance.network);
  }

  /** The cores of the MoE stream issue what the die sends. */
  protected leastIssueNs(bytes: number): number {
    return leastIssueNs(bytes, this.moeCores.aiv, this.instance.device);
  }
}

/** Time in which no cube works and nothing is read. */
const pause = (ns: number): StageCost => ({
  int8Ops: 0,
  bf16Ops: 0,
  hbmBytes: 0,
  linkBytes: 0,
  ns: Math.ceil(ns),
});

/** What operators do, and take, one after the other. */
function sumOf(operators: readonly StageCost[]): StageCost {
  const sum = (of: (cost: StageCost) => number) => operators.reduce((total, each) => total + of(each), 0);
  return {
    int8Ops: sum(({ int8Ops }) => int8Ops),
    bf16Ops: sum(({ bf16Ops }) => bf16Ops),
    hbmBytes: sum(({ hbmBytes }) => hbmBytes),
    linkBytes: sum(({ linkBytes }) => linkBytes),
    ns: sum(({ ns }) => ns),
  };
}
