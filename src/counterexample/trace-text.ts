import { readFileSync, statSync } from 'node:fs';
import { TextDecoder } from 'node:util';
import { CheckError, messageOf } from '../network/errors.js';

/** Bytes of the largest trace that is read: ten times one of 120,000 steps. The memory that JSON needs is up to ten times its size. */
const BYTES_MAX = 128 * 2 ** 20;

/** @throws CheckError that says why there is no text to be had */
export function readText(path: string): string {
  const bytes = readBytes(path);
  if (bytes.length === 0) throw unreadable(path, 'it is empty');
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    throw unreadable(
      path,
      'it begins with a byte order mark, which JSON has not; an editor may have added it',
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw unreadable(path, 'it is not text in UTF-8');
  }
}

function readBytes(path: string): Uint8Array {
  let size: number;
  try {
    const stat = statSync(path);
    // What is no file, a terminal or a device, may never come to an end.
    if (!stat.isFile()) throw new Error(stat.isDirectory() ? 'it is a directory' : 'it is not a file');
    ({ size } = stat);
    if (size <= BYTES_MAX) return readFileSync(path);
  } catch (thrown) {
    throw new CheckError(`The trace file '${path}' cannot be read: ${messageOf(thrown)}.`);
  }
  const mebibytes = (bytes: number) => Math.round(bytes / 2 ** 20).toLocaleString('en-US');
  throw unreadable(
    path,
    `it has ${mebibytes(size)} MiB, and traces of up to ${mebibytes(BYTES_MAX)} MiB are read`,
  );
}

function unreadable(path: string, reason: string): CheckError {
  return new CheckError(
    `The trace file '${path}' is not JSON: ${reason}. Write it anew by running the check again.`,
  );
}
