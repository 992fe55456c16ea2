import { randomBytes } from 'node:crypto';
import {
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { CheckError, messageOf } from '../network/errors.js';

/**
 * Writes a file to its end or not at all, and never over anything: not over a file that another process writes at the same time, and
 * not through a symbolic link. A file that has this very content already is left as it is.
 *
 * @throws CheckError when the path is taken by something else, or cannot be written
 */
export function writeWhole(path: string, content: string): void {
  if (isTaken(path)) return requireContent(path, content);
  const partial = `${path}.${randomBytes(6).toString('hex')}.partial`;
  let isThere: boolean;
  try {
    makeFolder(dirname(path));
    writeFileSync(partial, content, { flag: 'wx' });
    isThere = publish(partial, path);
  } catch (thrown) {
    throw new CheckError(`The file '${path}' cannot be written: ${messageOf(thrown)}.`);
  } finally {
    discard(partial);
  }
  if (!isThere) requireContent(path, content);
}

/**
 * Writes a file to its end or not at all, in place of what has its name: whoever calls it has made sure that this may be replaced.
 *
 * @throws Error with the system's reason
 */
export function replaceWhole(path: string, content: string): void {
  const partial = `${path}.${randomBytes(6).toString('hex')}.partial`;
  try {
    makeFolder(dirname(path));
    writeFileSync(partial, content, { flag: 'wx' });
    renameSync(partial, path);
  } finally {
    discard(partial);
  }
}

/**
 * Gives a file that is complete its name too. Returns false, and changes nothing, when something has taken the name meanwhile.
 *
 * @testonly that nothing is overwritten between two calls can be shown only by interfering between them
 */
export function publish(
  partial: string,
  path: string,
  link: (existing: string, added: string) => void = linkSync,
): boolean {
  try {
    // Renaming would replace what is there.
    link(partial, path);
    return true;
  } catch (thrown) {
    if (codeOf(thrown) === 'EEXIST') return false;
  }
  // Some file systems have no links.
  try {
    copyFileSync(partial, path, constants.COPYFILE_EXCL);
    return true;
  } catch (thrown) {
    if (codeOf(thrown) === 'EEXIST') return false;
    throw thrown;
  }
}

/** As `mkdir -p`. That of Node never comes to an end where a folder cannot be made and there is no reason but that it is not there. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent);
  try {
    mkdirSync(path);
  } catch (thrown) {
    // Another process may have made it.
    if (codeOf(thrown) !== 'EEXIST' || !existsSync(path)) throw thrown;
  }
}

function discard(partial: string): void {
  try {
    rmSync(partial, { force: true });
  } catch {
    // It could not be written either.
  }
}

/** Whether there is anything of this name, be it a link that leads nowhere. */
function isTaken(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // If the folder cannot be written, the write that follows fails with the system's own reason.
    return false;
  }
}

/** @throws CheckError unless there is a file with this content */
function requireContent(path: string, content: string): void {
  let isSame: boolean;
  try {
    const stat = statSync(path);
    if (!stat.isFile()) {
      throw new CheckError(
        `The file '${path}' cannot be written: there is ${stat.isDirectory() ? 'a directory' : 'something else'} of this name. Choose another name, or remove it first.`,
      );
    }
    isSame = stat.size === Buffer.byteLength(content) && readFileSync(path, 'utf8') === content;
  } catch (thrown) {
    if (thrown instanceof CheckError) throw thrown;
    throw new CheckError(
      `The file '${path}' cannot be written: there is something of this name that cannot be read (${messageOf(thrown)}). Choose another name, or remove it first.`,
    );
  }
  if (isSame) return;
  throw new CheckError(
    `The file '${path}' exists already with other content. Choose another name, or remove it first.`,
  );
}

function codeOf(thrown: unknown): unknown {
  return thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
}
