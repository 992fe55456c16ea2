import { decodeMemoryBytes } from '../../../src/cloudmatrix/cost/capacity.js';
import { DecodeCost, type DecodeInstance } from '../../../src/cloudmatrix/cost/decode-cost.js';
import { chosenMicrobatches, paperMicrobatches } from '../../../src/cloudmatrix/cost/microbatches.js';
import { placementOf } from '../../../src/cloudmatrix/cost/placement.js';
import { CheckError, type Configuration, type Span } from '../../../src/index.js';
import { describedBy } from '../description.js';
import type { JitterOptions } from '../jitter.js';
import { commonOptions } from '../parameters.js';
import { GB } from '../units.js';

const PERCENT = 100;

/** How a step of decode is run, beside what it costs. */
export interface DecodeRunOptions {
  /** Dies that are run; where all dies are alike, one tells of all. Default: 1. */
  readonly dies?: number;
  /** Steps, 1 or more. The mean is taken over those after the first. Default: 2. */
  readonly steps?: number;
  /** Experts' loads at their mean (perfect load balance), or of routings drawn token by token. Default: perfect. */
  readonly eplb?: 'perfect' | 'drawn';
  /** How much longer stages of each die take. Default: not at all. */
  readonly jitter?: JitterOptions;
  /** Share of the draft tokens that is accepted. Default: the paper's. */
  readonly acceptance?: number;
  /** Draft tokens accepted as expected, or drawn for each sequence and step. Default: expected. */
  readonly drafts?: 'expected' | 'drawn';
  readonly seed?: number;
  readonly onSpan?: (span: Span) => void;
}

/**
 * The decode instance of a configuration. @throws CheckError where it cannot exist
 *
 * @testonly its bounds are derived by hand
 */
export function decodeInstance(configuration: Configuration, description?: unknown): DecodeInstance {
  const { model, device, network, calibration } = describedBy(configuration, description);
  const { batch, prompt, output, ep, attentionAic, replicas } = configuration as Record<string, number>;
  const hasDraft = configuration.mtp === 'on' && model.draftTokens > 0;
  if (attentionAic! >= device.aic) {
    throw new CheckError(
      `The attention stream is given ${attentionAic} AIC (attentionAic) of a die that has ${device.aic}; the MoE stream needs one at least. Lower attentionAic.`,
    );
  }
  // AIV cores are split as AIC cores are.
  const attentionAiv = Math.round((device.aiv * attentionAic!) / device.aic);
  if (attentionAiv === 0 || attentionAiv === device.aiv) {
    throw new CheckError(
      `Of the ${device.aiv} AIV of a die, which are split as its AIC are, the attention stream would have ${attentionAiv} and the MoE stream ${device.aiv - attentionAiv}; each needs one at least. Change attentionAic, or give the device more AIV.`,
    );
  }
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
    ...(replicas! > 0 ? { sharedReplicas: replicas! } : {}),
  };
  if (replicas! > 0) refuseReplicas(instance);
  const bytes = decodeMemoryBytes(instance);
  if (bytes > device.hbmBytes) {
    throw new CheckError(
      `A die would need ${(bytes / GB).toFixed(2)} GB for weights, buffers and cache, and it has ${(device.hbmBytes / GB).toFixed(2)} GB. Lower batch, prompt or output, raise ep, or choose a smaller model.`,
    );
  }
  return instance;
}

/** @throws CheckError where so many dies cannot hold the shared expert alone */
function refuseReplicas({ model, ranks, sharedReplicas }: DecodeInstance): void {
  if (model.sharedExperts === 0) {
    throw new CheckError(
      `${model.name} has no shared expert, and ${sharedReplicas} dies are to hold it alone (replicas). Leave replicas out.`,
    );
  }
  if (placementOf(model, ranks, sharedReplicas).sharedRanks === sharedReplicas) return;
  throw new CheckError(
    `${sharedReplicas} dies of ${ranks} cannot hold the shared expert alone (replicas): the ${model.experts} routed experts of ${model.name} need a die each beside them. Lower replicas, raise ep, or leave replicas out.`,
  );
}

/** How many microbatches a configuration asks for; one sequence cannot be split. */
function microbatchesOf({ microbatch }: Configuration, instance: DecodeInstance): 1 | 2 {
  if (microbatch === 'paper') return paperMicrobatches(instance);
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
      acceptance: Number(configuration.acceptance) / PERCENT,
      drafts: configuration.drafts === 'drawn' ? 'drawn' : 'expected',
    },
  };
}
