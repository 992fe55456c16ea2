import { type Dirent, readdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CheckError, messageOf } from '../index.js';
import type { CliIo } from './io.js';
import { isFile } from '../load/reference.js';
import { packageFile } from '../network/package-version.js';

/** What a module with networks is called that a folder is known by. */
const NETWORK_MODULE = /\.network\.[cm]?[jt]s$/;
const SOURCE = /ts$/;

/** The paths of the modules in the present folder, and in none below it, that have networks; of a source that is compiled, what TypeScript makes of it. */
export function networkModules({ cwd }: Pick<CliIo, 'cwd'>): string[] {
  const names = namesIn(cwd).filter((name) => NETWORK_MODULE.test(name) && isFile(join(cwd, name)));
  const isCompiled = (source: string) => names.includes(source.replace(/ts$/, 'js'));
  return names
    .filter((name) => !(SOURCE.test(name) && isCompiled(name)))
    .sort()
    .map((name) => `./${name}`);
}

/** @throws CheckError where the folder may not be read */
function namesIn(cwd: string): readonly string[] {
  try {
    return readdirSync(cwd);
  } catch (thrown) {
    throw new CheckError(
      `The present folder cannot be read: ${messageOf(thrown)}. Name what is to be checked, or go to another folder.`,
    );
  }
}

/** Folders that are looked into: to be told of networks is not worth a search of a whole disk. */
const FOLDERS_MAX = 1_000;
/** Modules that a sentence names. */
const NAMED_MAX = 3;
/** Packages that are installed, and what is hidden. */
const NOT_OWN = /^(node_modules$|\.)/;

/**
 * Refuses to take the catalogue for a project whose networks are all below the present folder: its check would be green, whatever they are. This package
 * has examples below it, and is checked for its catalogue.
 */
export function refuseNetworksBelow(io: Pick<CliIo, 'cwd'>): void {
  const modules = networkModulesBelow(io);
  if (modules.length === 0 || realpathSync(io.cwd) === dirname(realpathSync(packageFile()))) return;
  const more = modules.length > NAMED_MAX ? ` and ${modules.length - NAMED_MAX} more` : '';
  throw new CheckError(
    `There is no network in the present folder, but below it: ${modules.slice(0, NAMED_MAX).join(', ')}${more}. ` +
      `Go to their folder, or name them, for example check ${modules[0]}. For the networks of the catalogue, name those; list tells them.`,
  );
}

function networkModulesBelow({ cwd }: Pick<CliIo, 'cwd'>): string[] {
  const found: string[] = [];
  const folders = ['.'];
  for (let at = 0; at < Math.min(folders.length, FOLDERS_MAX); at++) {
    const folder = folders[at]!;
    for (const entry of entriesOf(join(cwd, folder))) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory() && !NOT_OWN.test(entry.name)) folders.push(path);
      else if (entry.isFile() && NETWORK_MODULE.test(entry.name)) found.push(path);
    }
  }
  return found.sort();
}

/** What is in a folder, as far as it may be read. */
function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
