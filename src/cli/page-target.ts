import { closeSync, lstatSync, openSync, readdirSync, readSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { CheckError, messageOf, replaceWhole } from '../index.js';
import { PAGE_BEGINNING } from '../report/page/page-text.js';
import { requireWritableFolder } from './writable-folder.js';

// A report may be written in the place of an older one, which it begins like: whoever checks again wants to look at the same address again. Nothing
// else is ever overwritten. What is wrong with a target is said before the work, which may take minutes.

/** The file of a page in a directory. */
const INDEX = 'index.html';

/** The file that a page is written to. @throws CheckError where no page can be written there */
export function pageFile(path: string, shown: string): string {
  const stat = statOf(path, shown);
  if (stat?.isDirectory())
    throw new CheckError(
      `The page cannot be written to '${shown}': there is a directory of this name. Give the name of a file in it, for example ${join(shown, 'report.html')}.`,
    );
  if (stat !== undefined && !(stat.isFile() && isPage(path)))
    throw new CheckError(
      `The page cannot be written to '${shown}': there is something else of this name, and only an older page is written anew. Choose another name, or remove it first.`,
    );
  requireWritable(path, shown);
  return path;
}

/** The file of a page in a directory that has nothing else in it. @throws CheckError where no page can be written there */
export function pageFileIn(directory: string, shown: string): string {
  const stat = statOf(directory, shown);
  if (stat !== undefined && !stat.isDirectory())
    throw new CheckError(
      `The page cannot be written into '${shown}': there is a file of this name, and --html takes a directory. Choose another name, or remove it first.`,
    );
  const file = join(directory, INDEX);
  if (stat !== undefined) {
    const others = namesIn(directory, shown);
    if (others.length > 0 && !(others.includes(INDEX) && isPage(file)))
      throw new CheckError(
        `The page cannot be written into '${shown}': there are other files in this directory, and no older page. Give a new or an empty directory.`,
      );
  }
  return pageFile(file, join(shown, INDEX));
}

/** Writes a page to its end, or not at all. @throws CheckError as `pageFile` */
export function writePage(path: string, shown: string, text: string): void {
  // Something else may have come there in the meantime.
  pageFile(path, shown);
  try {
    replaceWhole(path, text);
  } catch (thrown) {
    throw unwritable(shown, messageOf(thrown));
  }
}

/** What is there; nothing: `undefined`. A link is told as that. */
function statOf(path: string, shown: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (thrown) {
    throw unwritable(shown, messageOf(thrown));
  }
}

function namesIn(directory: string, shown: string): string[] {
  try {
    return readdirSync(directory);
  } catch (thrown) {
    throw unwritable(shown, messageOf(thrown));
  }
}

/** Whether a file begins as pages do. */
function isPage(path: string): boolean {
  const expected = Buffer.from(PAGE_BEGINNING);
  const beginning = Buffer.alloc(expected.length);
  try {
    const file = openSync(path, 'r');
    try {
      readSync(file, beginning, 0, beginning.length, 0);
    } finally {
      closeSync(file);
    }
  } catch {
    return false;
  }
  return beginning.equals(expected);
}

function requireWritable(path: string, shown: string): void {
  try {
    requireWritableFolder(path);
  } catch (thrown) {
    throw unwritable(shown, messageOf(thrown));
  }
}

function unwritable(shown: string, why: string): CheckError {
  return new CheckError(`The page cannot be written to '${shown}': ${why}. Choose another place.`);
}
