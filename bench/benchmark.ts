import { type Contender, runContender } from './contenders.js';
import { type Measurement, median } from './measure.js';
import type { CreditChainSize } from './networks/credit-chain.js';
import { type Counts, chainCounts, isCount, sizeLabel } from './oracle.js';
import {
  runSpin,
  SPIN_MODELS,
  SPIN_SEARCHES,
  type SpinModel,
  type SpinSearch,
  spinCanDo,
  whySpinCannotRun,
} from './peers/spin.js';

/** As far as searches that ask XState at every step get within a second or two: 12 167 states. */
const SMALL: CreditChainSize = { links: 3, credits: 2, values: 2 };

/** As far as `getAdjacencyMap`, which slows down as it goes, gets within some ten seconds: 100 000 states. */
const MIDDLE: CreditChainSize = { links: 5, credits: 2, values: 1 };

/** One contender's result on one size. */
export interface Row extends Counts {
  readonly contender: string;
  readonly size: CreditChainSize;
  readonly expected: Counts;
  readonly countsRight: boolean;
  /** Median over the runs. */
  readonly seconds: number;
  readonly secondsOfRuns: readonly number[];
  readonly statesPerSecond: number;
  readonly transitionsPerSecond: number;
  /** Bytes a state by the searcher's own account. */
  readonly bytesPerState?: number;
  /** Growth of the process's peak resident memory, divided by the states. */
  readonly residentBytesPerState?: number;
  readonly residentPeakBytes?: number;
  /** How often XState was asked. */
  readonly xstateCalls?: number;
}

/** SPIN's rows, by model and order of search. */
export interface SpinRow extends Row {
  readonly model: SpinModel;
  readonly search: SpinSearch;
}

/** All that was measured. */
export interface Benchmark {
  readonly large: Row;
  readonly small: Row;
  readonly plainSearch: Row;
  readonly adjacencyMap: Row;
  readonly middle: Row;
  readonly middleAdjacencyMap: Row;
  /** Calls of XState's own `transition` per second: the median over the runs. */
  readonly transitionCallsPerSecond: number;
  readonly spin: readonly SpinRow[];
  /** Why there is no row of SPIN, or not all. */
  readonly remarks: readonly string[];
}

/** How often each size is run; the reported time is the median. */
export interface Runs {
  readonly large: number;
  readonly small: number;
}

/** Runs every contender, one after another. `report` is told who runs now. */
export async function runBenchmark(
  size: CreditChainSize,
  runs: Runs,
  report: (running: string) => void,
): Promise<Benchmark> {
  const searched = async (
    contender: Exclude<Contender, 'transition-call'>,
    of: CreditChainSize,
    times: number,
  ) => {
    report(`${NAMES[contender]}, ${sizeLabel(of)}`);
    return rowOf(NAMES[contender], of, await runContender(contender, of, times));
  };
  const small = await searched('explore', SMALL, runs.small);
  const adjacencyMap = await searched('adjacency-map', SMALL, runs.small);
  const plainSearch = await searched('plain-search', SMALL, runs.small);
  const middle = await searched('explore', MIDDLE, runs.small);
  const middleAdjacencyMap = await searched('adjacency-map', MIDDLE, 1);
  report(NAMES['transition-call']);
  const { callsPerSecondOfRuns } = await runContender('transition-call', size, runs.small);
  const large = await searched('explore', size, runs.large);
  const { spin, remarks } = await runSpinSearches(size, runs.large, report);
  const transitionCallsPerSecond = median(callsPerSecondOfRuns);
  return {
    large,
    small,
    plainSearch,
    adjacencyMap,
    middle,
    middleAdjacencyMap,
    transitionCallsPerSecond,
    spin,
    remarks,
  };
}

/** Every row, in the order of the table. */
export function rowsOf(benchmark: Benchmark): readonly Row[] {
  const { large, spin, middle, middleAdjacencyMap, small, plainSearch, adjacencyMap } = benchmark;
  return [large, ...spin, middle, middleAdjacencyMap, small, plainSearch, adjacencyMap];
}

const NAMES: Readonly<Record<Contender, string>> = {
  explore: 'cloudmatrix-check',
  'plain-search': 'XState asked at every step',
  'adjacency-map': 'xstate/graph getAdjacencyMap',
  'transition-call': 'XState transition() calls',
};

async function runSpinSearches(size: CreditChainSize, runs: number, report: (running: string) => void) {
  const reason = await whySpinCannotRun();
  if (reason !== undefined) return { spin: [], remarks: [reason] };
  const spin: SpinRow[] = [];
  const remarks: string[] = [];
  for (const model of Object.keys(SPIN_MODELS) as SpinModel[]) {
    if (!spinCanDo(model, size)) {
      remarks.push(`SPIN's ${model} model is left out: it is not written for this size.`);
      continue;
    }
    for (const search of Object.keys(SPIN_SEARCHES) as SpinSearch[]) {
      const name = `SPIN, ${model} model, ${search}`;
      report(`${name}, ${sizeLabel(size)}`);
      const expected = chainCounts(size);
      const { memoryBytes, ...searched } = await runSpin(model, search, size, expected, runs);
      const bytesPerState = memoryBytes / searched.states;
      spin.push({ ...rate(name, size, { ...searched, bytesPerState }, SPIN_DIGITS), model, search });
    }
  }
  return { spin, remarks };
}

/** SPIN prints its counts with so many significant digits. */
const SPIN_DIGITS = 8;

function rowOf(contender: string, size: CreditChainSize, measured: Measurement): Row {
  const { residentGrowthBytes, ...searched } = measured;
  return { ...rate(contender, size, searched), residentBytesPerState: residentGrowthBytes / measured.states };
}

function rate<T extends Counts & { readonly secondsOfRuns: readonly number[] }>(
  contender: string,
  size: CreditChainSize,
  searched: T,
  significantDigits?: number,
): T & Row {
  const { states, transitions, secondsOfRuns } = searched;
  const expected = chainCounts(size);
  const seconds = median(secondsOfRuns);
  return {
    ...searched,
    contender,
    size,
    expected,
    countsRight:
      isCount(states, expected.states, significantDigits) &&
      isCount(transitions, expected.transitions, significantDigits),
    seconds,
    statesPerSecond: states / seconds,
    transitionsPerSecond: transitions / seconds,
  };
}
