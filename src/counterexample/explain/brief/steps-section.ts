import type { Explanation, Fold } from '../explanation.js';
import { cutTo, hanging } from './layout.js';

/** Lines of a row. */
const LINES_EACH_MAX = 2;

/** The steps in their folds, on so many lines. */
export function stepsSection(explanation: Explanation, width: number, linesMax: number): string[] {
  const { folds, steps, loop } = explanation;
  if (steps.length === 0) return [];
  const rows = folds.map((fold) => rowText(explanation, fold, width));
  const ends = loop === null ? [] : [`└ back to before ${loop + 1}`];
  const room = linesMax - 1 - ends.length;
  const whole = wholeRows(folds, rows, room);
  const texts = rows.map((row, at) => (whole.has(at) ? row : [onOneLine(row, width)]));
  const lines = rows.length <= room ? texts.flat() : fitting(texts.flat(), room);
  return [headingOf(explanation, lines.length < rows.length), ...lines, ...ends];
}

/** The rows that there is room for with all their lines: those that are marked before others. */
function wholeRows(folds: readonly Fold[], rows: readonly (readonly string[])[], room: number): Set<number> {
  const whole = new Set<number>();
  let left = room - rows.length;
  const [marked, others] = [true, false].map((isKey) =>
    [...folds.keys()].filter((at) => folds[at]!.isKey === isKey),
  );
  for (const at of [...marked!, ...others!]) {
    const more = rows[at]!.length - 1;
    if (more > left) continue;
    left -= more;
    whole.add(at);
  }
  return whole;
}

function onOneLine([first, ...others]: readonly string[], width: number): string {
  return others.length === 0 ? first! : cutTo(`${first!} …`, width);
}

function headingOf({ folds, steps }: Explanation, isCut: boolean): string {
  const folded = folds.filter(({ first, last }) => first < last);
  const count = folded.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  if (count === 0 && !isCut) return 'Steps';
  const inFolds =
    count === 0
      ? ''
      : `${count} of ${steps.length} in ${folded.length} fold${folded.length === 1 ? '' : 's'}; `;
  return `Steps (${inFolds}--full shows all)`;
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
  return hanging(before, words, width, LINES_EACH_MAX);
}

/** The first lines and more of the last, with a line between them that says how many are left out. */
function fitting(lines: readonly string[], room: number): string[] {
  if (lines.length <= room) return [...lines];
  const first = Math.floor((room - 1) / 3);
  const last = Math.max(1, room - 1 - first);
  return [...lines.slice(0, first), `    … ${lines.length - first - last} rows more`, ...lines.slice(-last)];
}
