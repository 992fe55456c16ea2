import {
  type CheckResult,
  type Chosen,
  configurationOf,
  type Evidence,
  type ExhaustiveRun,
  type ExploreResult,
  notableOf,
  type ReplayOutcome,
  resultOf,
  type ShownWitness,
  stateSpace,
  type SweepOutcome,
} from '../index.js';
import { shellWord } from '../report/shell.js';
import { type ReportContext, reportOf } from '../report/page/check-report.js';
import { reportOfReplay } from '../report/page/replay-report.js';
import { pageText } from '../report/page/page-text.js';
import type { Report } from '../report/page/report-data.js';
import { pageFile, pageFileIn, writePage } from './page-target.js';
import type { SystemPoint } from '../report/page/plots.js';
import type { Progress } from './progress.js';
import type { WantedReport } from './reporter-option.js';
import type { Session } from './session.js';
import type { Target } from './target.js';
import { packageVersion } from '../network/package-version.js';

/** Where a page is to be written. */
export interface PageTarget {
  /** Left out: it is printed. */
  readonly file?: string;
  /** As the user named it. */
  readonly shown: string;
  readonly startedAt: Date;
}

/** @throws CheckError where no page can be written: that is said before the work */
export function targetInDirectory(session: Session, html: string): PageTarget {
  return {
    file: pageFileIn(session.path(html), html),
    shown: `${html.replace(/\/+$/, '')}/index.html`,
    startedAt: new Date(),
  };
}

/** @throws CheckError as `targetInDirectory` */
export function targetFile(session: Session, html: string): PageTarget {
  return { file: pageFile(session.path(html), html), shown: html, startedAt: new Date() };
}

/**
 * Where the page of a check is wanted: in a directory, and wherever a reporter has it.
 *
 * @throws CheckError as `targetInDirectory`
 */
export function checkTargets(
  session: Session,
  html: string | undefined,
  reports: readonly WantedReport[],
): PageTarget[] {
  const inDirectory = html === undefined ? [] : [targetInDirectory(session, html)];
  const reported = reports.filter(({ name }) => name === 'html');
  return [
    ...inDirectory,
    ...reported.map(({ file }) =>
      file === undefined ? { shown: 'standard output', startedAt: new Date() } : targetFile(session, file),
    ),
  ];
}

/** What every report tells of how it was made. */
export function originOf(session: Session, { startedAt }: PageTarget) {
  return {
    tool: packageVersion(),
    command: ['cloudmatrix-check', ...session.args.map(shellWord)].join(' '),
    startedAt,
  };
}

type Context = Omit<ReportContext, 'tool' | 'command' | 'startedAt'>;

/** Writes what came of a check wherever it is wanted. @throws CheckError where it cannot be written */
export async function writeCheckPages(
  session: Session,
  targets: readonly PageTarget[],
  result: CheckResult,
  context: Context,
): Promise<void> {
  const [first] = targets;
  if (first === undefined) return;
  const report = await reportOf(result, { ...context, seed: result.seed, ...originOf(session, first) });
  for (const target of targets) writeReport(session, target, report);
}

/** Writes what came of a sweep. @throws CheckError where it cannot be written */
export async function writeSweepPage(
  session: Session,
  page: PageTarget,
  target: Target,
  { outcome, runs }: { readonly outcome: SweepOutcome; readonly runs: readonly ExhaustiveRun[] },
): Promise<void> {
  const result = resultOf(0, runs, outcome.cells.length - runs.length);
  const context = { families: [target], suites: [], sweep: outcome, ...originOf(session, page) };
  writeReport(session, page, await reportOf(result, context));
}

/** What an exploration came to. */
interface Explored {
  readonly target: Target;
  readonly chosen: Chosen;
  readonly result: ExploreResult;
  readonly evidence: readonly Evidence[];
  readonly witnesses: readonly ShownWitness[];
}

/** So many states of a network can be stepped through. */
const STEPPED_STATES_MAX = 20_000;

/** Writes what came of an exploration, with the network to be stepped through. @throws CheckError where it cannot be written */
export async function writeExplorePage(
  session: Session,
  page: PageTarget,
  explored: Explored,
): Promise<void> {
  const { target, chosen, result, evidence, witnesses } = explored;
  const { family, configuration, subject } = chosen;
  const shown = witnesses.flatMap((witness) => witness.evidence ?? []);
  const run: ExhaustiveRun = {
    mode: 'exhaustive',
    subject,
    notable: notableOf(family, configuration),
    result,
    evidence: [...evidence, ...shown],
  };
  const space = stateSpace(chosen, STEPPED_STATES_MAX);
  const report = await reportOf(resultOf(0, [run], 0), {
    families: [target],
    suites: [],
    // Of a network that fails as it starts there is nothing to step through.
    spaces: space.states.length === 0 ? [] : [space],
    ...originOf(session, page),
  });
  writeReport(session, page, report);
}

/** Writes a trace that was run again. @throws CheckError where it cannot be written */
export async function writeReplayPage(
  session: Session,
  page: PageTarget,
  { target, outcome }: { readonly target: Target; readonly outcome: ReplayOutcome },
): Promise<void> {
  const seconds = (Date.now() - page.startedAt.getTime()) / 1000;
  const { family } = target;
  writeReport(session, page, await reportOfReplay(outcome, { family, seconds, ...originOf(session, page) }));
}

/** Runs the system whose service level the catalogue asks for, at the sizes that a report shows. */
export async function systemPoints(
  { catalogue, signal }: Session,
  progress: Progress,
): Promise<SystemPoint[]> {
  const { serviceLevel } = catalogue;
  if (serviceLevel?.shown === undefined) return [];
  const { system, parameter, shown } = serviceLevel;
  const points: SystemPoint[] = [];
  for (const batch of shown) {
    if (signal.aborted) break;
    progress.update(`writing the page: ${system.name}, ${parameter} ${batch}`);
    const configuration = configurationOf(system, { [parameter]: batch });
    points.push({ batch, outcome: await system.simulate(configuration, { seed: 1 }) });
  }
  return points;
}

/** @throws CheckError where it cannot be written */
export function writeReport(session: Session, { file, shown }: PageTarget, report: Report): void {
  const text = pageText(report);
  if (file === undefined) session.io.stdout.write(text);
  else writePage(file, shown, text);
}

/** Says where the page is, unless what is printed is for other programs. */
export function tellOfPage(session: Session, target: PageTarget | undefined, isText: boolean): void {
  if (target !== undefined && isText) session.print(`The page is in ${target.shown}; open it in a browser.`);
}
