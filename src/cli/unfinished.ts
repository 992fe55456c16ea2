import type { Exhausted, Verdict } from '../index.js';
import { overall } from '../property/verdict.js';
import { budgetText, frontierText } from '../report/budget-text.js';
import { counted } from '../report/numbers.js';
import { subjectText } from '../report/subject.js';
import { exitCodeOf } from './exit-code.js';
import type { FinishedRun, Known } from './known.js';

// What is told of a command that did not come to its end, and had to be ended from outside.

const ENDED =
  'It did not stop by itself and was ended: a guard, action, delay, predicate or module may run for ever. What is not told here is lost.';

/** What the command's own thread knows, and what those know that help it: each of its own search. */
type KnownOfThreads = readonly [Known, ...Known[]];

/** What is finished, whichever thread tells of it, in the order of the whole check; `undefined` where nothing is done run by run. */
function finishedBy(threads: KnownOfThreads): FinishedRun[] | undefined {
  if (threads[0].finished === undefined) return undefined;
  const byNumber = new Map(threads.flatMap(({ finished = [] }) => finished.map((run) => [run.number, run])));
  return [...byNumber.values()].sort((one, other) => one.number - other.number);
}

/** A violation that has been found stays one; nothing else is known of what was not finished. */
function verdictOf(threads: KnownOfThreads): Verdict {
  const isViolated = threads.some(({ violations = [] }) => violations.length > 0);
  return overall([
    ...(finishedBy(threads) ?? []).map(({ verdict }) => verdict),
    isViolated ? 'violated' : 'inconclusive',
  ]);
}

export function unfinishedCode(threads: KnownOfThreads): number {
  return exitCodeOf(verdictOf(threads));
}

/** For a person. */
export function unfinishedText(threads: KnownOfThreads, budget: Exhausted): string {
  const [command] = threads;
  const { subject } = command;
  const finished = finishedBy(threads);
  const title =
    finished !== undefined ? 'check' : subject === undefined ? 'cloudmatrix-check' : subjectText(subject);
  return [
    `${title}: ${verdictOf(threads)}.`,
    ...(finished ?? []).map(({ verdict, mode, network }) => `  ${verdict.padEnd(15)}  ${mode}: ${network}`),
    ...threads.flatMap((known) => [
      ...(finished === undefined || known.subject === undefined
        ? []
        : [`Under way: ${subjectText(known.subject)}.`]),
      ...(known.loading === undefined ? [] : [`The module '${known.loading}' was being loaded.`]),
      ...progressText(known),
    ]),
    ...(command.searching === undefined && command.line !== undefined ? [`${command.line}.`] : []),
    budgetText(budget, leftText(command, finished)),
    ENDED,
    ...threads
      .flatMap(({ violations = [] }) => violations)
      .flatMap(({ property, message, steps }) => [
        '',
        `${property} is violated after ${counted(steps.length, 'step')} (not confirmed, and no trace was written): ${message}`,
        ...steps.map((step, index) => `  ${index + 1}. ${step}`),
      ]),
  ].join('\n');
}

function progressText({ searching, progress }: Known): string[] {
  if (searching === undefined || progress === undefined) return [];
  const { states, steps, depth } = progress;
  switch (searching.mode) {
    case 'explore':
      return [
        `${counted(states, 'state')}, ${counted(steps, 'step')} between them, ${counted(depth, 'level')}; not every state was visited.`,
      ];
    case 'walk':
      return [`${counted(depth, 'walk')}, ${counted(steps, 'step')}, ${counted(states, 'different state')}.`];
    case 'campaign':
      return [`${counted(depth, 'run')}, ${counted(steps, 'step')}.`];
    case 'replay':
      return [`${counted(steps, 'step')} taken.`];
  }
}

const UNITS = { walk: 'walk', campaign: 'run', replay: 'step' } as const;

function leftText(
  { searching, progress, planned = 0 }: Known,
  finished: readonly FinishedRun[] | undefined,
): string {
  if (finished !== undefined) return `${counted(planned - finished.length, 'run')} left`;
  if (searching === undefined || progress === undefined) return 'nothing searched yet';
  const { frontier, states } = progress;
  if (searching.mode === 'explore') return frontierText(frontier, states);
  return `${counted(frontier, UNITS[searching.mode])} left`;
}

/** The one object of `--json`: of the fields that the command itself would print, those that are known. */
export function unfinishedJson(threads: KnownOfThreads, budget: Exhausted) {
  const [{ planned = 0, loading, progress }] = threads;
  const finished = finishedBy(threads);
  const frontier = progress?.frontier ?? 0;
  const inconclusive = { budget, frontier, isEnded: true, ...(loading === undefined ? {} : { loading }) };
  const verdict = verdictOf(threads);
  if (finished === undefined) return { verdict, ...searchJson(threads[0]), inconclusive };
  const [underWay, ...besides] = threads.map(searchJson);
  const alsoUnderWay = besides.filter((search) => Object.keys(search).length > 0);
  return {
    verdict,
    left: planned - finished.length,
    runs: finished.map(({ json }) => json),
    underWay,
    ...(alsoUnderWay.length === 0 ? {} : { alsoUnderWay }),
    inconclusive,
  };
}

/** What a thread searches, and has found. */
function searchJson({ subject, searching, progress, violations: [violation] = [] }: Known) {
  return {
    ...(subject ?? {}),
    ...(searching === undefined || progress === undefined ? {} : progressJson(searching.mode, progress)),
    ...(violation === undefined
      ? {}
      : { violation: { ...violation, initial: undefined, isConfirmed: false, traceFile: null } }),
  };
}

function progressJson(
  mode: NonNullable<Known['searching']>['mode'],
  { states, steps, depth }: NonNullable<Known['progress']>,
) {
  switch (mode) {
    case 'explore':
      return { states, steps, depth };
    case 'walk':
      return { walks: depth, steps, states };
    case 'campaign':
      return { runs: depth, steps };
    case 'replay':
      return { steps };
  }
}
