import type { ReducedOutcome } from '../../src/explore/reduction/reduced-outcome.js';
import { searchAlone, type Told, toldBy } from './alone-search.js';
import { ConfluentSet } from './confluent-set.js';
import { HARD_CASE_OF, type StepGraph } from './step-graph.js';

/** A step that was taken alone. */
export interface TakenStep {
  /** Of the state: see `stateKey`. */
  readonly key: string;
  readonly label: string;
}

/**
 * Looks for steps that were taken alone in the greatest confluent set of a network's full graph, and goes through the graph once more, taking these alone and no others:
 * whatever the search has told, so nothing may be lost.
 *
 * @param terminal keys of the states that the search found to be ends
 */
export function stepDifferences(
  graph: StepGraph,
  outcome: ReducedOutcome,
  taken: readonly TakenStep[],
  terminal: readonly string[],
): { readonly differences: string[]; readonly confluent: number } {
  const set = new ConfluentSet(graph, 'deadlock');
  const confluent = graph.nodes.filter((_, state) => set.in(state).length > 0).length;
  const full = toldBy(graph, graph.nodes);
  const differences: string[] = [];
  if (String(terminal.toSorted()) !== String(full.terminal)) differences.push('other terminal states');
  if (outcome.isAcyclic && hasCycle(graph)) differences.push('no run is said to go on for ever');
  const alone = aloneIn(graph, taken, differences);
  for (const [state, label] of alone)
    if (!set.has(state, label)) differences.push(`${label} is not confluent in state ${state}`);
  const again = searchAlone(graph, (state) => {
    const label = alone.get(state);
    return label === undefined ? undefined : graph.nodes[state]!.edges.get(label);
  });
  const closed = [...again.visited].filter((state) => alone.has(state) && !again.alone.has(state));
  if (closed.length > 0) differences.push(`steps taken alone lead round from state ${closed.join(', ')}`);
  if (again.visited.size > outcome.visited)
    differences.push(`${outcome.visited} states were visited of ${again.visited.size}`);
  return { differences: [...differences, ...missing(full, withSeen(again.told, full, outcome))], confluent };
}

/**
 * What is told, with what the search met on steps that it took back later: it has met that all the same, and need not come to it again. Where it took nothing back,
 * all must be told without.
 */
function withSeen(
  told: Told,
  full: Told,
  { revoked, violated, reached, met, margins }: ReducedOutcome,
): Told {
  if (revoked === 0) return told;
  // Of conditions that were met the graph does not tell.
  const seen = [...reached, ...met.map((name) => `${HARD_CASE_OF}${name}`)].filter((name) =>
    full.met.includes(name),
  );
  // What is violated by ends of runs only is not told of states.
  const ofStates = violated.filter((name) => full.violated.includes(name));
  return {
    ...told,
    violated: [...new Set([...told.violated, ...ofStates])].sort(),
    met: [...new Set([...told.met, ...seen])].sort(),
    margins: told.margins.map(([name, margin]) => [name, Math.min(margin, margins[name] ?? Infinity)]),
  };
}

/** By number of the state, the step that was taken alone in it. */
function aloneIn(graph: StepGraph, taken: readonly TakenStep[], differences: string[]): Map<number, string> {
  const numbers = new Map(graph.nodes.map(({ key }, number) => [key, number]));
  const alone = new Map<number, string>();
  for (const { key, label } of taken) {
    const state = numbers.get(key);
    if (state === undefined) differences.push(`there is no state ${key}`);
    else if (graph.nodes[state]!.edges.has(label)) alone.set(state, label);
    else differences.push(`${label} is not enabled in state ${state}`);
  }
  return alone;
}

/** What is hidden by what was taken alone. */
function missing(full: Told, other: Told): string[] {
  return (['terminal', 'violated', 'met', 'margins'] as const)
    .filter((what) => JSON.stringify(full[what]) !== JSON.stringify(other[what]))
    .map((what) => `what is taken alone hides ${what}`);
}

/** Whether a run can go on for ever from one state to another. */
function hasCycle({ nodes }: StepGraph): boolean {
  const others = nodes.map(
    ({ edges }, at) => new Set([...edges.values()].map(({ to }) => to).filter((to) => to !== at)),
  );
  const before: number[][] = nodes.map(() => []);
  others.forEach((ends, at) => {
    for (const to of ends) before[to]!.push(at);
  });
  const left = others.map(({ size }) => size);
  const ended = [...nodes.keys()].filter((at) => left[at] === 0);
  // What is gone through grows as it is gone through.
  for (const at of ended) for (const from of before[at]!) if (--left[from]! === 0) ended.push(from);
  return ended.length < nodes.length;
}
