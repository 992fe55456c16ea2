import { benchmarkTable } from '../table.js';
import type { GemmBenchmark, GemmRow } from './benchmark.js';

const HEAD = ['multiplied by', 'seconds', 'GOP/s', 'beside\ncloudmatrix-check'];
const NUMBERS_FROM = 1;

/** Everything that a reader of the benchmark sees. */
export function renderGemmBenchmark({ size, rows }: GemmBenchmark): string {
  const ours = rows.find(({ contender }) => contender === 'multiply')!;
  const { tokens, length, channels } = size;
  return [
    `INT8, ${[tokens, length, channels].map(whole).join(' x ')} (tokens x length x output channels), sums in INT32, one thread.`,
    benchmarkTable(
      HEAD,
      NUMBERS_FROM,
      rows.map((row) => cells(row, ours)),
    ),
    'onnxruntime-web gets its weights arranged beforehand, and UINT8 x INT8 its tokens shifted by 128; cloudmatrix-check',
    'packs its weights within the time.',
    ...rows.filter((row) => !row.sumsRight).map(wrongSums),
    '',
  ].join('\n');
}

function cells(row: GemmRow, ours: GemmRow): string[] {
  return [
    row.name,
    row.seconds.toPrecision(3),
    row.gigaOperationsPerSecond.toPrecision(3),
    (row.gigaOperationsPerSecond / ours.gigaOperationsPerSecond).toPrecision(2),
  ];
}

function wrongSums({ name }: GemmRow): string {
  return `WRONG SUMS: ${name} does not give the sums of the definition.`;
}

function whole(value: number): string {
  return value.toLocaleString('en');
}
