import { createRequire } from 'node:module';

/** This package finds its own description by its name, wherever it was compiled to. */
const DESCRIPTION = 'cloudmatrix-check/package.json';

export function packageVersion(): string {
  const description: { version: string } = createRequire(import.meta.url)(DESCRIPTION);
  return description.version;
}

/** The file of that description, which is in the package's own folder. */
export function packageFile(): string {
  return createRequire(import.meta.url).resolve(DESCRIPTION);
}
