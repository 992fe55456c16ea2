import { parameters, shapeOf } from '../../machines/networks/graph-launch/parameters.js';
import { graphLaunchWiring } from '../../machines/networks/graph-launch/wiring.js';
import { type Configuration, defineNetwork, type Network, type NetworkFamily } from '../../src/index.js';
import { graphLaunchProperties } from './claims.js';

function build(configuration: Configuration, faults: ReadonlySet<string>): Network {
  const wiring = graphLaunchWiring(shapeOf(configuration), faults.has('D5') ? 'apart' : 'shared');
  const { components, channels } = wiring;
  const properties = graphLaunchProperties(wiring);
  return defineNetwork({ name: 'graph-launch', components, channels, properties });
}

/**
 * Hosts launch the captured graphs of decode iterations ahead of their devices, which replay them and meet in a collective each time
 * (docs/paper/facts.md 7).
 */
export const graphLaunch: NetworkFamily = {
  name: 'graph-launch',
  title: 'Host CPUs launch captured graphs ahead of the devices that replay them together',
  parameters,
  faults: {
    D5: {
      title: 'the draft graph has an update stream of its own, so that a fast host overwrites its event',
      link: 'https://github.com/vllm-project/vllm-ascend/pull/13600',
      property: 'deadlock-freedom',
      configuration: { dies: 1, iterations: 2, graphs: 2, ahead: 1 },
    },
  },
  build,
  exhaustive: [
    { dies: 1, iterations: 4, graphs: 2, ahead: 2 },
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
