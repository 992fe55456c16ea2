import type { AnyStateMachine } from 'xstate';
import { drawnChart, type DrawnState, type DrawnTransition } from './drawn-chart.js';

/**
 * A machine's chart in Graphviz' language: a cluster for each state that has states in it. Actions are left out; transitions that leave a state as it is
 * stand in it.
 *
 * @param name what the graph is called (default: the machine's id)
 * @throws CheckError for what is no machine, and for a machine with a state `__proto__`
 */
export function exportDot(machine: AnyStateMachine, name = machine.id): string {
  const { root, transitions } = drawnChart(machine, '`exportDot`');
  return [
    `digraph ${quoted(name)} {`,
    '  compound=true;',
    // Without it Graphviz ranks each cluster by itself, and where clusters stand in clusters it loses edges.
    '  newrank=true;',
    '  node [shape=box, style=rounded, fontname="sans-serif", fontsize=12];',
    '  edge [fontname="sans-serif", fontsize=11];',
    ...stateLines(root, transitions).map((line) => `  ${line}`),
    ...transitions.map((transition) => `  ${edge(transition)}`),
    '}',
    '',
  ].join('\n');
}

function stateLines(state: DrawnState, transitions: readonly DrawnTransition[]): string[] {
  const { id, title, type, children, reactions } = state;
  const label = quotedLabel([title, ...reactions].join('\n'));
  if (children.length === 0) return [`${id} [label=${label}${type === 'final' ? ', peripheries=2' : ''}];`];
  const isParallel = type === 'parallel';
  const leavesForInner = transitions.some(
    (transition) => transition.from === state && endsWithinItsStart(transition),
  );
  const start = children.flatMap((child) =>
    child.isInitial && !isParallel
      ? [`${id}_start [shape=point, width=0.1];`, `${id}_start -> ${leafOf(child).id}${headOf(child)};`]
      : [],
  );
  return [
    `subgraph cluster_${id} {`,
    `  label=${label};`,
    `  style=${quoted(isParallel ? 'rounded,dashed' : 'rounded')};`,
    ...[
      ...children.flatMap((child) => stateLines(child, transitions)),
      ...start,
      ...(leavesForInner ? [`${id}_any [shape=plaintext, label="in every state"];`] : []),
    ].map((line) => `  ${line}`),
    '}',
  ];
}

function edge(transition: DrawnTransition): string {
  const { from, to, event, guard } = transition;
  const label = guard === undefined ? event : `${event}\n[${guard}]`;
  const isInner = endsWithinItsStart(transition);
  const clusters = [
    ...(from.children.length === 0 || isInner ? [] : [`ltail=cluster_${from.id}`]),
    ...(to.children.length === 0 || isWithin(leafOf(from), to) ? [] : [`lhead=cluster_${to.id}`]),
  ];
  const tail = isInner ? `${from.id}_any` : leafOf(from).id;
  return `${tail} -> ${leafOf(to).id} [${[`label=${quotedLabel(label)}`, ...clusters].join(', ')}];`;
}

/** Whether a state that has states is left for one within it, be it that a state around it begins there: its cluster has no border between the two. */
function endsWithinItsStart({ from, to }: DrawnTransition): boolean {
  return from.children.length > 0 && isWithin(leafOf(to), from);
}

/** Edges join nodes only: one that is of a cluster begins or ends in some node of it, and is cut off at its border. */
function leafOf(state: DrawnState): DrawnState {
  return state.children.length === 0
    ? state
    : leafOf(state.children.find(({ isInitial }) => isInitial) ?? state.children[0]!);
}

function headOf({ id, children }: DrawnState): string {
  return children.length === 0 ? '' : ` [lhead=cluster_${id}]`;
}

/** Whether a state is another one, or inside of it: there is no border between them to be cut off at. */
function isWithin(state: DrawnState, outer: DrawnState): boolean {
  return state === outer || outer.children.some((child) => isWithin(state, child));
}

/** A text to be shown, in quotes: Graphviz reads `&lt;` and the like as HTML does. */
function quotedLabel(text: string): string {
  return quoted(text.replaceAll('&', '&amp;'));
}

/** A text in quotes, line by line. */
function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
