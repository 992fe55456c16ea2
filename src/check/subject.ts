import type { BoundSuite } from '../bounds/bound.js';
import { CheckError } from '../network/errors.js';
import { familyOf, type NetworkFamily, refuseUnknownFamilyKeys } from '../network/family.js';
import type { Network } from '../network/network.js';
import { isFamily, isNetwork } from '../network/require.js';
import { type Configuration, configurationOf, faultsOf } from '../network/parameters.js';
import type { Comparison } from './system.js';

/** What a verdict is about: a network, its parameters, and the faults that it was given. A suite of bounds may stand in a network's place. */
export interface Subject {
  readonly network: string;
  readonly parameters: Configuration;
  readonly faults: readonly string[];
}

/** What can be checked. */
export type Checkable = Network | NetworkFamily | BoundSuite | Comparison;

export function isSuite(value: unknown): value is BoundSuite {
  const { name, parameters, faults, build, runs } = fieldsOf(value);
  const { check, deep } = fieldsOf(runs);
  return (
    typeof name === 'string' &&
    typeof build === 'function' &&
    [check, deep].every((count) => typeof count === 'number') &&
    [parameters, faults].every((part) => typeof part === 'object' && part !== null)
  );
}

export function isComparison(value: unknown): value is Comparison {
  const { rows, fits } = fieldsOf(value);
  return Array.isArray(rows) && Array.isArray(fits);
}

/** A family, or one with this one network in it. @throws CheckError for what is neither, and for a key that a family cannot have */
export function asFamily(subject: Network | NetworkFamily): NetworkFamily {
  if (isNetwork(subject)) return familyOf(subject);
  if (!isFamily(subject)) throw notCheckable(subject);
  refuseUnknownFamilyKeys(subject);
  return subject;
}

/** One network of a family, ready to be checked. */
export interface Chosen {
  readonly family: NetworkFamily;
  readonly configuration: Configuration;
  readonly network: Network;
  readonly subject: Subject;
}

/** @throws CheckError for parameters or faults that the family does not have, or that contradict each other */
export function choose(
  family: NetworkFamily,
  given: Readonly<Record<string, unknown>> = {},
  faultIds: readonly string[] = [],
): Chosen {
  const subject = subjectOf(family, given, faultIds);
  const { parameters: configuration } = subject;
  return { family, configuration, network: family.build(configuration, new Set(subject.faults)), subject };
}

/** As `choose`, without building the network. */
export function subjectOf(
  family: NetworkFamily,
  given: Readonly<Record<string, unknown>>,
  faultIds: readonly string[],
): Subject {
  const faults = faultsOf(family, faultIds);
  const configuration = configurationOf(family, given, faults);
  return { network: family.name, parameters: configuration, faults: [...faults] };
}

/** The parameters that do not have their defaults. */
export function notableOf({ parameters }: NetworkFamily, configuration: Configuration): Configuration {
  return Object.fromEntries(
    Object.entries(configuration).filter(([name, value]) => value !== parameters[name]?.default),
  );
}

export function notCheckable(value: unknown): CheckError {
  return new CheckError(
    `What is to be checked is ${value === null ? 'null' : typeof value}, and neither a network, a family of networks nor a suite of bounds. Give one, or a list of them.`,
  );
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
