import type { ReducedOutcome } from '../../src/explore/reduction/reduced-outcome.js';
import { type Told, toldBy } from './alone-search.js';
import { ConfluentSet } from './confluent-set.js';
import { dependence } from './persistent-set.js';
import { HARD_CASE_OF, type StepGraph } from './step-graph.js';

/** What was taken alone in a state: a step, or several of one component by itself. */
export interface TakenSteps {
  /** Of the state: see `stateKey`. */
  readonly key: string;
  readonly labels: readonly string[];
}

/**
 * Looks for steps that were taken alone in the greatest confluent set of a network's full graph, and whether what was taken together is a persistent set; and goes through the graph once more, taking
 * these and no others: whatever the search has told, so nothing may be lost.
 *
 * @param terminal keys of the states that the search found to be ends
 */
export function stepDifferences(
  graph: StepGraph,
  outcome: ReducedOutcome,
  taken: readonly TakenSteps[],
  terminal: readonly string[],
): { readonly differences: string[]; readonly confluent: number } {
  const set = new ConfluentSet(graph, 'deadlock');
  const confluent = graph.nodes.filter((_, state) => set.in(state).length > 0).length;
  const full = toldBy(graph, graph.nodes);
  const differences: string[] = [];
  if (String(terminal.toSorted()) !== String(full.terminal)) differences.push('other terminal states');
  if (outcome.isAcyclic && hasCycle(graph)) differences.push('no run is said to go on for ever');
  const alone = aloneIn(graph, taken, differences);
  for (const [state, labels] of alone) {
    const why = dependence(graph, state, labels);
    if (why !== undefined) differences.push(`${labels.join(', ')} of state ${state}: ${why}`);
    const [label] = labels;
    if (labels.length === 1 && !set.has(state, label!))
      differences.push(`${label} is not confluent in state ${state}`);
  }
  const targets = (state: number) => {
    const { edges } = graph.nodes[state]!;
    const labels = alone.get(state);
    return labels === undefined ? [...edges.values()] : labels.map((label) => edges.get(label)!);
  };
  const visited = new Set(graph.initial);
  // What is gone through grows as it is gone through.
  for (const state of visited) for (const { to } of targets(state)) visited.add(to);
  const closed = [...visited].filter((state) => !comesToFull(state, alone, targets));
  if (closed.length > 0)
    differences.push(`what is taken alone never leads to all steps from state ${closed.join(', ')}`);
  if (visited.size > outcome.visited)
    differences.push(`${outcome.visited} states were visited of ${visited.size}`);
  const again = toldBy(
    graph,
    [...visited].map((state) => graph.nodes[state]!),
  );
  return { differences: [...differences, ...missing(full, withSeen(again, full, outcome))], confluent };
}

/** Whether some state that is expanded in full can be reached by what is taken. */
function comesToFull(
  from: number,
  alone: ReadonlyMap<number, readonly string[]>,
  targets: (state: number) => readonly { readonly to: number }[],
): boolean {
  const reached = new Set([from]);
  // What is gone through grows as it is gone through.
  for (const state of reached) {
    if (!alone.has(state)) return true;
    for (const { to } of targets(state)) reached.add(to);
  }
  return false;
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

/** By number of the state, the steps that were taken alone in it. */
function aloneIn(
  graph: StepGraph,
  taken: readonly TakenSteps[],
  differences: string[],
): Map<number, readonly string[]> {
  const numbers = new Map(graph.nodes.map(({ key }, number) => [key, number]));
  const alone = new Map<number, readonly string[]>();
  for (const { key, labels } of taken) {
    const state = numbers.get(key);
    if (state === undefined) differences.push(`there is no state ${key}`);
    else if (labels.length > 0 && labels.every((label) => graph.nodes[state]!.edges.has(label)))
      alone.set(state, labels);
    else differences.push(`${labels.join(', ')} not enabled in state ${state}`);
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
