import { existsSync, readFileSync, renameSync } from 'node:fs';
import { CheckError, messageOf, writeWhole } from '../index.js';
import { type Report, reportSchema } from '../report/report-schema.js';

/** How files of ours begin: those that `--reporter` and `merge` may replace. */
const OURS = [
  /^\s*\{\s*"format":\s*"cloudmatrix-check report"/,
  /^<\?xml [^>]*>\s*<testsuites name="cloudmatrix-check"/,
  /^## cloudmatrix-check: /,
];

/** @throws CheckError where there is something else than a report of this program */
export function refuseTaken(path: string, shown: string): void {
  if (!existsSync(path)) return;
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (thrown) {
    throw new CheckError(`The file '${shown}' cannot be written: ${messageOf(thrown)}. Choose another name.`);
  }
  if (text === '' || OURS.some((pattern) => pattern.test(text))) return;
  throw new CheckError(
    `The file '${shown}' exists already, and is no report of this program, which would be replaced. Choose another name, or remove it first.`,
  );
}

/** Writes a report to its end or not at all, in place of an earlier one. @throws CheckError as `refuseTaken`, and where it cannot be written */
export function writeReport(path: string, shown: string, content: string): void {
  refuseTaken(path, shown);
  const partial = `${path}.${process.pid}.new`;
  writeWhole(partial, content);
  try {
    renameSync(partial, path);
  } catch (thrown) {
    throw new CheckError(`The file '${shown}' cannot be written: ${messageOf(thrown)}.`);
  }
}

/** A report that `--reporter json` has written. @throws CheckError that says what is wrong with the file, and where in it */
export function readReport(path: string, shown: string): Report {
  let json: unknown;
  try {
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
