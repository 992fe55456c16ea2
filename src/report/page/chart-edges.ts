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

/** Which transitions of a chart are arrows, and which are lines in the box of the state that takes them. */
export interface DrawnParts {
  readonly edges: readonly GraphEdge[];
  readonly reactions: ReadonlyMap<string, readonly GraphPart[]>;
}

/** Whether an arrow from one state to another can be drawn. */
export type CanDraw = (from: string, to: string) => boolean;

/** An arrow into the box that it comes from says no more than a line in it. Those from the root would begin everywhere, and are told apart. */
export const notInto: CanDraw = (from, to) => !to.startsWith(`${from}.`);

/** Only arrows between states that are in the same box. */
export const betweenSiblings: CanDraw = (from, to) => parentOf(from) === parentOf(to);

/** No arrows: all is told in the boxes. */
export const nowhere: CanDraw = () => false;

/** A dot behind a backslash belongs to the name. */
const parentOf = (state: string): string => state.replace(/\.?(?:\\.|[^\\.])*$/su, '');

export function drawnParts({ transitions }: ChartGraph, canDraw: CanDraw): DrawnParts {
  const byEnds = new Map<string, { from: string; to: string; parts: GraphPart[] }>();
  const reactions = new Map<string, GraphPart[]>();
  for (const transition of transitions) {
    const { from, to: targets } = transition;
    if (from === undefined) continue;
    const part = graphPart(transition);
    const drawn = targets.filter((to) => canDraw(from, to));
    const told = targets.filter((to) => !canDraw(from, to));
    for (const to of drawn) {
      const key = JSON.stringify([from, to]);
      const edge = byEnds.get(key) ?? { from, to, parts: [] };
      edge.parts.push(part);
      byEnds.set(key, edge);
    }
    if (drawn.length > 0 && told.length === 0) continue;
    const own = reactions.get(from) ?? [];
    const target = told.length === 0 ? [] : [`→ ${told.map((to) => shortTarget(from, to)).join(', ')}`];
    own.push({ ...part, label: [...part.label, ...target] });
    reactions.set(from, own);
  }
  return { edges: [...byEnds.values()], reactions };
}

const shortTarget = (from: string, to: string): string =>
  to.startsWith(`${from}.`) ? to.slice(from.length + 1) : to;

/** Transitions from the root, which are taken in every state. */
export function everywhereOf({ transitions }: ChartGraph): (GraphPart & { readonly to?: string })[] {
  return transitions
    .filter(({ from }) => from === undefined)
    .map((transition) => ({
      ...graphPart(transition),
      ...(transition.to.length === 0 ? {} : { to: transition.to.join(', ') }),
    }));
}

function graphPart({ trigger, guard, part }: GraphTransition): GraphPart {
  return {
    label: guard === undefined ? [trigger] : [trigger, `[${guard}]`],
    ...(part === undefined ? {} : { part }),
  };
}
