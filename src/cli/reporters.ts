import { accessSync, appendFileSync, constants, existsSync, lstatSync, statSync } from 'node:fs';
import { CheckError, type CheckResult, messageOf, replaceWhole } from '../index.js';
import { githubAnnotations, githubSummary } from '../report/github.js';
import { junitXml } from '../report/junit.js';
import { reportJson } from '../report/report-json.js';
import { reportFile, writeReport } from './report-files.js';
import type { WantedReport } from './reporter-option.js';
import type { Session } from './session.js';
import { requireWritableFolder } from './writable-folder.js';

const EXTENSIONS: Readonly<Record<WantedReport['name'], string>> = {
  junit: 'xml',
  github: 'md',
  json: 'json',
  html: 'html',
};

/** Those that are printed in place of the text. */
const printed = (reports: readonly WantedReport[]) =>
  reports.filter(({ name, file }) => name !== 'github' && file === undefined);

/** Says before anything is checked what could not be reported after it. @throws CheckError */
export function refuseReports(session: Session, reports: readonly WantedReport[], isJson: boolean): void {
  const [one, other] = printed(reports);
  if (one !== undefined && (other !== undefined || isJson)) {
    throw new CheckError(
      `Only one report can be printed; give the others a file, for example --reporter ${one.name}=report.${EXTENSIONS[one.name]}.`,
    );
  }
  if (reports.some(({ name }) => name === 'github') && (one !== undefined || isJson)) {
    throw new CheckError(
      'Annotations for GitHub are printed beside the text, and there is none: give --json or the other reporter a file.',
    );
  }
  refuseOneFileForTwo(session, reports);
  // What may be replaced by a page, the page itself knows.
  for (const { name, file } of reports) {
    if (file === undefined) continue;
    if (name === 'junit' || name === 'json') reportFile(session.path(file), file);
    if (name === 'github') requireAppendable(session.path(file));
  }
}

/** The later one would replace the earlier one, or be added to it. @throws CheckError */
function refuseOneFileForTwo(session: Session, reports: readonly WantedReport[]): void {
  const known = new Map<string, string>();
  for (const { name, file } of reports) {
    if (file === undefined) continue;
    const path = session.path(file);
    const other = known.get(path);
    if (other !== undefined)
      throw new CheckError(
        `The file '${file}' is asked for twice: by --reporter ${other} and --reporter ${name}. Give each a file of its own.`,
      );
    known.set(path, name);
  }
}

/** Whether one of the reports is printed in place of the text. */
export function isTextWanted(reports: readonly WantedReport[]): boolean {
  return printed(reports).length === 0;
}

/** Writes all but pages, which take longer. @param isStrict what is vacuous counts as a violation @returns what is wrong with those that cannot be written */
export function writeReports(
  session: Session,
  reports: readonly WantedReport[],
  result: CheckResult,
  isStrict: boolean,
): readonly unknown[] {
  const problems: unknown[] = [];
  for (const report of reports) {
    try {
      writeReportOf(session, report, result, isStrict);
    } catch (thrown) {
      problems.push(thrown);
    }
  }
  return problems;
}

function writeReportOf(
  session: Session,
  { name, file }: WantedReport,
  result: CheckResult,
  isStrict: boolean,
): void {
  if (name === 'html') return;
  if (name === 'github') {
    session.io.stdout.write(githubAnnotations(result, isStrict));
    const summary = file === undefined ? session.io.env.GITHUB_STEP_SUMMARY : session.path(file);
    if (file !== undefined) makeFile(session.path(file));
    if (summary !== undefined && summary !== '') append(summary, githubSummary(result, isStrict));
    return;
  }
  const text = name === 'junit' ? junitXml(result, isStrict) : `${JSON.stringify(reportJson(result))}\n`;
  if (file === undefined) session.io.stdout.write(text);
  else writeReport(session.path(file), file, text);
}

/** The summary of a step is what all of its commands add to it. */
function append(path: string, text: string): void {
  try {
    appendFileSync(path, text);
  } catch (thrown) {
    throw noSummary(path, thrown);
  }
}

/** With its folder, unless it is there. */
function makeFile(path: string): void {
  try {
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined) replaceWhole(path, '');
  } catch (thrown) {
    throw noSummary(path, thrown);
  }
}

/** @throws CheckError where nothing can be added to a file, nor one be made */
function requireAppendable(path: string): void {
  try {
    if (!existsSync(path)) return requireWritableFolder(path);
    const stat = statSync(path);
    if (stat.isDirectory()) throw new Error('it is a directory');
    // To open one that nobody reads never comes to an end.
    if (stat.isFIFO()) throw new Error('it is a pipe');
    accessSync(path, constants.W_OK);
  } catch (thrown) {
    throw noSummary(path, thrown);
  }
}

const noSummary = (path: string, thrown: unknown) =>
  new CheckError(`The summary for GitHub cannot be written to '${path}': ${messageOf(thrown)}.`);
