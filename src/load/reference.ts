import { statSync } from 'node:fs';

/** The path of a module, and the name of one of its exports. */
export interface ModuleReference {
  readonly path: string;
  readonly name: string | undefined;
}

/** Whether an argument is the path of a module (and perhaps `#` and an export's name) rather than a name in the catalogue. */
export function isModuleReference(reference: string): boolean {
  return [reference, reference.split('#', 1)[0]!].some(
    (path) => path.includes('/') || /\.(?:[cm]?[jt]s|tsx)$/.test(path),
  );
}

/** What stands before the `#` is the path. It may have a `#` itself: then the file that exists decides. */
export function splitReference(reference: string, resolve: (path: string) => string): ModuleReference {
  const whole = { path: reference, name: undefined };
  const ways = [...reference.matchAll(/#/g)]
    .map(({ index }) => ({ path: reference.slice(0, index), name: reference.slice(index + 1) }))
    .reverse();
  const existing = [whole, ...ways].find(({ path }) => isFile(resolve(path)));
  return existing ?? ways.find(({ name }) => !name.includes('/')) ?? whole;
}

export function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
