import { numbersOf, parameters } from '../../machines/networks/dispatch-combine-int8/parameters.js';
import { refuse, shapeOf } from '../../machines/networks/dispatch-combine/parameters.js';
import { waitsFor } from '../../machines/networks/dispatch-combine/waits.js';
import { DispatchCombineWords } from '../../machines/networks/dispatch-combine/words.js';
import { DispatchCombineWiring } from '../../machines/networks/dispatch-combine/wiring.js';
import {
  type Configuration,
  defineNetwork,
  type Network,
  type NetworkFamily,
  patched,
} from '../../src/index.js';
import { dispatchCombineProperties } from '../dispatch-combine/claims.js';
import { dispatchCombine } from '../dispatch-combine/family.js';
import { sentences as protocolSentences } from '../dispatch-combine/sentences.js';
import { withSentences } from '../sentences.js';
import { numberProperties } from './claims.js';
import { dispatchCombineInt8Faults } from './faults.js';
import { sentences } from './sentences.js';

function build(configuration: Configuration, faults: ReadonlySet<string>): Network {
  const shape = shapeOf(configuration);
  const wiring = new DispatchCombineWiring(shape, numbersOf(configuration));
  const network = defineNetwork({
    name: 'dispatch-combine-int8',
    components: wiring.components,
    channels: wiring.channels,
    properties: [
      ...withSentences(dispatchCombineProperties(wiring), protocolSentences, '4.2.1'),
      ...withSentences(numberProperties(wiring), sentences),
    ],
    fairness: wiring.fairness,
    ...new DispatchCombineWords(shape).telling,
    waitsFor,
  });
  return patched(network, dispatchCombineInt8Faults, faults);
}

/**
 * dispatch-combine with numbers in its slots: tokens are quantised by their dies, computed with by the experts, and summed, so that the
 * protocol is seen to carry the INT8 arithmetic through, on every schedule, to the bit.
 */
export const dispatchCombineInt8: NetworkFamily = {
  name: 'dispatch-combine-int8',
  title: 'FusedDispatch, experts and FusedCombine with INT8 numbers in the slots',
  parameters,
  faults: dispatchCombineInt8Faults,
  refuse,
  build,
  exhaustive: [
    {},
    // What a shared expert's results are taken with.
    { sharedDies: 1, expertsPerDie: 1, topK: 1 },
    // Tokens of a die that each have a scale, and a sum, of their own.
    { tokens: 2, expertsPerDie: 1, topK: 1 },
    // The third layer writes where the first one has.
    { layers: 3, expertsPerDie: 1, topK: 1 },
  ],
  campaign: {
    ranges: {
      ...dispatchCombine.campaign.ranges,
      dies: { min: 2, max: 4 },
      topK: { min: 1, max: 4 },
      expertsPerDie: { min: 1, max: 3 },
      hidden: { min: 1, max: 8 },
      intermediate: { min: 1, max: 8 },
      experts: { values: ['alike', 'cancelling'] },
      numbersSeed: { min: 0, max: 65_535 },
    },
    stepsMax: dispatchCombine.campaign.stepsMax,
  },
};
