import { existsSync, statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { CheckError, messageOf, suggestion } from '../index.js';
import type { Session } from './session.js';

/** Whether an argument is the path of a module (and perhaps `#` and an export's name) rather than a name in the catalogue. */
export function isModuleReference(reference: string): boolean {
  return [reference, reference.split('#', 1)[0]!].some(
    (path) => path.includes('/') || /\.(?:[cm]?js|m?ts)$/.test(path),
  );
}

/**
 * The one export of a module that is of a kind, or the one that the reference names.
 *
 * @param what names the kind in sentences, for example `network`
 * @throws CheckError when the module cannot be loaded, or has none of the kind, or several
 */
export async function exportOf<T>(
  session: Session,
  reference: string,
  what: string,
  is: (value: unknown) => value is T,
): Promise<T> {
  const { path, name } = split(session, reference);
  return exportFrom(session, session.path(path), { path, name }, what, is);
}

/** As `exportOf`, of the module in a file; `path` is what sentences call it. */
export async function exportFrom<T>(
  session: Session,
  file: string,
  { path, name }: ModuleReference,
  what: string,
  is: (value: unknown) => value is T,
): Promise<T> {
  const found = await exportsFrom(session, file, path, is);
  const names = found.map(([key]) => key);
  if (name !== undefined) {
    const named = found.find(([key]) => key === name);
    if (named !== undefined) return named[1];
    throw new CheckError(
      `The module '${path}' exports no ${what} called '${name}'; ${names.length === 0 ? `it exports no ${what}` : `it exports ${names.join(', ')}`}.${suggestion(name, names)}`,
    );
  }
  // One value may be exported under two names, as the default and by its own.
  const different = new Set(found.map(([, value]) => value));
  if (different.size === 1) return found[0]![1];
  if (different.size === 0)
    throw new CheckError(`The module '${path}' exports no ${what}. Export one from it.`);
  throw new CheckError(
    `The module '${path}' exports several ${what}s: ${names.join(', ')}. Choose one, for example '${path}#${names[0]}'.`,
  );
}

/** All exports of a kind, by their names. */
export async function exportsFrom<T>(
  session: Session,
  file: string,
  shown: string,
  is: (value: unknown) => value is T,
): Promise<[name: string, value: T][]> {
  return Object.entries(await load(session, file, shown))
    .filter((entry): entry is [string, T] => is(entry[1]))
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

async function load(session: Session, file: string, shown: string): Promise<Record<string, unknown>> {
  if (!existsSync(file)) throw new CheckError(`There is no module '${shown}'. Check the path.`);
  if (!isFile(file)) {
    throw new CheckError(`The module '${shown}' is no file. Give the path of a file, not of a directory.`);
  }
  session.know({ loading: shown });
  try {
    return await import(pathToFileURL(file).href);
  } catch (thrown) {
    if (isSource(file) && codeOf(thrown) === 'ERR_UNKNOWN_FILE_EXTENSION') {
      throw new CheckError(
        `The module '${shown}' is TypeScript, which this Node.js does not load. Compile it first (tsc), and have the .js file checked.`,
      );
    }
    throw new CheckError(`The module '${shown}' cannot be loaded: ${loadProblem(thrown, shown)}`);
  } finally {
    session.know({ loading: undefined });
  }
}

/** The path of a module, and the name of one of its exports. */
export interface ModuleReference {
  readonly path: string;
  readonly name: string | undefined;
}

/** What stands before the `#` is the path. It may have a `#` itself: then the file that exists decides. */
export function split(session: Session, reference: string): ModuleReference {
  const whole = { path: reference, name: undefined };
  const ways = [...reference.matchAll(/#/g)]
    .map(({ index }) => ({ path: reference.slice(0, index), name: reference.slice(index + 1) }))
    .reverse();
  const existing = [whole, ...ways].find(({ path }) => isFile(session.path(path)));
  return existing ?? ways.find(({ name }) => !name.includes('/')) ?? whole;
}

export function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function isSource(file: string): boolean {
  return /\.m?ts$/.test(file);
}

function codeOf(thrown: unknown): unknown {
  return (thrown as Partial<NodeJS.ErrnoException> | undefined)?.code;
}

/** What is wrong. Where a syntax error stands Node.js tells only when it runs a module itself. */
function loadProblem(thrown: unknown, shown: string): string {
  const message = messageOf(thrown);
  return thrown instanceof SyntaxError ? `${message}. 'node ${shown}' tells where` : message;
}
