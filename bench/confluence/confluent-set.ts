import type { StepEdge, StepGraph, StepNode } from './step-graph.js';

/**
 * What must not be lost where a step is taken alone: nothing but terminal states (`deadlock`); also whatever is violated, met, or the least margin
 * (`one-sided`); or, beside that, every value that a claim about runs
 * could ask of (`equal`).
 */
export type Visibility = 'deadlock' | 'one-sided' | 'equal';

/** What was found on the way: it need not be found again. */
export interface Found {
  readonly violated: ReadonlySet<string>;
  readonly met: ReadonlySet<string>;
  /** The least margins. */
  readonly margins: ReadonlyMap<string, number>;
}

const NOTHING: Found = { violated: new Set(), met: new Set(), margins: new Map() };

/**
 * The greatest set of steps that are invisible and commute with everything that can happen before them. A step `x` in a state `s` is in it if
 *
 * - it makes progress, or leads back to `s`;
 * - the state that it leads to shows what `s` shows (`Visibility`);
 * - every other step `y` out of `s` is enabled after `x`, and both orders lead to the same state;
 * - `x` is in the set in the state that `y` leads to, too.
 *
 * It is found from above: what breaks a rule is taken out until nothing does. No rule of the checker takes part in it.
 */
export class ConfluentSet {
  /** By state, the labels of its steps in the set. */
  private readonly labels: readonly Set<string>[];

  constructor(
    readonly graph: StepGraph,
    visibility: Visibility,
    found: Found = NOTHING,
  ) {
    const { nodes } = graph;
    const shows = showing(graph, visibility, found);
    const commutes = ({ edges }: StepNode, { label, to }: StepEdge) =>
      [...edges.values()].every((other) => {
        if (other.label === label) return true;
        const corner = nodes[to]!.edges.get(other.label)?.to;
        return corner !== undefined && corner === nodes[other.to]!.edges.get(label)?.to;
      });
    // A step that leads back goes on being there in a state that ends, which is visited all the same.
    const isHarmless = ({ isProgress, isFault, to }: StepEdge, at: number) =>
      isProgress || (!isFault && to === at);
    this.labels = nodes.map(
      (node, at) =>
        new Set(
          [...node.edges.values()]
            .filter((edge) => isHarmless(edge, at) && shows(node, nodes[edge.to]!) && commutes(node, edge))
            .map(({ label }) => label),
        ),
    );
    this.close();
  }

  /** Whether the step that is called so is in the set, in a state by its number. */
  has(state: number, label: string): boolean {
    return this.labels[state]!.has(label);
  }

  /** The steps of a state that are in the set and lead elsewhere. */
  in(state: number): StepEdge[] {
    const { edges } = this.graph.nodes[state]!;
    return [...this.labels[state]!].map((label) => edges.get(label)!).filter(({ to }) => to !== state);
  }

  /** Takes out whatever leads, by another step, to where it is not in the set. */
  private close(): void {
    const { nodes } = this.graph;
    const before: { readonly from: number; readonly by: string }[][] = nodes.map(() => []);
    nodes.forEach(({ edges }, from) => {
      for (const { label, to } of edges.values()) before[to]!.push({ from, by: label });
    });
    const outside: { readonly state: number; readonly label: string }[] = nodes.flatMap(({ edges }, state) =>
      [...new Set([...before[state]!.flatMap(({ from }) => [...this.labels[from]!]), ...edges.keys()])]
        .filter((label) => !this.has(state, label))
        .map((label) => ({ state, label })),
    );
    // What is gone through grows as it is gone through.
    for (const { state, label } of outside) {
      for (const { from, by } of before[state]!) {
        if (by !== label && this.labels[from]!.delete(label)) outside.push({ state: from, label });
      }
    }
  }
}

/**
 * Whether the second of two states shows what the first does.
 *
 * @testonly persistent sets are judged by it, too
 */
export function showing(
  { nodes }: StepGraph,
  visibility: Visibility,
  found = NOTHING,
): (one: StepNode, other: StepNode) => boolean {
  const least = leastMargins(nodes);
  return (one, other) =>
    visibility === 'deadlock' ||
    (showsAll(one, other, least, found) && (visibility !== 'equal' || one.values === other.values));
}

function showsAll(one: StepNode, other: StepNode, least: ReadonlyMap<string, number>, found: Found): boolean {
  const hasAll = (own: ReadonlySet<string>, others: ReadonlySet<string>, seen: ReadonlySet<string>) =>
    [...own].every((name) => others.has(name) || seen.has(name));
  return (
    hasAll(one.violated, other.violated, found.violated) &&
    hasAll(one.met, other.met, found.met) &&
    [...one.margins].every(([name, margin]) => {
      const isLeast = margin === least.get(name) && found.margins.get(name) !== margin;
      return !isLeast || other.margins.get(name) === margin;
    })
  );
}

/** The least margin of each claim that has one, over some states. */
export function leastMargins(nodes: Iterable<StepNode>): Map<string, number> {
  const least = new Map<string, number>();
  for (const { margins } of nodes) {
    for (const [name, margin] of margins) least.set(name, Math.min(margin, least.get(name) ?? Infinity));
  }
  return least;
}
