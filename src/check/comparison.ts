import { Stopwatch } from '../explore/search.js';
import { TimedStop } from '../explore/timed-stop.js';
import { doWithPauses, type Pieces } from '../explore/pieces.js';
import { CheckError } from '../network/errors.js';
import type { Verdict } from '../property/verdict.js';
import type { RunWatch } from './progress.js';
import { type ComparedRow, type Comparison, isPredicted, isWithinBand, rowError } from './system.js';

/** A row with its values, with the fitted numbers and with none, and how far off they are: see `rowError`. */
export interface ComparedValues {
  readonly row: ComparedRow;
  readonly fitted: readonly number[];
  readonly error: number;
  readonly isWithinBand: boolean;
  readonly unfitted: readonly number[];
  readonly unfittedError: number;
  /** How far off the baseline is; left out where there is none. */
  readonly baselineError?: number;
}

/** What became of all rows, or of those up to an interruption. */
export interface Compared {
  readonly verdict: Verdict;
  readonly seconds: number;
  readonly values: readonly ComparedValues[];
  /** Rows that were left out, and why; left out where there are none. */
  readonly inconclusive?: {
    readonly budget: 'seconds' | 'totalSeconds' | 'interrupted';
    readonly left: number;
  };
}

/** @throws CheckError for a comparison without rows: nothing holds of nothing */
export function refuseNoRows({ rows }: Comparison): void {
  if (rows.length > 0) return;
  throw new CheckError(
    'The comparison has no rows, and nothing holds of nothing. Give it at least one published figure, or leave it out.',
  );
}

/** Simulates every published row, or those up to an interruption, or to the end of the seconds: then none is begun. */
export function* compared(
  comparison: Comparison,
  { signal, onProgress }: RunWatch,
  secondsMax?: number,
): Pieces<Compared> {
  refuseNoRows(comparison);
  const { rows } = comparison;
  const watch = new Stopwatch();
  watch.start();
  const values: ComparedValues[] = [];
  const stop = new TimedStop(signal, secondsMax);
  for (const row of rows) {
    if (stop.aborted) break;
    onProgress?.({ kind: 'comparison', row: row.name });
    yield undefined;
    values.push(valuesOf(row, row.simulate(true), row.simulate(false)));
  }
  watch.stop();
  const left = rows.length - values.length;
  return {
    verdict: verdictOf(rows, values),
    seconds: watch.seconds,
    values,
    ...(left === 0 ? {} : { inconclusive: { budget: stop.reason!, left } }),
  };
}

/** `compared` with pauses. */
export function compareRows(comparison: Comparison, watch: RunWatch): Promise<Compared> {
  return doWithPauses(compared(comparison, watch));
}

/** A row with its values, and how far off they are. */
function valuesOf(row: ComparedRow, fitted: readonly number[], unfitted: readonly number[]): ComparedValues {
  return {
    row,
    fitted,
    error: rowError(row, fitted),
    isWithinBand: isWithinBand(row, fitted),
    unfitted,
    unfittedError: rowError(row, unfitted),
    ...(row.baseline === undefined ? {} : { baselineError: rowError(row, row.baseline.values) }),
  };
}

/** Violated by a row outside of its band, inconclusive where rows are missing. */
function verdictOf(rows: readonly ComparedRow[], values: readonly ComparedValues[]): Verdict {
  if (values.some((each) => !each.isWithinBand)) return 'violated';
  return values.length < rows.length ? 'inconclusive' : 'holds-in-sample';
}

/** Predicted rows that have a baseline, and those of them that are nearer to what was published than it is. */
export function beatenBaselines(values: readonly ComparedValues[]) {
  const comparable = values.filter(
    ({ row, baselineError }) => isPredicted(row) && baselineError !== undefined,
  );
  const beaten = comparable.filter(({ error, baselineError }) => Math.abs(error) < Math.abs(baselineError!));
  return { comparable, beaten };
}

/** What a tenth more, and a tenth less, of an input does to a row: relative change of its first value, or of the last if that is more. */
export interface Sensitivity {
  readonly input: string;
  readonly row: string;
  readonly less: number;
  readonly more: number;
}

const STEP = 0.1;

/** Every input changed by a tenth, for every row that it changes. */
function* sensitivities(
  { rows, inputs = [] }: Comparison,
  { signal, onProgress }: RunWatch,
): Pieces<readonly Sensitivity[]> {
  const found: Sensitivity[] = [];
  const usual = rows.map((row) => row.simulate(true));
  for (const { name, rowsAt } of inputs) {
    const less = rowsAt(1 - STEP);
    const more = rowsAt(1 + STEP);
    for (const [at, row] of rows.entries()) {
      if (signal?.aborted === true) return found;
      onProgress?.({ kind: 'comparison', row: row.name });
      yield undefined;
      const change = (of: readonly ComparedRow[]) => largestChange(usual[at]!, of[at]!.simulate(true));
      const sensitivity = { input: name, row: row.name, less: change(less), more: change(more) };
      if (sensitivity.less !== 0 || sensitivity.more !== 0) found.push(sensitivity);
    }
  }
  return found;
}

/** `sensitivities` with pauses. */
export const findSensitivities = (comparison: Comparison, watch: RunWatch): Promise<readonly Sensitivity[]> =>
  doWithPauses(sensitivities(comparison, watch));

function largestChange(before: readonly number[], after: readonly number[]): number {
  const changes = before.map((value, at) => after[at]! / value - 1);
  return changes.reduce((most, each) => (Math.abs(each) > Math.abs(most) ? each : most), 0);
}
