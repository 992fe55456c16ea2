import type { Parameter } from '../../../src/index.js';
import { COMMON_PARAMETERS } from '../parameters.js';

export const parameters: Readonly<Record<string, Parameter>> = {
  ...COMMON_PARAMETERS,
  tokens: {
    kind: 'integer',
    min: 2,
    max: 1_048_576,
    default: 16_384,
    description: 'tokens of a batch on an NPU (two dies)',
  },
  prompt: { kind: 'integer', min: 1, max: 1_048_576, default: 4_096, description: 'tokens of a prompt' },
  reused: {
    kind: 'integer',
    min: 0,
    max: 1_048_576,
    default: 0,
    description: 'tokens of a prompt that the context cache has',
  },
  plane: { kind: 'choice', values: ['ub', 'vpc'], default: 'ub', description: 'what loads them' },
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
};
