import { asFamily, CheckError, messageOf, type Network, type NetworkFamily, suggestion } from '../index.js';
import { exportsThat } from '../load/exports.js';
import { isNetworkOrFamily } from '../load/kinds.js';
import { networkIn } from '../load/module-network.js';
import { isModuleReference, type ModuleReference } from '../load/reference.js';
import { networkModules, refuseNetworksBelow } from './folder.js';
import { loaded, split } from './modules.js';
import type { Session } from './session.js';

/** A family of networks and how it was named: `replay` finds it again by that. */
export interface Target {
  readonly family: NetworkFamily;
  /** What was found: the same value may be named in several ways. */
  readonly value: Network | NetworkFamily;
  readonly reference: string;
  /** Where it comes from, unless from the catalogue: the module's file, and its export, if one was named. */
  readonly module?: { readonly file: string; readonly export: string | undefined };
}

/**
 * @param others names of what else may be named in its place, and may have been meant
 * @throws CheckError for a name that is not in the catalogue, or a module without networks
 */
export async function targetOf(
  session: Session,
  reference: string,
  others: readonly string[] = [],
): Promise<Target> {
  const { families } = session.catalogue;
  const known = families.find(({ name }) => name === reference);
  if (known !== undefined) return { family: known, value: known, reference };
  if (isModuleReference(reference)) {
    const parts = split(session, reference);
    return moduleTarget(session, session.path(parts.path), parts, reference);
  }
  const names = families.map(({ name }) => name);
  throw new CheckError(
    `There is no network '${reference}'. There are ${names.join(', ')}; or give the path of a module that exports one.${suggestion(reference, [...names, ...others])}`,
  );
}

/** The network of a module, or of a machine that it exports. @param reference as `targetOf` takes it */
export async function moduleTarget(
  session: Session,
  file: string,
  parts: ModuleReference,
  reference: string,
): Promise<Target> {
  const exports = await loaded(session, file, parts.path);
  const { value, assumption } = networkIn(exports, file, parts);
  if (assumption !== undefined) session.io.stderr.write(`${assumption}\n`);
  return targetFrom(value, reference, { file, export: parts.name });
}

function targetFrom(
  value: Network | NetworkFamily,
  reference: string,
  module: NonNullable<Target['module']>,
): Target {
  return { family: guarded(asFamily(value), reference), value, reference, module };
}

/**
 * The networks that are named, each once; without names those of the modules in the present folder, or all that the catalogue has where there
 * are none. Modules are loaded one after the other, so that it is known which of them does not come to its end.
 *
 * @throws CheckError as `targetOf`, and without names where all modules with networks are below the present folder
 */
export async function targetsOf(
  session: Session,
  names: readonly string[],
  others: readonly string[] = [],
): Promise<Target[]> {
  const modules = names.length > 0 ? [] : networkModules(session.io);
  if (names.length === 0 && modules.length === 0) refuseNetworksBelow(session.io);
  const references = names.length > 0 ? names : session.catalogue.families.map(({ name }) => name);
  const targets = new Map<unknown, Target>();
  const add = (target: Target) => {
    if (!targets.has(target.value)) targets.set(target.value, target);
  };
  if (modules.length > 0) {
    for (const module of modules) (await moduleTargets(session, module)).forEach(add);
  } else {
    for (const reference of references) add(await targetOf(session, reference, others));
  }
  return [...targets.values()];
}

/** Every network and family that a module exports. @throws CheckError when it exports none */
async function moduleTargets(session: Session, path: string): Promise<Target[]> {
  const file = session.path(path);
  const found = exportsThat(await loaded(session, file, path), isNetworkOrFamily);
  if (new Set(found.map(([, value]) => value)).size < 2) return [await targetOf(session, path)];
  return found.map(([name, value]) => targetFrom(value, `${path}#${name}`, { file, export: name }));
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
