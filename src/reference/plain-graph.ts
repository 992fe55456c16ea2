import type { PlainState } from './plain-state.js';
import type { PlainSuccessor } from './plain-successor.js';

/** A state of the explicit graph. */
export interface PlainNode {
  readonly state: PlainState;
  readonly successors: readonly PlainSuccessor[];
  /** By successor: the number of the state that it leads to; `undefined` for a step that fails. */
  readonly targets: readonly (number | undefined)[];
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

/** The steps out of a state that do not fail. */
export function edgesOf({ successors, targets }: PlainNode): readonly PlainEdge[] {
  return successors.flatMap((successor, at) => {
    const to = targets[at];
    return to === undefined ? [] : [{ successor, to }];
  });
}

/** The states that some states lead to by edges of a kind, themselves included. */
export function reachableFrom(
  graph: PlainGraph,
  starts: Iterable<number>,
  isWay: (edge: PlainEdge) => boolean,
): ReadonlySet<number> {
  const reached = new Set(starts);
  // A set that is gone through is gone through to what is added meanwhile.
  for (const number of reached) {
    for (const edge of edgesOf(graph.nodes[number]!)) if (isWay(edge)) reached.add(edge.to);
  }
  return reached;
}
