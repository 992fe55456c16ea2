import type { WhyLine } from '../explanation.js';
import type { Run } from '../run.js';
import { subjectIn, type SubjectOfRun } from '../subject.js';
import type { ToldDetour } from '../told-detour.js';
import { detourLine, pivotLine, withDetour } from './detour-lines.js';
import { kindOf } from './monitor.js';

/** Changes of a variable that are told. */
const CHANGES_MAX = 5;

/** The steps in which a variable changes. */
export function writesOf(run: Run, subject: SubjectOfRun): number[] {
  const values = Array.from({ length: run.last + 1 }, (_, n) =>
    JSON.stringify(subjectIn(run.state(n), subject)),
  );
  return [...values.keys()].filter((n) => n > 0 && values[n] !== values[n - 1]);
}

/** What became of a variable, and what should have. */
export function historyLines(run: Run, subject: SubjectOfRun, detour: ToldDetour | undefined): WhyLine[] {
  const writes = writesOf(run, subject).slice(-CHANGES_MAX);
  const lines = writes.map((n): WhyLine => ({
    n,
    kind: changeIn(run, subject, n),
    words: wordsOf(run, subject, n),
  }));
  const isLastTold = writes.at(-1) === run.length;
  const last = isLastTold ? lines.pop()! : lastLine(run);
  const pivot = detour === undefined || writes.includes(detour.before) ? undefined : pivotLine(run, detour);
  const missing = detour && detourLine(run, detour, changeByDetour(run, subject, detour));
  return withDetour([...lines, last], pivot, missing, detour?.before);
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

/** A variable's value in a state, in words. */
export function valueText(run: Run, subject: SubjectOfRun, n: number): string {
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
    ({ before, after }) =>
      JSON.stringify(subjectIn(before, subject)) !== JSON.stringify(subjectIn(after, subject)),
  );
  if (at < 0) return undefined;
  const { before, after, taken } = steps[at]!;
  if (taken.label === run.step(pivot).taken.label) return undefined;
  if (variable === undefined) return { kind: 'changed', at };
  const kind = run.words.change(variable, subjectIn(before, subject), subjectIn(after, subject), taken.step);
  return { kind, at };
}
