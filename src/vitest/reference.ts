import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isModuleReference, splitReference } from '../load/reference.js';

/** A network by the module that exports it. Expectations about it run in a thread of their own. */
export class NetworkReference {
  constructor(
    /** The module's file, an absolute path. */
    readonly file: string,
    /** Its export; left out if it has but one network. */
    readonly name: string | undefined,
  ) {}
}

/**
 * The network that a module exports, for `expect`: it is checked in a thread of its own, so that the test's time-out ends it even where a guard
 * loops for ever.
 *
 * @param base `import.meta.url`
 * @param reference the module's path from the file that says this, and `#` and the export's name where it has several; or only the name of an export
 *   of the very module that says this
 */
export function network(base: string | URL, reference: string): NetworkReference {
  const file = fileURLToPath(base);
  return isModuleReference(reference)
    ? referenceFrom(dirname(file), reference)
    : new NetworkReference(file, reference);
}

/** A path and perhaps an export, from a folder. */
export function referenceFrom(folder: string, reference: string): NetworkReference {
  const { path, name } = splitReference(reference, (each) => resolve(folder, each));
  return new NetworkReference(resolve(folder, path), name);
}
