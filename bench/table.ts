import Table from 'cli-table3';

/** A table of text in the columns before `numbersFrom` and of numbers from there on. */
export function benchmarkTable(
  head: readonly string[],
  numbersFrom: number,
  rows: readonly (readonly string[])[],
): string {
  const table = new Table({
    head: [...head],
    colAligns: head.map((_, column) => (column < numbersFrom ? 'left' : 'right')),
    style: { head: [], border: [] },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  });
  table.push(...rows.map((row) => [...row]));
  return table.toString();
}
