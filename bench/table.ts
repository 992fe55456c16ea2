import Table from 'cli-table3';
import { type Benchmark, type Row, rowsOf } from './benchmark.js';
import { sizeLabel } from './oracle.js';
import { fastestSpin, type Target, targetsOf } from './targets.js';

const HEAD = [
  'network',
  'searched by',
  'states',
  'transitions',
  'seconds',
  'states/s',
  'transitions/s',
  'bytes/state,\nown account',
  'bytes/state,\nresident',
];
const NUMBERS_FROM = 2;

/** Everything that a reader of the benchmark sees. */
export function renderBenchmark(benchmark: Benchmark): string {
  return [
    benchmarkTable(HEAD, NUMBERS_FROM, rowsOf(benchmark).map(cells)),
    `XState's own transition(): ${whole(benchmark.transitionCallsPerSecond)} calls/s.`,
    ...asked(benchmark.large),
    ...packed(benchmark),
    ...benchmark.remarks,
    ...rowsOf(benchmark)
      .filter((row) => !row.countsRight)
      .map(wrongCount),
    ...targetsOf(benchmark).map(renderTarget),
    '',
  ].join('\n');
}

/** A table of text in the columns before `numbersFrom` and of numbers from there on. */
export function benchmarkTable(
  head: readonly string[],
  numbersFrom: number,
  rows: readonly (readonly string[])[],
): string {
  const table = new Table({
    head: [...head],
    colAligns: head.map((_, column) => (column < numbersFrom ? 'left' : 'right')),
    style: { head: [], border: [] },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  });
  table.push(...rows.map((row) => [...row]));
  return table.toString();
}

function cells(row: Row): string[] {
  return [
    sizeLabel(row.size),
    row.contender,
    whole(row.states),
    whole(row.transitions),
    row.seconds.toPrecision(3),
    whole(row.statesPerSecond),
    whole(row.transitionsPerSecond),
    bytes(row.bytesPerState),
    bytes(row.residentBytesPerState),
  ];
}

function asked({ xstateCalls, size }: Row): string[] {
  if (xstateCalls === undefined) return [];
  return [`XState was asked ${whole(xstateCalls)} times to explore ${sizeLabel(size)}.`];
}

/** Without a target, because one does not write models like that; for the record. */
function packed(benchmark: Benchmark): string[] {
  const peer = fastestSpin(benchmark, 'packed');
  if (peer === undefined) return [];
  const ratio = benchmark.large.statesPerSecond / peer.statesPerSecond;
  return [`Beside SPIN's model packed by hand, ${peer.search}: ${ratio.toFixed(2)} times its states/s.`];
}

function wrongCount({ contender, size, states, transitions, expected }: Row): string {
  return (
    `WRONG COUNT: ${contender} found ${whole(states)} states and ${whole(transitions)} transitions of ${sizeLabel(size)}, ` +
    `which has ${whole(expected.states)} and ${whole(expected.transitions)}.`
  );
}

function renderTarget({ name, bound, unit, measured, isMet, from, whyMissed }: Target): string {
  const line = `${name}: ${bound.kind} ${bound.value} ${unit}; measured ${measured.toFixed(1)} (${from}).`;
  return isMet ? `met     ${line}` : `missed  ${line} ${whyMissed}`;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function bytes(value: number | undefined): string {
  return value === undefined ? '' : value.toFixed(1);
}
