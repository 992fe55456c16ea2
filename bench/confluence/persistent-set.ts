import type { StepEdge, StepGraph, StepNode } from './step-graph.js';

/**
 * Why some steps of a state are no persistent set, all of which stay possible and commute with whatever happens before one of them is taken, in a sentence; `undefined` if they are one. Each state is
 * looked at that other steps lead to. No rule of the checker takes part in it.
 *
 * @param shows whether the second of two states shows what must not be lost of the first
 */
export function dependence(
  { nodes }: StepGraph,
  state: number,
  labels: readonly string[],
  shows: (one: StepNode, other: StepNode) => boolean = () => true,
): string | undefined {
  const before = new Set([state]);
  // What is gone through grows as it is gone through.
  for (const at of before) {
    const { edges } = nodes[at]!;
    const others = [...edges.values()].filter(({ label }) => !labels.includes(label));
    for (const label of labels) {
      const step = edges.get(label);
      if (step === undefined) return `${label} is not enabled in state ${at}`;
      // A step that leads back goes on being there in a state that ends, which is visited all the same.
      if (step.isFault || (!step.isProgress && step.to !== at))
        return `${label} is no progress in state ${at}`;
      if (!shows(nodes[at]!, nodes[step.to]!)) return `${label} hides what state ${at} shows`;
      const { edges: after } = nodes[step.to]!;
      for (const other of others) {
        const corner = after.get(other.label)?.to;
        if (corner === undefined || corner !== nodes[other.to]!.edges.get(label)?.to)
          return `${label} does not commute with ${other.label} in state ${at}`;
      }
    }
    for (const { to } of others) before.add(to);
  }
  return undefined;
}

/**
 * The steps of a state that are one component's own, by component, where it has several.
 *
 * @testonly which sets are persistent is tried on all of them
 */
export function choicesOf({ nodes }: StepGraph, state: number): StepEdge[][] {
  const { edges, plain } = nodes[state]!;
  const byComponent = new Map<string, StepEdge[]>();
  for (const { label, step } of plain.successors) {
    const edge = edges.get(label);
    if (edge === undefined || (step.kind !== 'timer' && step.kind !== 'stimulus')) continue;
    byComponent.set(step.component, [...(byComponent.get(step.component) ?? []), edge]);
  }
  return [...byComponent.values()].filter(({ length }) => length > 1);
}
