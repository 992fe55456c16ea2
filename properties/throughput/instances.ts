import * as fc from 'fast-check';
import { type Calibration, IDEAL, UNFITTED } from '../../src/cloudmatrix/cost/calibration.js';
import type { DecodeInstance } from '../../src/cloudmatrix/cost/decode-cost.js';
import {
  ASCEND_910_DIE,
  type Device,
  type NetworkDescription,
  UNIFIED_BUS,
} from '../../src/cloudmatrix/cost/device.js';
import type { Model } from '../../src/cloudmatrix/cost/model.js';
import type { CachePlane } from '../../src/cloudmatrix/cost/cache-load.js';
import type { PrefillInstance } from '../../src/cloudmatrix/cost/prefill-cost.js';

/** A random system, small enough to be printed. */
interface SystemInput {
  readonly layers: number;
  readonly denseLayers: number;
  readonly hidden: number;
  readonly intermediate: number;
  readonly experts: number;
  readonly topK: number;
  readonly sharedExperts: number;
  readonly heads: number;
  readonly isLatent: boolean;
  readonly vocabulary: number;
  readonly ranks: number;
  readonly microbatches: 1 | 2;
  /** Loads of experts are drawn, and all dies run, where there are few; else they are at their mean, and one die runs. */
  readonly hasDrawnLoads: boolean;
  readonly seed: number;
  /** Without any loss, or with efficiencies of so many percent. */
  readonly isIdeal: boolean;
  readonly gemm: number;
  readonly attention: number;
  readonly hbm: number;
  readonly exposed: number;
  /** The device's peaks and memory in percent of those of an Ascend 910 die; the link's rate in GB/s. */
  readonly computePercent: number;
  readonly hbmPercent: number;
  readonly linkGBs: number;
  /** AIV for each of its AIC. */
  readonly aivPerAic: number;
}

export interface DecodeInput extends SystemInput {
  readonly sequences: number;
  readonly context: number;
  readonly hasDraft: boolean;
  readonly attentionAic: number;
  readonly jitterPercent: number;
}

export interface PrefillInput extends SystemInput {
  readonly prompt: number;
  readonly prompts: number;
  readonly reusedPercent: number;
  readonly plane: CachePlane;
}

const upTo = (max: number, min = 1) => fc.integer({ min, max });
/** Sizes over several orders of magnitude, small ones as often as large ones. */
const sizes = (largest: number, smallest = 1) =>
  fc
    .integer({ min: Math.ceil(Math.log2(smallest)), max: Math.floor(Math.log2(largest)) })
    .chain((power) => upTo(Math.min(largest, 2 ** (power + 1)), Math.max(smallest, 2 ** power)));

const system = {
  layers: upTo(4),
  denseLayers: upTo(2, 0),
  hidden: sizes(16_384, 256),
  intermediate: sizes(8_192, 64),
  experts: fc.constantFrom(8, 16, 64, 256),
  topK: upTo(8),
  sharedExperts: upTo(1, 0),
  heads: fc.constantFrom(8, 32, 128),
  isLatent: fc.boolean(),
  vocabulary: sizes(131_072, 64),
  ranks: fc.constantFrom(2, 8, 16, 32, 64, 128, 288, 320, 768),
  microbatches: fc.constantFrom(1 as const, 2 as const),
  hasDrawnLoads: fc.boolean(),
  seed: upTo(1_000),
  isIdeal: fc.boolean(),
  gemm: upTo(100),
  attention: upTo(100),
  hbm: upTo(100),
  exposed: upTo(300, 100),
  computePercent: upTo(400, 25),
  hbmPercent: upTo(400, 25),
  linkGBs: fc.constantFrom(1, 25, 196, 900),
  aivPerAic: fc.constantFrom(1, 2, 2, 4),
};

export const decodeInputs: fc.Arbitrary<DecodeInput> = fc.record({
  ...system,
  sequences: sizes(512, 2),
  context: sizes(131_072),
  hasDraft: fc.boolean(),
  attentionAic: upTo(23),
  jitterPercent: fc.constantFrom(0, 0, 10, 100),
});

export const prefillInputs: fc.Arbitrary<PrefillInput> = fc.record({
  ...system,
  prompt: sizes(131_072, 16),
  prompts: upTo(8),
  reusedPercent: fc.oneof(fc.constant(0), upTo(99)),
  plane: fc.constantFrom<CachePlane>('ub', 'vpc'),
});

const PERCENT = 100;
const GB = 1e9;

/** Of more dies, or of more layers with experts, one die is run. */
const DRAWN_MAX = { dies: 2, layers: 1 };

/** How many dies a system is run with, and with which loads. */
export function loadsOf({ hasDrawnLoads, ranks, layers, seed }: SystemInput) {
  return hasDrawnLoads && ranks <= DRAWN_MAX.dies && layers <= DRAWN_MAX.layers
    ? { dies: ranks, eplb: 'drawn' as const, seed }
    : { dies: 1, eplb: 'perfect' as const, seed };
}

function modelOf(input: SystemInput): Model {
  const { layers, denseLayers, hidden, intermediate, experts, topK, sharedExperts, heads, vocabulary } =
    input;
  return {
    name: 'random',
    layers: layers + denseLayers,
    denseLayers,
    hidden,
    expertIntermediate: intermediate,
    denseIntermediate: 4 * intermediate,
    experts,
    topK: Math.min(topK, experts),
    sharedExperts,
    vocabulary,
    draftTokens: 1,
    attention: input.isLatent
      ? {
          kind: 'mla',
          heads,
          queryRank: Math.ceil(hidden / 4),
          keyValueRank: Math.ceil(hidden / 16),
          ropeSize: 64,
          headSize: 128,
          valueSize: 128,
        }
      : { kind: 'gqa', heads, keyValueHeads: 8, headSize: 64 },
    assumed: [],
  };
}

/** NPUs of one die to three: by the seed, as no time depends on it. */
const diesPerNpuOf = ({ seed }: SystemInput): number => 1 + (seed % 3);

function deviceOf(input: SystemInput): Device {
  const { computePercent, hbmPercent, aivPerAic } = input;
  const { int8OpsPerSecond, bf16OpsPerSecond, hbmBytesPerSecond, hbmBytes } = ASCEND_910_DIE;
  return {
    ...ASCEND_910_DIE,
    int8OpsPerSecond: (int8OpsPerSecond * computePercent) / PERCENT,
    bf16OpsPerSecond: (bf16OpsPerSecond * computePercent) / PERCENT,
    hbmBytesPerSecond: (hbmBytesPerSecond * hbmPercent) / PERCENT,
    hbmBytes,
    aiv: aivPerAic * ASCEND_910_DIE.aic,
    diesPerNpu: diesPerNpuOf(input),
  };
}

const networkOf = ({ linkGBs }: SystemInput): NetworkDescription => ({
  ...UNIFIED_BUS,
  linkBytesPerSecond: linkGBs * GB,
});

function calibrationOf({ isIdeal, gemm, attention, hbm, exposed }: SystemInput): Calibration {
  if (isIdeal) return IDEAL;
  return {
    ...UNFITTED,
    gemmEfficiency: gemm / PERCENT,
    decodeAttentionEfficiency: attention / PERCENT,
    prefillAttentionEfficiency: attention / PERCENT,
    cacheReadEfficiency: hbm / PERCENT,
    weightReadEfficiency: hbm / PERCENT,
    exposedCollectives: exposed / PERCENT,
  };
}

export function decodeInstanceOf(input: DecodeInput): DecodeInstance {
  const device = deviceOf(input);
  const { attentionAic } = input;
  const attentionAiv = input.aivPerAic * attentionAic;
  return {
    model: modelOf(input),
    device,
    network: networkOf(input),
    calibration: calibrationOf(input),
    ranks: input.ranks,
    sequences: input.sequences,
    tokensPerSequence: input.hasDraft ? 2 : 1,
    context: input.context,
    streams: {
      attention: { aic: attentionAic, aiv: attentionAiv },
      moe: { aic: device.aic - attentionAic, aiv: device.aiv - attentionAiv },
    },
  };
}

export function prefillInstanceOf(input: PrefillInput): PrefillInstance {
  const { prompt, prompts, ranks, layers, plane } = input;
  // Charts that load are others: of more layers there would be too many.
  const reusedPercent = layers === 1 ? input.reusedPercent : 0;
  return {
    model: modelOf(input),
    device: deviceOf(input),
    network: networkOf(input),
    calibration: calibrationOf(input),
    ranks,
    tokens: prompt * prompts,
    prompt,
    // The last token is always computed.
    reused: Math.min(prompt - 1, Math.floor((prompt * reusedPercent) / PERCENT)),
    plane,
  };
}
