import type { ExploreResult } from '../explore/breadth-first.js';
import type { Exhausted } from '../explore/budget.js';
import type { Sweep } from '../network/family.js';
import type { Configuration } from '../network/parameters.js';
import type { Design } from '../network/sweep.js';

/** What became of one design, and how many states were seen for it. */
export type DesignVerdict = { readonly states: number } & (
  | { readonly verdict: 'holds' }
  /** `steps` is the length of a shortest counterexample; a witness that is never reached has none. */
  | { readonly verdict: 'violated'; readonly property: string; readonly steps?: number }
  | { readonly verdict: 'inconclusive'; readonly budget: Exhausted }
);

/** A design that was judged. */
export interface SweepCell extends Design {
  /** All parameters, those with defaults included. */
  readonly parameters: Configuration;
  readonly outcome: DesignVerdict;
}

/** A sweep that was made, or begun; a design that an interruption left out is inconclusive. */
export interface SweepOutcome {
  readonly network: string;
  /** How the network was named on the command line. */
  readonly reference: string;
  readonly name: string;
  readonly sweep: Sweep;
  /** Row after row. */
  readonly cells: readonly SweepCell[];
}

/** What a complete search, or one that ended at its first violation, says of a design. */
export function designVerdict(result: ExploreResult): DesignVerdict {
  const { states, properties, violations, inconclusive } = result;
  const [shortest] = violations;
  if (shortest !== undefined) {
    return { verdict: 'violated', states, property: shortest.property, steps: shortest.steps.length };
  }
  const unmet = properties.find(({ verdict }) => verdict === 'violated');
  if (unmet !== undefined) return { verdict: 'violated', states, property: unmet.name };
  if (inconclusive !== undefined) return { verdict: 'inconclusive', states, budget: inconclusive.budget };
  return { verdict: 'holds', states };
}

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
