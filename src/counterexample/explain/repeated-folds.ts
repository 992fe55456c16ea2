import type { Fold } from './explanation.js';

/** Rows of a cycle that is looked for. */
const PERIOD_MAX = 12;

/**
 * Rows with those of a cycle that comes again and again told once: what repeats the rows before it becomes one row.
 *
 * @param loop see `Explanation.loop`: what is on both sides of it is not put together
 */
export function repeatedFolds(folds: readonly Fold[], loop: number | undefined): readonly Fold[] {
  const shapes = folds.map(shapeOf);
  const result: Fold[] = [];
  for (let at = 0; at < folds.length;) {
    const { period, count } = bestCycle(folds, shapes, at, loop);
    if (count < 2) {
      result.push(folds[at++]!);
      continue;
    }
    result.push(...folds.slice(at, at + period));
    result.push(again(folds.slice(at + period, at + count * period), count - 1));
    at += count * period;
  }
  return result;
}

/** The cycle that begins at a row and takes the most rows: its length, and how often it comes, the first time included. */
function bestCycle(folds: readonly Fold[], shapes: readonly string[], at: number, loop: number | undefined) {
  let best = { period: 1, count: 1 };
  for (let period = 1; period <= PERIOD_MAX; period++) {
    let count = 1;
    while (isAgain(folds, shapes, at, at + count * period, period, loop)) count++;
    // A single row in place of a single one says less than it does.
    const isLonger = count * period > best.count * best.period;
    if (count > 1 && (count - 1) * period > 1 && isLonger) best = { period, count };
  }
  return best;
}

function isAgain(
  folds: readonly Fold[],
  shapes: readonly string[],
  from: number,
  start: number,
  period: number,
  loop: number | undefined,
): boolean {
  if (start + period > folds.length) return false;
  for (let k = 0; k < period; k++) {
    const { isKey, first } = folds[start + k]!;
    if (isKey || shapes[from + k] !== shapes[start + k]) return false;
    if (loop !== undefined && folds[from]!.first <= loop && first > loop) return false;
  }
  return true;
}

/** What is alike in a row and in one that repeats it: its words but for their numbers. */
function shapeOf({ words, group, last, first }: Fold): string {
  return `${group ?? ''} ${last - first} ${words.replaceAll(/\d+/g, '#')}`;
}

function again(inner: readonly Fold[], times: number): Fold {
  const [from, to] = [inner[0]!.first, inner.at(-1)!.last];
  const words = `… the same ${times === 1 ? 'once more' : `${times} times more`}`;
  return { first: from, last: to, words, group: null, isKey: false, inner };
}
