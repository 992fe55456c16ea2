import { defineNetwork, type Network } from '../../../src/index.js';

/** The network with its components in the opposite order: whoever tries steps in turn tries the others first. */
export function inOtherOrder(network: Network): Network {
  const { name, componentIds, components, channels, properties, fairness } = network;
  const entries = componentIds.map((id, at) => [id, components[at]!] as const);
  return defineNetwork({
    name,
    components: Object.fromEntries(entries.toReversed()),
    channels,
    properties,
    fairness,
  });
}
