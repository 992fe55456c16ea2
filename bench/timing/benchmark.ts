import { runInOwnProcess } from '../command.js';
import { benchmarkTable } from '../table.js';
import {
  TIMING_CONTENDERS,
  type TimingContenderId,
  type TimingOutcome,
  type TimingSize,
} from './contenders.js';
import { RING_STATIONS } from './ring.js';

/** @testonly the gate makes rows of its own */
export interface TimingRow extends TimingOutcome {
  readonly contender: TimingContenderId;
  readonly seconds: number;
  readonly residentPeakBytes: number;
  /** It came to the same as the first of its group. */
  readonly agrees: boolean;
}

export interface TimingBenchmark {
  readonly size: TimingSize;
  readonly rows: readonly TimingRow[];
}

/** Runs every contender once, each in a process of its own: start-up of the charts included, as a user has it. */
export async function runTimingBenchmark(
  size: TimingSize,
  report: (running: string) => void,
): Promise<TimingBenchmark> {
  const rows: TimingRow[] = [];
  for (const contender of Object.keys(TIMING_CONTENDERS) as TimingContenderId[]) {
    const { name, group } = TIMING_CONTENDERS[contender];
    report(name);
    const measured = await runInOwnProcess<Omit<TimingRow, 'contender' | 'agrees'>>(
      new URL('./contender.js', import.meta.url),
      [contender, size.dies, size.steps, size.ringNs],
    );
    const first = rows.find((row) => TIMING_CONTENDERS[row.contender].group === group);
    rows.push({
      ...measured,
      contender,
      agrees: first === undefined || first.virtualNs === measured.virtualNs,
    });
  }
  return { size, rows };
}

const HEAD = ['simulated', 'seconds', 'steps a second', 'beside the first\nof its kind', 'peak MB'];

/** Everything that a reader of the benchmark sees. */
export function renderTimingBenchmark({ size, rows }: TimingBenchmark): string {
  const firstOf = (contender: TimingContenderId) =>
    rows.find((row) => TIMING_CONTENDERS[row.contender].group === TIMING_CONTENDERS[contender].group)!;
  const table = benchmarkTable(
    HEAD,
    1,
    rows.map(({ contender, seconds, steps, residentPeakBytes }) => [
      TIMING_CONTENDERS[contender].name,
      seconds.toPrecision(3),
      steps === undefined ? '' : Math.round(steps / seconds).toLocaleString('en'),
      (seconds / firstOf(contender).seconds).toPrecision(2),
      (residentPeakBytes / 1e6).toFixed(0),
    ]),
  );
  return [
    `${size.dies} dies, ${size.steps} decode steps of 61 layers and MTP, two microbatches, routings drawn token by token; one MoE layer; ${size.ringNs / 1e6} ms of a ring of ${RING_STATIONS} stations; one thread.`,
    table,
    ...rows
      .filter(({ agrees }) => !agrees)
      .map(({ contender }) => `DIFFERENT: ${TIMING_CONTENDERS[contender].name} does not come to the same.`),
    '',
  ].join('\n');
}
