import { decodeParameters, prefillParameters } from '../../machines/networks/pipeline/parameters.js';
import { PIPELINE_PARTS, pipelineWiring } from '../../machines/networks/pipeline/wiring.js';
import { pipelineWords } from '../../machines/networks/pipeline/words.js';
import {
  type Configuration,
  defineNetwork,
  type Network,
  type NetworkFamily,
  patched,
  wiringOf,
} from '../../src/index.js';
import { withSentences } from '../sentences.js';
import { pipelineProperties } from './claims.js';
import { decodeFaults, prefillFaults } from './faults.js';
import { decodeOrder, prefillOrder } from './paper-order.js';
import { sentences } from './sentences.js';
import { askedOf, decodeShapeOf, prefillShapeOf } from './shapes.js';

function decodeNetwork(configuration: Configuration, ids: ReadonlySet<string>): Network {
  const asked = askedOf(configuration);
  const wiring = pipelineWiring(decodeShapeOf(configuration), wiringOf(decodeFaults, ids, PIPELINE_PARTS));
  const properties = withSentences(pipelineProperties(asked, decodeOrder(asked)), sentences);
  return patched(
    defineNetwork({ name: 'decode-pipeline', ...wiring, properties, ...pipelineWords(asked) }),
    decodeFaults,
    ids,
  );
}

function prefillNetwork(configuration: Configuration, ids: ReadonlySet<string>): Network {
  const asked = askedOf(configuration);
  const wiring = pipelineWiring(prefillShapeOf(configuration), wiringOf(prefillFaults, ids, PIPELINE_PARTS));
  const properties = withSentences(pipelineProperties(asked, prefillOrder(asked)), sentences);
  return patched(
    defineNetwork({ name: 'prefill-pipeline', ...wiring, properties, ...pipelineWords(asked) }),
    prefillFaults,
    ids,
  );
}

/** Decode instances as statecharts (docs/paper/facts.md 6 and 7): in any order of events here, in virtual time by `simulate decode`. */
export const decodePipeline: NetworkFamily = {
  name: 'decode-pipeline',
  title: 'Decode steps of main and draft graphs: microbatches on two streams of each die',
  parameters: decodeParameters,
  faults: decodeFaults,
  build: decodeNetwork,
  exhaustive: [
    // Layers of both kinds, steps after the first, main and draft graphs, two microbatches.
    { dies: 3, denseLayers: 1, moeLayers: 2, steps: 2 },
    // More dies that one of them may be behind.
    { dies: 4, mtp: 'off' },
    // Launches and graphs take turns.
    { dies: 2, moeLayers: 3, steps: 2, mtp: 'off', ahead: 0 },
    // Hosts are two graphs ahead, of the next step too.
    { dies: 2, steps: 2, ahead: 2 },
    // A batch that is not split.
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
  faults: prefillFaults,
  build: prefillNetwork,
  exhaustive: [
    // Layers of both kinds, two microbatches on three engines.
    { dies: 3, denseLayers: 1, moeLayers: 2 },
    // Launches and batches take turns.
    { dies: 2, steps: 2, ahead: 0 },
    // A batch that is not split, and a host that is two batches ahead.
    { dies: 2, microbatches: 1, steps: 3, ahead: 2 },
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
