import type { Counts } from './oracle.js';

/** What one contender's own process reports. */
export interface Measurement extends Counts {
  /** Seconds of each run, in order; the first is cold (nothing compiled yet). */
  readonly secondsOfRuns: readonly number[];
  /** Bytes a state by the searcher's own account; undefined where it keeps none. */
  readonly bytesPerState?: number;
  /** Growth of the process's peak resident memory over the first run, in bytes. */
  readonly residentGrowthBytes: number;
  /** Peak resident memory of the whole process, in bytes. */
  readonly residentPeakBytes: number;
  /** How many times XState was asked, where that is counted. */
  readonly xstateCalls?: number;
}

/** What a search gives back to be measured. */
export type Searched = Counts & Pick<Measurement, 'bytesPerState' | 'xstateCalls'>;

/**
 * Runs a search `runs` times in this process and measures the search alone. Memory is taken from the first run: a later
 * one reuses what an earlier one freed.
 */
export function measure(runs: number, search: () => Searched): Measurement {
  const residentBefore = residentPeakBytes();
  const first = timed(search);
  const residentGrowthBytes = residentPeakBytes() - residentBefore;
  const secondsOfRuns = [first.seconds];
  while (secondsOfRuns.length < runs) {
    const { result, seconds } = timed(search);
    if (result.states !== first.result.states || result.transitions !== first.result.transitions) {
      throw new Error(`Two runs of one search differ: ${describe(first.result)}, then ${describe(result)}.`);
    }
    secondsOfRuns.push(seconds);
  }
  return { ...first.result, secondsOfRuns, residentGrowthBytes, residentPeakBytes: residentPeakBytes() };
}

/** The middle value; of an even number of values the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function timed<T>(work: () => T): { result: T; seconds: number } {
  const before = performance.now();
  const result = work();
  return { result, seconds: (performance.now() - before) / 1000 };
}

/** `maxRSS` is in kibibytes. */
function residentPeakBytes(): number {
  return process.resourceUsage().maxRSS * 1024;
}

function describe({ states, transitions }: Counts): string {
  return `${states} states and ${transitions} transitions`;
}
