import { createMachine, emit, setup } from 'xstate';
import type { ComponentSpec } from '../../src/network/network.js';

/**
 * A directed graph drawn by hand, as a component: its nodes are states, and each edge is a stimulus named after the node
 * that it leads to. The first node is the initial one.
 *
 * @param edges the successors of each node; every node is a key
 * @param tags tags of nodes
 */
export function digraph(
  edges: Readonly<Record<string, readonly string[]>>,
  tags: Readonly<Record<string, readonly string[]>> = {},
): ComponentSpec {
  const nodes = Object.keys(edges);
  const machine = createMachine({
    id: 'graph',
    initial: nodes[0]!,
    states: Object.fromEntries(
      nodes.map((node) => [
        node,
        { tags: [...(tags[node] ?? [])], on: Object.fromEntries(edges[node]!.map((to) => [to, to])) },
      ]),
    ),
  });
  return { machine, stimuli: stimuliFor(edges) };
}

/** Nodes that no edge leads to are no stimuli: nothing handles them. */
function stimuliFor(edges: Readonly<Record<string, readonly string[]>>) {
  const reached = new Set(Object.values(edges).flat());
  return Object.keys(edges)
    .filter((node) => reached.has(node))
    .map((type) => ({ type }));
}

/** The steps along these nodes of a graph that is the component `graph`. */
export function along(...nodes: readonly string[]): string[] {
  return nodes.map((node) => `environment ⇒ graph: ${node}`);
}

/** A graph as in `digraph`, whose nodes emit an event of their own name in capitals as they are entered. */
export function emittingGraph(
  edges: Readonly<Record<string, readonly string[]>>,
  tags: Readonly<Record<string, readonly string[]>> = {},
): ComponentSpec {
  const nodes = Object.keys(edges);
  const machine = setup({
    actions: Object.fromEntries(nodes.map((node) => [node, emit({ type: node.toUpperCase() })])),
  }).createMachine({
    id: 'graph',
    initial: nodes[0]!,
    states: Object.fromEntries(
      nodes.map((node) => [
        node,
        {
          entry: node as never,
          tags: [...(tags[node] ?? [])],
          on: Object.fromEntries(edges[node]!.map((to) => [to, { target: to, reenter: true }])),
        },
      ]),
    ),
  });
  return { machine, stimuli: stimuliFor(edges) };
}
