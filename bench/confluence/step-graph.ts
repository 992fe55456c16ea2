import type { Network } from '../../src/index.js';
import { hardCaseOf, situationsOf } from '../../src/network/property.js';
import { isFaultStep } from '../../src/network/step.js';
import { isAtRest, isDone } from '../../src/interpreter/local-state.js';
import { failureFindings } from '../../src/property/messages.js';
import { evaluatePlain, PlainView } from '../../src/reference/plain-evaluator.js';
import { edgesOf, type PlainNode } from '../../src/reference/plain-graph.js';
import { PlainNetwork } from '../../src/reference/plain-network.js';
import type { PlainState } from '../../src/reference/plain-state.js';

/** Stands before the name of a claim whose hard case is met. */
export const HARD_CASE_OF = 'hard case of ';

/** A step between two states of the full graph. */
export interface StepEdge {
  /** Two steps in different states are the same step if they are called so. */
  readonly label: string;
  /** It changes something, and is no fault. */
  readonly isProgress: boolean;
  /** It is a loss, a duplicate or a crash. */
  readonly isFault: boolean;
  /** The number of the state that it leads to. */
  readonly to: number;
}

/** A state of the full graph, with all that is looked for in it. */
export interface StepNode {
  /** See `stateKey`. */
  readonly key: string;
  /** By label, the steps that do not fail. */
  readonly edges: ReadonlyMap<string, StepEdge>;
  readonly isTerminal: boolean;
  /** Names of properties that are violated here, by the state or by a step out of it that fails. */
  readonly violated: ReadonlySet<string>;
  /** Witnesses and hard cases that are met here. */
  readonly met: ReadonlySet<string>;
  readonly margins: ReadonlyMap<string, number>;
  /** Equal exactly where every predicate has the same value, every monitor the same tags, and the same components may stay. */
  readonly values: string;
  readonly plain: PlainNode;
}

/** All states of a network, by number, with all steps, as XState has them. */
export interface StepGraph {
  readonly plain: PlainNetwork;
  readonly nodes: readonly StepNode[];
  readonly initial: readonly number[];
  /** Names of properties that a start violates which fails. */
  readonly violatedAtStart: ReadonlySet<string>;
}

/**
 * The full graph of a network, by the reference alone: XState is asked at every step, and nothing is left out.
 *
 * @returns `undefined` where it has more states than that
 * @throws CheckError for a network that is wrong in a way that shows as it runs
 */
export function stepGraph(network: Network, statesMax: number): StepGraph | undefined {
  const plain = new PlainNetwork(network);
  const numbers = new Map<string, number>();
  const states: PlainState[] = [];
  const violatedAtStart = new Set<string>();
  const reach = (state: PlainState): number => {
    const key = plain.key(state);
    let number = numbers.get(key);
    if (number === undefined) {
      number = states.push(state) - 1;
      numbers.set(key, number);
    }
    return number;
  };
  const initial = new Set<number>();
  for (const outcome of plain.initialStates()) {
    if ('property' in outcome)
      for (const { property } of failureFindings(outcome)) violatedAtStart.add(property);
    else initial.add(reach(outcome));
  }
  const nodes: StepNode[] = [];
  const keys = () => [...numbers.keys()];
  // What is gone through grows as it is gone through.
  for (let at = 0; at < states.length; at++) {
    if (states.length > statesMax) return undefined;
    nodes.push(nodeOf(plain, states[at]!, reach));
  }
  const known = keys();
  return {
    plain,
    nodes: nodes.map((node, at) => ({ ...node, key: known[at]! })),
    initial: [...initial],
    violatedAtStart,
  };
}

function nodeOf(plain: PlainNetwork, state: PlainState, reach: (state: PlainState) => number): StepNode {
  const successors = plain.successors(state);
  const { findings, witnessed, hardCases, margins, isTerminal, isEnd } = evaluatePlain(
    plain,
    state,
    successors,
  );
  const edges = new Map<string, StepEdge>();
  const targets = successors.map(({ label, step, isProgress, outcome }) => {
    if ('property' in outcome) return undefined;
    if (edges.has(label)) throw new Error(`two steps of one state are called ${label}`);
    const to = reach(outcome);
    edges.set(label, { label, isProgress, isFault: isFaultStep(step.kind), to });
    return to;
  });
  return {
    key: '',
    edges,
    isTerminal,
    violated: new Set(findings.map(({ property }) => property)),
    met: new Set([...witnessed, ...hardCases.map((name) => HARD_CASE_OF + name)]),
    margins,
    values: valuesOf(plain, state),
    plain: { state, successors, edges: edgesOf(successors, targets), isEnd },
  };
}

/** Whatever a claim about runs could ask of a state, as text. */
function valuesOf(plain: PlainNetwork, state: PlainState): string {
  const view = new PlainView(plain, state);
  const predicates = plain.network.properties.flatMap((property): unknown[] => {
    const hardCase = hardCaseOf(property);
    const situations = hardCase === undefined ? [] : situationsOf(hardCase).map((each) => each(view));
    switch (property.kind) {
      case 'always':
        return [property.holds(view), ...situations];
      case 'reachable':
        return [property.reached(view)];
      case 'always possible':
        return [property.possible(view)];
      case 'leads to':
        return [property.from?.(view), property.to(view)];
      default:
        return situations;
    }
  });
  const tags = state.monitors.map(({ snapshot }) =>
    ['violation', 'pending'].map((tag) => snapshot.hasTag(tag as never)),
  );
  const rests = state.locals.map((local) => local.isDown || isDone(local) || isAtRest(local));
  return JSON.stringify([predicates, tags, rests]);
}
