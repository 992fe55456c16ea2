import { BLOCK_TOKENS } from '../paper/caching.js';
import { cacheFetchNs, cacheLoadNs, type CachePlane } from './cache-load.js';
import type { Calibration } from './calibration.js';
import { type Collective, collectiveTimes, messageBytes } from './collectives.js';
import type { Device, NetworkDescription } from './device.js';
import {
  attentionWeights,
  BF16_BYTES,
  cacheBytesPerToken,
  copiesPerToken,
  denseElements,
  expertElements,
  type Model,
  prefillAttentionOps,
  vocabularyElements,
} from './model.js';
import { meanLoad, type Placement, placementOf, remoteCopies } from './placement.js';
import { roofline } from './roofline.js';
import { type DieRates, speedsBeside, type StageWork } from './speeds-beside.js';

const NS_PER_S = 1e9;

/** A prefill instance with one batch of prompts. */
export interface PrefillInstance {
  readonly model: Model;
  readonly device: Device;
  readonly network: NetworkDescription;
  readonly calibration: Calibration;
  /** Dies: ranks of expert parallelism, and of SP-TP-SP attention. */
  readonly ranks: number;
  /** Tokens of a die in one batch: half of those of an NPU. */
  readonly tokens: number;
  /** Tokens of a prompt, all alike. */
  readonly prompt: number;
  /** Of these, what the context cache has: loaded, and not computed again. Default: none. */
  readonly reused?: number;
  /** What loads it. Default: the Unified Bus. */
  readonly plane?: CachePlane;
}

/**
 * The time of each stage of a layer of prefill on one die (docs/paper/facts.md 8, docs/paper/timing-model.md 3), for one microbatch, in nanoseconds. Attention goes
 * from sequence to tensor to sequence parallel over all dies: tokens are projected where they are, latents gathered everywhere, a part of
 * the heads computed for all tokens, and results returned.
 */
export class PrefillCost {
  readonly placement: Placement;

  constructor(
    readonly instance: PrefillInstance,
    readonly microbatches: 1 | 2,
  ) {
    this.placement = placementOf(instance.model, instance.ranks);
  }

  /** Tokens of a microbatch on a die that are computed: those behind what is reused. */
  get tokens(): number {
    return this.instance.tokens / this.microbatches - this.reusedTokens();
  }

  /** Tokens of a microbatch on a die that are not. */
  protected reusedTokens(): number {
    const { tokens, prompt, reused = 0 } = this.instance;
    return ((tokens / this.microbatches) * reused) / prompt;
  }

  /** Copies that the busiest rank's experts get, on average, relative to the mean of all ranks: above 1 where ranks hold one expert each. */
  get meanLoad(): number {
    const { model } = this.instance;
    return meanLoad(model, this.placement, this.tokens) / (this.tokens * copiesPerToken(model));
  }

  /** By stage. @param load of the rank's experts, relative to the mean of all ranks */
  stageNs(stage: PrefillStage, load = this.meanLoad): number {
    // In place everything takes longer than by itself; what it takes beside another microbatch's operators is what `speedsOf` says.
    return Math.ceil(this.aloneNs(stage, load) * this.instance.calibration.prefillSlowdown);
  }

  /** What a stage uses of the die, if it takes so long by itself. @param load as for `stageNs` */
  workOf(stage: PrefillStage, ns: number, load = this.meanLoad): StageWork {
    return {
      linkBytesPerNs: ns === 0 ? 0 : this.linkBytes(stage, load) / ns,
      hbmBytesPerNs: ns === 0 ? 0 : this.hbmBytes(stage) / ns,
      isOfLayer: stage !== 'load' && stage !== 'fetch',
    };
  }

  /** How fast stages of a die go on that run beside each other. */
  speedsOf(works: readonly StageWork[]): number[] {
    return speedsBeside(works, this.dieRates());
  }

  protected dieRates(): DieRates {
    const { network, device, calibration } = this.instance;
    return {
      linkBytesPerNs: network.linkBytesPerSecond / NS_PER_S,
      hbmBytesPerNs: (device.hbmBytesPerSecond * calibration.sharedHbmEfficiency) / NS_PER_S,
      interference: calibration.prefillInterference,
    };
  }

  /** The head of the last token of each prompt; the batch is over then. */
  headNs(): number {
    const { model, tokens, prompt } = this.instance;
    const rows = tokens / prompt;
    const ops = 2 * rows * vocabularyElements(model);
    return this.roofline(0, ops, this.headBytes, 1);
  }

  get headBytes(): number {
    return BF16_BYTES * vocabularyElements(this.instance.model);
  }

  private aloneNs(stage: PrefillStage, load: number): number {
    const { model, calibration } = this.instance;
    const moeKernelsNs = Math.max(0, calibration.moeOverheadNs - calibration.gateNs);
    switch (stage) {
      case 'fetch':
        return this.fetchNs();
      case 'load':
        return this.loadNs();
      case 'down-projection':
        return this.productNs(downElements(model));
      case 'all-gather':
        return this.gatheringNs(this.gatheredBytes());
      case 'attention':
        return this.productNs(this.upElements(), this.upBytes()) + this.attentionNs();
      case 'all-to-all':
        return this.gatheringNs(this.attendedBytes());
      case 'output projection':
        return (
          this.productNs(attentionWeights(model, false).after.elements) + calibration.attentionOverheadNs
        );
      case 'ffn':
        return this.productNs(denseElements(model)) + moeKernelsNs;
      case 'dispatch compute':
        return this.reorderNs('dispatch') + calibration.gateNs;
      case 'dispatch':
      case 'combine':
        return this.collectiveNs(stage, load);
      case 'experts':
        return this.expertsNs(load) + moeKernelsNs;
      case 'combine compute':
        return this.reorderNs('combine');
    }
  }

  /** Bytes that a stage of a layer moves through the HBM: its weights, what was gathered, and copies that are put in order. Other activations are left out. */
  hbmBytes(stage: PrefillStage): number {
    const { model } = this.instance;
    switch (stage) {
      case 'down-projection':
        return this.weightBytes(downElements(model));
      case 'attention':
        return this.weightBytes(this.upBytes()) + this.gatheredBytes() + this.reusedBytes();
      case 'output projection':
        return this.weightBytes(attentionWeights(model, false).after.elements);
      case 'ffn':
        return this.weightBytes(denseElements(model));
      case 'experts':
        return this.weightBytes(this.expertBytes());
      case 'dispatch compute':
        return this.reorderBytes('dispatch');
      case 'combine compute':
        return this.reorderBytes('combine');
      default:
        return 0;
    }
  }

  /** Bytes that weights of one layer are read in by one microbatch. */
  protected weightBytes(bytes: number): number {
    return bytes;
  }

  protected hbmBytesPerSecond(): number {
    return this.instance.device.hbmBytesPerSecond;
  }

  /** A product of all tokens with weights, that are read once. */
  protected productNs(elements: number, bytes = elements): number {
    const { gemmEfficiency } = this.instance.calibration;
    return this.roofline(2 * this.tokens * elements, 0, this.weightBytes(bytes), gemmEfficiency);
  }

  private expertsNs(load: number): number {
    const { model } = this.instance;
    return this.productNs(copiesPerToken(model) * expertElements(model) * load, this.expertBytes());
  }

  /** Causal: a token attends to those before it, what is reused included: between that and the whole prompt, half of both on average. */
  protected attentionNs(): number {
    const { model, prompt, reused = 0, calibration } = this.instance;
    const ops = (this.tokens * (prompt + reused) * prefillAttentionOps(model)) / 2;
    const bytes = this.gatheredBytes() + this.reusedBytes();
    return this.roofline(0, ops, bytes, calibration.prefillAttentionEfficiency);
  }

  /** For each computed token; keys and values of those that are reused come out of their latents, which is what the cache has. */
  protected upElements(): number {
    const { model } = this.instance;
    return upElements(model) + (keyValueUpElements(model) * this.reusedTokens()) / this.tokens;
  }

  /** Over VPC what is reused comes to the node first. */
  protected fetchNs(): number {
    return cacheFetchNs(this.loadedBytes());
  }

  /** Before its first layer a microbatch loads all layers of what it reuses: nothing of it is computed meanwhile. */
  private loadNs(): number {
    const { network, calibration, plane = 'ub' } = this.instance;
    const load = { bytes: this.loadedBytes(), reads: this.blockReads(), dies: this.readers(), plane };
    return cacheLoadNs(load, network, calibration);
  }

  /** Dies of each instance that read at a time. */
  protected readers(): number {
    return this.instance.ranks;
  }

  private loadedBytes(): number {
    return this.instance.model.layers * this.reusedBytes();
  }

  /** Of one layer of one block each, for all prompts of a microbatch. */
  protected blockReads(): number {
    const { model, ranks, tokens, prompt, reused = 0 } = this.instance;
    const prompts = (ranks * tokens) / prompt / this.microbatches;
    return model.layers * prompts * Math.ceil(reused / BLOCK_TOKENS);
  }

  /** Bytes of a layer that a die has of all tokens that are reused: as its heads need all of them, every rank holds the whole latent cache (docs/paper/facts.md 9). */
  protected reusedBytes(): number {
    const { model, ranks } = this.instance;
    return ranks * this.reusedTokens() * cacheBytesPerToken(model);
  }

  /** A die has a part of the heads, and so of their weights. */
  private upBytes(): number {
    return upElements(this.instance.model) / this.instance.ranks;
  }

  private expertBytes(): number {
    const { model } = this.instance;
    const experts = Math.min(this.placement.expertsPerRank, this.tokens * copiesPerToken(model));
    return Math.max(1, experts) * expertElements(model);
  }

  /** What a die has gathered of all tokens. */
  private gatheredBytes(): number {
    const { model, ranks } = this.instance;
    return ranks * this.tokens * gatheredElements(model) * BF16_BYTES;
  }

  /** What attention gives for all tokens of a die. */
  private attendedBytes(): number {
    return this.tokens * attendedElements(this.instance.model) * BF16_BYTES;
  }

  /** Every die sends, and gets, so many bytes, but for its own part. */
  private gatheringNs(bytes: number): number {
    return (this.fromOthers(bytes) / this.gatheringRate()) * NS_PER_S;
  }

  private fromOthers(bytes: number): number {
    return bytes * (1 - 1 / this.instance.ranks);
  }

  /** Bytes that a stage of a layer, or a load, moves over the die's link in the direction that is busier. */
  private linkBytes(stage: PrefillStage, load: number): number {
    switch (stage) {
      case 'load':
        return this.loadedBytes();
      case 'all-gather':
        return this.fromOthers(this.gatheredBytes());
      case 'all-to-all':
        return this.fromOthers(this.attendedBytes());
      case 'dispatch':
      case 'combine':
        return this.bytesOf(stage) * Math.max(1, load);
      default:
        return 0;
    }
  }

  /** Bytes a second of attention's collectives. */
  private gatheringRate(): number {
    const { network, calibration } = this.instance;
    const link = network.linkBytesPerSecond;
    return calibration.isIdeal ? link : Math.min(calibration.gatherBytesPerSecond, link);
  }

  /** Tokens are put in the order of their experts, or of their senders: each copy is read and written once. */
  protected reorderBytes(collective: Collective): number {
    const { model } = this.instance;
    return 2 * this.tokens * copiesPerToken(model) * messageBytes(collective, model.hidden);
  }

  private reorderNs(collective: Collective): number {
    return this.roofline(0, 0, this.reorderBytes(collective), 1);
  }

  private collectiveNs(collective: Collective, load: number): number {
    return this.collectiveAloneNs(collective) * Math.max(1, load);
  }

  private collectiveAloneNs(collective: Collective): number {
    const { model, device, network, ranks, calibration } = this.instance;
    const leastNs = (this.bytesOf(collective) / network.linkBytesPerSecond) * NS_PER_S;
    if (calibration.isIdeal) return leastNs;
    // The measurement sends the shared expert's copy too (table 6); here it is one that stays, but must be put in its place.
    const copies = copiesPerToken(model) * (1 - 1 / ranks);
    const shape = { collective, ranks, hidden: model.hidden, remoteCopies: copies, aivShare: 1 };
    const { startNs, tokenNs } = collectiveTimes(shape, device, network, calibration);
    return Math.max(leastNs, startNs + this.tokens * tokenNs);
  }

  /** Bytes of a die's tokens that cross its link. */
  private bytesOf(collective: Collective): number {
    const { model } = this.instance;
    return this.tokens * remoteCopies(model, this.placement) * messageBytes(collective, model.hidden);
  }

  private roofline(int8Ops: number, bf16Ops: number, hbmBytes: number, computeEfficiency: number): number {
    const { device, calibration } = this.instance;
    return roofline(
      { int8Ops, bf16Ops, hbmBytes, linkBytes: 0 },
      {
        int8OpsPerSecond: device.int8OpsPerSecond,
        bf16OpsPerSecond: device.bf16OpsPerSecond,
        computeEfficiency,
        hbmBytesPerSecond: this.hbmBytesPerSecond() * calibration.weightReadEfficiency,
      },
    );
  }
}

export type PrefillStage =
  | 'fetch'
  | 'load'
  | 'down-projection'
  | 'all-gather'
  | 'attention'
  | 'all-to-all'
  | 'output projection'
  | 'ffn'
  | 'dispatch compute'
  | 'dispatch'
  | 'experts'
  | 'combine compute'
  | 'combine';

/** Elements of the matrices between the gathering and attention. */
const upElements = (model: Model): number =>
  attentionWeights(model, false).before.reduce((sum, { elements }) => sum + elements, 0) -
  downElements(model);

/** Those that make keys and values of cached latents; a cache of keys and values needs none. */
function keyValueUpElements({ attention }: Model): number {
  if (attention.kind === 'gqa') return 0;
  return attention.keyValueRank * attention.heads * (attention.headSize + attention.valueSize);
}

/** Those before the gathering. */
function downElements({ attention, hidden }: Model): number {
  if (attention.kind === 'gqa') return 0;
  return hidden * (attention.queryRank + attention.keyValueRank + attention.ropeSize);
}

/** Elements of a token that every die needs for its heads, and those that attention gives. */
function gatheredElements({ attention, hidden }: Model): number {
  if (attention.kind === 'gqa') return hidden;
  return attention.queryRank + attention.keyValueRank + attention.ropeSize;
}

function attendedElements({ attention }: Model): number {
  return attention.heads * (attention.kind === 'gqa' ? attention.headSize : attention.valueSize);
}
