import { appendFileSync } from 'node:fs';
import { CheckError, type CheckResult, messageOf } from '../index.js';
import { githubAnnotations, githubSummary } from '../report/github.js';
import { junitXml } from '../report/junit.js';
import { reportJson } from '../report/report-json.js';
import { refuseTaken, writeReport } from './report-files.js';
import type { WantedReport } from './reporter-option.js';
import type { Session } from './session.js';

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
  if (
    reports.some(({ name, file }) => name === 'github' && file === undefined) &&
    (one !== undefined || isJson)
  ) {
    throw new CheckError(
      'Annotations for GitHub are printed beside the text, and there is none: give --json or the other reporter a file.',
    );
  }
  // What may be replaced by a page, the page itself knows.
  for (const { name, file } of reports)
    if (file !== undefined && (name === 'junit' || name === 'json')) refuseTaken(session.path(file), file);
}

/** Whether one of the reports is printed in place of the text. */
export function isTextWanted(reports: readonly WantedReport[]): boolean {
  return printed(reports).length === 0;
}

/** Writes all but pages, which take longer. */
export function writeReports(session: Session, reports: readonly WantedReport[], result: CheckResult): void {
  for (const { name, file } of reports) {
    if (name === 'github') {
      session.io.stdout.write(githubAnnotations(result));
      const summary = file === undefined ? session.io.env.GITHUB_STEP_SUMMARY : session.path(file);
      if (summary !== undefined && summary !== '') append(summary, githubSummary(result));
      continue;
    }
    if (name === 'html') continue;
    const text = name === 'junit' ? junitXml(result) : `${JSON.stringify(reportJson(result))}\n`;
    if (file === undefined) session.io.stdout.write(text);
    else writeReport(session.path(file), file, text);
  }
}

/** The summary of a step is what all of its commands add to it. */
function append(path: string, text: string): void {
  try {
    appendFileSync(path, text);
  } catch (thrown) {
    throw new CheckError(`The summary for GitHub cannot be written to '${path}': ${messageOf(thrown)}.`);
  }
}
