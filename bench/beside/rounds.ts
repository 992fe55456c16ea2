import type { Counts } from '../oracle.js';
import { median } from '../statistics.js';
import type { Row } from './outcome.js';

/** Somebody whose figures are measured again and again. */
export interface Contender {
  readonly name: string;
  readonly run: () => Promise<Sample>;
}

/** What one run gave. */
interface Sample {
  readonly figures: Readonly<Record<string, number>>;
  readonly counts?: Counts;
}

/** The columns of a whole process. */
export const CPU = 'CPU s';
export const WALL = 'wall s';

/**
 * Runs contenders in turn, so that what else happens on the machine happens to all of them.
 *
 * @throws when one counts otherwise than expected
 */
export async function alternate(
  of: string,
  contenders: readonly Contender[],
  runs: number,
  expected?: Counts,
): Promise<readonly Row[]> {
  const samples = contenders.map((): Sample[] => []);
  for (let run = 0; run < runs; run++) {
    for (const [at, contender] of contenders.entries()) {
      const sample = await contender.run();
      if (expected !== undefined) requireCounts(contender.name, of, sample.counts, expected);
      samples[at]!.push(sample);
    }
  }
  return contenders.map(({ name: by }, at) => ({ of, by, figures: medians(samples[at]!), runs }));
}

function requireCounts(by: string, of: string, found: Counts | undefined, expected: Counts): void {
  if (found?.states === expected.states && found.transitions === expected.transitions) return;
  throw new Error(
    `WRONG COUNT: ${by} found ${found?.states} states and ${found?.transitions} transitions of ${of}, which has ${expected.states} and ${expected.transitions}.`,
  );
}

function medians(samples: readonly Sample[]): Record<string, number> {
  const columns = Object.keys(samples[0]!.figures);
  return Object.fromEntries(
    columns.map((column) => [column, median(samples.map(({ figures }) => figures[column]!))]),
  );
}

/** A figure of the row of a contender. */
export function figureOf(rows: readonly Row[], by: string, column: string): number {
  const figure = rows.find((row) => row.by === by)?.figures[column];
  if (figure === undefined) throw new Error(`Nobody measured '${column}' of ${by}.`);
  return figure;
}
