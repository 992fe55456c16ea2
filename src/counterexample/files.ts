import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { CheckError, messageOf } from '../network/errors.js';

/**
 * Writes a file to its end or not at all, and never over a file with other content.
 *
 * @throws CheckError when the path is taken by something else, or cannot be written
 */
export function writeWhole(path: string, content: string): void {
  if (existsSync(path)) {
    if (contentOf(path) === content) return;
    throw new CheckError(
      `The file '${path}' exists already with other content. Choose another name, or remove it first.`,
    );
  }
  const partial = `${path}.${randomBytes(6).toString('hex')}.partial`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(partial, content, { flag: 'wx' });
    renameSync(partial, path);
  } catch (thrown) {
    if (existsSync(partial)) rmSync(partial);
    throw new CheckError(`The file '${path}' cannot be written: ${messageOf(thrown)}.`);
  }
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    throw new CheckError(
      `The file '${path}' cannot be written: there is something else (${messageOf(thrown)}).`,
    );
  }
}
