import { plainKey } from '../../../network/canonical.js';
import type { WhyLine } from '../explanation.js';
import type { Run } from '../run.js';
import { subjectIn, type SubjectOfRun } from '../subject.js';
import type { ToldDetour } from '../told-detour.js';
import { earlierLine } from './earlier-line.js';
import { detourWords, pivotLine, withDetour } from './detour-lines.js';
import { kindOf } from './monitor.js';
import { stateText } from './waits.js';

/** Changes of a variable that are told. */
const CHANGES_MAX = 5;

/** The steps in which a variable changes. */
function writesOf(run: Run, subject: SubjectOfRun): number[] {
  const values = Array.from({ length: run.last + 1 }, (_, n) => plainKey(subjectIn(run.state(n), subject)));
  return [...values.keys()].filter((n) => n > 0 && values[n] !== values[n - 1]);
}

/** A history, with the steps of it that are marked, and what ends it. */
export interface History {
  readonly lines: readonly WhyLine[];
  readonly key: readonly number[];
  readonly remarks: readonly string[];
}

/** What became of variables, and what should have: of one all changes, of several how each came to what it is. */
export function historyOf(
  run: Run,
  subjects: readonly [SubjectOfRun, ...SubjectOfRun[]],
  detour: ToldDetour | undefined,
): History {
  const [subject] = subjects;
  const isOne = subjects.length === 1;
  const changes = subjects.flatMap((each) =>
    changesTold(run, each, isOne).map((n): WhyLine => ({
      n,
      kind: n === 0 ? 'the start' : changeIn(run, each, n),
      words: isOne ? wordsOf(run, each, n) : wordsOfOne(run, each, n),
    })),
  );
  const isLastTold = changes.some(({ n }) => n === run.length);
  const known = [...changes.map(({ n }) => n), detour?.before];
  const ends = isLastTold ? [] : [...allowingLine(run, known), lastLine(run)];
  const told = [...changes, ...ends].sort((one, other) => one.n! - other.n!);
  const left = isOne ? writesOf(run, subject).length - changes.length : 0;
  const lines = [...earlierLine(left), ...told];
  const key = lines.flatMap(({ n }) => n ?? []);
  const pivot = detour === undefined || key.includes(detour.before) ? undefined : pivotLine(run, detour);
  const missing = detour && detourWords(run, detour, changeByDetour(run, subject, detour));
  return {
    lines: withDetour(lines, pivot, missing?.line, detour?.before),
    key,
    remarks: missing?.remark === undefined ? [] : [missing.remark],
  };
}

/** The steps that are told of a variable; 0 of one that is as it was from the start, where others are told beside it. */
function changesTold(run: Run, subject: SubjectOfRun, isOne: boolean): number[] {
  const writes = writesOf(run, subject);
  if (isOne) return writes.slice(-CHANGES_MAX);
  return writes.length === 0 ? [0] : writes.slice(-1);
}

/** Where the last step changes nothing of what is spoken of: the step that made it possible, if nothing is told of that. */
function allowingLine(run: Run, told: readonly (number | null | undefined)[]): WhyLine[] {
  const since = run.possibleSince(run.length);
  if (since === 0 || told.includes(since)) return [];
  return [{ n: since, kind: `allows ${run.length}`, words: run.wordsOf(since) }];
}

/** Of one of several variables: whose it is, what it is, and by what. */
function wordsOfOne(run: Run, subject: SubjectOfRun, n: number): string {
  const is = isOfState(subject) ? 'is in' : `has ${subject.path.slice(1).join('.')}`;
  const told = `${run.label(subject.part)} ${is} ${valueText(run, subject, n)}`;
  return n === 0 ? told : `${told}, by ${run.wordsOf(n)}`;
}

/** Of a monitor, what it has seen last, if the network has words for it. */
function lastLine(run: Run): WhyLine {
  const n = run.length;
  const { cause } = run;
  const seen = cause === undefined ? undefined : run.words.toldObserved(cause);
  return cause === undefined || seen === undefined
    ? { n, kind: 'the end', words: run.wordsOf(n) }
    : { n, kind: kindOf(cause), words: seen };
}

function changeIn(run: Run, { variable, ...subject }: SubjectOfRun, n: number): string {
  const [before, after] = [run.state(n - 1), run.state(n)].map((state) => subjectIn(state, subject));
  if (variable === undefined) return 'changed';
  return run.words.change(variable, before, after, run.step(n).taken.step);
}

/** What happens in the step and, where the network has no words for that, what the variable is then. */
function wordsOf(run: Run, subject: SubjectOfRun, n: number): string {
  const told = run.toldOf(n);
  const place = subject.variable && run.words.toldPlace(subject.variable);
  if (told !== undefined) return place === undefined ? told : withoutPlace(told, place);
  return `${valueText(run, subject, n)}, by ${run.wordsOf(n)}`;
}

/** A sentence without the place that it ends with, and the preposition before that: it stands in the heading. */
function withoutPlace(sentence: string, place: string): string {
  if (!sentence.endsWith(` ${place}`)) return sentence;
  return sentence.slice(0, -place.length - 1).replace(/ (?:at|from|in|into|of|to)$/u, '');
}

/** Whether it is the state value of a component, rather than a variable of its context. */
export const isOfState = ({ path, variable }: SubjectOfRun): boolean =>
  variable === undefined && path[0] === 'state';

/** A variable's value in a state, in words; a state as states are told everywhere. */
export function valueText(run: Run, subject: SubjectOfRun, n: number): string {
  if (isOfState(subject)) return stateText(run, subject.part, n);
  const value = subjectIn(run.state(n), subject);
  const variable = subject.variable ?? {
    component: run.network.componentIds[subject.part]!,
    path: subject.path,
  };
  return run.words.value(variable, value);
}

/**
 * What becomes of the variable in a detour first, and in which of its steps, from 0. That the step that came too early does there what it does in the trace
 * is nothing to be told.
 */
function changeByDetour(
  run: Run,
  { variable, ...subject }: SubjectOfRun,
  { steps, before: pivot }: ToldDetour,
): { readonly kind: string; readonly at: number } | undefined {
  const at = steps.findIndex(
    ({ before, after }) => plainKey(subjectIn(before, subject)) !== plainKey(subjectIn(after, subject)),
  );
  if (at < 0) return undefined;
  const { before, after, taken } = steps[at]!;
  if (taken.label === run.step(pivot).taken.label) return undefined;
  if (variable === undefined) return { kind: 'changed', at };
  const kind = run.words.change(variable, subjectIn(before, subject), subjectIn(after, subject), taken.step);
  return { kind, at };
}
