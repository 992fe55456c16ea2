import type { Copy } from '../die/window-protocol.js';
import { placeOf } from './placement.js';
import type { Layout } from './window-layout.js';

/** Copies for each of the receiver's experts, by sending die. */
export type CountsBySource = readonly { readonly source: number; readonly counts: readonly number[] }[];

/** A row of the dense output: a token, or `null` where nothing was put, as in memory that nobody has written. */
export type Row = Copy | null;

/** What the experts are given: tokens in rows, those of one expert after those of another, and how many each has. */
export interface DenseOutput {
  /** As many as the counts tell, and more where a token was put behind them. */
  readonly rows: readonly Row[];
  /** By local expert. */
  readonly counts: readonly number[];
}

/** How many tokens each (expert, source) has, expert after expert. */
export function countsOf({ dies, expertsPerDie }: Layout, arrived: CountsBySource): number[] {
  const all = Array.from({ length: dies * expertsPerDie }, () => 0);
  for (const { source, counts } of arrived) {
    counts.forEach((count, local) => {
      all[local * dies + source] = count;
    });
  }
  return all;
}

/** The sum of the counts before each one. */
export function prefixSums(counts: readonly number[]): number[] {
  let sum = 0;
  return counts.map((count) => {
    const before = sum;
    sum += count;
    return before;
  });
}

/**
 * The dense output of LocalWindowCopy (docs/paper/facts.md 4.4, step 3): by expert, then by source, then in sending order.
 *
 * @param found in sending order
 * @param counts for each (expert, source)
 * @param firstRows by (expert, source), as `counts`
 */
export function denseOutput(
  layout: Layout,
  found: readonly Copy[],
  counts: readonly number[],
  firstRows: readonly number[],
): DenseOutput {
  const { dies, expertsPerDie } = layout;
  const nextRow = [...firstRows];
  const rows: Row[] = Array.from({ length: counts.reduce((sum, count) => sum + count, 0) }, () => null);
  for (const copy of found) {
    const { local } = placeOf(layout, copy.expert, copy.source);
    rows[nextRow[local * dies + copy.source]!++] = copy;
  }
  const byExpert = Array.from({ length: expertsPerDie }, (_, local) =>
    counts.slice(local * dies, (local + 1) * dies).reduce((sum, count) => sum + count, 0),
  );
  // A row that is skipped is a hole, and stays one: nothing moves up.
  return { rows: Array.from(rows, (row) => row ?? null), counts: byExpert };
}
