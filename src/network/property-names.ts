import { CheckError } from './errors.js';
import { stateNodes } from './state-nodes.js';
import { suggestion } from './nearest.js';
import type { Network } from './network.js';
import { BUILT_IN_PROPERTIES, NO_STUCK } from './property.js';

/** The names of all properties of a network, the built-in ones first. */
export function propertyNames({ properties }: Network): string[] {
  return [...BUILT_IN_PROPERTIES, ...properties.map(({ name }) => name)];
}

/** @throws CheckError, which lists what there is, for a name that no property of the network has */
export function requireProperty(network: Network, name: string): void {
  const known = propertyNames(network);
  if (known.includes(name)) return;
  throw new CheckError(
    `The network '${network.name}' has no property '${name}'; it has ${known.join(', ')}.${suggestion(name, known)}`,
  );
}

/** Whether a property is one that must be reached: a witness. */
export function isWitness({ properties }: Network, name: string): boolean {
  return properties.some((property) => property.kind === 'reachable' && property.name === name);
}

/** Whether some property, beside the built-in ones, is violated by what runs that never end do, or can no longer do. */
export function speaksOfEndlessRuns({ properties }: Network): boolean {
  return properties.some((property) =>
    property.kind === 'monitor'
      ? [...stateNodes(property.machine)].some(({ tags }) => tags.includes('pending'))
      : property.kind !== 'always' && property.kind !== 'reachable',
  );
}

/** Whether a property says that from every state some way leads on: no run alone shows it to be violated, nor does a walk. */
export function isOfWaysOn({ properties }: Network, name: string): boolean {
  if (name === NO_STUCK) return true;
  const kind = properties.find((property) => property.name === name)?.kind;
  return kind === 'always possible' || kind === 'can rest';
}

/** Whether only progress checks of a complete exploration tell of a property: it has no verdict without them. */
export function isOfEndlessRuns(network: Network, name: string): boolean {
  return (
    isOfWaysOn(network, name) ||
    network.properties.some((property) => property.name === name && property.kind === 'leads to')
  );
}

/** @throws CheckError, which lists what there is, for a name that no `reachable` property of the network has */
export function requireWitness(network: Network, name: string): void {
  if (isWitness(network, name)) return;
  const known = network.properties.filter(({ kind }) => kind === 'reachable').map((each) => each.name);
  throw new CheckError(
    `The network '${network.name}' has no witness '${name}'; ${known.length === 0 ? 'it has no `reachable` property' : `its witnesses are ${known.join(', ')}`}.${suggestion(name, known)}`,
  );
}
