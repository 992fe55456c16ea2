import type { Benchmark, Row } from './benchmark.js';

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
}

/** SPIN's speed on the model as one would write it, the faster order of search. */
const SPIN_RATIO_MIN = 2;
/** States visited in the time of one call of XState's `transition`. */
const STATES_PER_CALL_MIN = 15;
/** Bytes a state, everything that the process holds included. */
const BYTES_PER_STATE_MAX = 32;
/** Speed of `getAdjacencyMap` at 1e4 states. */
const ADJACENCY_MAP_RATIO_MIN = 50;

export function targetsOf(benchmark: Benchmark): readonly Target[] {
  const { large, small, adjacencyMap, transitionCallsPerSecond } = benchmark;
  const residentBytes = large.residentBytesPerState ?? Number.POSITIVE_INFINITY;
  const targets = [
    atLeast(
      STATES_PER_CALL_MIN,
      'states',
      "states in the time of one call of XState's transition()",
      large.statesPerSecond / transitionCallsPerSecond,
      `${perSecond(large.statesPerSecond)} states, ${perSecond(transitionCallsPerSecond)} calls`,
    ),
    atMost(
      BYTES_PER_STATE_MAX,
      'bytes',
      'bytes a state, all told',
      Math.max(residentBytes, large.bytesPerState ?? 0),
      `the process grew by ${residentBytes.toFixed(1)}, of which ${(large.bytesPerState ?? 0).toFixed(1)} for states by its own account`,
    ),
    ratio(ADJACENCY_MAP_RATIO_MIN, 'states/s beside xstate/graph at 1e4 states', small, adjacencyMap),
  ];
  const spin = fastestSpin(benchmark, 'natural');
  if (spin !== undefined) targets.unshift(ratio(SPIN_RATIO_MIN, "states/s beside SPIN's", large, spin));
  return targets;
}

/** The faster order of search of one of SPIN's models. */
export function fastestSpin({ spin }: Benchmark, model: 'natural' | 'packed'): Row | undefined {
  return spin
    .filter((row) => row.model === model)
    .toSorted((one, other) => other.statesPerSecond - one.statesPerSecond)[0];
}

function ratio(value: number, name: string, ours: Row, peer: Row): Target {
  const from = `${perSecond(ours.statesPerSecond)}, ${peer.contender} ${perSecond(peer.statesPerSecond)}`;
  return atLeast(value, 'times', name, ours.statesPerSecond / peer.statesPerSecond, from);
}

function atLeast(value: number, unit: string, name: string, measured: number, from: string): Target {
  return { name, bound: { kind: 'at least', value }, unit, measured, isMet: measured >= value, from };
}

function atMost(value: number, unit: string, name: string, measured: number, from: string): Target {
  return { name, bound: { kind: 'at most', value }, unit, measured, isMet: measured <= value, from };
}

function perSecond(rate: number): string {
  return `${Math.round(rate).toLocaleString('en')}/s`;
}
