import fc from 'fast-check';
import type { Threading } from '../../src/core/blocks.js';
import { ROOM } from '../../src/core/memory-map.js';
import { DIVISION, type RowDivision } from '../../src/core/row-division.js';
import { BreadthFirst } from '../../src/explore/breadth-first.js';
import type { ExploreOptions } from '../../src/explore/explore-options.js';
import { STEP_LOG } from '../../src/explore/progress/step-log.js';
import { RECURRENCE } from '../../src/explore/recurrence.js';
import { run } from '../../src/explore/search.js';
import { CheckError, type Network } from '../../src/index.js';
import { stateKey } from '../../src/reference/plain-state.js';
import type { OnCompared } from '../deep-check.js';
import { randomNetwork } from './random-network.js';

/** How a search may go otherwise than to its end: each is tried on every network. */
export const WAYS: readonly ExploreOptions[] = [
  { afterViolation: 'continue' },
  {},
  { afterViolation: 'continue', statesMax: 17 },
  { until: 'deadlock-freedom', progressChecks: false },
  { afterViolation: 'continue', progressChecks: false },
];

/** Where networks have more states than this, a search ends by its budget. */
const STATES_MAX = 3_000;

/** How threads take part: how many, and in what blocks. */
export interface Threaded {
  readonly threads: number;
  readonly test: Threading['test'] & object;
}

/** What came of comparing the core with the tables. */
export interface CoreComparison {
  readonly compared: number;
  /** One sentence for each network on which the two differ. */
  readonly differences: readonly string[];
  /** States that were explored by each. */
  readonly states: number;
}

/**
 * Explores random networks by the core from the first state on, and by the tables alone: the whole results must be equal, but for times and bytes,
 * and so must the states be, one by one.
 */
export function compareCores(count: number, seed: number, onCompared: OnCompared = () => {}): CoreComparison {
  const differences: string[] = [];
  let states = 0;
  let compared = 0;
  for (const network of randomNetworks(count, seed)) {
    compared++;
    const found: string[] = [];
    for (const options of WAYS) {
      const byTables = explored(network, options, Infinity);
      states += byTables.states;
      const byParts = withRowsDivided(compared % 5, () =>
        withSmallNotes((7 * compared) % 100, 2 ** (compared % 7), () => explored(network, options, 0)),
      );
      for (const byCore of [explored(network, options, 0), byParts, exploredForgetting(network, options)]) {
        const difference = differenceOf(byTables, byCore);
        if (difference !== undefined)
          found.push(`network ${compared}, ${JSON.stringify(options)}: ${difference}`);
      }
    }
    differences.push(...found);
    onCompared(compared, found);
  }
  return { compared, differences, states };
}

/** Cells are dealt out to three parts. */
function dealt(widths: readonly number[]): RowDivision | undefined {
  const cells = [...widths.keys()].filter((cell) => widths[cell]! > 0);
  const parts = Math.min(3, cells.length);
  return parts === 0
    ? undefined
    : { partOfCell: widths.map((_, cell) => Math.max(0, cells.indexOf(cell)) % parts), parts };
}

/** Has cores keep rows in parts from so many states on, whether it pays or not. @testonly else it is used here alone */
export function withRowsDivided<Result>(from: number, work: () => Result): Result {
  const usual = { ...DIVISION };
  Object.assign(DIVISION, { from, divisionFor: dealt });
  try {
    return work();
  } finally {
    Object.assign(DIVISION, usual);
  }
}

/** Has searches write down so many steps at most, of so few states which sources are awake, and divide their index early. */
function withSmallNotes<Result>(stepsMax: number, awakeSlots: number, work: () => Result): Result {
  const usual = { ...STEP_LOG };
  const usualRoom = { ...ROOM };
  Object.assign(STEP_LOG, { stepsMax });
  Object.assign(ROOM, { awakeSlots, oneShardMax: 0 });
  try {
    return work();
  } finally {
    Object.assign(STEP_LOG, usual);
    Object.assign(ROOM, usualRoom);
  }
}

/** What may be told of a comparison of threads. */
interface ThreadComparing {
  /** Differences after which no more networks are compared. Default: no limit. */
  readonly differencesMax?: number;
  readonly onCompared?: OnCompared;
}

/**
 * Likewise the core on one thread with the core on several, which keep rows in parts every third time, as other things take turns by twos. Threads and ways of searching are told for each network
 * by its number.
 */
export function compareThreads(
  networks: Iterable<Network>,
  threadedOf: (network: number) => readonly Threaded[],
  waysOf: (network: number) => readonly ExploreOptions[],
  { differencesMax = Infinity, onCompared = () => {} }: ThreadComparing = {},
): CoreComparison {
  const differences: string[] = [];
  let states = 0;
  let compared = 0;
  let runs = 0;
  for (const network of networks) {
    if (differences.length >= differencesMax) break;
    const found: string[] = [];
    for (const options of waysOf(compared)) {
      const byOne = explored(network, options, 0);
      states += byOne.states;
      for (const threaded of threadedOf(compared)) {
        const onThreads = () => exploredOrThrown(network, options, threaded);
        const onSeveral = withSmallNotes(STEP_LOG.stepsMax, 2 ** (runs % 7), () =>
          runs++ % 3 === 0 ? withRowsDivided(compared % 5, onThreads) : onThreads(),
        );
        const difference = differenceOf(byOne, onSeveral);
        if (difference !== undefined)
          found.push(`network ${compared}, ${JSON.stringify([options, threaded])}: ${difference}`);
      }
    }
    compared++;
    differences.push(...found);
    onCompared(compared, found);
  }
  return { compared, differences, states };
}

/** Random networks by a seed. */
export function randomNetworks(count: number, seed: number): Iterable<Network> {
  const stream = fc.sample(fc.noShrink(fc.infiniteStream(randomNetwork, { noHistory: true })), {
    seed,
    numRuns: 1,
  })[0]!;
  return (function* () {
    let left = count;
    for (const network of stream) {
      if (left-- === 0) return;
      yield network;
    }
  })();
}

/** An error of the search itself is a difference, too. */
function exploredOrThrown(network: Network, options: ExploreOptions, threaded: Threaded): Explored {
  try {
    return explored(network, options, 0, threaded);
  } catch (thrown) {
    return withoutStates(String(thrown));
  }
}

/** By the core, which takes it of every predicate that what it reads does not come again, and tries that again after a few states. */
function exploredForgetting(network: Network, options: ExploreOptions) {
  const { learnedMin, pauseStates } = RECURRENCE;
  Object.assign(RECURRENCE, { learnedMin: 1, pauseStates: 7 });
  try {
    return explored(network, options, 0);
  } finally {
    Object.assign(RECURRENCE, { learnedMin, pauseStates });
  }
}

/** What a search came to, as text, and the states that it found. */
interface Explored {
  readonly result: string;
  readonly states: number;
  /** Each state as the numbers of what it consists of. */
  readonly vectors: string;
  /** Each state by what these numbers stand for. */
  readonly keys: () => string[];
}

function withoutStates(result: string): Explored {
  return { result, states: 0, vectors: '', keys: () => [] };
}

function explored(
  network: Network,
  options: ExploreOptions,
  coreFrom: number,
  threaded?: Threaded,
): Explored {
  try {
    const search = new BreadthFirst(
      network,
      { statesMax: STATES_MAX, ...options, threads: threaded?.threads ?? 1 },
      coreFrom,
      threaded && { from: 0, test: threaded.test },
    );
    const { seconds: _, progress: __, bytesPerState: ___, ...result } = run(search);
    const vectors = Array.from(search.vectors(), (vector) => [...vector].join().replace(/(,0)+$/, ''));
    return {
      result: JSON.stringify(result),
      states: result.states,
      vectors: vectors.join(';'),
      keys: () => Array.from(search.vectors(), (vector) => stateKey(search.engine.contents(vector))),
    };
  } catch (thrown) {
    if (thrown instanceof CheckError) return withoutStates(thrown.message);
    throw thrown;
  }
}

/** States are the same if they have the same contents: how these are numbered follows the order in which they were met, which nobody sees. */
function differenceOf(one: Explored, other: Explored): string | undefined {
  if (one.result !== other.result) return firstDifference(one.result, other.result);
  if (one.vectors === other.vectors) return undefined;
  const [keys, others] = [one.keys().join(';'), other.keys().join(';')];
  return keys === others ? undefined : firstDifference(keys, others);
}

function firstDifference(one: string, other: string): string {
  let at = 0;
  while (one[at] === other[at]) at++;
  const part = (text: string) => text.slice(Math.max(0, at - 60), at + 100);
  return `one says …${part(one)}…, the other …${part(other)}…`;
}
