import { CheckError, type Network } from '../../src/index.js';
import type { ReducedOutcome, ReducedTrial } from '../../src/explore/reduction/reduced-outcome.js';
import { stateKey } from '../../src/reference/plain-state.js';
import { progressViolations } from '../../src/reference/plain-progress.js';
import { searchAlone, type Told, toldBy } from './alone-search.js';
import { ConfluentSet } from './confluent-set.js';
import { drawings, networkOf } from './random-network.js';
import type { StepGraph } from './step-graph.js';
import { stepGraph } from './step-graph.js';

/** A search that takes some steps alone. */
export type Reduce = (network: Network, trial: ReducedTrial) => ReducedOutcome;

/** Networks with more states are drawn in vain. */
const STATES_MAX = 120;

/** What came of comparing a reduced search with the full graph. */
export interface ReductionComparison {
  readonly compared: number;
  /** A few sentences for each network on which they differ. */
  readonly differences: readonly string[];
  /** States of the networks, and states that the reduced search visited. */
  readonly states: number;
  readonly visited: number;
  /** States out of which one step was taken alone. */
  readonly alone: number;
  /** Of those of the networks' steps that might be taken alone, in the set for which nothing but ends is visible. */
  readonly confluent: number;
}

/** Searches random networks by `reduce`, and compares what it tells with the full graph by the reference; and each step taken alone with the greatest confluent set. */
export function compareReductions(
  reduce: Reduce,
  { count, seed, first = 1 }: { readonly count: number; readonly seed: number; readonly first?: number },
  onCompared: (compared: number) => void = () => {},
): ReductionComparison {
  const differences: string[] = [];
  let [at, compared, states, visited, alone, confluent] = [0, 0, 0, 0, 0, 0];
  for (const drawing of drawings(seed)) {
    if (compared >= count) break;
    if (++at < first) continue;
    const network = networkOf(drawing);
    const graph = graphOf(network);
    if (graph === 'too large') continue;
    const found = differencesOn(network, graph, reduce);
    compared++;
    if (found.differences.length > 0)
      differences.push(`network ${at} of seed ${seed}: ${found.differences.join('; ')}`);
    if (graph !== 'refused') states += graph.nodes.length;
    visited += found.visited;
    alone += found.alone;
    confluent += found.confluent;
    onCompared(compared);
  }
  return { compared, differences, states, visited, alone, confluent };
}

/** `refused`: the network is wrong in a way that shows as it runs. */
function graphOf(network: Network): StepGraph | 'too large' | 'refused' {
  try {
    return stepGraph(network, STATES_MAX) ?? 'too large';
  } catch (thrown) {
    if (thrown instanceof CheckError) return 'refused';
    throw thrown;
  }
}

/** In what a reduced search differs from the full graph of a network. */
export function differencesOn(
  network: Network,
  graph: StepGraph | 'refused',
  reduce: Reduce,
  dropped?: ReducedTrial['dropped'],
): {
  readonly differences: string[];
  readonly visited: number;
  readonly alone: number;
  readonly confluent: number;
} {
  const taken: { readonly key: string; readonly label: string }[] = [];
  const terminal: string[] = [];
  let outcome: ReducedOutcome | undefined;
  let refusal = '';
  try {
    outcome = reduce(network, {
      onAlone: (state, label) => taken.push({ key: stateKey(state), label }),
      onTerminal: (state) => terminal.push(stateKey(state)),
      ...(dropped === undefined ? {} : { dropped }),
    });
  } catch (thrown) {
    if (!(thrown instanceof CheckError)) throw thrown;
    refusal = thrown.message;
  }
  const nothing = { visited: outcome?.visited ?? 0, alone: 0, confluent: 0 };
  if (graph === 'refused' || outcome === undefined) {
    const isSame = graph === 'refused' && outcome === undefined;
    const who =
      outcome === undefined
        ? `the reduced search alone refused it: ${refusal}`
        : 'the reduced search alone took it';
    return { differences: isSame ? [] : [who], ...nothing };
  }
  const found = [...outcomeDifferences(graph, outcome, terminal), ...stepDifferences(graph, outcome, taken)];
  const set = new ConfluentSet(graph, 'deadlock');
  return {
    differences: found,
    visited: outcome.visited,
    alone: taken.length,
    confluent: graph.nodes.filter((_, state) => set.in(state).length > 0).length,
  };
}

/** What is told otherwise than by the full graph. */
function outcomeDifferences(
  graph: StepGraph,
  outcome: ReducedOutcome,
  terminal: readonly string[],
): string[] {
  const told = toldBy(graph, graph.nodes);
  const isAcyclic = !hasCycle(graph);
  const { nodes, initial } = graph;
  const endless = progressViolations(graph.plain, { nodes: nodes.map(({ plain }) => plain), initial });
  const violated = outcome.isAcyclic ? [...new Set([...told.violated, ...endless])].sort() : told.violated;
  const met = [...outcome.reached, ...outcome.met.map((name) => `hard case of ${name}`)].sort();
  return [
    ...different('terminal states', [...terminal].sort(), told.terminal),
    ...different('number of terminal states', [outcome.terminal], [told.terminal.length]),
    ...different('violated', [...outcome.violated].sort(), violated),
    ...different('met', met, told.met),
    ...different(
      'margins',
      Object.entries(outcome.margins).map(String).sort(),
      told.margins.map(String).sort(),
    ),
    ...(outcome.isAcyclic && !isAcyclic ? ['it is said to have no runs that go on for ever'] : []),
  ];
}

/** Steps taken alone that are not in the greatest confluent set; and what the search should have told that takes these, and no others. */
function stepDifferences(
  graph: StepGraph,
  outcome: ReducedOutcome,
  taken: readonly { readonly key: string; readonly label: string }[],
): string[] {
  const numbers = new Map(graph.nodes.map(({ key }, number) => [key, number]));
  const set = new ConfluentSet(graph, 'deadlock');
  const differences: string[] = [];
  const alone = new Map<number, string>();
  for (const { key, label } of taken) {
    const state = numbers.get(key);
    if (state === undefined) differences.push(`a state that there is not: ${key}`);
    else if (!graph.nodes[state]!.edges.has(label))
      differences.push(`${label} is not enabled in state ${state}`);
    else {
      if (!set.has(state, label)) differences.push(`${label} in state ${state} is not confluent`);
      alone.set(state, label);
    }
  }
  if (differences.length > 0) return differences;
  const again = searchAlone(graph, (state) => {
    const label = alone.get(state);
    return label === undefined ? undefined : graph.nodes[state]!.edges.get(label);
  });
  const closed = [...alone.keys()].filter((state) => again.visited.has(state) && !again.alone.has(state));
  if (closed.length > 0)
    differences.push(`a chain of steps taken alone closes at state ${closed.join(', ')}`);
  if (again.visited.size > outcome.visited)
    differences.push(
      `${outcome.visited} states were visited; by what was taken alone there are ${again.visited.size}`,
    );
  return [...differences, ...missing(toldBy(graph, graph.nodes), again.told)];
}

/** What these steps taken alone hide, whatever the search made of it. */
function missing(full: Told, other: Told): string[] {
  return (['terminal', 'violated', 'met', 'margins'] as const)
    .filter((what) => JSON.stringify(full[what]) !== JSON.stringify(other[what]))
    .map((what) => `what is taken alone hides ${what}`);
}

function different(what: string, reduced: readonly unknown[], full: readonly unknown[]): string[] {
  const [one, other] = [JSON.stringify(reduced), JSON.stringify(full)];
  return one === other ? [] : [`${what}: ${one} reduced, ${other} in full`];
}

/** Whether a run can go on for ever from one state to another. */
function hasCycle({ nodes }: StepGraph): boolean {
  const open = nodes.map(
    ({ edges }, at) => new Set([...edges.values()].map(({ to }) => to).filter((to) => to !== at)).size,
  );
  const before: number[][] = nodes.map(() => []);
  nodes.forEach(({ edges }, at) => {
    for (const to of new Set([...edges.values()].map((edge) => edge.to))) if (to !== at) before[to]!.push(at);
  });
  const ended = [...nodes.keys()].filter((at) => open[at] === 0);
  // What is gone through grows as it is gone through.
  for (const at of ended) for (const from of before[at]!) if (--open[from]! === 0) ended.push(from);
  return ended.length < nodes.length;
}
