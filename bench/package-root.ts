import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json and the sources of `bench`: models are read from there, because the compiler copies only TypeScript. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'bench', 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder)
      throw new Error('No bench/package.json stands above this file; run the benchmark inside its checkout.');
    folder = parent;
  }
  return folder;
}
