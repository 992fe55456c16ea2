import { CheckError, messageOf } from '../network/errors.js';
import { familyOf, type NetworkFamily, refuseUnknownFamilyKeys } from '../network/family.js';
import { type Configuration, configurationOf, faultsOf } from '../network/parameters.js';
import type { Network } from '../network/network.js';
import type { Subject } from '../report/subject.js';
import { isNetwork, isNetworkOrFamily } from './kinds.js';
import { exportFrom, isModuleReference, type ModuleReference, split } from './modules.js';
import type { Session } from './session.js';

/** A family of networks and how it was named: `replay` finds it again by that. */
export interface Target {
  readonly family: NetworkFamily;
  readonly reference: string;
  /** Where it comes from, unless from the catalogue: the module's file, and its export, if one was named. */
  readonly module?: { readonly file: string; readonly export: string | undefined };
}

/** @throws CheckError for a name that is not in the catalogue, or a module without networks */
export async function targetOf(session: Session, reference: string): Promise<Target> {
  const { families } = session.catalogue;
  const known = families.find(({ name }) => name === reference);
  if (known !== undefined) return { family: known, reference };
  if (isModuleReference(reference)) {
    const parts = split(session, reference);
    return moduleTarget(session, session.path(parts.path), parts, reference);
  }
  throw new CheckError(
    `There is no network '${reference}'. There are ${families.map(({ name }) => name).join(', ')}; or give the path of a module that exports one.`,
  );
}

/** The network of a module. @param reference as `targetOf` takes it */
export async function moduleTarget(
  session: Session,
  file: string,
  parts: ModuleReference,
  reference: string,
): Promise<Target> {
  const found = await exportFrom(session, file, parts, 'network', isNetworkOrFamily);
  if (!isNetwork(found)) refuseUnknownFamilyKeys(found);
  const family = guarded(isNetwork(found) ? familyOf(found) : found, reference);
  return { family, reference, module: { file, export: parts.name } };
}

/** The networks that are named; without names, all that the catalogue has. @throws CheckError as `targetOf` */
export function targetsOf(session: Session, names: readonly string[]): Promise<Target[]> {
  const references = names.length > 0 ? names : session.catalogue.families.map(({ name }) => name);
  return Promise.all(references.map((reference) => targetOf(session, reference)));
}

/** One network of a family, ready to be checked. */
export interface Chosen {
  readonly target: Target;
  readonly configuration: Configuration;
  readonly network: Network;
  readonly subject: Subject;
}

/** @throws CheckError for parameters or faults that the family does not have, or that contradict each other */
export function choose(
  target: Target,
  given: Readonly<Record<string, unknown>>,
  faultIds: readonly string[],
): Chosen {
  const { family } = target;
  const faults = faultsOf(family, faultIds);
  const configuration = configurationOf(family, given, faults);
  const subject = { network: family.name, parameters: configuration, faults: [...faults] };
  return { target, configuration, network: family.build(configuration, faults), subject };
}

/** A family from a module, whose errors are its author's rather than this program's. */
function guarded(family: NetworkFamily, reference: string): NetworkFamily {
  const build: NetworkFamily['build'] = (configuration, faults) => {
    try {
      return family.build(configuration, faults);
    } catch (thrown) {
      throw new CheckError(`The network of '${reference}' cannot be built: ${messageOf(thrown)}`);
    }
  };
  return { ...family, build };
}
