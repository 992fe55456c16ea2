import { createRequire } from 'node:module';
import { dirname } from 'node:path';

/** The exports of this package, by what a module imports it by. */
export type OwnPackages = Readonly<Record<string, object>>;

/** A package of which a user's module and the checker must have one instance. */
export interface SharedPackage {
  /** As modules import it. */
  readonly name: string;
  /** What the checker itself has of it. */
  readonly exports: object;
  /** The file that `require` would load; `undefined` where it finds none. */
  readonly entry: string | undefined;
}

/**
 * Those of the packages that a module would get from the same folder as the checker, or would not find at all: a checker that is not installed in the
 * module's project (`npx` fetches it elsewhere) is given to it. A copy in another folder is the module's own choice, and stays.
 */
export function sharedPackages(file: string, own: OwnPackages): readonly SharedPackage[] {
  const mine = createRequire(import.meta.url);
  const theirs = createRequire(file);
  return Object.entries(own).flatMap(([name, exports]) => {
    const folder = folderOf(theirs, name);
    if (folder !== undefined && folder !== folderOf(mine, name)) return [];
    return [{ name, exports, entry: resolved(theirs, name) }];
  });
}

function folderOf(from: NodeJS.Require, name: string): string | undefined {
  const description = resolved(from, `${name.split('/', 1)[0]}/package.json`);
  return description === undefined ? undefined : dirname(description);
}

function resolved(from: NodeJS.Require, name: string): string | undefined {
  try {
    return from.resolve(name);
  } catch {
    return undefined;
  }
}
