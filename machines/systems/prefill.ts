import { prefillBounds, weightBytes } from '../../src/cloudmatrix/cost/prefill-bounds.js';
import { PrefillCost, type PrefillInstance } from '../../src/cloudmatrix/cost/prefill-cost.js';
import type { SimulatedSystem, SystemOutcome } from '../../src/check/system.js';
import { CheckError, type Configuration } from '../../src/index.js';
import {
  type PrefillOutcome,
  type PrefillRunOptions,
  runPrefillWatched,
} from '../networks/pipeline/prefill-run.js';
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

/** The prefill instance of a configuration. @throws CheckError where it cannot exist */
export function prefillInstance(configuration: Configuration, description?: unknown): PrefillInstance {
  const described = describedBy(configuration, description);
  const { tokens, prompt, ep } = configuration as Record<string, number>;
  if (prompt! > tokens!) {
    throw new CheckError(
      `A prompt of ${prompt} tokens is longer than a batch of ${tokens} tokens. Lower prompt, or raise tokens.`,
    );
  }
  const { device } = described;
  const instance = { ...described, ranks: ep!, tokens: tokens! / device.diesPerNpu, prompt: prompt! };
  const bytes = weightBytes(instance);
  if (bytes > device.hbmBytes) {
    throw new CheckError(
      `A die would need ${(bytes / GB).toFixed(1)} GB for weights, and it has ${(device.hbmBytes / GB).toFixed(1)} GB. Raise ep, or choose a smaller model.`,
    );
  }
  return instance;
}

/** What the statecharts run, and how; all dies only where they differ. */
export function prefillRun(
  configuration: Configuration,
  seed: number,
  description?: unknown,
): { readonly cost: PrefillCost; readonly options: PrefillRunOptions } {
  const instance = prefillInstance(configuration, description);
  return {
    cost: new PrefillCost(instance, configuration.microbatch === 'on' ? 2 : 1),
    options: commonOptions(configuration, seed),
  };
}

export const prefill: SimulatedSystem = {
  noun: 'system',
  name: 'prefill',
  title: 'Prefill: SP-TP-SP attention, two microbatches over AIC, AIV and SDMA of each die',
  parameters: {
    ...COMMON_PARAMETERS,
    tokens: {
      kind: 'integer',
      min: 2,
      max: 1_048_576,
      default: 16_384,
      description: 'tokens of a batch on an NPU (two dies)',
    },
    prompt: { kind: 'integer', min: 1, max: 1_048_576, default: 4_096, description: 'tokens of a prompt' },
    ep: {
      kind: 'integer',
      min: 2,
      max: 768,
      default: 32,
      description: 'dies of the instance, over which the experts are spread',
    },
    microbatch: { kind: 'choice', values: ['on', 'off'], default: 'on', description: 'two microbatches' },
    eplb: {
      kind: 'choice',
      values: ['perfect', 'drawn'],
      default: 'perfect',
      description: 'experts equally popular, or of a popularity drawn for each layer',
    },
  },
  faults: {},
  simulate: async (configuration, { seed, description, onSpan, timelineOwners, ...watch }) => {
    const { cost, options } = prefillRun(configuration, seed, description);
    const outcome = await runPrefillWatched(
      cost,
      onSpan === undefined
        ? options
        : { ...options, onSpan: ofFirstDies(onSpan, timelineOwners ?? options.dies!) },
      watch,
    );
    return outcomeOf(cost, outcome, options.dies!);
  },
};

function outcomeOf(cost: PrefillCost, outcome: PrefillOutcome, dies: number): SystemOutcome {
  const { instance } = cost;
  const { result } = outcome;
  if (result.verdict === 'inconclusive') return UNFINISHED;
  const bounds = prefillBounds(instance, {
    ...outcome,
    microbatches: cost.microbatches,
    stageNs: (stage) => cost.stageNs(stage),
  });
  return systemOutcome(result, {
    figures: {
      stepMs: outcome.batchNs / NS_PER_MS,
      layerUs: outcome.layerNs / NS_PER_US,
      tokensPerSecondPerNpu: outcome.tokensPerSecondPerNpu,
    },
    utilisation: outcome.utilisation,
    bounds,
    notes: [`${dies} of ${instance.ranks} dies were run.`, ...assumptions(instance.model)],
  });
}
