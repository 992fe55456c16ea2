import type { PipelineShape } from '../../machines/networks/pipeline/parameters.js';
import { decodeShape } from '../../machines/systems/decode/stages.js';
import { prefillShape } from '../../machines/systems/prefill/stages.js';
import { CALIBRATED } from '../../src/cloudmatrix/cost/calibration.js';
import { DecodeCost } from '../../src/cloudmatrix/cost/decode-cost.js';
import { ASCEND_910_DIE, UNIFIED_BUS } from '../../src/cloudmatrix/cost/device.js';
import { MODELS } from '../../src/cloudmatrix/cost/model.js';
import { PrefillCost } from '../../src/cloudmatrix/cost/prefill-cost.js';
import { STREAM_CORES } from '../../src/cloudmatrix/paper/die.js';
import type { Configuration } from '../../src/index.js';
import type { Asked } from './paper-order.js';

const SEQUENCES = 48;
const CONTEXT = 4_096;
const PREFILL_TOKENS = 8_192;

/** DeepSeek-R1 with few layers: untimed checking needs no more of the model. */
function modelWith({ denseLayers, moeLayers }: Record<string, number>) {
  return { ...MODELS['deepseek-r1']!, layers: denseLayers! + moeLayers!, denseLayers: denseLayers! };
}

/** The decode instance of a configuration of its family. */
export function decodeShapeOf(configuration: Configuration): PipelineShape {
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

/** The prefill instance of a configuration of its family. */
export function prefillShapeOf(configuration: Configuration): PipelineShape {
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

/** What a configuration of either family asks for. */
export function askedOf(configuration: Configuration): Asked {
  const { dies, microbatches, denseLayers, moeLayers, steps, ahead } = configuration as Record<
    string,
    number
  >;
  return {
    dies: dies!,
    microbatches: microbatches!,
    denseLayers: denseLayers!,
    moeLayers: moeLayers!,
    steps: steps!,
    hasDraft: configuration.mtp === 'on',
    ahead: ahead!,
  };
}
