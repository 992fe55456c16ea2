import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** As `mkdir -p`. That of Node never comes to an end where a folder cannot be made and there is no reason but that it is not there. */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent);
  try {
    mkdirSync(path);
  } catch (thrown) {
    // Another process may have made it.
    if (!isThere(thrown) || !existsSync(path)) throw thrown;
  }
}

const isThere = (thrown: unknown) => thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST';
