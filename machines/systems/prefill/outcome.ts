import type { SystemOutcome } from '../../../src/check/system.js';
import { prefillBounds, type Transfer } from '../../../src/cloudmatrix/cost/prefill-bounds.js';
import type { PrefillCost, PrefillStage } from '../../../src/cloudmatrix/cost/prefill-cost.js';
import type { SimulateResult } from '../../../src/index.js';
import { assumptions, namesOf } from '../description.js';
import { systemOutcome, unfinishedOutcome } from '../outcome.js';
import type { PipelineRun } from '../pipeline/run.js';
import { NS_PER_MS, NS_PER_S, NS_PER_US } from '../units.js';

/** What a run came to. Times in nanoseconds, throughput in tokens a second for each NPU. */
export interface PrefillOutcome {
  readonly batchNs: number;
  readonly tokensPerSecondPerNpu: number;
  readonly layerNs: number;
  /** What the HBM of die 0 gave in the last batch. */
  readonly hbmBytes: number;
  /** Its collectives in the last batch. */
  readonly transfers: readonly Transfer[];
  /** Shares that were held from the start of the run to its end, the wait for the first launch included. */
  readonly utilisation: Readonly<Record<string, number>>;
  readonly result: SimulateResult;
}

/** The figures of a run. */
export function prefillOutcome(
  cost: PrefillCost,
  { stepNs, layerNs, stages, transfers, result }: PipelineRun,
): PrefillOutcome {
  const { instance } = cost;
  const ofLayers = Object.entries(stages.main ?? {}).reduce(
    (sum, [stage, runs]) => sum + runs * cost.hbmBytes(stage as PrefillStage),
    0,
  );
  return {
    hbmBytes: ofLayers + cost.headBytes,
    batchNs: stepNs,
    tokensPerSecondPerNpu: (instance.device.diesPerNpu * instance.tokens * NS_PER_S) / stepNs,
    layerNs: layerNs.at(-1)!,
    transfers,
    utilisation: result.utilisation,
    result,
  };
}

/** What `simulate prefill` tells of a run. @param dies that were run */
export function prefillSystemOutcome(
  cost: PrefillCost,
  outcome: PrefillOutcome,
  dies: number,
): SystemOutcome {
  const { instance } = cost;
  const { result } = outcome;
  if (result.verdict === 'inconclusive') return unfinishedOutcome(result);
  const bounds = prefillBounds(instance, { ...outcome, microbatches: cost.microbatches });
  return systemOutcome(result, {
    figures: {
      stepMs: outcome.batchNs / NS_PER_MS,
      layerUs: outcome.layerNs / NS_PER_US,
      tokensPerSecondPerNpu: outcome.tokensPerSecondPerNpu,
    },
    utilisation: outcome.utilisation,
    bounds,
    ran: {
      ...namesOf(instance),
      mode: cost.microbatches === 2 ? 'two microbatches' : 'one microbatch',
    },
    notes: [`${dies} of ${instance.ranks} dies were run.`, ...assumptions(instance.model)],
  });
}
