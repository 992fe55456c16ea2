import { parameters, shapeOf } from '../../machines/networks/drain-barrier/parameters.js';
import { drainBarrierWiring } from '../../machines/networks/drain-barrier/wiring.js';
import { type Configuration, defineNetwork, type Network, type NetworkFamily } from '../../src/index.js';
import { drainBarrierProperties } from './claims.js';

function build(configuration: Configuration, faults: ReadonlySet<string>): Network {
  const wiring = drainBarrierWiring(shapeOf(configuration), { testsLatch: !faults.has('D8') });
  const { components, channels } = wiring;
  const properties = drainBarrierProperties(wiring);
  return defineNetwork({ name: 'drain-barrier', components, channels, properties });
}

/**
 * The scheduler threads of a die drain before each task that needs all cores at once: a barrier of three spin-waits around one
 * dispatch, beside a latch that tells the threads to leave.
 */
export const drainBarrier: NetworkFamily = {
  name: 'drain-barrier',
  title: 'Scheduler threads of a die stop at a barrier before each task that needs all cores',
  parameters,
  faults: {
    D8: {
      title: 'the spin-waits do not test the latch, and a late thread waits for threads that have left',
      link: 'https://github.com/hw-native-sys/simpler/issues/1073',
      property: 'deadlock-freedom',
      configuration: { threads: 2, tasks: 1 },
    },
  },
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
