import type { SweepCell, SweepOutcome } from '../check/sweep.js';

/** The cells of each row. */
export function cellsByRow({ sweep, cells }: SweepOutcome): readonly (readonly SweepCell[])[] {
  const columnCount = cells.length / sweep.rows.values.length;
  return sweep.rows.values.map((_, row) => cells.slice(row * columnCount, (row + 1) * columnCount));
}

/** The labels of the rows whose designs are all safe. */
export function safeRows(outcome: SweepOutcome): string[] {
  return cellsByRow(outcome)
    .filter((row) => row.every((cell) => cell.outcome.verdict === 'holds'))
    .map(([first]) => first!.labels[0]!);
}
