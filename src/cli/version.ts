import { createRequire } from 'node:module';

/** Whether the version is asked for, and nothing else: what follows is not looked at. */
export function isVersionWanted([first]: readonly string[]): boolean {
  return first === '--version' || first === '-V';
}

/** The version of this package, which finds its own description by its name, wherever it was compiled to. */
export function packageVersion(): string {
  const description: { version: string } = createRequire(import.meta.url)('cloudmatrix-check/package.json');
  return description.version;
}
