import type { WhyLine } from '../explanation.js';
import type { Run } from '../run.js';
import type { DetourSearch } from '../detours.js';
import type { ToldDetour } from '../told-detour.js';

/** Steps of a detour that are told one by one. */
const TOLD_MAX = 3;

/** The step that comes too early; none where it is the last. */
export function pivotLine(run: Run, { before }: ToldDetour): WhyLine | undefined {
  if (before === run.length) return undefined;
  // What comes too early has been sent too early: there a reader looks for what did not wait.
  const message = run.recorder.channels.messages.find(({ taken }) => taken === before);
  const sent = message === undefined || message.sent === 0 ? '' : `; sent in ${message.sent}`;
  return { n: before, kind: 'too early', words: `${run.wordsOf(before)}${sent}` };
}

/** What should have come before the pivot, in a line, and a sentence that ends the explanation. */
export interface DetourWords {
  readonly line: WhyLine;
  readonly remark: string | undefined;
}

/** What should have come before the pivot. @param change what becomes of the variable in the detour, and in which of its steps */
export function detourWords(
  run: Run,
  detour: ToldDetour,
  change?: { readonly kind: string; readonly at: number },
): DetourWords {
  const { words, labels, before, isWithoutLast, missed } = detour;
  const line = (kind: string, told: string): WhyLine => ({ n: null, kind, words: told });
  if (labels.length === 0 && isWithoutLast) {
    const told = `had ${before} not come, nothing would have been left to happen, and nothing would be wrong`;
    return { line: line('not needed', told), remark: undefined };
  }
  if (labels.length === 0) {
    const told = `step ${run.length} itself: had it come before ${before}, nothing would go wrong`;
    return { line: line('too late', told), remark: undefined };
  }
  const early = stepsBefore(run, detour);
  // What comes behind the step that came too early has not come before it.
  const told = change !== undefined && change.at < early ? change : undefined;
  const at = told?.at ?? 0;
  const kind = told === undefined ? 'too late' : `${told.kind} too late`;
  const isOne = (told !== undefined || early === 1) && detour.isEnough(at + 1);
  if (!isOne) {
    const { text, remark } = severalWords(run, detour, at, early);
    return { line: line(kind, text), remark };
  }
  const notes = [
    ...(words[at] === labels[at] ? [] : [short(labels[at]!)]),
    ...(missed !== null && labels[at] === missed.label ? [`could be taken ${sinceText(missed.since)}`] : []),
  ];
  const note = notes.length === 0 ? '' : ` (${notes.join('; ')})`;
  const text = `${words[at]!}${note}: had it come before ${before}, nothing would go wrong${missedText(detour, at, 'it')}`;
  return { line: line(kind, text), remark: `Nothing makes ${short(labels[at]!)} come before ${before}.` };
}

/**
 * Where one step is not enough: all that are, with the last step of the trace if that had to come before others of it, too.
 *
 * @param at the first of the detour's steps that is told, from 0
 * @param early how many of them come before the step that came too early
 */
function severalWords(run: Run, detour: ToldDetour, at: number, early: number) {
  const { words, before, isWithoutLast } = detour;
  const isEnough = detour.isEnough(early);
  const end = isEnough || isWithoutLast ? '' : `, then step ${run.length} itself`;
  if (!isEnough && early < words.length) {
    return {
      text: `${sequence(words)}${end}: had it gone on like this from ${before}, nothing would go wrong${missedText(detour, 0, 'them')}`,
      remark: 'Nothing makes these steps come in this order.',
    };
  }
  return {
    text: `${sequence(words.slice(at, early))}${end}: had these come before ${before}, nothing would go wrong${missedText(detour, at, 'them')}`,
    remark: `Nothing makes these steps come before ${before}.`,
  };
}

/** How many steps of a detour are to be told: those before the one that came too early, if that comes in it. */
function stepsBefore(run: Run, { labels, before }: ToldDetour): number {
  const at = labels.indexOf(run.step(before).taken.label);
  return at > 0 ? at : labels.length;
}

const sinceText = (since: number) => (since === 0 ? 'from the start' : `since ${since}`);

/**
 * What leads to what came too late, and which step on the way could be taken.
 *
 * @param at the first of the detour's steps that is told, from 0
 * @param told whether that is told alone, where it says itself since when it could be taken, or with those behind it
 */
function missedText({ missed, labels }: ToldDetour, at: number, told: 'it' | 'them'): string {
  const isSaid = missed === null || (told === 'it' && missed.label === labels[at]);
  const could = isSaid ? undefined : `${short(missed.label)} could be taken ${sinceText(missed.since)}`;
  if (at < 1) return could === undefined ? '' : `; ${could}`;
  const lead = `; ${at === 1 ? 'one step leads' : `${at} steps lead`} to ${told}`;
  if (could === undefined) return lead;
  if (labels.indexOf(missed!.label) >= at) return `${lead}; ${could}`;
  return at === 1
    ? `; one step leads to ${told}, ${short(missed!.label)}, which could be taken ${sinceText(missed!.since)}`
    : `${lead}, of which ${could}`;
}

/**
 * Lines in the order of their steps, with what should have come first: behind the line of the step that came too early, if that is added, and before it if it is
 * told anyway.
 *
 * @param before the number of that step
 */
export function withDetour(
  lines: readonly WhyLine[],
  pivot: WhyLine | undefined,
  missing: WhyLine | undefined,
  before: number | undefined,
): WhyLine[] {
  if (missing === undefined || before === undefined) return [...lines];
  const after = lines.findIndex(({ n }) => n !== null && n >= before);
  const at = after < 0 ? lines.length : after;
  return [...lines.slice(0, at), ...(pivot === undefined ? [] : [pivot]), missing, ...lines.slice(at)];
}

function sequence(words: readonly string[]): string {
  const left = words.length - TOLD_MAX;
  return left > 0 ? `${words.slice(0, TOLD_MAX).join(', then ')}, and ${left} more` : words.join(', then ');
}

/** A label without the payload of its event, and without what chart state a timer is of. */
export function short(label: string): string {
  return label.replace(/ \{.*$/su, '').replace(/( ⏱ \S+) in \S+$/u, '$1');
}

/** What the search for detours says as a whole, where it has found none. */
export function detourRemarks(search: DetourSearch | undefined, detour: ToldDetour | undefined): string[] {
  if (detour !== undefined || search === undefined) return [];
  const states = search.states.toLocaleString('en-US');
  if (!search.isComplete)
    return [
      `Among the first ${states} states no other order of these steps was found that helps; there are more.`,
    ];
  if (search.isEndless)
    return [
      'No order of these steps that comes to an end helps; some go round for ever, and may never come to it.',
    ];
  return ['No order of these steps helps: not a race.'];
}
