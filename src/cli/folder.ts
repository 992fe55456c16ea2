import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CliIo } from './io.js';
import { isFile } from '../load/reference.js';

/** What a module with networks is called that a folder is known by. */
const NETWORK_MODULE = /\.network\.[cm]?[jt]s$/;
const SOURCE = /ts$/;

/** The paths of the modules in the present folder, and in none below it, that have networks; of a source that is compiled, what TypeScript makes of it. */
export function networkModules({ cwd }: Pick<CliIo, 'cwd'>): string[] {
  const names = readdirSync(cwd).filter((name) => NETWORK_MODULE.test(name) && isFile(join(cwd, name)));
  const isCompiled = (source: string) => names.includes(source.replace(/ts$/, 'js'));
  return names
    .filter((name) => !(SOURCE.test(name) && isCompiled(name)))
    .sort()
    .map((name) => `./${name}`);
}
