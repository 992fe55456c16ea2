import { parameters, refuse, shapeOf } from '../../machines/networks/ub-switch/parameters.js';
import { ubSwitchWords } from '../../machines/networks/ub-switch/words.js';
import { flowsOf, SWITCH_PARTS, ubSwitchWiring } from '../../machines/networks/ub-switch/wiring.js';
import {
  type Configuration,
  defineNetwork,
  type Network,
  type NetworkFamily,
  patched,
  wiringOf,
} from '../../src/index.js';
import { withSentences } from '../sentences.js';
import { ubSwitchProperties } from './claims.js';
import { faults } from './faults.js';
import { sentences } from './sentences.js';

function build(configuration: Configuration, ids: ReadonlySet<string>): Network {
  const wiring = ubSwitchWiring(shapeOf(configuration), wiringOf(faults, ids, SWITCH_PARTS));
  const { components, channels } = wiring;
  const properties = withSentences(ubSwitchProperties(wiring), sentences);
  return patched(
    defineNetwork({ name: 'ub-switch', components, channels, properties, ...ubSwitchWords }),
    faults,
    ids,
  );
}

/** No run is longer: each packet is injected, and then forwarded, delivered and credited on each wire. */
function stepsMax(configuration: Configuration): number {
  const shape = shapeOf(configuration);
  const wires = shape.routes === 'detour' ? 4 : 2;
  return flowsOf(shape).length * shape.packets * (1 + 3 * wires);
}

/**
 * The switches of one sub-plane of the Unified Bus (docs/paper/facts.md 2): packets between nodes go from the L1 chip of their node up to an L2
 * chip and down to the L1 chip of the other, and each port sends only what the buffer at the other end of its wire has room for.
 * The paper does not tell buffers, credits and routes; here they are those of any lossless fabric.
 */
export const ubSwitch: NetworkFamily = {
  name: 'ub-switch',
  title:
    'Packets between nodes through the L1 and L2 switch chips of one sub-plane, with credits for buffers',
  parameters,
  faults,
  refuse,
  build,
  exhaustive: [
    { nodes: 2, buffer: 2, packets: 3 },
    { nodes: 3, packets: 2 },
    { nodes: 3, buffer: 2, packets: 2, traffic: 'shift' },
    { nodes: 3, l2Chips: 2 },
    { nodes: 4, l2Chips: 2, buffer: 2, packets: 2, traffic: 'incast' },
    { nodes: 3, packets: 2, traffic: 'incast', routes: 'detour' },
    // Nodes that packets are for, and are sent up again at.
    { nodes: 3, traffic: 'star', routes: 'detour' },
  ],
  deep: [{ nodes: 4 }],
  campaign: {
    ranges: {
      nodes: { min: 2, max: 5 },
      l2Chips: { min: 1, max: 3 },
      buffer: { min: 1, max: 3 },
      packets: { min: 1, max: 3 },
    },
    stepsMax,
  },
};
