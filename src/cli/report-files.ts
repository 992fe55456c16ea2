import { lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { CheckError, messageOf, replaceWhole } from '../index.js';
import { type Report, reportSchema } from '../report/report-schema.js';
import { requireWritableFolder } from './writable-folder.js';

/** How files of ours begin: those that `--reporter` and `merge` may replace. */
const OURS = [
  /^\s*\{\s*"format":\s*"cloudmatrix-check report"/,
  /^<\?xml [^>]*>\s*<testsuites name="cloudmatrix-check"/,
  /^## cloudmatrix-check: /,
];

/**
 * Where a report is written that is asked for at a path: where a link leads, so that both show the same.
 *
 * @throws CheckError where there is something else than a report of this program, and where nothing can be written
 */
export function reportFile(path: string, shown: string): string {
  try {
    const stat = lstatSync(path, { throwIfNoEntry: false });
    const file = stat?.isSymbolicLink() === true ? realpathSync(path) : path;
    if (stat !== undefined && !isReplaceable(file)) throw taken(shown);
    requireWritableFolder(file);
    return file;
  } catch (thrown) {
    if (thrown instanceof CheckError) throw thrown;
    throw new CheckError(`The file '${shown}' cannot be written: ${messageOf(thrown)}. Choose another name.`);
  }
}

/** A file that is empty, or begins as ours do. What is no file, a device for one, is neither read nor replaced. */
function isReplaceable(file: string): boolean {
  const stat = statSync(file);
  if (stat.isDirectory()) throw new Error('it is a directory');
  if (!stat.isFile()) throw new Error('it is no file, but a device or the like, which would be replaced');
  const text = readFileSync(file, 'utf8');
  return text === '' || OURS.some((pattern) => pattern.test(text));
}

const taken = (shown: string) =>
  new CheckError(
    `The file '${shown}' exists already, and is no report of this program, which would be replaced. Choose another name, or remove it first.`,
  );

/** Writes a report to its end or not at all, in place of an earlier one. @throws CheckError as `reportFile`, and where it cannot be written */
export function writeReport(path: string, shown: string, content: string): void {
  const file = reportFile(path, shown);
  try {
    replaceWhole(file, content);
  } catch (thrown) {
    throw new CheckError(`The file '${shown}' cannot be written: ${messageOf(thrown)}.`);
  }
}

/** A report that `--reporter json` has written. @throws CheckError that says what is wrong with the file, and where in it */
export function readReport(path: string, shown: string): Report {
  let json: unknown;
  try {
    // What is no file, a pipe or a device, may never come to an end, and not even a signal ends who reads it.
    if (!statSync(path).isFile()) throw new Error('it is no file');
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (thrown) {
    throw new CheckError(
      `The report '${shown}' cannot be read: ${messageOf(thrown)}. Give a file that check --reporter json=FILE has written.`,
    );
  }
  const parsed = reportSchema().safeParse(json);
  // As it was read rather than as it was copied: the copy has its keys in another order.
  if (parsed.success) return json as Report;
  const [issue] = parsed.error.issues;
  const place = issue!.path.join('.');
  const at = place === '' ? 'at the top' : `at '${place}'`;
  throw new CheckError(
    `The file '${shown}' is no report of check --reporter json, ${at}: ${issue!.message}.`,
  );
}
