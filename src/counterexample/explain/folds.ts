import type { Fold, Missed } from './explanation.js';
import { movesIn } from './moves.js';
import { repeatedFolds } from './repeated-folds.js';
import type { Run } from './run.js';
import { short } from './why/detour-lines.js';

/** Rows beyond which what repeats itself is folded once more. */
const ROWS_MAX = 30;

/** Steps of which each is shown. */
const UNFOLDED_MAX = 8;

/** Rows that say too little, if steps are in them that could be told apart: then the steps of each component are folded, if that makes no more than so many. */
const ROWS_FEW = 8;
const ROWS_OF_COMPONENTS_MAX = 24;

/** What of a run decides about its folds. */
interface Marks {
  /** Numbers of the steps that are marked. */
  readonly key: readonly number[];
  /** Numbers of the steps that play no part. */
  readonly aside: ReadonlySet<number>;
  /** What could be taken from a step on, and was not. */
  readonly missed: Missed | null;
}

/**
 * The rows in which steps are shown: each marked step and the last by itself, and between them runs of steps of one group. A cycle is not folded into what
 * is before it, and of few steps each is shown.
 */
export function foldsOf(run: Run, marks: Marks): readonly Fold[] {
  const coarse = foldsBy(run, marks, (component) => run.outermostGroup(component));
  if (coarse.length < Math.min(ROWS_FEW, run.length)) {
    const fine = foldsBy(run, marks, (component) => run.whole(component));
    if (fine.length <= ROWS_OF_COMPONENTS_MAX) return fine;
  }
  return coarse.length <= ROWS_MAX ? coarse : repeatedFolds(coarse, run.loop);
}

/** @param groupOf what the steps of a fold have in common */
function foldsBy(run: Run, { key, aside, missed }: Marks, groupOf: (component: number) => string): Fold[] {
  const isKey = new Set(key);
  const isAlone = (n: number) => run.length <= UNFOLDED_MAX || n === run.length || isKey.has(n);
  const runs: { first: number; last: number; group: string }[] = [];
  for (const [at, step] of run.recorder.steps.entries()) {
    const n = at + 1;
    const group = groupOf(run.ownerOf(step));
    const open = runs.at(-1);
    const isOpen = open?.group === group && !isAlone(n) && !isAlone(open.last) && at !== run.loop;
    if (isOpen && aside.has(n) === aside.has(open.last)) open.last = n;
    else runs.push({ first: n, last: n, group });
  }
  return runs.map(({ first, last, group }): Fold => {
    const isAside = aside.has(first);
    const isOwn = (component: number) => groupOf(component) === group;
    const words = first === last ? run.wordsOf(first) : movesIn(run, first, last, isOwn);
    const note = first === missed?.since ? `; ${short(missed.label)} could be taken from here on` : '';
    return {
      first,
      last,
      words: `${words}${note}${isAside ? ' (plays no part)' : ''}`,
      group: run.groups[run.ownerOf(run.step(first))]![0] ?? null,
      isKey: isKey.has(first),
    };
  });
}
