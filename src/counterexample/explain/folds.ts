import type { Fold, Missed } from './explanation.js';
import { movesIn } from './moves.js';
import { repeatedFolds } from './repeated-folds.js';
import type { Run } from './run.js';
import { short } from './why/detour-lines.js';

/** Rows beyond which what repeats itself is folded once more. */
const ROWS_MAX = 30;

/** Steps of which each is shown. */
const UNFOLDED_MAX = 8;

/**
 * The rows in which steps are shown: each key step and the last by itself, and between them runs of steps of one group. A cycle is not folded into what
 * is before it, and of few steps each is shown.
 *
 * @param key numbers of the steps that are marked
 * @param aside numbers of the steps that play no part
 * @param missed what could be taken from a step on, and was not
 */
export function foldsOf(
  run: Run,
  key: readonly number[],
  aside: ReadonlySet<number>,
  missed: Missed | null,
): readonly Fold[] {
  const isKey = new Set(key);
  const isAlone = (n: number) => run.length <= UNFOLDED_MAX || n === run.length || isKey.has(n);
  const runs: { first: number; last: number; group: string }[] = [];
  for (const [at, step] of run.recorder.steps.entries()) {
    const n = at + 1;
    const group = run.foldingGroup(run.ownerOf(step));
    const open = runs.at(-1);
    const isOpen = open?.group === group && !isAlone(n) && !isAlone(open.last) && at !== run.loop;
    if (isOpen && aside.has(n) === aside.has(open.last)) open.last = n;
    else runs.push({ first: n, last: n, group });
  }
  const folds = runs.map(({ first, last, group }): Fold => {
    const isAside = aside.has(first);
    const words = first === last ? run.wordsOf(first) : movesIn(run, first, last, group);
    const note = first === missed?.since ? `; ${short(missed.label)} could be taken from here on` : '';
    return {
      first,
      last,
      words: `${words}${note}${isAside ? ' (plays no part)' : ''}`,
      group: run.groups[run.ownerOf(run.step(first))]![0] ?? null,
      isKey: isKey.has(first),
    };
  });
  return folds.length <= ROWS_MAX ? folds : repeatedFolds(folds, run.loop);
}
