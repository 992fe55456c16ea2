import { CheckError, type Network } from '../../src/index.js';
import { BreadthFirst } from '../../src/explore/breadth-first.js';
import { run } from '../../src/explore/search.js';
import type { ReducedOutcome, ReducedTrial } from '../../src/explore/reduction/reduced-outcome.js';
import { stateKey } from '../../src/reference/plain-state.js';
import { stepDifferences, type TakenStep } from './taken-steps.js';
import { stepGraph } from './step-graph.js';
import { drawings, networkOf } from './random-network.js';

/** A search that takes some steps alone; `undefined` where it leaves a network to one that takes none. */
export type Reduce = (network: Network, trial: ReducedTrial) => ReducedOutcome | undefined;

/** Which networks are compared, and how. */
export interface Comparing {
  readonly count: number;
  readonly seed: number;
  /** Number of the first network, from 1 on. */
  readonly first?: number;
  /** Networks with more states are drawn in vain. */
  readonly statesMax: number;
  /** Of networks with so many states at most, each step taken alone is looked for in the greatest confluent set, by the reference. */
  readonly graphMax: number;
  /** Conditions that are left out, for tests. */
  readonly dropped?: ReducedTrial['dropped'];
}

/** What came of comparing a reduced search with an unreduced one. */
export interface ReductionComparison {
  readonly compared: number;
  /** A few sentences for each network on which they differ. */
  readonly differences: readonly { readonly network: number; readonly what: readonly string[] }[];
  /** Networks that were left to the unreduced search. */
  readonly left: number;
  /** States of the networks, and states that the reduced search visited. */
  readonly states: number;
  readonly visited: number;
  /** Steps that were taken alone and looked for in the greatest confluent set, and the states that have a step in it. */
  readonly alone: number;
  readonly confluent: number;
}

/** Searches random networks by `reduce` and without it, and compares what is told; and each step taken alone with the greatest confluent set. */
export function compareReductions(
  reduce: Reduce,
  comparing: Comparing,
  onCompared: (compared: number) => void = () => {},
): ReductionComparison {
  const { count, seed, first = 1 } = comparing;
  const differences: { network: number; what: readonly string[] }[] = [];
  const sums = { ...NOTHING };
  let [at, compared] = [0, 0];
  for (const drawing of drawings(seed)) {
    if (compared >= count) break;
    if (++at < first) continue;
    const found = compareOn(networkOf(drawing), reduce, comparing);
    if (found === 'too large') continue;
    compared++;
    if (found.what.length > 0) differences.push({ network: at, what: found.what });
    for (const key of COUNTS) sums[key] += found[key];
    onCompared(compared);
  }
  return { compared, differences, ...sums };
}

/** What came of comparing on one network. */
interface Compared {
  readonly what: readonly string[];
  readonly left: number;
  readonly states: number;
  readonly visited: number;
  readonly alone: number;
  readonly confluent: number;
}

const NOTHING = { left: 0, states: 0, visited: 0, alone: 0, confluent: 0 };
const COUNTS = ['left', 'states', 'visited', 'alone', 'confluent'] as const;

/** In what a reduced search differs from one without: nothing, if all is well. */
export function compareOn(
  network: Network,
  reduce: Reduce,
  { statesMax, graphMax, dropped }: Pick<Comparing, 'statesMax' | 'graphMax' | 'dropped'>,
): Compared | 'too large' {
  const full = fullyTold(network, statesMax);
  if (full === 'too large') return full;
  const taken: TakenStep[] = [];
  const terminal: string[] = [];
  const outcome = orRefusal(() =>
    reduce(network, {
      onAlone: (state, label) => taken.push({ key: stateKey(state), label }),
      onTerminal: (state) => terminal.push(stateKey(state)),
      ...(dropped === undefined ? {} : { dropped }),
    }),
  );
  if (outcome === undefined) return { what: [], ...NOTHING, left: 1 };
  if (typeof outcome === 'string' || typeof full === 'string') {
    const isSame = typeof outcome === typeof full;
    const what = `reduced: ${typeof outcome === 'string' ? outcome : 'well'}; in full: ${typeof full === 'string' ? full : 'well'}`;
    return { what: isSame ? [] : [what], ...NOTHING };
  }
  const witnesses = new Set(
    network.properties.flatMap(({ kind, name }) => (kind === 'reachable' ? [name] : [])),
  );
  const told = outcomeDifferences(outcome, full, witnesses);
  const sums = { ...NOTHING, states: full.states, visited: outcome.visited };
  const graph = full.states > graphMax ? undefined : stepGraph(network, graphMax);
  if (graph === undefined) return { what: told, ...sums };
  const { differences, confluent } = stepDifferences(graph, outcome, taken, terminal);
  return { what: [...told, ...differences], ...sums, alone: taken.length, confluent };
}

/** A network may be wrong in a way that shows as it runs: then the sentence. */
function orRefusal<T>(work: () => T): T | string {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof CheckError) return thrown.message;
    throw thrown;
  }
}

/** What is told without a reduction. */
interface FullyTold {
  readonly states: number;
  readonly terminal: number;
  /** Names of violated properties, sorted: of those that are judged of states and ends of runs, and of all. */
  readonly violated: readonly string[];
  readonly violatedEver: readonly string[];
  readonly reached: readonly string[];
  readonly met: readonly string[];
  readonly margins: readonly string[];
}

function fullyTold(network: Network, statesMax: number): FullyTold | 'too large' | string {
  return orRefusal(() => {
    const search = (progressChecks: boolean) =>
      run(new BreadthFirst(network, { afterViolation: 'continue', progressChecks, statesMax }, Infinity));
    const result = search(false);
    if (result.inconclusive !== undefined) return 'too large';
    const named = (properties: typeof result.properties) => properties.map(({ name }) => name).sort();
    const violatedIn = ({ properties }: typeof result) =>
      named(properties.filter(({ verdict, isWitness }) => verdict === 'violated' && isWitness !== true));
    const { states, terminal, properties } = result;
    return {
      states,
      terminal,
      violated: violatedIn(result),
      violatedEver: violatedIn(search(true)),
      reached: named(
        properties.filter(({ verdict, isWitness }) => verdict === 'holds' && isWitness === true),
      ),
      met: named(properties.filter(({ hardCase }) => hardCase === 'met')),
      margins: properties.flatMap(({ name, margin }) => (margin === undefined ? [] : [`${name}: ${margin}`])),
    };
  });
}

/** What is told otherwise. */
function outcomeDifferences(
  outcome: ReducedOutcome,
  full: FullyTold,
  witnesses: ReadonlySet<string>,
): string[] {
  const sorted = (names: Iterable<string>) => [...names].sort();
  // What the ends of runs do not tell is left to a search of its own.
  const violated = (outcome.isAcyclic ? full.violatedEver : full.violated).filter(
    (name) => !outcome.undecided.includes(name),
  );
  const margins = Object.entries(outcome.margins).map(([name, margin]) => `${name}: ${margin}`);
  return [
    ...different('terminal states', outcome.terminal, full.terminal),
    ...different(
      'violated',
      sorted(outcome.violated.filter((name) => !witnesses.has(name))),
      sorted(violated),
    ),
    ...different('reached', sorted(outcome.reached), full.reached),
    // Conditions are told of likewise, of which the other search tells in another place.
    ...different('met', sorted(outcome.met.filter((name) => full.met.includes(name))), full.met),
    ...different('margins', sorted(margins), sorted(full.margins)),
  ];
}

function different(what: string, reduced: unknown, full: unknown): string[] {
  const [one, other] = [JSON.stringify(reduced), JSON.stringify(full)];
  return one === other ? [] : [`${what}: ${one} reduced, ${other} in full`];
}
