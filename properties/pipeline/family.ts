import { moeLayerProperties } from '../moe-layer/claims.js';
import { pipelineProperties } from './claims.js';
import { CALIBRATED } from '../../src/cloudmatrix/cost/calibration.js';
import { DecodeCost } from '../../src/cloudmatrix/cost/decode-cost.js';
import { ASCEND_910_DIE, UNIFIED_BUS } from '../../src/cloudmatrix/cost/device.js';
import { MODELS } from '../../src/cloudmatrix/cost/model.js';
import { PrefillCost } from '../../src/cloudmatrix/cost/prefill-cost.js';
import { STREAM_CORES } from '../../src/cloudmatrix/paper/die.js';
import type { Configuration, NetworkFamily, Parameter } from '../../src/index.js';
import { decodeShape } from '../../machines/systems/decode/run.js';
import { moeLayer } from '../../machines/networks/moe-layer/wiring.js';
import { pipelineNetwork, type PipelineShape } from '../../machines/networks/pipeline/wiring.js';
import { prefillShape } from '../../machines/systems/prefill/run.js';

const SEQUENCES = 48;
const CONTEXT = 4_096;
const PREFILL_TOKENS = 8_192;

/** DeepSeek-R1 with few layers: untimed checking needs no more of the model. */
function modelWith({ denseLayers, moeLayers }: Record<string, number>) {
  return { ...MODELS['deepseek-r1']!, layers: denseLayers! + moeLayers!, denseLayers: denseLayers! };
}

function decodeShapeOf(configuration: Configuration): PipelineShape {
  const { dies, microbatches, steps, ahead } = configuration as Record<string, number>;
  const cost = new DecodeCost(
    {
      model: modelWith(configuration as Record<string, number>),
      device: ASCEND_910_DIE,
      network: UNIFIED_BUS,
      calibration: CALIBRATED,
      ranks: Math.max(2, dies!),
      sequences: SEQUENCES,
      tokensPerSequence: configuration.mtp === 'on' ? 2 : 1,
      context: CONTEXT,
      streams: STREAM_CORES,
    },
    microbatches === 2 ? 2 : 1,
  );
  return { ...decodeShape(cost, dies!, steps!), name: 'decode-pipeline', ahead: ahead! };
}

function prefillShapeOf(configuration: Configuration): PipelineShape {
  const { dies, microbatches, steps, ahead } = configuration as Record<string, number>;
  const cost = new PrefillCost(
    {
      model: modelWith(configuration as Record<string, number>),
      device: ASCEND_910_DIE,
      network: UNIFIED_BUS,
      calibration: CALIBRATED,
      ranks: Math.max(2, dies!),
      tokens: PREFILL_TOKENS,
      prompt: CONTEXT,
    },
    microbatches === 2 ? 2 : 1,
  );
  return { ...prefillShape(cost, dies!), name: 'prefill-pipeline', steps: steps!, ahead: ahead! };
}

const PARAMETERS = {
  dies: { kind: 'integer', min: 1, max: 320, default: 2, description: 'dies, each a rank' },
  microbatches: { kind: 'integer', min: 1, max: 2, default: 2, description: 'microbatches of a die' },
  denseLayers: { kind: 'integer', min: 0, max: 8, default: 0, description: 'layers without experts' },
  moeLayers: { kind: 'integer', min: 1, max: 100, default: 1, description: 'layers with experts' },
  ahead: {
    kind: 'integer',
    min: 0,
    max: 2,
    default: 1,
    description: 'graphs that a host may launch ahead of its die',
  },
} as const satisfies Readonly<Record<string, Parameter>>;

const built = (shape: PipelineShape) => pipelineNetwork(shape, pipelineProperties(shape));

/** Decode instances as statecharts (facts.md 6 and 7): in any order of events here, in virtual time by `simulate decode`. */
export const decodePipeline: NetworkFamily = {
  name: 'decode-pipeline',
  title: 'Decode steps of main and draft graphs: microbatches on two streams of each die',
  parameters: {
    ...PARAMETERS,
    steps: { kind: 'integer', min: 1, max: 10, default: 1, description: 'decode steps' },
    mtp: { kind: 'choice', values: ['on', 'off'], default: 'on', description: 'a draft graph in each step' },
  },
  faults: {
    D4: {
      title: 'one die skips the draft graph, and is a step ahead of the others',
      link: 'https://github.com/vllm-project/vllm/issues/44185',
      property: 'same-steps',
      configuration: { dies: 2, microbatches: 1, steps: 2 },
    },
    D5: {
      title: 'the graphs of a step are replayed in another order on one die, which falls a round behind',
      link: 'https://github.com/NVIDIA/TensorRT-LLM/pull/14066',
      property: 'same-operation of microbatch 0',
      configuration: { dies: 2, microbatches: 1, moeLayers: 2 },
    },
  },
  build: (configuration, faults) => {
    const shape = decodeShapeOf(configuration);
    const launches = faults.has('D4')
      ? ['main']
      : faults.has('D5')
        ? [...shape.launches].reverse()
        : undefined;
    return built(launches === undefined ? shape : { ...shape, deviation: { launches } });
  },
  exhaustive: [
    { dies: 3, denseLayers: 1, moeLayers: 2, steps: 2 },
    { dies: 4 },
    { dies: 2, moeLayers: 3, steps: 2, mtp: 'off', ahead: 0 },
    { dies: 3, microbatches: 1, steps: 2 },
  ],
  campaign: {
    ranges: {
      dies: { min: 1, max: 6 },
      microbatches: { min: 1, max: 2 },
      denseLayers: { min: 0, max: 1 },
      moeLayers: { min: 1, max: 3 },
      ahead: { min: 0, max: 2 },
      steps: { min: 1, max: 2 },
      mtp: { values: ['on', 'off'] },
    },
    stepsMax: 1_500,
  },
};

/** Prefill instances as statecharts (facts.md 8): in any order of events here, in virtual time by `simulate prefill`. */
export const prefillPipeline: NetworkFamily = {
  name: 'prefill-pipeline',
  title: 'Prefill batches: SP-TP-SP attention, microbatches over AIC, AIV and SDMA of each die',
  parameters: {
    ...PARAMETERS,
    steps: { kind: 'integer', min: 1, max: 10, default: 1, description: 'batches' },
  },
  faults: {},
  build: (configuration) => built(prefillShapeOf(configuration)),
  exhaustive: [
    { dies: 3, denseLayers: 1, moeLayers: 2 },
    { dies: 2, steps: 2, ahead: 0 },
  ],
  campaign: {
    ranges: {
      dies: { min: 1, max: 4 },
      microbatches: { min: 1, max: 2 },
      denseLayers: { min: 0, max: 1 },
      moeLayers: { min: 1, max: 2 },
      ahead: { min: 0, max: 2 },
      steps: { min: 1, max: 2 },
    },
    stepsMax: 1_500,
  },
};

/** One MoE layer row by row: in any order of events here, at full size in the bench. */
export const moeLayerRows: NetworkFamily = {
  name: 'moe-layer',
  title: 'One MoE layer row by row: dispatch, flags, experts, combine',
  parameters: {
    dies: { kind: 'integer', min: 2, max: 320, default: 2, description: 'dies, each a rank' },
    tokens: { kind: 'integer', min: 1, max: 96, default: 1, description: 'tokens of each die' },
    granularity: {
      kind: 'choice',
      values: ['token', 'rank'],
      default: 'token',
      description: 'what a die sends in one step: a row, or all that it has',
    },
    routing: { kind: 'integer', min: 0, max: 1_000, default: 0, description: 'seed of the routing' },
  },
  faults: {},
  build: (configuration) => {
    const { dies, tokens, routing } = configuration as Record<string, number>;
    const cost = new DecodeCost(
      {
        model: { ...MODELS['deepseek-r1']!, topK: 2 },
        device: ASCEND_910_DIE,
        network: UNIFIED_BUS,
        calibration: CALIBRATED,
        ranks: dies!,
        sequences: tokens!,
        tokensPerSequence: 1,
        context: CONTEXT,
        streams: STREAM_CORES,
      },
      1,
    );
    const granularity = configuration.granularity === 'rank' ? 'rank' : 'token';
    return moeLayer(cost, granularity, routing!, moeLayerProperties(dies!, granularity === 'token'));
  },
  exhaustive: [{ dies: 2, tokens: 2 }, { dies: 4 }, { dies: 3, tokens: 2, granularity: 'rank' }],
  campaign: {
    ranges: {
      dies: { min: 2, max: 5 },
      tokens: { min: 1, max: 3 },
      granularity: { values: ['token', 'rank'] },
      routing: { min: 0, max: 1_000 },
    },
    stepsMax: 1_000,
  },
};
