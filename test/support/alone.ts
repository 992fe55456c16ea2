import { explore, type Network } from '../../src/index.js';
import { BUILT_IN_PROPERTIES } from '../../src/network/property.js';

/** A claim that is made of several components has the component behind its name. */
const baseOf = (property: string): string => property.replace(/ of .*$/u, '');

/** The claims of a network that are violated anywhere in it, without witnesses and what is always checked, each once for all components. */
export function claimsViolated(network: Network): string[] {
  const witnesses = network.properties.filter(({ kind }) => kind === 'reachable').map(({ name }) => name);
  const others = new Set<string>([...BUILT_IN_PROPERTIES, ...witnesses]);
  const { properties } = explore(network, { afterViolation: 'continue', statesMax: 60_000 });
  const violated = properties.filter(({ name, verdict }) => verdict === 'violated' && !others.has(name));
  return [...new Set(violated.map(({ name }) => baseOf(name)))].sort();
}
