import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';
import type { NamedGuard } from '../../network/named-implementations.js';
import { stateNodes } from '../../network/state-nodes.js';
import { chartParts, guardText, stateName, transitionsOf, triggerName } from './parts.js';

/** A state of a chart as it is drawn. */
export interface GraphState {
  /** Its path, as coverage names it: `sending.first`. */
  readonly id: string;
  readonly name: string;
  /** The id of the state around it; left out at the top. */
  readonly parent?: string;
  readonly type: 'atomic' | 'compound' | 'parallel' | 'final' | 'history';
  /** Of a history state that remembers the states within those that were left, too. */
  readonly isDeep?: true;
  readonly description?: string;
  readonly tags: readonly string[];
  /** It is where the state around it, or the machine, begins. */
  readonly isInitial: boolean;
}

/** A transition of a chart as it is drawn. */
export interface GraphTransition {
  /** As coverage names it; left out where coverage does not count it. */
  readonly part?: string;
  /** Left out: in every state. */
  readonly from?: string;
  /** Empty where the state is not left. */
  readonly to: readonly string[];
  /** An event, `after DELAY`, `always` or `onDone`; `default` is where a history state leads to that remembers nothing yet. */
  readonly trigger: string;
  readonly guard?: string;
}

/** A machine's chart as boxes and arrows. */
export interface ChartGraph {
  /** The machine's id. */
  readonly machine: string;
  readonly description?: string;
  /** It is in all of its outermost states at once. */
  readonly isParallel: boolean;
  readonly states: readonly GraphState[];
  readonly transitions: readonly GraphTransition[];
  /** Names of the guards of which coverage counts both outcomes. */
  readonly guards: readonly string[];
}

/** Reads the chart of a machine. Names are those of its coverage. */
export function chartGraph(machine: AnyStateMachine): ChartGraph {
  const counted = transitionsOf(machine);
  const parts = chartParts(machine);
  const partOf = new Map(counted.map((transition, at) => [transition, parts.transitions[at]!]));
  const nodes = [...stateNodes(machine)];
  const transitions = nodes.flatMap(({ transitions: on, always }) => [
    ...[...on.values()].flat(),
    ...(always ?? []),
  ]) as AnyTransitionDefinition[];
  const { description } = machine.root;
  return {
    machine: machine.id,
    ...(description === undefined ? {} : { description }),
    isParallel: machine.root.type === 'parallel',
    states: nodes.filter(({ path }) => path.length > 0).map(graphState),
    transitions: [
      ...transitions.map((each) => graphTransition(each, partOf.get(each))),
      ...nodes.flatMap(defaultOfHistory),
    ],
    guards: [...new Set(parts.guards.map((outcome) => outcome.slice(0, outcome.lastIndexOf(' '))))],
  };
}

function graphState(node: AnyStateNode): GraphState {
  const { path, key, type, history, description, tags, parent } = node;
  return {
    id: stateName(node),
    name: key,
    ...(path.length < 2 ? {} : { parent: stateName(parent!) }),
    type,
    ...(history === 'deep' ? { isDeep: true } : {}),
    ...(description === undefined ? {} : { description }),
    tags,
    isInitial: parent?.type === 'compound' && parent.initial.target.includes(node),
  };
}

function graphTransition(transition: AnyTransitionDefinition, part: string | undefined): GraphTransition {
  const { source, target = [], guard, reenter } = transition;
  // A state that has states begins again, even where it is not left.
  const isInternal =
    target.length === 1 && target[0] === source && !reenter && Object.keys(source.states).length === 0;
  return {
    ...(part === undefined ? {} : { part }),
    ...(source.path.length === 0 ? {} : { from: stateName(source) }),
    to: isInternal ? [] : target.flatMap(drawnTargets).map(stateName),
    trigger: triggerName(transition),
    ...(guard === undefined ? {} : { guard: guardText(guard as NamedGuard) }),
  };
}

/** Where a history state says itself where it leads to at first, and not the state around it. Coverage does not count it. */
function defaultOfHistory(node: AnyStateNode): GraphTransition[] {
  const { target } = node.config as { readonly target?: string | readonly string[] };
  if (node.type !== 'history' || target === undefined) return [];
  const to = [target].flat().flatMap((path) => stateBeside(node, path));
  return to.length === 0
    ? []
    : [{ from: stateName(node), to: to.flatMap(drawnTargets).map(stateName), trigger: 'default' }];
}

/** As XState finds it: by its id, or by its path from the state around the history state. None, where XState only fails once it is looked for. */
function stateBeside({ machine, parent }: AnyStateNode, path: string): AnyStateNode[] {
  const around = `#${parent!.id.replace(/[\\.]/g, '\\$&')}`;
  try {
    return [machine.getStateNodeById(path.startsWith('#') ? path : `${around}.${path}`)];
  } catch {
    return [];
  }
}

/** The machine itself is no box: who comes to it comes to where it begins. */
function drawnTargets(node: AnyStateNode): readonly AnyStateNode[] {
  if (node.path.length > 0) return [node];
  if (node.type === 'parallel') return Object.values(node.states) as AnyStateNode[];
  return node.type === 'compound' ? node.initial.target : [];
}
