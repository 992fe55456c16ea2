import type { AnyStateMachine } from 'xstate';
import {
  type ChartGraph,
  chartGraph,
  type GraphState,
  type GraphTransition,
} from '../interpreter/chart/chart-graph.js';
import { refuseLostStates } from '../network/unsupported.js';
import { refuseOtherMajors } from '../network/xstate-version.js';

/** A state with all that is drawn at it or within it. The outermost one is the machine itself. */
export interface DrawnState {
  /** A name that any language takes: `s0` is the machine. */
  readonly id: string;
  /** The name; of a history state behind `H`, or `H*` where it is deep. */
  readonly title: string;
  readonly type: GraphState['type'];
  readonly isInitial: boolean;
  readonly children: readonly DrawnState[];
  /** Transitions that leave the state as it is, as text: `FLAG [isLast]`. */
  readonly reactions: readonly string[];
}

/** A transition to one state; one that has several targets is several of these. */
export interface DrawnTransition {
  readonly from: DrawnState;
  readonly to: DrawnState;
  readonly event: string;
  readonly guard: string | undefined;
}

/** A chart as a tree of states, and transitions between them. */
export interface DrawnChart {
  readonly root: DrawnState;
  readonly transitions: readonly DrawnTransition[];
}

/**
 * Reads the chart of a machine for drawing.
 *
 * @param by names the function in messages
 * @throws CheckError for what is no machine, and for a machine with a state that XState loses
 */
export function drawnChart(machine: AnyStateMachine, by: string): DrawnChart {
  refuseOtherMajors(machine, by);
  refuseLostStates(machine, `What is given to ${by}`);
  const graph = chartGraph(machine);
  const drawn = new Map<string | undefined, DrawnState>();
  const root = stateOf(graph, undefined, drawn);
  return {
    root,
    transitions: graph.transitions.flatMap(({ from, to, trigger, guard }) =>
      to.map((target) => ({ from: drawn.get(from)!, to: drawn.get(target)!, event: trigger, guard })),
    ),
  };
}

function stateOf(
  graph: ChartGraph,
  state: GraphState | undefined,
  drawn: Map<string | undefined, DrawnState>,
): DrawnState {
  const inner = graph.states.filter(({ parent }) => parent === state?.id);
  const id = `s${drawn.size}`;
  // Its place is taken before those within it.
  drawn.set(state?.id, undefined as never);
  const name = state?.name ?? graph.machine;
  const made: DrawnState = {
    id,
    title: state?.type === 'history' ? `H${state.isDeep === true ? '*' : ''} ${name}` : name,
    type: state?.type ?? (inner.length === 0 ? 'atomic' : graph.isParallel ? 'parallel' : 'compound'),
    isInitial: state?.isInitial ?? true,
    children: inner.map((child) => stateOf(graph, child, drawn)),
    reactions: graph.transitions
      .filter(({ from, to }) => from === state?.id && to.length === 0)
      .map(transitionText),
  };
  drawn.set(state?.id, made);
  return made;
}

/** `FLAG [isLast]`. */
function transitionText({ trigger, guard }: GraphTransition): string {
  return guard === undefined ? trigger : `${trigger} [${guard}]`;
}
