import type { WhyLine } from '../explanation.js';
import type { Run } from '../run.js';
import type { DetourSearch } from '../detours.js';
import type { ToldDetour } from '../told-detour.js';

/** Steps of a detour that are told one by one. */
const TOLD_MAX = 3;

/** The step that comes too early; none where it is the last. */
export function pivotLine(run: Run, { before }: ToldDetour): WhyLine | undefined {
  return before === run.length ? undefined : { n: before, kind: 'too early', words: run.wordsOf(before) };
}

/** What should have come before the pivot. @param change what becomes of the variable in the detour, and in which of its steps */
export function detourLine(
  run: Run,
  detour: ToldDetour,
  change?: { readonly kind: string; readonly at: number },
): WhyLine {
  const { words, labels, before, isWithoutLast } = detour;
  if (labels.length === 0 && isWithoutLast)
    return { n: null, kind: 'not needed', words: `before ${before} nothing was left to happen` };
  if (labels.length === 0) {
    const last = run.length;
    return { n: null, kind: 'not first', words: `step ${last}, which before ${before} would be harmless` };
  }
  const kind = change === undefined ? 'not before' : `not yet ${change.kind}`;
  const at = change?.at ?? -1;
  const told =
    at < 0
      ? sequence(wordsBefore(run, detour))
      : `only when ${words[at]!}${labelOf(detour, at)}, ${stepsOn(at + 1)}`;
  const then = isWithoutLast ? '; then nothing goes wrong' : '';
  return { n: null, kind, words: `${told}${missedText(run, detour, at)}${then}` };
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

/** The label of a step whose words are not the label itself. */
const labelOf = ({ words, labels }: ToldDetour, at: number) =>
  words[at] === labels[at] ? '' : ` (${short(labels[at]!)})`;

/** The steps of a detour; without the one that came too early, if that is their last. */
function wordsBefore(run: Run, { words, labels, before }: ToldDetour): readonly string[] {
  const at = labels.indexOf(run.step(before).taken.label);
  return at > 0 && at === labels.length - 1 ? words.slice(0, at) : words;
}

const stepsOn = (count: number) => (count === 1 ? 'in the next step' : `${count} steps further on`);

function sequence(words: readonly string[]): string {
  const left = words.length - TOLD_MAX;
  return left > 0 ? `${words.slice(0, TOLD_MAX).join(', then ')}, and ${left} more` : words.join(', then ');
}

function missedText(run: Run, { missed, before, labels }: ToldDetour, at: number): string {
  if (missed === null) return '';
  const when = missed.since === 0 ? 'from the start' : `since ${missed.since}`;
  const isTaken = run.schedule.steps.slice(missed.since, before - 1).includes(missed.label);
  const was = isTaken ? '' : ' and was not';
  if (labels[at] === missed.label || labels.length === 1) return `; that could be done ${when}${was}`;
  return `; ${short(missed.label)} could be taken ${when}${was}`;
}

/** A label without the payload of its event, and without what chart state a timer is of. */
export function short(label: string): string {
  return label.replace(/ \{.*$/su, '').replace(/( ⏱ \S+) in \S+$/u, '$1');
}

/** What the search for detours says as a whole. */
export function detourRemarks(search: DetourSearch | undefined, detour: ToldDetour | undefined): string[] {
  if (detour !== undefined)
    return detour.labels.length === 0 ? [] : [`Nothing orders ${detour.before} after that.`];
  if (search === undefined) return [];
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
