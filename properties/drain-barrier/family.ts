import { parameters, shapeOf } from '../../machines/networks/drain-barrier/parameters.js';
import { drainBarrierWiring } from '../../machines/networks/drain-barrier/wiring.js';
import { drainBarrierWords } from '../../machines/networks/drain-barrier/words.js';
import {
  type Configuration,
  defineNetwork,
  type Network,
  type NetworkFamily,
  patched,
} from '../../src/index.js';
import { withSentences } from '../sentences.js';
import { drainBarrierProperties } from './claims.js';
import { faults } from './faults.js';
import { sentences } from './sentences.js';

function build(configuration: Configuration, ids: ReadonlySet<string>): Network {
  const wiring = drainBarrierWiring(shapeOf(configuration));
  const { components, channels } = wiring;
  const properties = withSentences(drainBarrierProperties(wiring), sentences);
  const network = defineNetwork({
    name: 'drain-barrier',
    components,
    channels,
    properties,
    ...drainBarrierWords,
  });
  return patched(network, faults, ids);
}

/**
 * The scheduler threads of a die drain before each task that needs all cores at once: a barrier of three spin-waits around one
 * dispatch, beside a latch that tells the threads to leave.
 */
export const drainBarrier: NetworkFamily = {
  name: 'drain-barrier',
  title: 'Scheduler threads of a die stop at a barrier before each task that needs all cores',
  parameters,
  faults,
  build,
  exhaustive: [
    { threads: 3, tasks: 2 },
    { threads: 4, tasks: 2 },
  ],
  campaign: {
    ranges: { threads: { min: 2, max: 6 }, tasks: { min: 1, max: 4 } },
    stepsMax: 400,
  },
};
