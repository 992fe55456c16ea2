import type { DeepCheck, DeepTelling } from './deep-check.js';

/** Runs a deep check and gives what was measured; `undefined` where it was stopped before it came to its end. */
export type PerformDeepCheck = (
  check: DeepCheck,
  tell: DeepTelling,
  stop: AbortSignal,
) => Promise<string | undefined>;

/** What is told of deep checks as they run. */
export interface DeepReport {
  readonly begin: (name: string) => void;
  readonly progress: (name: string, progress: string) => void;
  /** What came of one, in lines. */
  readonly end: (text: string) => void;
}

/** How many deep checks came to what. */
export interface DeepTally {
  readonly passed: number;
  readonly failed: number;
  readonly interrupted: number;
  readonly notBegun: number;
}

/** As a shell reports a process that SIGINT ended. */
const INTERRUPTED = 130;
const MS_OF_MINUTE = 60_000;
/** Faults that are told of one check; one mistake shows in many networks. */
const FAULTS_TOLD_MAX = 20;

/** Those with these ids, in the order in which they run; all if there is none. */
export function deepChecksOf(ids: readonly string[], all: readonly DeepCheck[]): readonly DeepCheck[] {
  return ids.length === 0 ? all : all.filter(({ id }) => ids.includes(id));
}

/** The ids and the names of deep checks, a line each. */
export function listDeepChecks(checks: readonly DeepCheck[]): string {
  const width = Math.max(...checks.map(({ id }) => id.length));
  return checks.map(({ id, name }) => `${id.padEnd(width)}  ${name}\n`).join('');
}

/** Runs deep checks one after another, until `stop` is aborted; `report` is told the outcome of each as it ends. */
export async function runDeepChecks(
  checks: readonly DeepCheck[],
  perform: PerformDeepCheck,
  report: DeepReport,
  stop: AbortSignal,
): Promise<DeepTally> {
  let [passed, failed, interrupted] = [0, 0, 0];
  for (const check of checks) {
    if (stop.aborted) break;
    const { name } = check;
    const startedAt = performance.now();
    const faults: string[] = [];
    let latest: string | undefined;
    report.begin(name);
    const tell: DeepTelling = {
      progress: (progress) => {
        latest = progress;
        report.progress(name, progress);
      },
      fault: (fault) => faults.push(fault),
    };
    const summary = await perform(check, tell, stop);
    const minutes = `${((performance.now() - startedAt) / MS_OF_MINUTE).toFixed(1)} min`;
    const where = latest === undefined ? '' : `, at: ${latest}`;
    const what = summary === undefined ? `interrupted after ${minutes}${where}` : `${summary} (${minutes})`;
    let how: string;
    if (faults.length > 0) {
      how = 'FAILED ';
      failed++;
    } else if (summary === undefined) {
      how = 'stopped';
      interrupted++;
    } else {
      how = 'passed ';
      passed++;
    }
    const told = faults.slice(0, FAULTS_TOLD_MAX).map((fault) => `${fault}.`);
    if (faults.length > told.length) told.push(`And ${faults.length - told.length} more.`);
    report.end([`${how}  ${name}: ${what}`, ...told.map((line) => `         ${line}`), ''].join('\n'));
  }
  return { passed, failed, interrupted, notBegun: checks.length - passed - failed - interrupted };
}

/** All of them in a line. */
export function renderDeepTally({ passed, failed, interrupted, notBegun }: DeepTally): string {
  const parts = [
    [passed, 'passed'],
    [failed, 'failed'],
    [interrupted, 'interrupted'],
    [notBegun, 'not begun'],
  ] as const;
  const told = parts.filter(([count, what]) => count > 0 || what === 'passed');
  const all = passed + failed + interrupted + notBegun;
  return `${all} deep ${all === 1 ? 'check' : 'checks'}: ${told.map(([count, what]) => `${count} ${what}`).join(', ')}.`;
}

/** What failed has failed, whatever was interrupted after it; and what was not run has not passed. */
export function deepExitCode({ failed, interrupted, notBegun }: DeepTally): number {
  if (failed > 0) return 1;
  return interrupted + notBegun > 0 ? INTERRUPTED : 0;
}
