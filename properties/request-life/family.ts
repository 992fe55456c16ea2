import type { AnyStateMachine } from 'xstate';
import {
  parameters,
  promptOf,
  type RequestLifeShape,
  shapeOf,
} from '../../machines/networks/request-life/parameters.js';
import { refuse } from '../../machines/networks/request-life/life-refusals.js';
import { LIFE_PARTS, requestLifeWiring } from '../../machines/networks/request-life/wiring.js';
import { requestLifeWords } from '../../machines/networks/request-life/words.js';
import {
  type Configuration,
  defineNetwork,
  type Network,
  type NetworkFamily,
  patched,
  wiringOf,
} from '../../src/index.js';
import { withSentences } from '../sentences.js';
import type { Asked } from './asked.js';
import { requestLifeProperties } from './claims.js';
import { faults } from './faults.js';
import { sentences } from './sentences.js';

function askedOf(shape: RequestLifeShape, countsLoads: boolean): Asked {
  const { tokens, chunks, handles, retries, overtakes, drafts, tail, losses, requests, growth } = shape;
  const prompts = Array.from({ length: requests }, (_, request) => promptOf(shape, request));
  const mayMove = shape.aborts > 0 || shape.deaths > 0 || shape.decodes > 1;
  return {
    mayMove,
    countsLoads,
    tokens,
    chunks,
    handles,
    retries,
    overtakes,
    drafts,
    tail,
    prompts,
    growth,
    isLossy: losses === 'aborts',
  };
}

/** How networks are built, with the model's own router or another one. */
export const builtWith =
  (router?: AnyStateMachine) =>
  (configuration: Configuration, ids: ReadonlySet<string>): Network => {
    const shape = shapeOf(configuration);
    const parts = wiringOf(faults, ids, LIFE_PARTS);
    const wiring = requestLifeWiring(shape, router === undefined ? parts : { ...parts, router });
    const { components, channels } = wiring;
    const properties = withSentences(
      requestLifeProperties(wiring, askedOf(shape, router === undefined)),
      sentences,
    );
    return patched(
      defineNetwork({ name: 'request-life', components, channels, properties, ...requestLifeWords }),
      faults,
      ids,
    );
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
  refuse,
  build: builtWith(),
  exhaustive: [
    // Two answers grow, and there is one page: the second asks again, and goes on when the first one is done.
    { tokens: 4 },
    // A client leaves at any point, before, during and after each of the steps of its request.
    { aborts: 1, by: 'client', chunks: 2, tokens: 1, growth: 0 },
    // One part of a transfer breaks while the other is on its way; the second attempt meets what is left of the first.
    { aborts: 1, by: 'transport', handles: 2, tokens: 1, growth: 0 },
    // A prefill node gives a request up, and its word of that may be lost.
    { aborts: 1, by: 'prefill', losses: 'aborts', tokens: 1, growth: 0 },
    // A prefill node gives one of two requests up that it has, and the request fails at once: the other one is to go on.
    { aborts: 1, by: 'prefill', retries: 0, tokens: 1, growth: 0 },
    // A decode node gives a request up, in its batch or on its way into it.
    { aborts: 1, by: 'decode', growth: 0, retries: 0 },
    // The same with an answer that is begun twice, of the second of two requests: the first one is refused.
    { longest: 4, aborts: 1, by: 'decode', growth: 0 },
    // One of two requests is given up while it waits for the only page.
    { pages: 1, aborts: 1, tokens: 1, growth: 0, retries: 0 },
    // The second attempt is given up too, while parts of the first one's transfer are on their way.
    { requests: 1, handles: 2, aborts: 2, tokens: 1, growth: 0 },
    // Word of an abort is lost, and of a prompt that nobody waits for any more.
    { requests: 1, aborts: 1, losses: 'aborts', tokens: 1, growth: 0 },
    // Work goes to the node of either kind that has less of it.
    { prefills: 2, decodes: 2, tokens: 1, growth: 0 },
    // Anything gives the request up, and any node dies: it is tried again elsewhere.
    { requests: 1, prefills: 2, decodes: 2, aborts: 1, deaths: 1, tokens: 1 },
    // What is left of a first attempt drains at a decode node, and the second is given up and computed for another one. The first request, which is refused, is
    // there for the router to choose the other node.
    { longest: 4, decodes: 2, aborts: 2, tokens: 1, growth: 0 },
    // A decode node dies with two requests on it, and the prefill node finds out with the first of them.
    { deaths: 1, of: 'decode', retries: 0, tokens: 1, growth: 0 },
    // A decode node dies, and its request comes to the other one, which has one already.
    { decodes: 2, deaths: 1, of: 'decode', tokens: 1, growth: 0 },
    // A request that needs all pages waits while smaller ones pass, as many as may.
    { requests: 3, longest: 3, growth: 0, tokens: 1 },
    // There are pages for all three: two become ready while the first one is in a step.
    { requests: 3, tokens: 1, growth: 0 },
    // A request that needs more pages than there are is refused, and does not keep the other one waiting.
    { longest: 4, tokens: 1 },
    // Pages for one request at a time: the other's receive is deferred. The node that computes their prompts was left wedged, or dies.
    { pages: 2, deaths: 1, of: 'prefill', left: 'wedged' },
  ],
  deep: [
    { requests: 1, prefills: 2, decodes: 2, aborts: 1, deaths: 1 },
    // The same with answers that grow.
    { aborts: 1, by: 'client', chunks: 2 },
    { aborts: 1, by: 'transport', handles: 2 },
    // A decode node gives a request up, and has it again: words of two attempts cross.
    { aborts: 1, by: 'decode' },
    // Pages for one request at a time, and anything gives one up.
    { aborts: 1, pages: 2 },
    { prefills: 2, deaths: 1, of: 'prefill', tokens: 1, growth: 0 },
    { decodes: 2, deaths: 1, of: 'decode', tokens: 1 },
    { aborts: 1, chunks: 2, losses: 'aborts' },
    { requests: 4, longest: 3, growth: 0, tokens: 1 },
  ],
  campaign: {
    ranges: {
      requests: { min: 1, max: 3 },
      prefills: { min: 1, max: 2 },
      decodes: { min: 1, max: 2 },
      pages: { min: 2, max: 4 },
      prompt: { min: 1, max: 2 },
      longest: { min: 0, max: 3 },
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
