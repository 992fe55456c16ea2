import type { Network } from '../../network/network.js';
import { isOfEndlessRuns } from '../../network/property-names.js';
import { type ExploreOptions, searchPlan } from '../explore-options.js';
import type { ExploreResult } from '../explore-result.js';
import type { Pieces } from '../pieces.js';
import { Stopwatch, watched } from '../search.js';
import { ReducedExploration, type ReducedResult } from './reduced-exploration.js';
import { timeLeft } from './explore-reduced.js';

/** A search of all states that has found fewer when its room is over has been given little: more may be meant. */
const STATES_MIN = 1_000_000;
/** A state of a reduced search takes a few hundred times as long: it may visit so many times fewer, so that it takes not much longer than the search before. */
const STATES_PER_VISITED = 100;

/** What a search of all states found, or, where it had no room for more of them, what one with the reduction did that came to its end. */
export function* reducedAtLast(
  network: Network,
  options: ExploreOptions,
  result: ExploreResult,
): Pieces<ExploreResult> {
  if (result.states < STATES_MIN || !isOutOfRoom(result) || !goesWithReduction(network, options))
    return result;
  const { threads: _threads, ...alone } = options;
  const reduction = {
    ...alone,
    ...timeLeft(options, result.seconds),
    statesMax: Math.ceil(result.states / STATES_PER_VISITED),
    reduction: true,
  };
  const reduced = new ReducedExploration(network, reduction, searchPlan(network, reduction));
  const watch = new Stopwatch();
  watch.start();
  const outcome = yield* watched(reduced, options);
  watch.stop();
  const seconds = result.seconds + watch.seconds;
  const xstateCalls = result.xstateCalls + reduced.xstateCalls;
  const found = 'left' in outcome ? outcome.found : outcome;
  if (found !== undefined && found.inconclusive === undefined) {
    const reduction = { ...found.reduction, after: result.states };
    return { ...found, seconds, xstateCalls, reduction } satisfies ReducedResult;
  }
  const left = 'left' in outcome ? outcome.left : `${found!.states} states were visited, and not all`;
  return { ...result, seconds, xstateCalls, reduction: { left } };
}

function isOutOfRoom({ inconclusive, violations }: ExploreResult): boolean {
  if (inconclusive === undefined || violations.length > 0) return false;
  const { budget, during, growing } = inconclusive;
  // What grows without end has no end for either.
  return (budget === 'states' || budget === 'memory') && during === undefined && growing === undefined;
}

function goesWithReduction(network: Network, { orbit, show = [], until = [] }: ExploreOptions): boolean {
  const ends = typeof until === 'string' ? [until] : until;
  return orbit === undefined && show.length === 0 && !ends.some((name) => isOfEndlessRuns(network, name));
}
