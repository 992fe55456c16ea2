import type { Benchmark, Row, SpinRow } from './benchmark.js';
import { chainCounts } from './oracle.js';
import type { SpinModel } from './peers/spin.js';

/** What the checker is meant to reach beside its peers, and what it reached. */
export interface Target {
  readonly name: string;
  /** Smallest (`at least`) or largest (`at most`) good value of `measured`. */
  readonly bound: { readonly kind: 'at least' | 'at most'; readonly value: number };
  readonly unit: string;
  readonly measured: number;
  readonly isMet: boolean;
  /** The figures that `measured` is made of. */
  readonly from: string;
  /** A sentence to read when the target is missed. */
  readonly whyMissed: string;
}

/** SPIN's speed on the model as one would write it, the faster order of search. */
const SPIN_RATIO_MIN = 2;
/** States visited in the time of one call of XState's `transition`. */
const STATES_PER_CALL_MIN = 15;
/** Bytes a state, everything that the process holds included. */
const BYTES_PER_STATE_MAX = 32;
/** Speed of `getAdjacencyMap` at 1e4 states. */
const ADJACENCY_MAP_RATIO_MIN = 50;
/** The targets beside the large chain are meant for state spaces of at least this size. */
const LARGE_STATES_MIN = 1e6;

export function targetsOf(benchmark: Benchmark): readonly Target[] {
  const spin = fastestSpin(benchmark, 'natural');
  return [
    ...(spin === undefined ? [] : [besideSpin(benchmark, spin)]),
    perCall(benchmark),
    memory(benchmark),
    besideAdjacencyMap(benchmark),
  ];
}

/** The faster order of search of one of SPIN's models. */
export function fastestSpin({ spin }: Benchmark, model: SpinModel): SpinRow | undefined {
  return spin
    .filter((row) => row.model === model)
    .toSorted((one, other) => other.statesPerSecond - one.statesPerSecond)[0];
}

function besideSpin({ large }: Benchmark, spin: SpinRow): Target {
  return {
    name: "states/s beside SPIN's",
    ...atLeast(SPIN_RATIO_MIN, 'times', large.statesPerSecond / spin.statesPerSecond),
    from: comparison(large, spin),
    whyMissed: whyLargeMissed(
      large,
      'Both wait for memory most of the time, so that other work on the machine shifts the ratio; repeat it with --runs.',
    ),
  };
}

function perCall({ large, transitionCallsPerSecond }: Benchmark): Target {
  return {
    name: "states in the time of one call of XState's transition()",
    ...atLeast(STATES_PER_CALL_MIN, 'states', large.statesPerSecond / transitionCallsPerSecond),
    from: `${perSecond(large.statesPerSecond)} states, ${perSecond(transitionCallsPerSecond)} calls`,
    whyMissed: whyLargeMissed(
      large,
      'A call of transition() needs no memory beyond the caches and a search does; repeat it with --runs on an idle machine.',
    ),
  };
}

function memory({ large }: Benchmark): Target {
  const { bytesPerState = 0, residentBytesPerState = Number.POSITIVE_INFINITY } = large;
  return {
    name: 'bytes a state, all told',
    ...atMost(BYTES_PER_STATE_MAX, 'bytes', Math.max(residentBytesPerState, bytesPerState)),
    from: `the process grew by ${residentBytesPerState.toFixed(1)}; states take ${bytesPerState.toFixed(1)} by their own account`,
    whyMissed: whyLargeMissed(large, 'The index doubles when it is full and is then at its emptiest.'),
  };
}

function besideAdjacencyMap({ small, adjacencyMap, middle, middleAdjacencyMap }: Benchmark): Target {
  const { secondsOfRuns, xstateCalls = 0, states } = small;
  const ratioAtMiddle = middle.statesPerSecond / middleAdjacencyMap.statesPerSecond;
  const milliseconds = (seconds: number) => `${(seconds * 1000).toFixed(0)} ms`;
  return {
    name: 'states/s beside xstate/graph at 1e4 states',
    ...atLeast(ADJACENCY_MAP_RATIO_MIN, 'times', small.statesPerSecond / adjacencyMap.statesPerSecond),
    from: comparison(small, adjacencyMap),
    whyMissed:
      `${states.toLocaleString('en')} states are over before the fixed costs are earned back: XState is asked ` +
      `${xstateCalls.toLocaleString('en')} times and the search is not compiled yet (first run ` +
      `${milliseconds(secondsOfRuns[0]!)}, fastest ${milliseconds(Math.min(...secondsOfRuns))}). The peer slows down with size, this does not: ` +
      `at ${middle.states.toLocaleString('en')} states it is ${ratioAtMiddle.toFixed(0)} times.`,
  };
}

function whyLargeMissed(large: Row, otherwise: string): string {
  const { states } = chainCounts(large.size);
  if (states >= LARGE_STATES_MIN) return otherwise;
  return `The target is meant for ${LARGE_STATES_MIN.toLocaleString('en')} states or more; ${states.toLocaleString('en')} do not earn the fixed costs back.`;
}

type Judged = Pick<Target, 'bound' | 'unit' | 'measured' | 'isMet'>;

function atLeast(value: number, unit: string, measured: number): Judged {
  return { bound: { kind: 'at least', value }, unit, measured, isMet: measured >= value };
}

function atMost(value: number, unit: string, measured: number): Judged {
  return { bound: { kind: 'at most', value }, unit, measured, isMet: measured <= value };
}

function comparison(ours: Row, peer: Row): string {
  return `${perSecond(ours.statesPerSecond)}, ${peer.contender} ${perSecond(peer.statesPerSecond)}`;
}

function perSecond(rate: number): string {
  return `${Math.round(rate).toLocaleString('en')}/s`;
}
