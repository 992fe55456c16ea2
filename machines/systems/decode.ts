import { decodeBounds, memoryBytes } from '../../src/cloudmatrix/cost/decode-bounds.js';
import {
  chosenMicrobatches,
  DecodeCost,
  type DecodeInstance,
} from '../../src/cloudmatrix/cost/decode-cost.js';
import type { ServiceLevel, SimulatedSystem, SystemOutcome } from '../../src/check/system.js';
import { DIE_CORES, STREAM_CORES } from '../../src/cloudmatrix/paper/die.js';
import { CheckError, type Configuration } from '../../src/index.js';
import {
  type DecodeOutcome,
  type DecodeRunOptions,
  runDecodeWatched,
} from '../networks/pipeline/decode-run.js';
import { ofFirstDies } from '../networks/pipeline/run-pipeline.js';
import {
  COMMON_PARAMETERS,
  commonOptions,
  GB,
  NS_PER_MS,
  NS_PER_US,
  systemOutcome,
  UNFINISHED,
} from './common.js';
import { assumptions, describedBy } from './description.js';

/** Chips that a stream of the attention stream's split may leave to the other one: at least one. */
const ATTENTION_AIC_MAX = DIE_CORES.aic - 1;

/** The decode instance of a configuration. @throws CheckError where it cannot exist */
export function decodeInstance(configuration: Configuration, description?: unknown): DecodeInstance {
  const { model, device, network, calibration } = describedBy(configuration, description);
  const { batch, prompt, output, ep, attentionAic } = configuration as Record<string, number>;
  const hasDraft = configuration.mtp === 'on' && model.draftTokens > 0;
  if (attentionAic! >= device.aic) {
    throw new CheckError(
      `The attention stream is given ${attentionAic} AIC (attentionAic) of a die that has ${device.aic}; the MoE stream needs one at least. Lower attentionAic.`,
    );
  }
  // AIV cores are split as AIC cores are.
  const attentionAiv = Math.round((device.aiv * attentionAic!) / device.aic);
  const instance: DecodeInstance = {
    model,
    device,
    network,
    calibration,
    ranks: ep!,
    sequences: batch! / device.diesPerNpu,
    tokensPerSequence: hasDraft ? 2 : 1,
    // On average over an answer, half of it is in the cache.
    context: prompt! + output! / 2,
    streams: {
      attention: { aic: attentionAic!, aiv: attentionAiv },
      moe: { aic: device.aic - attentionAic!, aiv: device.aiv - attentionAiv },
    },
  };
  const bytes = memoryBytes(instance);
  if (bytes > device.hbmBytes) {
    throw new CheckError(
      `A die would need ${(bytes / GB).toFixed(1)} GB for weights, buffers and cache, and it has ${(device.hbmBytes / GB).toFixed(1)} GB. Lower batch, prompt or output, raise ep, or choose a smaller model.`,
    );
  }
  return instance;
}

/** How many microbatches a configuration asks for; one sequence cannot be split. */
function microbatchesOf({ microbatch }: Configuration, instance: DecodeInstance): 1 | 2 {
  if (microbatch === 'auto') return chosenMicrobatches(instance);
  return microbatch === 'on' && instance.sequences > 1 ? 2 : 1;
}

/** What the statecharts run, and how; all dies only where they differ. */
export function decodeRun(
  configuration: Configuration,
  seed: number,
  description?: unknown,
): { readonly cost: DecodeCost; readonly options: DecodeRunOptions } {
  const instance = decodeInstance(configuration, description);
  return {
    cost: new DecodeCost(instance, microbatchesOf(configuration, instance)),
    options: {
      ...commonOptions(configuration, seed),
      steps: Number(configuration.steps),
      acceptance: configuration.acceptance === 'drawn' ? 'drawn' : 'expected',
    },
  };
}

export const decode: SimulatedSystem = {
  noun: 'system',
  name: 'decode',
  title: 'Decode: two microbatches on two streams of each die, with MTP',
  parameters: {
    ...COMMON_PARAMETERS,
    batch: {
      kind: 'integer',
      min: 1,
      max: 4_096,
      default: 96,
      description: 'sequences of an NPU (two dies) at a time',
    },
    prompt: { kind: 'integer', min: 0, max: 1_048_576, default: 4_096, description: 'tokens of a prompt' },
    output: {
      kind: 'integer',
      min: 0,
      max: 1_048_576,
      default: 256,
      description: 'tokens of an answer; half of them are in the cache on average',
    },
    ep: {
      kind: 'integer',
      min: 2,
      max: 768,
      default: 320,
      description: 'dies over which the experts are spread',
    },
    microbatch: {
      kind: 'choice',
      values: ['auto', 'on', 'off'],
      default: 'auto',
      description: 'two microbatches on two streams; auto: where the cost model says that it is faster',
    },
    mtp: { kind: 'choice', values: ['on', 'off'], default: 'on', description: 'one draft token a step' },
    acceptance: {
      kind: 'choice',
      values: ['expected', 'drawn'],
      default: 'expected',
      description: 'draft tokens accepted as expected, or drawn for each sequence and step',
    },
    eplb: {
      kind: 'choice',
      values: ['perfect', 'drawn'],
      default: 'perfect',
      description: "experts' loads at their mean, or of routings drawn token by token",
    },
    attentionAic: {
      kind: 'integer',
      min: 1,
      max: ATTENTION_AIC_MAX,
      default: STREAM_CORES.attention.aic,
      description: 'AIC of the attention stream; the MoE stream has the rest, and AIV are split alike',
    },
    steps: { kind: 'integer', min: 2, max: 1_000, default: 2, description: 'decode steps to run' },
  },
  faults: {},
  simulate: async (configuration, { seed, description, onSpan, timelineOwners, ...watch }) => {
    const { cost, options } = decodeRun(configuration, seed, description);
    const outcome = await runDecodeWatched(
      cost,
      onSpan === undefined
        ? options
        : { ...options, onSpan: ofFirstDies(onSpan, timelineOwners ?? options.dies!) },
      watch,
    );
    return outcomeOf(cost, outcome, options.dies!);
  },
};

/** The largest batch within a time for each output token. Both dies of an NPU have as many sequences. */
export const decodeServiceLevel: ServiceLevel = {
  system: decode,
  parameter: 'batch',
  multiple: 2,
  figure: 'tpotMs',
  option: 'tpot',
  description: 'most milliseconds for each output token',
};

function outcomeOf(cost: DecodeCost, outcome: DecodeOutcome, dies: number): SystemOutcome {
  const { instance, microbatches } = cost;
  const { result } = outcome;
  if (result.verdict === 'inconclusive') return UNFINISHED;
  const bounds = decodeBounds(instance, { ...outcome, microbatches, streams: instance.streams });
  return systemOutcome(result, {
    figures: {
      tpotMs: outcome.tpotNs / NS_PER_MS,
      stepMs: outcome.stepNs / NS_PER_MS,
      layerUs: outcome.layerNs / NS_PER_US,
      streamUs: outcome.streamNs.map((ns) => ns / NS_PER_US),
      tokensPerSecondPerNpu: outcome.tokensPerSecondPerNpu,
    },
    utilisation: { ...outcome.utilisation, ...workShares(outcome, instance) },
    bounds,
    notes: [
      microbatches === 2
        ? 'Two microbatches share each die.'
        : 'One microbatch has all cores of its die: two would take longer, or were not wanted.',
      `${dies} of ${instance.ranks} dies were run.`,
      ...assumptions(instance.model),
    ],
  });
}

/** How much of what the hardware could do was done: operations, bytes of HBM and of links. */
function workShares({ work, stepNs }: DecodeOutcome, { device, network }: DecodeInstance) {
  const seconds = stepNs / (NS_PER_MS * 1e3);
  const compute = work.int8Ops / device.int8OpsPerSecond + work.bf16Ops / device.bf16OpsPerSecond;
  const linkBytes = work.dispatchLinkBytes + work.combineLinkBytes;
  return {
    'cube operations': compute / seconds,
    'HBM bytes': work.hbmBytes / device.hbmBytesPerSecond / seconds,
    'link bytes': linkBytes / network.linkBytesPerSecond / seconds,
  };
}
