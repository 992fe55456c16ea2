import { CheckError, choose, type Configuration, type Network, type NetworkFamily } from '../../src/index.js';

/** The network of a family with these parameters and faults; none if they are refused. */
export function possibleNetwork(
  family: NetworkFamily,
  given: Configuration,
  faults: readonly string[] = [],
): Network | undefined {
  try {
    return choose(family, given, faults).network;
  } catch (error) {
    if (error instanceof CheckError) return undefined;
    throw error;
  }
}
