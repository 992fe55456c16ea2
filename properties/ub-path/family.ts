import { parameters, shapeOf } from '../../machines/networks/ub-path/parameters.js';
import { ubPathWiring } from '../../machines/networks/ub-path/wiring.js';
import { type Configuration, defineNetwork, type Network, type NetworkFamily } from '../../src/index.js';
import { ubPathProperties } from './claims.js';

function build(configuration: Configuration, faults: ReadonlySet<string>): Network {
  const wiring = ubPathWiring(shapeOf(configuration), {
    headReturn: faults.has('D9') ? 'tail seen' : 'data copied',
  });
  const { components, channels } = wiring;
  return defineNetwork({ name: 'ub-path', components, channels, properties: ubPathProperties(wiring) });
}

/**
 * Point-to-point channels over Unified Bus paths (docs/paper/facts.md 13.3): senders fill ring buffers, one receiver empties them; data goes one
 * way, credits for slots the other, and links go down and come back meanwhile.
 */
export const ubPaths: NetworkFamily = {
  name: 'ub-path',
  title: 'Ring buffers between dies over Unified Bus paths with credits, whose links go down and come back',
  parameters,
  faults: {
    D9: {
      title: 'the receiver gives a slot back when it sees the tail, before it has copied the data',
      link: 'https://github.com/deepseek-ai/DeepEP/pull/310',
      property: 'no-overwrite',
      configuration: { messages: 2, slots: 1, credits: 1, flaps: 0 },
    },
  },
  build,
  exhaustive: [
    { messages: 3, slots: 2, credits: 1, flaps: 2 },
    { messages: 3, slots: 2, transfer: 'pull' },
    { senders: 2, messages: 2, slots: 1, flaps: 0 },
    { senders: 2, messages: 1, slots: 1, placement: 'on-package', credits: 1 },
  ],
  campaign: {
    ranges: { messages: { min: 1, max: 6 }, credits: { min: 0, max: 3 } },
    stepsMax: 400,
  },
};
