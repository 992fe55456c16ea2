import {
  decodeParameters,
  type PipelineShape,
  prefillParameters,
} from '../../machines/networks/pipeline/parameters.js';
import { pipelineWiring } from '../../machines/networks/pipeline/wiring.js';
import { defineNetwork, type Network, type NetworkFamily } from '../../src/index.js';
import { pipelineProperties } from './claims.js';
import { decodeShapeOf, prefillShapeOf } from './shapes.js';

const built = (shape: PipelineShape): Network =>
  defineNetwork({ name: shape.name, ...pipelineWiring(shape), properties: pipelineProperties(shape) });

/** Decode instances as statecharts (docs/paper/facts.md 6 and 7): in any order of events here, in virtual time by `simulate decode`. */
export const decodePipeline: NetworkFamily = {
  name: 'decode-pipeline',
  title: 'Decode steps of main and draft graphs: microbatches on two streams of each die',
  parameters: decodeParameters,
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

/** Prefill instances as statecharts (docs/paper/facts.md 8): in any order of events here, in virtual time by `simulate prefill`. */
export const prefillPipeline: NetworkFamily = {
  name: 'prefill-pipeline',
  title: 'Prefill batches: SP-TP-SP attention, microbatches over AIC, AIV and SDMA of each die',
  parameters: prefillParameters,
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
