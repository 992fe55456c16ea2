import type { Explanation, WaitEdge, WhyLine } from '../explanation.js';
import { cutTo, hanging, lengthOf, wrapLines } from './layout.js';

/** Columns of the kind of a line. */
const KIND_MAX = 20;
/** Lines of one thing that is told. */
const LINES_EACH_MAX = 4;
/** Who waits is named in so many columns at most, and so is what became of something. */
const NAME_MAX = 34;

/** Why the property is violated. */
export function whySection(explanation: Explanation, width: number, linesMax: number): string[] {
  const { title, lines, circle, remarks, kind } = explanation.why;
  if (
    explanation.outcome === 'reached' ||
    (lines.length === 0 && circle.length === 0 && remarks.length === 0)
  )
    return [];
  const ends = wholeRemarks(remarks.map((remark) => hanging('  ', remark, width, LINES_EACH_MAX)));
  const heading = wrapLines(`Why: ${title}`, width, '     ', 2);
  const told = [...historyTexts(lines, width), ...waitTexts(explanation, circle, width)];
  const room = Math.max(1, linesMax - heading.length - ends.length);
  const isCut = told.length > room;
  // What comes last is nearest to what is wrong; of waits those of the circle come first.
  const shown = !isCut
    ? told
    : kind === 'waits'
      ? [...told.slice(0, room - 1), MORE]
      : [MORE, ...told.slice(1 - room)];
  return [...heading, ...shown, ...ends];
}

const MORE = '  …';

/** Lines of remarks, but for one that says that there are more. */
const REMARKS_MAX = 6;

/** As many remarks as there is room for: half a sentence may say the opposite. */
function wholeRemarks(remarks: readonly (readonly string[])[]): readonly string[] {
  const lines: string[] = [];
  for (const remark of remarks) {
    if (lines.length + remark.length > REMARKS_MAX) return [...lines, MORE];
    lines.push(...remark);
  }
  return lines;
}

function historyTexts(lines: readonly WhyLine[], width: number): string[] {
  const numbers = lines.map(({ n }) => (n === null ? '–' : String(n)));
  const column = Math.max(0, ...numbers.map(({ length }) => length));
  const kinds = Math.min(KIND_MAX, Math.max(0, ...lines.map(({ kind }) => lengthOf(kind))));
  return lines.flatMap(({ kind, words }, at) => {
    const before =
      kind === '' ? '  ' : `  ${numbers[at]!.padStart(column)}  ${cutTo(kind, NAME_MAX).padEnd(kinds)}  `;
    return hanging(before, words, width, LINES_EACH_MAX);
  });
}

/** Who waits for what; those who wait only for these in one line. */
function waitTexts({ components }: Explanation, circle: readonly WaitEdge[], width: number): string[] {
  const isCircle = circle.some(({ isInCircle }) => isInCircle);
  const waiting = new Set(circle.map(({ component }) => component));
  const isTold = (edge: WaitEdge) =>
    isCircle ? edge.isInCircle : !edge.on.some((other) => waiting.has(other));
  const first = circle.filter(isTold);
  const told = first.length === 0 ? circle : first;
  const nameOf = (component: number) => components[component]!.id;
  const column = Math.min(NAME_MAX, Math.max(0, ...told.map(({ component }) => lengthOf(nameOf(component)))));
  const shown = new Set(told.map(({ component }) => component));
  const others = [...waiting].filter((component) => !shown.has(component));
  const texts = told.flatMap(({ component, words }, at) => {
    // One that waits for several things is named once.
    const name = told[at - 1]?.component === component ? '' : nameOf(component);
    return hanging(`  ${cutTo(name, column).padEnd(column)}  `, words, width, LINES_EACH_MAX);
  });
  return [...texts, ...othersText(others.map(nameOf), shown.size, width)];
}

/** Others that are named. */
const NAMED_MAX = 6;

function othersText(names: readonly string[], shown: number, width: number): string[] {
  if (names.length === 0) return [];
  const these = shown === 1 ? 'this one' : shown === 2 ? 'these two' : 'these';
  const who = names.length > NAMED_MAX ? `${names.length} others` : names.join(', ');
  return hanging('  ', `${who} wait${names.length === 1 ? 's' : ''} for ${these}.`, width, 2);
}
