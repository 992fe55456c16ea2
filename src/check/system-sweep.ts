import type { StopSignal } from '../interpreter/deadline.js';
import { CheckError } from '../network/errors.js';
import { type Configuration, configurationOf } from '../network/parameters.js';
import type { Verdict } from '../property/verdict.js';
import type { ServiceLevel, SystemOutcome } from './system.js';

export interface SystemSweepOptions {
  readonly seed: number;
  /** Seeds for each configuration, from `seed` on. */
  readonly seeds: number;
  readonly description?: unknown;
  readonly signal: StopSignal;
  readonly onRun: (runs: number, of: number) => void;
}

/** What a system came to with one configuration, over all seeds. */
interface SweptSystem {
  /** The parameters that differ from row to row, in the order in which they were given. */
  readonly varied: Configuration;
  readonly configuration: Configuration;
  /** Of the figure that has limits, and of the one that is told beside it: least, percentiles, largest. None where a run is inconclusive. */
  readonly spreads: Readonly<Record<string, Spread>>;
  /** The outcome whose figure is the median; where a run is violated, or else inconclusive, the first such. */
  readonly outcome: SystemOutcome;
  /** Those of the limits that the median is within; none where a run is violated or inconclusive. */
  readonly within: readonly number[];
}

type Spread = Readonly<Record<'least' | 'p5' | 'median' | 'p95' | 'p99' | 'largest', number>>;

/** Nearest rank: a percentile is a value that was found. */
const rankOf = (percent: number, count: number): number =>
  Math.max(0, Math.ceil((percent / 100) * count) - 1);

function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other);
  const at100 = (percent: number) => sorted[rankOf(percent, sorted.length)]!;
  return {
    least: sorted[0]!,
    p5: at100(5),
    median: at100(50),
    p95: at100(95),
    p99: at100(99),
    largest: sorted.at(-1)!,
  };
}

/** A configuration that is impossible, and why. It has a row, too: others of the sweep may be possible. */
export interface RefusedSystem {
  readonly varied: Configuration;
  readonly reason: string;
}

export type SweptRow = SweptSystem | RefusedSystem;

export const isRefused = (row: SweptRow): row is RefusedSystem => 'reason' in row;

/** Configurations of one sweep: more take too long to wait for. */
const ROWS_MAX = 10_000;

const RANGE = /^(\d+)\.\.(\d+)(?::(\d+))?$/;

/**
 * The values that a text means: `8`, `8,16,32`, `8..192` in steps, or `8..192:8` in steps of 8.
 *
 * @param step where the text says none
 * @throws CheckError for a range that is none
 */
function valuesOfText(text: string, name: string, step: number): string[] {
  return text.split(',').flatMap((part) => {
    const range = RANGE.exec(part.trim());
    if (range === null) return [part.trim()];
    const [from, to, by] = [Number(range[1]), Number(range[2]), Number(range[3] ?? step)];
    if (by < 1)
      throw new CheckError(`The range '${part}' of ${name} has steps of 0. Write 8..192:8 for steps of 8.`);
    if (to < from) {
      throw new CheckError(
        `The range '${part}' of ${name} is empty. Write it from the least to the largest, for example 8..192 or 8..192:8.`,
      );
    }
    const count = Math.floor((to - from) / by) + 1;
    if (count > ROWS_MAX) throw tooMany(count);
    return Array.from({ length: count }, (_, each) => String(from + each * by));
  });
}

const tooMany = (rows: number): CheckError =>
  new CheckError(`The sweep has ${rows} configurations, and at most ${ROWS_MAX} are run. Give fewer values.`);

/** What is said of ranges of the load that name no step, and so go by more than one. */
export function rangeNotes(
  { parameter, multiple }: ServiceLevel,
  given: Readonly<Record<string, string>>,
): string[] {
  if (multiple === 1) return [];
  const parts = (given[parameter] ?? '').split(',').map((part) => part.trim());
  return parts.flatMap((part) => {
    const range = RANGE.exec(part);
    if (range === null || range[3] !== undefined || range[1] === range[2]) return [];
    return [`${part} of ${parameter} goes by ${multiple}, as it names no step. ${part}:1 has all values.`];
  });
}

/** What is said of percentiles over an even number of seeds. */
export const seedNotes = (seeds: number): string[] =>
  seeds % 2 === 0
    ? [
        `Of ${seeds} seeds none is in the middle: p50 is the lower of the two that are. An odd number has a median.`,
      ]
    : [];

/**
 * Runs the system with every combination of the given values, the last parameter changing fastest.
 *
 * @param given values by parameter, as texts: see `valuesOfText`
 * @throws CheckError for a parameter or value that the system does not have, and for a wrong description
 */
export async function sweepSystem(
  { system, parameter, multiple, figure, rate }: ServiceLevel,
  given: Readonly<Record<string, string>>,
  limits: readonly number[],
  { seed, seeds, signal, onRun, description }: SystemSweepOptions,
): Promise<SweptRow[]> {
  const axes = Object.entries(given).map(
    ([name, text]) =>
      // Ranges may overlap: a value that is given twice is run once.
      [name, [...new Set(valuesOfText(text, name, name === parameter ? multiple : 1))]] as const,
  );
  const count = axes.reduce((product, [, values]) => product * values.length, 1);
  if (count > ROWS_MAX) throw tooMany(count);
  if (description !== undefined) system.refuseDescription?.(description);
  const combinations = axes.reduce<Readonly<Record<string, string>>[]>(
    (all, [name, values]) => all.flatMap((each) => values.map((value) => ({ ...each, [name]: value }))),
    [{}],
  );
  // A value that the system does not know is a mistake; a combination that is impossible is a row.
  const configurations = combinations.map((each) => configurationOf(system, each));
  const rows: SweptRow[] = [];
  for (const [at, configuration] of configurations.entries()) {
    if (signal.aborted) break;
    onRun(at, count);
    const varied = Object.fromEntries(
      axes
        .filter(([name, values]) => values.length > 1 || name === parameter)
        .map(([name]) => [name, configuration[name]!]),
    );
    const outcomes: SystemOutcome[] = [];
    try {
      for (let each = 0; each < seeds && !signal.aborted; each++) {
        const options = {
          seed: (seed + each) | 0,
          signal,
          ...(description === undefined ? {} : { description }),
        };
        outcomes.push(await system.simulate(configuration, options));
      }
    } catch (thrown) {
      if (!(thrown instanceof CheckError)) throw thrown;
      rows.push({ varied, reason: thrown.message });
      continue;
    }
    if (signal.aborted) break;
    const told = rate === undefined ? [figure] : [figure, rate];
    rows.push({ varied, configuration, ...summaryOf(outcomes, told, limits) });
  }
  return rows;
}

/** What the runs of one configuration come to. @param told figures whose spread is told, the first being the one that has limits */
function summaryOf(
  outcomes: readonly SystemOutcome[],
  told: readonly string[],
  limits: readonly number[],
): Pick<SweptSystem, 'spreads' | 'outcome' | 'within'> {
  const first = (wanted: Verdict) => outcomes.find(({ verdict }) => verdict === wanted);
  const valueOf = (outcome: SystemOutcome, name: string) => outcome.figures[name] as number;
  const [violated, unended] = [first('violated'), first('inconclusive')];
  // A run without an end has no figures, and what the others say is no spread.
  if (unended !== undefined) return { spreads: {}, outcome: violated ?? unended, within: [] };
  const spreads = Object.fromEntries(
    told.map((name) => [name, spreadOf(outcomes.map((outcome) => valueOf(outcome, name)))]),
  );
  if (violated !== undefined) return { spreads, outcome: violated, within: [] };
  const [figure] = told as [string];
  const sorted = outcomes.toSorted((one, other) => valueOf(one, figure) - valueOf(other, figure));
  const outcome = sorted[rankOf(50, sorted.length)]!;
  return { spreads, outcome, within: limits.filter((limit) => valueOf(outcome, figure) <= limit) };
}
