import { asFamily, CheckError, messageOf, type NetworkFamily } from '../index.js';
import { isNetworkOrFamily } from './kinds.js';
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
  const family = guarded(asFamily(found), reference);
  return { family, reference, module: { file, export: parts.name } };
}

/** The networks that are named; without names, all that the catalogue has. @throws CheckError as `targetOf` */
export function targetsOf(session: Session, names: readonly string[]): Promise<Target[]> {
  const references = names.length > 0 ? names : session.catalogue.families.map(({ name }) => name);
  return Promise.all(references.map((reference) => targetOf(session, reference)));
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
