/** Names that a sentence lists before it breaks off. */
const LISTED_MAX = 30;

/** Names for a sentence: all, or the first and how many more; `none` where there is none. */
export function listed(names: readonly string[]): string {
  if (names.length === 0) return 'none';
  const left = names.length - LISTED_MAX;
  return `${names.slice(0, LISTED_MAX).join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}

/** ` Did you mean 'failed'?` for a name that is nearly one of those that there are; else nothing. */
export function suggestion(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near === undefined ? '' : ` Did you mean '${near}'?`;
}

/** The name that takes the fewest changes to come to, if they are few for its length: a slip, not another word. */
function nearest(name: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let fewest = Math.floor(name.length / 3) + 1;
  for (const each of known) {
    // Names that differ in length by more need not be compared.
    if (Math.abs(each.length - name.length) >= fewest) continue;
    const changes = changesBetween(name.toLowerCase(), each.toLowerCase());
    if (changes < fewest) [best, fewest] = [each, changes];
  }
  return best;
}

/** Letters to insert, leave out, replace or exchange with their neighbours (optimal string alignment). */
function changesBetween(one: string, other: string): number {
  let before: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const replaced = row[j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1);
      const isExchanged = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      next.push(
        Math.min(row[j]! + 1, next[j - 1]! + 1, replaced, isExchanged ? before[j - 2]! + 1 : Infinity),
      );
    }
    [before, row] = [row, next];
  }
  return row[other.length]!;
}
