import { createRequire } from 'node:module';

/** The version of this package, which finds its own description by its name, wherever it was compiled to. */
export function packageVersion(): string {
  const description: { version: string } = createRequire(import.meta.url)('cloudmatrix-check/package.json');
  return description.version;
}
