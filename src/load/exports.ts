import { existsSync } from 'node:fs';
import { CheckError } from '../network/errors.js';
import { suggestion } from '../network/nearest.js';
import { type Exports, loadModule } from './load-module.js';
import { loadProblem } from './load-problem.js';
import { isFile, type ModuleReference } from './reference.js';
import type { OwnPackages } from './shared-packages.js';

/** Exports of one kind, in the order of their names. */
type Found<T> = readonly (readonly [name: string, value: T])[];

/**
 * What the module in a file exports.
 *
 * @param shown what sentences call it
 * @throws CheckError when it is not there, or cannot be loaded
 */
export async function exportsOf(file: string, shown: string, own: OwnPackages): Promise<Exports> {
  if (!existsSync(file)) throw new CheckError(`There is no module '${shown}'. Check the path.`);
  if (!isFile(file)) {
    throw new CheckError(`The module '${shown}' is no file. Give the path of a file, not of a directory.`);
  }
  if (file.endsWith('.json')) {
    throw new CheckError(
      `The file '${shown}' is JSON, and no module that exports a network. Give the module; a trace is run by \`replay\`.`,
    );
  }
  try {
    return await loadModule(file, own);
  } catch (thrown) {
    throw new CheckError(`The module '${shown}' cannot be loaded: ${loadProblem(thrown, file)}`);
  }
}

export function exportsThat<T>(exports: Exports, is: (value: unknown) => value is T): Found<T> {
  return Object.entries(exports)
    .filter((entry): entry is [string, T] => is(entry[1]))
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

/**
 * The one that is named; without a name the only one.
 *
 * @param what names the kind in sentences, for example `network`
 * @throws CheckError when there is none, or there are several
 */
export function chosenExport<T>(
  found: Found<T>,
  { path, name }: ModuleReference,
  what: string,
): readonly [name: string, value: T] {
  const names = found.map(([key]) => key);
  if (name !== undefined) {
    const named = found.find(([key]) => key === name);
    if (named !== undefined) return named;
    throw new CheckError(
      `The module '${path}' exports no ${what} called '${name}'; ${names.length === 0 ? `it exports no ${what}` : `it exports ${names.join(', ')}`}.${suggestion(name, names)}`,
    );
  }
  // One value may be exported under two names, as the default and by its own.
  const different = new Set(found.map(([, value]) => value));
  if (different.size === 1) return found.find(([key]) => key !== 'default') ?? found[0]!;
  if (different.size === 0)
    throw new CheckError(`The module '${path}' exports no ${what}. Export one from it.`);
  throw new CheckError(
    `The module '${path}' exports several ${what}s: ${names.join(', ')}. Choose one, for example '${path}#${names[0]}'.`,
  );
}
