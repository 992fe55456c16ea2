import { parameters, shapeOf } from '../../machines/networks/graph-launch/parameters.js';
import { graphLaunchWords } from '../../machines/networks/graph-launch/words.js';
import { graphLaunchWiring, LAUNCH_PARTS } from '../../machines/networks/graph-launch/wiring.js';
import {
  type Configuration,
  defineNetwork,
  type Network,
  type NetworkFamily,
  patched,
  wiringOf,
} from '../../src/index.js';
import { withSentences } from '../sentences.js';
import { graphLaunchProperties } from './claims.js';
import { faults } from './faults.js';
import { sentences } from './sentences.js';

function build(configuration: Configuration, ids: ReadonlySet<string>): Network {
  const shape = shapeOf(configuration);
  const wiring = graphLaunchWiring(shape, wiringOf(faults, ids, LAUNCH_PARTS));
  const { components, channels } = wiring;
  const properties = withSentences(graphLaunchProperties(wiring, shape), sentences);
  return patched(
    defineNetwork({ name: 'graph-launch', components, channels, properties, ...graphLaunchWords }),
    faults,
    ids,
  );
}

/**
 * Hosts launch the captured graphs of decode iterations ahead of their devices, which replay them and meet in a collective each time
 * (docs/paper/facts.md 7).
 */
export const graphLaunch: NetworkFamily = {
  name: 'graph-launch',
  title: 'Host CPUs launch captured graphs ahead of the devices that replay them together',
  parameters,
  faults,
  build,
  exhaustive: [
    // Three iterations in flight, and slots of metadata that are used again.
    { dies: 1, iterations: 4, graphs: 2, ahead: 2 },
    // One graph: nothing but its own place in the stream keeps a replay behind its update.
    { dies: 1, iterations: 3, graphs: 1, ahead: 1 },
    // Slots that are used again while dies wait for each other.
    { dies: 2, iterations: 3, graphs: 2, ahead: 1 },
    { dies: 3, iterations: 2, graphs: 2, ahead: 1 },
  ],
  campaign: {
    ranges: {
      dies: { min: 1, max: 4 },
      iterations: { min: 1, max: 4 },
      graphs: { min: 1, max: 2 },
      ahead: { min: 1, max: 2 },
    },
    stepsMax: 400,
  },
};
