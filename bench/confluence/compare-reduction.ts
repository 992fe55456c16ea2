import { CheckError, type Network } from '../../src/index.js';
import { BreadthFirst } from '../../src/explore/breadth-first.js';
import { run } from '../../src/explore/search.js';
import { speaksOfEndlessRuns } from '../../src/network/property-names.js';
import type { ReducedOutcome, ReducedTrial } from '../../src/explore/reduction/reduced-outcome.js';
import { stateKey } from '../../src/reference/plain-state.js';
import type { OnCompared } from '../deep-check.js';
import { stepDifferences, type TakenSteps } from './taken-steps.js';
import { HARD_CASE_OF, type StepGraph, stepGraph } from './step-graph.js';
import { toldBy } from './alone-search.js';
import { hardCaseOf } from '../../src/network/property.js';
import { progressViolations } from '../../src/reference/plain-progress.js';
import { type DrawingKind, drawings, networkOf } from './random-network.js';

const TOO_LARGE = 'too large';
/** A search that visits so many states for each that there may be has no end. */
const VISITED_PER_STATE = 4;

/** A search that takes some steps alone; `undefined` where it leaves a network to one that takes none. */
export type Reduce = (network: Network, trial: ReducedTrial) => ReducedOutcome | undefined;

/** Which networks are compared, and how. */
export interface Comparing {
  readonly count: number;
  readonly seed: number;
  /** Default: `mixed`. */
  readonly kind?: DrawingKind;
  /** Number of the first network, from 1 on. */
  readonly first?: number;
  /** Networks with more states are drawn in vain. */
  readonly statesMax: number;
  /** Networks with so many states at most are searched by the reference, and each step taken alone is looked for in the greatest confluent set. */
  readonly graphMax: number;
  /** Conditions that are left out, for tests. */
  readonly dropped?: ReducedTrial['dropped'];
  /** Differences after which no more networks are compared. Default: no limit. */
  readonly differencesMax?: number;
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
  /** Steps that were taken alone and looked for in the greatest confluent set, choices that were, and states that have a step in that set. */
  readonly alone: number;
  readonly choices: number;
  readonly confluent: number;
}

/** Searches random networks by `reduce` and without it, and compares what is told; and each step taken alone with the greatest confluent set. */
export function compareReductions(
  reduce: Reduce,
  comparing: Comparing,
  onCompared: OnCompared = () => {},
): ReductionComparison {
  const { count, seed, kind, first = 1, differencesMax = Infinity } = comparing;
  const differences: { network: number; what: readonly string[] }[] = [];
  const sums = { ...NOTHING };
  let [at, compared] = [0, 0];
  for (const drawing of drawings(seed, kind)) {
    if (compared >= count || differences.length >= differencesMax) break;
    if (++at < first) continue;
    const found = compareOn(networkOf(drawing), reduce, comparing);
    if (found === 'too large') continue;
    compared++;
    if (found.what.length > 0) differences.push({ network: at, what: found.what });
    for (const key of COUNTS) sums[key] += found[key];
    onCompared(
      compared,
      found.what.length === 0 ? [] : [`network ${at} of seed ${seed}: ${found.what.join('; ')}`],
    );
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
  readonly choices: number;
  readonly confluent: number;
}

const NOTHING = { left: 0, states: 0, visited: 0, alone: 0, choices: 0, confluent: 0 };
const COUNTS = ['left', 'states', 'visited', 'alone', 'choices', 'confluent'] as const;

/** In what a reduced search differs from one without: nothing, if all is well. */
export function compareOn(
  network: Network,
  reduce: Reduce,
  { statesMax, graphMax, dropped }: Pick<Comparing, 'statesMax' | 'graphMax' | 'dropped'>,
): Compared | 'too large' {
  const graph = orRefusal(() => stepGraph(network, graphMax));
  if (typeof graph === 'object') return compareWithGraph(graph, reduce, dropped);
  const full = graph ?? byTables(network, statesMax);
  if (full === TOO_LARGE) return TOO_LARGE;
  // What is wrong with a network may lie where a search that goes deep never comes.
  const trial = { ...(dropped === undefined ? {} : { dropped }), statesMax: VISITED_PER_STATE * statesMax };
  const outcome = orRefusal(() => reduce(network, trial));
  if (outcome === undefined) return { what: [], ...NOTHING, left: 1 };
  if (typeof outcome === 'string' || typeof full === 'string') {
    const [reduced, unreduced] = [outcome, full].map((each) =>
      typeof each === 'string' ? each : 'all is well',
    );
    const isSame = typeof outcome === typeof full;
    return { what: isSame ? [] : [`refused: ${reduced} (reduced), ${unreduced} (in full)`], ...NOTHING };
  }
  const what = outcomeDifferences(network, outcome, full);
  return { what, ...NOTHING, states: full.states, visited: outcome.visited };
}

/**
 * Likewise of a network whose full graph is known.
 *
 * @testonly networks made by hand are few, and small
 */
export function compareWithGraph(
  graph: StepGraph,
  reduce: Reduce,
  dropped?: ReducedTrial['dropped'],
): Compared {
  const { network } = graph.plain;
  const taken: TakenSteps[] = [];
  const terminal: string[] = [];
  const outcome = orRefusal(() =>
    reduce(network, {
      onAlone: (state, labels) => taken.push({ key: stateKey(state), labels }),
      onTerminal: (state) => terminal.push(stateKey(state)),
      ...(dropped === undefined ? {} : { dropped }),
    }),
  );
  if (outcome === undefined) return { what: [], ...NOTHING, left: 1 };
  if (typeof outcome === 'string') return { what: [`refused: ${outcome} (reduced)`], ...NOTHING };
  const told = outcomeDifferences(network, outcome, byGraph(graph));
  const { differences, confluent } = stepDifferences(graph, outcome, taken, terminal);
  const { visited, alone, choices } = outcome;
  const sums = { states: graph.nodes.length, visited, alone, choices, confluent };
  return { what: [...told, ...differences], ...NOTHING, ...sums };
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
  /** Names of violated properties: of those that are judged of states and of ends of runs; and of all. */
  readonly violated: readonly string[];
  readonly violatedEver: () => readonly string[];
  /** Witnesses, and claims whose hard cases occur. */
  readonly reached: readonly string[];
  readonly met: readonly string[];
  readonly margins: readonly string[];
}

function byGraph(graph: StepGraph): FullyTold {
  const { nodes, initial, plain } = graph;
  const { terminal, violated, met, margins } = toldBy(graph, nodes);
  const { properties } = plain.network;
  const isHardCase = (name: string) =>
    properties.some((each) => each.name === name && hardCaseOf(each) !== undefined);
  const endless = () => progressViolations(plain, { nodes: nodes.map((node) => node.plain), initial });
  return {
    states: nodes.length,
    terminal: terminal.length,
    violated,
    violatedEver: () => [...new Set([...violated, ...endless()])],
    reached: met.filter((name) => !name.startsWith(HARD_CASE_OF)),
    met: met
      .filter((name) => name.startsWith(HARD_CASE_OF))
      .map((name) => name.slice(HARD_CASE_OF.length))
      .filter(isHardCase),
    margins: margins.map(([name, margin]) => `${name}: ${margin}`),
  };
}

/** Of networks that are too large to ask XState at every step. A text where the network is wrong, or has more states than that. */
function byTables(network: Network, statesMax: number): FullyTold | string {
  return orRefusal(() => {
    const search = (progressChecks: boolean) =>
      run(new BreadthFirst(network, { afterViolation: 'continue', progressChecks, statesMax }, Infinity));
    const result = search(false);
    if (result.inconclusive !== undefined) return TOO_LARGE;
    const named = (properties: typeof result.properties) => properties.map(({ name }) => name);
    const violatedIn = ({ properties }: typeof result) =>
      named(properties.filter(({ verdict, isWitness }) => verdict === 'violated' && isWitness !== true));
    const { states, terminal, properties } = result;
    return {
      states,
      terminal,
      violated: violatedIn(result),
      violatedEver: () => violatedIn(speaksOfEndlessRuns(network) ? search(true) : result),
      reached: named(
        properties.filter(({ verdict, isWitness }) => verdict === 'holds' && isWitness === true),
      ),
      met: named(properties.filter(({ hardCase }) => hardCase === 'met')),
      margins: properties.flatMap(({ name, margin }) => (margin === undefined ? [] : [`${name}: ${margin}`])),
    };
  });
}

/** What is told otherwise. */
function outcomeDifferences({ properties }: Network, outcome: ReducedOutcome, full: FullyTold): string[] {
  const isWitness = (name: string) =>
    properties.some((each) => each.name === name && each.kind === 'reachable');
  // What the ends of runs do not tell is left to a search of its own.
  const violated = (outcome.isAcyclic ? full.violatedEver() : full.violated).filter(
    (name) => !outcome.undecided.includes(name),
  );
  return [
    ...different('terminal states', [String(outcome.terminal)], [String(full.terminal)]),
    ...different(
      'violated',
      outcome.violated.filter((name) => !isWitness(name)),
      violated,
    ),
    ...different('reached', outcome.reached, full.reached),
    // Conditions are told of likewise, of which an unreduced search tells in another place.
    ...different(
      'met',
      outcome.met.filter((name) => full.met.includes(name)),
      full.met,
    ),
    ...different(
      'margins',
      Object.entries(outcome.margins).map(([name, margin]) => `${name}: ${margin}`),
      full.margins,
    ),
  ];
}

/** Lists of which the order tells nothing. */
function different(what: string, reduced: readonly string[], full: readonly string[]): string[] {
  const [one, other] = [reduced, full].map((list) => list.toSorted().join(', '));
  return one === other ? [] : [`${what}: ${one} (reduced), ${other} (in full)`];
}
