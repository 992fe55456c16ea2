import { CheckError, messageOf } from './errors.js';
import type { NetworkFamily } from './family.js';
import type { Network } from './network.js';
import type { Configuration } from './parameters.js';

/**
 * A network that nobody has asked for by its parameters: they were drawn, or made smaller.
 *
 * @throws CheckError for whatever the family's own function throws, with the configuration in which it does
 */
export function buildDrawn(
  family: NetworkFamily,
  configuration: Configuration,
  faults: ReadonlySet<string>,
): Network {
  try {
    return family.build(configuration, faults);
  } catch (thrown) {
    const message = messageOf(thrown);
    const what =
      thrown instanceof CheckError ? message : `The network '${family.name}' cannot be built: ${message}`;
    const values = Object.entries(configuration).map((entry) => entry.join(' '));
    const had = [...values, faults.size === 0 ? 'no faults' : `faults ${[...faults].join(' and ')}`];
    throw new CheckError(
      `${what.replace(/\.$/u, '')}. That was with ${had.join(', ')}; where that is impossible, the refuse of '${family.name}' must say so.`,
      { cause: thrown },
    );
  }
}
