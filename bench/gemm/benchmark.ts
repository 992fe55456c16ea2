import { runInOwnProcess } from '../command.js';
import { median } from '../statistics.js';
import { BY_DEFINITION, GEMM_CONTENDERS, type GemmContender } from './contenders.js';
import type { GemmMeasurement } from './measure.js';
import type { GemmSize } from './problem.js';

/** One contender's result. */
export interface GemmRow {
  readonly contender: GemmContender;
  readonly name: string;
  /** Median over the runs. */
  readonly seconds: number;
  readonly secondsOfRuns: readonly number[];
  /** Thousand millions of operations a second; a multiplication with its addition is two. */
  readonly gigaOperationsPerSecond: number;
  /** Whether every sum is that of the definition. */
  readonly sumsRight: boolean;
}

export interface GemmBenchmark {
  readonly size: GemmSize;
  readonly rows: readonly GemmRow[];
}

/** Runs every contender, one after another, each in a process of its own. `report` is told who runs now. */
export async function runGemmBenchmark(
  size: GemmSize,
  runs: number,
  report: (running: string) => void,
): Promise<GemmBenchmark> {
  const measured: (readonly [GemmContender, GemmMeasurement])[] = [];
  for (const contender of Object.keys(GEMM_CONTENDERS) as GemmContender[]) {
    report(GEMM_CONTENDERS[contender].name);
    measured.push([contender, await runContender(contender, size, runs)]);
  }
  const expected = new Map(measured).get(BY_DEFINITION)!.digest;
  return { size, rows: measured.map(([contender, one]) => rowOf(contender, size, one, expected)) };
}

function runContender(contender: GemmContender, { tokens, length, channels }: GemmSize, runs: number) {
  const entry = new URL('./contender.js', import.meta.url);
  return runInOwnProcess<GemmMeasurement>(entry, [contender, tokens, length, channels, runs]);
}

function rowOf(
  contender: GemmContender,
  { tokens, length, channels }: GemmSize,
  { secondsOfRuns, digest }: GemmMeasurement,
  expected: string,
): GemmRow {
  const seconds = median(secondsOfRuns);
  return {
    contender,
    name: GEMM_CONTENDERS[contender].name,
    seconds,
    secondsOfRuns,
    gigaOperationsPerSecond: (2 * tokens * length * channels) / seconds / 1e9,
    sumsRight: digest === expected,
  };
}
