import type { PlainState } from './plain-state.js';
import type { PlainSuccessor } from './plain-successor.js';

/** A state of the explicit graph. */
export interface PlainNode {
  readonly state: PlainState;
  readonly successors: readonly PlainSuccessor[];
  /** The steps that do not fail. */
  readonly edges: readonly PlainEdge[];
  /** A fair run may stay here for ever. */
  readonly isEnd: boolean;
}

/** All states of a network, by number, and all steps between them. */
export interface PlainGraph {
  readonly nodes: readonly PlainNode[];
  readonly initial: readonly number[];
}

/** A step between two states. */
export interface PlainEdge {
  readonly successor: PlainSuccessor;
  readonly to: number;
}

/**
 * The steps that do not fail.
 *
 * @param targets by successor: the number of the state that it leads to; `undefined` for a step that fails
 */
export function edgesOf(
  successors: readonly PlainSuccessor[],
  targets: readonly (number | undefined)[],
): readonly PlainEdge[] {
  return successors.flatMap((successor, at) => {
    const to = targets[at];
    return to === undefined ? [] : [{ successor, to }];
  });
}

/** The states that some states lead to by edges of a kind, themselves included, as they are found. */
export function* statesFrom(
  graph: PlainGraph,
  starts: Iterable<number>,
  isWay: (edge: PlainEdge) => boolean,
): Generator<number> {
  const reached = new Set(starts);
  // A set that is gone through is gone through to what is added meanwhile.
  for (const number of reached) {
    yield number;
    for (const edge of graph.nodes[number]!.edges) if (isWay(edge)) reached.add(edge.to);
  }
}

/** All of them. */
export function reachableFrom(...[graph, starts, isWay]: Parameters<typeof statesFrom>): ReadonlySet<number> {
  return new Set(statesFrom(graph, starts, isWay));
}
