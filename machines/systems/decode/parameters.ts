import { DIE_CORES, STREAM_CORES } from '../../../src/cloudmatrix/paper/die.js';
import { ACCEPTANCE } from '../../../src/cloudmatrix/paper/operators.js';
import type { Parameter } from '../../../src/index.js';
import { COMMON_PARAMETERS } from '../parameters.js';

/** The most AIC that the attention stream may have: the MoE stream needs one at least. */
const ATTENTION_AIC_MAX = DIE_CORES.aic - 1;

export const parameters: Readonly<Record<string, Parameter>> = {
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
    values: ['paper', 'auto', 'on', 'off'],
    default: 'paper',
    description:
      'two microbatches on two streams; paper: but for the smallest batches; auto: where the cost model says that it is faster',
  },
  mtp: { kind: 'choice', values: ['on', 'off'], default: 'on', description: 'one draft token a step' },
  acceptance: {
    kind: 'integer',
    min: 0,
    max: 100,
    default: Math.round(100 * ACCEPTANCE),
    description: 'draft tokens in a hundred that are accepted',
  },
  drafts: {
    kind: 'choice',
    values: ['expected', 'drawn'],
    default: 'expected',
    description: 'draft tokens accepted as expected, or drawn for each sequence and step',
  },
  replicas: {
    kind: 'integer',
    min: 0,
    max: 767,
    default: 0,
    description: 'dies that hold the shared expert; 0: a tenth of them',
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
};
