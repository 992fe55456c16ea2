import { CALIBRATED } from '../../../src/cloudmatrix/cost/calibration.js';
import { DecodeCost } from '../../../src/cloudmatrix/cost/decode-cost.js';
import { ASCEND_910_DIE, UNIFIED_BUS } from '../../../src/cloudmatrix/cost/device.js';
import { MODELS } from '../../../src/cloudmatrix/cost/model.js';
import { STREAM_CORES } from '../../../src/cloudmatrix/paper/die.js';
import type { Configuration, Parameter } from '../../../src/index.js';

/** How much a die sends in one step: a row (a token's copies, one result), or all that it has. */
export type Granularity = 'token' | 'rank';

/** Tokens of each sequence so far. Untimed checking needs some number. */
const CONTEXT = 4_096;

export const parameters: Readonly<Record<string, Parameter>> = {
  dies: { kind: 'integer', min: 2, max: 320, default: 2, description: 'dies, each a rank' },
  tokens: { kind: 'integer', min: 1, max: 96, default: 1, description: 'tokens of each die' },
  granularity: {
    kind: 'choice',
    values: ['token', 'rank'],
    default: 'token',
    description: 'what a die sends in one step: a row, or all that it has',
  },
  routing: { kind: 'integer', min: 0, max: 1_000, default: 0, description: 'seed of the routing' },
};

/** What the layer of a configuration costs: that of DeepSeek-R1, with two experts a token. */
export function costOf(configuration: Configuration): DecodeCost {
  const { dies, tokens } = configuration as Record<string, number>;
  return new DecodeCost(
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
}
