import { configurationOf, type NetworkFamily } from '../../src/index.js';

/** A claim that is made of several components has the component behind its name, or a number. */
const baseOf = (property: string): string => property.replace(/ of .*$/u, '');

/** The claims that a network of the family has, in its default configuration, and that none of its faults names. */
export function claimsWithoutFault(family: NetworkFamily): string[] {
  const { properties } = family.build(configurationOf(family, {}), new Set());
  const claims = new Set(
    properties.filter(({ kind }) => kind !== 'reachable').map(({ name }) => baseOf(name)),
  );
  const named = new Set(Object.values(family.faults).map(({ property }) => baseOf(property)));
  return [...claims].filter((claim) => !named.has(claim));
}
