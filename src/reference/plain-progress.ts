import { stateNodes } from '../network/state-nodes.js';
import type { LeadsToProperty, View } from '../network/property.js';
import { isFaultStep } from '../network/step.js';
import { isAtRest, isDone, type LocalState } from '../interpreter/local-state.js';
import { PlainView } from './plain-evaluator.js';
import { type PlainEdge, type PlainGraph, type PlainNode, reachableFrom, statesFrom } from './plain-graph.js';
import { hasCycle, hasFairCycle } from './plain-lasso.js';
import type { PlainNetwork } from './plain-network.js';
import type { PlainSuccessor } from './plain-successor.js';
import type { Rules } from './rules.js';

/** Names of the properties that only the whole graph of a network shows to be violated. */
export function progressViolations(plain: PlainNetwork, graph: PlainGraph): ReadonlySet<string> {
  const violated = new Set<string>();
  if (stuckComponents(plain, graph).length > 0) {
    violated.add('no-stuck-component');
    plain.rules.onCase?.('a stuck component');
  }
  let monitors = 0;
  for (const property of plain.network.properties) {
    const isMonitor = property.kind === 'monitor';
    const monitor = isMonitor ? monitors++ : -1;
    let isViolated = false;
    if (isMonitor) isViolated = mayStayIn(plain, graph, pendingStates(graph, monitor));
    else if (property.kind === 'leads to')
      isViolated = mayStayIn(plain, graph, owingStates(plain, graph, property));
    else if (property.kind === 'always possible')
      isViolated = !isAlwaysPossible(graph, statesWhere(plain, graph, property.possible));
    else if (property.kind === 'can rest') isViolated = restless(plain, graph).length > 0;
    if (isViolated) violated.add(property.name);
  }
  return violated;
}

/**
 * Ids of components that are stuck in some state while others may go on for ever: nothing that concerns them can come any more, and they are not where they
 * may stay.
 */
function stuckComponents(plain: PlainNetwork, graph: PlainGraph): string[] {
  return plain.network.componentIds.filter((id, at) => {
    // One that fails is among them: nothing is judged past it.
    const isConcerned = ({ isProgress, participants }: PlainSuccessor) =>
      isProgress && participants.includes(id);
    const active = numbersWhere(graph, (node) => node.successors.some(isConcerned));
    const waiting = numbersWhere(graph, ({ state }) => !maySettle(state.locals[at]!));
    return [...waiting].some((number) => !leadsInto(graph, number, active) && mayGoOn(graph, number));
  });
}

/** Whether a run may go on for ever from a state, without a fault, with progress again and again. */
function mayGoOn(graph: PlainGraph, number: number): boolean {
  const isWay = ({ successor }: PlainEdge) => !isFaultStep(successor.step.kind);
  return [...reachableFrom(graph, [number], isWay)].some((reached) =>
    graph.nodes[reached]!.edges.some(
      ({ successor, to }) => successor.isProgress && reachableFrom(graph, [to], isWay).has(reached),
    ),
  );
}

/** Ids of components that can rest, or end, but cannot always come to do so. */
function restless(plain: PlainNetwork, graph: PlainGraph): string[] {
  const { componentIds, components } = plain.network;
  return componentIds.filter((_, at) => {
    const nodes = [...stateNodes(components[at]!.machine)];
    if (!nodes.some(({ type, tags }) => type === 'final' || tags.includes('rest'))) return false;
    return !isAlwaysPossible(
      graph,
      numbersWhere(graph, ({ state }) => maySettle(state.locals[at]!)),
    );
  });
}

/** Whether a component may stay as it is for ever. */
function maySettle(local: LocalState): boolean {
  return local.isDown || isDone(local) || isAtRest(local);
}

/** AG EF: each state leads to one of these without a fault. */
function isAlwaysPossible(graph: PlainGraph, goals: ReadonlySet<number>): boolean {
  return [...graph.nodes.keys()].every((number) => leadsInto(graph, number, goals));
}

function leadsInto(graph: PlainGraph, number: number, goals: ReadonlySet<number>): boolean {
  const isHealthy = ({ successor }: PlainEdge) => !isFaultStep(successor.step.kind);
  for (const reached of statesFrom(graph, [number], isHealthy)) if (goals.has(reached)) return true;
  return false;
}

/** Whether a fair run may stay in a set of states: end there, or go round. */
function mayStayIn(plain: PlainNetwork, graph: PlainGraph, region: ReadonlySet<number>): boolean {
  const { rules } = plain;
  const ends = [...region].map((number) => graph.nodes[number]!).filter(({ isEnd }) => isEnd);
  const isFair = hasFairCycle(graph, region, rules);
  if (rules.onCase !== undefined) tellCases(graph, region, ends, isFair, rules);
  return isFair || ends.length > 0;
}

/** Tells what another rule would make a difference to. */
function tellCases(
  graph: PlainGraph,
  region: ReadonlySet<number>,
  ends: readonly PlainNode[],
  isFair: boolean,
  rules: Rules,
): void {
  const isLast = ({ successors }: PlainNode) => successors.every(({ isProgress }) => !isProgress);
  if (!isFair && ends.length > 0 && !ends.some(isLast)) rules.onCase?.('only an end before what nobody owes');
  if (!hasCycle(graph, region)) return;
  if (ends.length === 0) rules.onCase?.(isFair ? 'a fair cycle' : 'a harmless cycle');
  const isOtherwise = (other: Partial<Rules>) =>
    hasFairCycle(graph, region, { ...rules, ...other }) !== isFair;
  if (isOtherwise({ restart: 'counts as enabled' })) rules.onCase?.('a cycle that is fair by a restart only');
  if (ends.length === 0 && isOtherwise({ loop: 'forgotten' }))
    rules.onCase?.('a cycle that is fair by what changes nothing only');
  if (isOtherwise({ unit: 'component' })) rules.onCase?.('a cycle that is fair to a component only');
}

function pendingStates(graph: PlainGraph, monitor: number): ReadonlySet<number> {
  return numbersWhere(graph, ({ state }) => state.monitors[monitor]!.snapshot.hasTag('pending' as never));
}

/** The states in which something is owed: that is no matter of the state alone, but of how it was come to. */
function owingStates(
  plain: PlainNetwork,
  graph: PlainGraph,
  { from, to }: LeadsToProperty,
): ReadonlySet<number> {
  const met = statesWhere(plain, graph, to);
  const asked = from === undefined ? graph.initial : statesWhere(plain, graph, from);
  return reachableFrom(
    graph,
    [...asked].filter((number) => !met.has(number)),
    (edge) => !met.has(edge.to),
  );
}

function statesWhere(
  plain: PlainNetwork,
  graph: PlainGraph,
  predicate: (view: View) => boolean,
): ReadonlySet<number> {
  return numbersWhere(graph, ({ state }) => predicate(new PlainView(plain, state)));
}

function numbersWhere(
  graph: PlainGraph,
  predicate: (node: PlainGraph['nodes'][number]) => boolean,
): ReadonlySet<number> {
  return new Set([...graph.nodes.keys()].filter((number) => predicate(graph.nodes[number]!)));
}
