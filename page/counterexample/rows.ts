import type { Explanation, Fold } from '../../src/counterexample/explain/explanation.js';

/** A line of the list of steps: one step, or several that are folded. */
export interface Row {
  readonly first: number;
  readonly last: number;
  readonly words: string;
  readonly isKey: boolean;
  /** How to fold or unfold it; a step that is in no fold has none. */
  readonly fold?: string;
  readonly isOpen: boolean;
  /** How many folds it is within. */
  readonly level: number;
}

/** The name of a fold in an address. */
const foldName = ({ first, last }: { readonly first: number; readonly last: number }): string =>
  `${first}-${last}`;

/** The lines that are shown. @param open names of the folds that are unfolded @param words what steps must speak of */
export function rowsOf(
  { folds, steps, key }: Explanation,
  open: ReadonlySet<string>,
  filter: (step: number) => boolean,
): Row[] {
  const keys = new Set(key);
  const stepRow = (n: number, level: number): Row => ({
    first: n,
    last: n,
    words: steps[n - 1]!.words,
    isKey: keys.has(n),
    isOpen: false,
    level,
  });
  const within = (fold: Fold, level: number): Row[] => {
    const { first, last, words, isKey, inner } = fold;
    if (first === last) return [{ ...stepRow(first, level), words, isKey }];
    const name = foldName(fold);
    const isOpen = open.has(name);
    const row = { first, last, words, isKey, fold: name, isOpen, level };
    if (!isOpen) return [row];
    const numbers = Array.from({ length: last - first + 1 }, (_, at) => first + at);
    return [
      row,
      ...(inner === undefined
        ? numbers.map((n) => stepRow(n, level + 1))
        : inner.flatMap((each) => within(each, level + 1))),
    ];
  };
  const isShown = ({ first, last }: Row) => {
    for (let n = first; n <= last; n++) if (filter(n)) return true;
    return false;
  };
  return folds.flatMap((fold) => within(fold, 0)).filter(isShown);
}

/** Names of all folds. */
export function foldNames(folds: readonly Fold[]): string[] {
  return folds.flatMap((fold) =>
    fold.first === fold.last ? [] : [foldName(fold), ...foldNames(fold.inner ?? [])],
  );
}
