import { createRequire } from 'node:module';

/** Whether the version is asked for, and nothing else: what follows is not looked at. */
export function isVersionWanted([first]: readonly string[]): boolean {
  return first === '--version' || first === '-V';
}

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
