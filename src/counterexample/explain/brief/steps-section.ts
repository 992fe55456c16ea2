import type { Explanation, Fold } from '../explanation.js';
import { cutTo, hanging } from './layout.js';

/** Lines of a row: at least, if there is room for more than one of each, and at most. */
const LINES_EACH = [2, 6] as const;

/** The steps in their folds, on so many lines. */
export function stepsSection(explanation: Explanation, width: number, linesMax: number): string[] {
  const { folds, steps, loop } = explanation;
  if (steps.length === 0) return [];
  const ends = loop === null ? [] : [`└ back to before ${loop + 1}`];
  const room = linesMax - 1 - ends.length;
  const whole = folds.map((fold) => rowText(explanation, fold, width));
  const texts = whole.map((row) => cutRow(row, 1, width));
  // Marked ones before others.
  const order = [...folds.keys()].sort(
    (one, other) => Number(folds[other]!.isKey) - Number(folds[one]!.isKey),
  );
  let left = room - folds.length;
  for (const lines of LINES_EACH) {
    for (const at of order) {
      const longer = cutRow(whole[at]!, lines, width);
      const more = longer.length - texts[at]!.length;
      if (more > left) continue;
      left -= more;
      texts[at] = longer;
    }
  }
  const lines = folds.length <= room ? texts.flat() : fitting(texts.flat(), room);
  return [headingOf(explanation, lines.length < folds.length), ...lines, ...ends];
}

function cutRow(row: readonly string[], linesMax: number, width: number): readonly string[] {
  if (row.length <= linesMax) return row;
  return [...row.slice(0, linesMax - 1), cutTo(`${row[linesMax - 1]!} …`, width)];
}

function headingOf({ folds, steps }: Explanation, isCut: boolean): string {
  const folded = folds.filter(({ first, last }) => first < last);
  const count = folded.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  if (count === 0 && !isCut) return 'Steps';
  const inFolds =
    count === 0 ? '' : `; ${count} of them told in ${folded.length} row${folded.length === 1 ? '' : 's'}`;
  return `Steps (${steps.length}${inFolds}; --full tells all)`;
}

function rowText(
  { steps, loop, folds }: Explanation,
  { first, last, words, isKey }: Fold,
  width: number,
): string[] {
  const digits = String(steps.length).length;
  const isInCycle = loop !== null && first > loop;
  const number = String(first).padStart(digits);
  const range = first === last ? number : `${number}–${last}`;
  // A column for the last of several, where there are any.
  const column = folds.some((fold) => fold.first < fold.last) ? 2 * digits + 1 : digits;
  const before = `${isInCycle ? '│' : ' '}${isKey ? '▸' : ' '} ${range.padEnd(column)}  `;
  return hanging(before, words, width);
}

/** The first lines and more of the last, with a line between them that says how many are left out. */
function fitting(lines: readonly string[], room: number): string[] {
  if (lines.length <= room) return [...lines];
  const first = Math.floor((room - 1) / 3);
  const last = Math.max(1, room - 1 - first);
  return [...lines.slice(0, first), `    … ${lines.length - first - last} rows more`, ...lines.slice(-last)];
}
