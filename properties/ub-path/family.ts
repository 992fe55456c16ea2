import { parameters, shapeOf } from '../../machines/networks/ub-path/parameters.js';
import { ubPathWords } from '../../machines/networks/ub-path/words.js';
import { ubPathWiring } from '../../machines/networks/ub-path/wiring.js';
import {
  type Configuration,
  defineNetwork,
  type Network,
  type NetworkFamily,
  patched,
} from '../../src/index.js';
import { withSentences } from '../sentences.js';
import { ubPathProperties } from './claims.js';
import { faults } from './faults.js';
import { sentences } from './sentences.js';

function build(configuration: Configuration, ids: ReadonlySet<string>): Network {
  const wiring = ubPathWiring(shapeOf(configuration));
  const { components, channels } = wiring;
  const properties = withSentences(ubPathProperties(wiring), sentences);
  return patched(
    defineNetwork({ name: 'ub-path', components, channels, properties, ...ubPathWords }),
    faults,
    ids,
  );
}

/**
 * Point-to-point channels over Unified Bus paths (docs/paper/facts.md 13.3): senders fill ring buffers, one receiver empties them; data goes one
 * way, credits for slots the other, and links go down and come back meanwhile.
 */
export const ubPaths: NetworkFamily = {
  name: 'ub-path',
  title: 'Ring buffers between dies over Unified Bus paths with credits, whose links go down and come back',
  parameters,
  faults,
  build,
  exhaustive: [
    { messages: 3, slots: 2, credits: 1, flaps: 2 },
    // More than one operation under way: a tail could overtake its data.
    { messages: 3, slots: 2, credits: 2, flaps: 0 },
    { messages: 3, slots: 2, transfer: 'pull' },
    // No limit, so that nothing counts what is under way.
    { messages: 3, slots: 2, credits: 0, flaps: 1 },
    { senders: 2, messages: 2, slots: 1, credits: 1, flaps: 0 },
    // Places in two rings that a receiver must not mix up.
    { senders: 2, messages: 2, slots: 2, credits: 1, flaps: 0 },
    { senders: 2, messages: 2, slots: 2, transfer: 'pull', credits: 1, flaps: 0 },
    { senders: 2, messages: 2, slots: 1, placement: 'on-package', credits: 1, flaps: 1 },
  ],
  campaign: {
    ranges: { messages: { min: 1, max: 6 }, credits: { min: 0, max: 3 } },
    stepsMax: 400,
  },
};
