import type { AnyStateMachine } from 'xstate';
import {
  parameters,
  promptOf,
  type RequestLifeShape,
  shapeOf,
} from '../../machines/networks/request-life/parameters.js';
import { requestLifeWiring } from '../../machines/networks/request-life/wiring.js';
import {
  type Configuration,
  defineNetwork,
  type Network,
  type NetworkFamily,
  patched,
} from '../../src/index.js';
import { withSentences } from '../sentences.js';
import { type Asked, requestLifeProperties } from './claims.js';
import { faults } from './faults.js';
import { sentences } from './sentences.js';

function askedOf(shape: RequestLifeShape): Asked {
  const { tokens, retries, overtakes, drafts, tail, losses, requests } = shape;
  const prompts = Array.from({ length: requests }, (_, request) => promptOf(shape, request));
  return { tokens, retries, overtakes, drafts, tail, prompts, isLossy: losses === 'aborts' };
}

const builtWith =
  (router?: AnyStateMachine) =>
  (configuration: Configuration, ids: ReadonlySet<string>): Network => {
    const shape = shapeOf(configuration);
    const wiring = requestLifeWiring(shape, router);
    const { components, channels } = wiring;
    const properties = withSentences(requestLifeProperties(wiring, askedOf(shape)), sentences);
    return patched(defineNetwork({ name: 'request-life', components, channels, properties }), faults, ids);
  };

/**
 * Requests from their arrival to their end: routed, prefilled on one node, transferred, decoded on another, given up or tried again
 * (docs/paper/facts.md 3 and 9).
 */
export const requestLife: NetworkFamily = {
  name: 'request-life',
  title: 'Requests are routed, prefilled, transferred and decoded, given up, or tried again',
  parameters,
  faults,
  build: builtWith(),
  exhaustive: [{ requests: 2, aborts: 1, by: 'client', chunks: 2 }],
  campaign: {
    ranges: {
      requests: { min: 1, max: 3 },
      prefills: { min: 1, max: 2 },
      decodes: { min: 1, max: 2 },
      pages: { min: 2, max: 4 },
      growth: { min: 0, max: 1 },
      overtakes: { min: 0, max: 1 },
      chunks: { min: 1, max: 2 },
      handles: { min: 1, max: 2 },
      tokens: { min: 1, max: 2 },
      retries: { min: 0, max: 1 },
      aborts: { min: 0, max: 1 },
      deaths: { min: 0, max: 1 },
    },
    stepsMax: 300,
  },
};
