import { MODELS } from '../../src/cloudmatrix/cost/model.js';
import { prefillBounds, weightBytes } from '../../src/cloudmatrix/cost/prefill-bounds.js';
import { PrefillCost, type PrefillInstance } from '../../src/cloudmatrix/cost/prefill-cost.js';
import { CheckError, type Configuration, type SimulatedSystem, type SystemOutcome } from '../../src/index.js';
import {
  type PrefillOutcome,
  type PrefillRunOptions,
  runPrefillWatched,
} from '../networks/pipeline/prefill-run.js';
import { ofFirstDies } from '../networks/pipeline/run-pipeline.js';
import { assumptions, describedBy, NETWORKS } from './description.js';
import { UNFINISHED } from './unfinished.js';

const NS_PER_US = 1e3;
const NS_PER_MS = 1e6;
const PERCENT = 100;
const GB = 1e9;

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
  const { dies, ep, jitter } = configuration as Record<string, number>;
  const eplb = configuration.eplb === 'drawn' ? 'drawn' : 'perfect';
  const areAlike = eplb === 'perfect' && jitter === 0;
  return {
    cost: new PrefillCost(instance, configuration.microbatch === 'on' ? 2 : 1),
    options: {
      dies: dies === 0 ? (areAlike ? 1 : ep!) : Math.min(dies!, ep!),
      eplb,
      jitter: jitter! / PERCENT,
      seed,
    },
  };
}

export const prefill: SimulatedSystem = {
  noun: 'system',
  name: 'prefill',
  title: 'Prefill: SP-TP-SP attention, two microbatches over AIC, AIV and SDMA of each die',
  parameters: {
    model: { kind: 'choice', values: Object.keys(MODELS), default: 'deepseek-r1', description: 'the model' },
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
    jitter: {
      kind: 'integer',
      min: 0,
      max: 1_000,
      default: 0,
      description: 'stragglers: each stage takes up to so many percent longer, drawn evenly',
    },
    network: {
      kind: 'choice',
      values: Object.keys(NETWORKS),
      default: 'ub',
      description: 'what joins the dies',
    },
    dies: {
      kind: 'integer',
      min: 0,
      max: 768,
      default: 0,
      description: 'dies to run; 0: one where all are alike, else all',
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
  const exceeded = bounds.find(({ ratio }) => ratio > 1);
  const message =
    result.violation?.message ??
    (exceeded === undefined ? undefined : `${exceeded.name} is exceeded: ${exceeded.meaning}`);
  return {
    verdict: exceeded === undefined ? result.verdict : 'violated',
    ...(message === undefined ? {} : { message }),
    figures: {
      stepMs: outcome.batchNs / NS_PER_MS,
      layerUs: outcome.layerNs / NS_PER_US,
      tokensPerSecondPerNpu: outcome.tokensPerSecondPerNpu,
    },
    utilisation: outcome.utilisation,
    bounds,
    notes: [`${dies} of ${instance.ranks} dies were run.`, ...assumptions(instance.model)],
  };
}
