import type { ChartGraph, GraphTransition } from '../../interpreter/chart/chart-graph.js';

/** What an arrow, or a reaction within a state, says. */
export interface GraphPart {
  /** Lines: what takes it, and its guard. */
  readonly label: readonly string[];
  /** As coverage names it. */
  readonly part?: string;
}

/** One arrow: all transitions from one state to another. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly parts: readonly GraphPart[];
}

/** The arrows of a chart. Transitions from the root are none: they would begin everywhere. */
export function edgesOf({ transitions }: ChartGraph): GraphEdge[] {
  const byEnds = new Map<string, { from: string; to: string; parts: GraphPart[] }>();
  for (const transition of transitions) {
    const { from } = transition;
    if (from === undefined) continue;
    for (const to of transition.to) {
      const key = JSON.stringify([from, to]);
      const edge = byEnds.get(key) ?? { from, to, parts: [] };
      edge.parts.push(graphPart(transition));
      byEnds.set(key, edge);
    }
  }
  return [...byEnds.values()];
}

/** What a state reacts to without being left. */
export function reactionsOf({ transitions }: ChartGraph, state: string): GraphPart[] {
  return transitions.filter(({ from, to }) => from === state && to.length === 0).map(graphPart);
}

/** Transitions from the root, which are taken in every state. */
export function everywhereOf({ transitions }: ChartGraph): (GraphPart & { readonly to?: string })[] {
  return transitions
    .filter(({ from }) => from === undefined)
    .map((transition) => {
      const [to] = transition.to;
      return { ...graphPart(transition), ...(to === undefined ? {} : { to }) };
    });
}

function graphPart({ trigger, guard, part }: GraphTransition): GraphPart {
  return {
    label: guard === undefined ? [trigger] : [trigger, `[${guard}]`],
    ...(part === undefined ? {} : { part }),
  };
}
