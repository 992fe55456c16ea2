import { numbersOf, parameters } from '../../machines/networks/dispatch-combine-int8/parameters.js';
import { refuse, shapeOf } from '../../machines/networks/dispatch-combine/parameters.js';
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
import { numberProperties } from './claims.js';
import { dispatchCombineInt8Faults } from './faults.js';

function build(configuration: Configuration, faults: ReadonlySet<string>): Network {
  const wiring = new DispatchCombineWiring(shapeOf(configuration), numbersOf(configuration));
  const network = defineNetwork({
    name: 'dispatch-combine-int8',
    components: wiring.components,
    channels: wiring.channels,
    properties: [...dispatchCombineProperties(wiring), ...numberProperties(wiring)],
    fairness: wiring.fairness,
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
  // The second one has what a shared expert's results are taken with.
  exhaustive: [{}, { sharedDies: 1, expertsPerDie: 1, topK: 1 }],
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
