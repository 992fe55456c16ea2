import type { StopSignal } from '../interpreter/deadline.js';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Verdict } from '../property/verdict.js';
import type { ComparedValues } from '../report/comparison-text.js';
import { type Comparison, isWithinBand } from './system.js';

export interface CompareOptions {
  readonly signal: StopSignal;
  /** Told of each row before it is simulated. */
  readonly onRow: (name: string) => void;
}

/** Simulates every published row, or those up to an interruption. */
export async function compareRows(
  { rows }: Comparison,
  { signal, onRow }: CompareOptions,
): Promise<ComparedValues[]> {
  const values: ComparedValues[] = [];
  for (const row of rows) {
    if (signal.aborted) break;
    onRow(row.name);
    await nextTurn();
    values.push({ row, fitted: row.simulate(true), unfitted: row.simulate(false) });
  }
  return values;
}

/** Violated by a row outside of its band, inconclusive where rows are missing. */
export function overallOf({ rows }: Comparison, values: readonly ComparedValues[]): Verdict {
  if (values.some(({ row, fitted }) => !isWithinBand(row, fitted))) return 'violated';
  return values.length < rows.length ? 'inconclusive' : 'holds-in-sample';
}
