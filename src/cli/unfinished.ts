import type { Exhausted, Verdict } from '../index.js';
import { overall } from '../property/verdict.js';
import { budgetText, frontierText } from '../report/budget-text.js';
import { counted } from '../report/numbers.js';
import { subjectText } from '../report/subject.js';
import { exitCodeOf } from './exit-code.js';
import type { Known } from './known.js';

// What is told of a command that did not come to its end, and had to be ended from outside.

const ENDED =
  'It did not stop by itself and was ended: a guard, action, delay, predicate or module may run for ever. What is not told here is lost.';

/** A violation that has been found stays one; nothing else is known of what was not finished. */
function verdictOf({ violations = [], finished = [] }: Known): Verdict {
  return overall([
    ...finished.map(({ verdict }) => verdict),
    violations.length > 0 ? 'violated' : 'inconclusive',
  ]);
}

export function unfinishedCode(known: Known): number {
  return exitCodeOf(verdictOf(known));
}

/** For a person. */
export function unfinishedText(known: Known, budget: Exhausted): string {
  const { subject, finished, violations = [], loading, searching } = known;
  const title =
    finished !== undefined ? 'check' : subject === undefined ? 'cloudmatrix-check' : subjectText(subject);
  return [
    `${title}: ${verdictOf(known)}.`,
    ...(finished ?? []).map(({ verdict, mode, network }) => `  ${verdict.padEnd(15)}  ${mode}: ${network}`),
    ...(finished === undefined || subject === undefined ? [] : [`Under way: ${subjectText(subject)}.`]),
    ...(loading === undefined ? [] : [`The module '${loading}' was being loaded.`]),
    ...progressText(known),
    ...(searching === undefined && known.line !== undefined ? [`${known.line}.`] : []),
    budgetText(budget, leftText(known)),
    ENDED,
    ...violations.flatMap(({ property, message, steps }) => [
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

function leftText({ searching, progress, finished, planned = 0 }: Known): string {
  if (finished !== undefined) return `${counted(planned - finished.length, 'run')} left`;
  if (searching === undefined || progress === undefined) return 'nothing searched yet';
  const { frontier, states } = progress;
  if (searching.mode === 'explore') return frontierText(frontier, states);
  return `${counted(frontier, UNITS[searching.mode])} left`;
}

/** The one object of `--json`: of the fields that the command itself would print, those that are known. */
export function unfinishedJson(known: Known, budget: Exhausted) {
  const { subject, finished, planned = 0, searching, progress, violations = [], loading } = known;
  const [violation] = violations;
  const frontier = progress?.frontier ?? 0;
  const search = {
    ...(subject ?? {}),
    ...(searching === undefined || progress === undefined ? {} : progressJson(searching.mode, progress)),
    ...(violation === undefined
      ? {}
      : { violation: { ...violation, initial: undefined, isConfirmed: false, traceFile: null } }),
  };
  const inconclusive = { budget, frontier, isEnded: true, ...(loading === undefined ? {} : { loading }) };
  if (finished === undefined) return { verdict: verdictOf(known), ...search, inconclusive };
  return {
    verdict: verdictOf(known),
    left: planned - finished.length,
    runs: finished.map(({ json }) => json),
    underWay: search,
    inconclusive,
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
