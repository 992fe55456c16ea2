import type { StepEdge, StepGraph, StepNode } from './step-graph.js';
import { leastMargins } from './confluent-set.js';

/** What a search says of a network: what must not depend on which steps are taken alone. */
export interface Told {
  /** Keys of the states that end. */
  readonly terminal: readonly string[];
  readonly violated: readonly string[];
  /** Witnesses and hard cases. */
  readonly met: readonly string[];
  readonly margins: readonly (readonly [string, number])[];
}

/** A search in which some steps are taken alone. */
interface AloneSearch {
  readonly told: Told;
  /** Numbers of the states that were visited. */
  readonly visited: ReadonlySet<number>;
}

/**
 * Goes through a graph, and out of some states by some steps alone.
 *
 * @param choose the steps that are to be taken alone in a state, if there are any. Where only such steps would be taken for ever, one state is
 *   expanded in full all the same.
 * @testonly what the sets promise is tried on random choices
 */
export function searchAlone(graph: StepGraph, choose: (state: number) => readonly StepEdge[]): AloneSearch {
  const alone = new Map<number, readonly StepEdge[]>();
  const full = new Set<number>();
  const decide = (state: number) => {
    const chain = new Set<number>();
    for (let at = state; !alone.has(at) && !full.has(at);) {
      chain.add(at);
      const edges = choose(at);
      const onward = edges.find(({ to }) => !chain.has(to));
      if (onward === undefined) full.add(at);
      else {
        alone.set(at, edges);
        at = onward.to;
      }
    }
  };
  const visited = new Set(graph.initial);
  // What is gone through grows as it is gone through.
  for (const state of visited) {
    decide(state);
    for (const { to } of alone.get(state) ?? graph.nodes[state]!.edges.values()) visited.add(to);
  }
  return {
    told: toldBy(
      graph,
      [...visited].map((state) => graph.nodes[state]!),
    ),
    visited,
  };
}

/** What is told by whoever has seen these states. */
export function toldBy({ violatedAtStart }: StepGraph, nodes: readonly StepNode[]): Told {
  const distinct = (names: Iterable<string>) => [...new Set(names)].sort();
  return {
    terminal: distinct(nodes.filter(({ isTerminal }) => isTerminal).map(({ key }) => key)),
    violated: distinct([...violatedAtStart, ...nodes.flatMap(({ violated }) => [...violated])]),
    met: distinct(nodes.flatMap(({ met }) => [...met])),
    margins: [...leastMargins(nodes)].sort(([one], [other]) => (one < other ? -1 : 1)),
  };
}
