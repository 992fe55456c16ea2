import { described } from './described.js';
import { CheckError } from './errors.js';
import type { NetworkFamily } from './family.js';
import type { Network } from './network.js';

// Values are told by their shape: they may come from a module that was given another copy of this package than whoever checks them, and
// then `instanceof` knows nothing.

export function isNetwork(value: unknown): value is Network {
  const { name, componentIds, components, channels, properties } = fieldsOf(
    value,
    'name',
    'componentIds',
    'components',
    'channels',
    'properties',
  );
  return (
    typeof name === 'string' &&
    [componentIds, components, properties].every(Array.isArray) &&
    (typeof channels === 'object' || typeof channels === 'function')
  );
}

export function isFamily(value: unknown): value is NetworkFamily {
  const { name, parameters, faults, build, exhaustive, campaign } = fieldsOf(
    value,
    'name',
    'parameters',
    'faults',
    'build',
    'exhaustive',
    'campaign',
  );
  return (
    typeof name === 'string' &&
    typeof build === 'function' &&
    Array.isArray(exhaustive) &&
    [parameters, faults, campaign].every((part) => typeof part === 'object' && part !== null)
  );
}

/** @throws CheckError for what `defineNetwork` has not made */
export function requireNetwork(value: unknown): void {
  if (isNetwork(value)) return;
  const remedy = isFamily(value)
    ? 'It is a family: build one of its networks, or give it to `check`, `campaign` or `assertHolds`.'
    : 'Give what `defineNetwork` returns.';
  throw new CheckError(`A network is wanted here, and this is ${described(value)}. ${remedy}`);
}

/** @throws CheckError for what is no family of networks */
export function requireFamily(value: unknown): void {
  if (isFamily(value)) return;
  const remedy = isNetwork(value)
    ? 'It is a network: give that to `explore`, `walk`, `check` or `assertHolds`.'
    : 'A family has name, title, parameters, faults, build, exhaustive and campaign.';
  throw new CheckError(`A family of networks is wanted here, and this is ${described(value)}. ${remedy}`);
}

/** Some fields of a value. One that refuses to be asked for what it does not have, as a checked environment may, has none of them. */
export function fieldsOf<Name extends string>(
  value: unknown,
  ...names: readonly Name[]
): Readonly<Partial<Record<Name, unknown>>> {
  const fields: Partial<Record<Name, unknown>> = {};
  if (typeof value !== 'object' || value === null) return fields;
  try {
    for (const name of names) fields[name] = (value as Record<Name, unknown>)[name];
  } catch {
    return {} as typeof fields;
  }
  return fields;
}
