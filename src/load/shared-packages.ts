import { createRequire } from 'node:module';
import { dirname } from 'node:path';

/** The exports of this package, by what a module imports it by. */
export type OwnPackages = Readonly<Record<string, object>>;

/**
 * Those of the packages that a module would get from the same folder as the checker, or would not find at all: a checker that is not installed in the
 * module's project (`npx` fetches it elsewhere) is given to it. A copy in another folder is the module's own choice, and stays.
 */
export function sharedPackages(file: string, own: OwnPackages): OwnPackages {
  const mine = createRequire(import.meta.url);
  const theirs = createRequire(file);
  return Object.fromEntries(
    Object.entries(own).filter(([name]) => {
      const folder = folderOf(theirs, name);
      return folder === undefined || folder === folderOf(mine, name);
    }),
  );
}

function folderOf(from: NodeJS.Require, name: string): string | undefined {
  try {
    return dirname(from.resolve(`${name.split('/', 1)[0]}/package.json`));
  } catch {
    return undefined;
  }
}
