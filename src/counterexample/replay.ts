import { PlainNetwork, type PlainState, type PlainSuccessor } from '../engine/plain-network.js';
import { CheckError } from '../network/errors.js';
import type { Network } from '../network/network.js';
import { actorsNamedIn } from '../network/step.js';
import { judgePlain } from '../property/plain-judge.js';

/** The part of a counterexample that says what to run. */
export interface Schedule {
  readonly property: string;
  readonly initial: number;
  readonly steps: readonly string[];
}

/** What XState did when it was given the steps of a counterexample. */
export interface ReplayResult {
  /** The property is violated at the end of the steps, as the counterexample says. */
  readonly isViolated: boolean;
  /** What is wrong at the end; of the property if it is violated, else of whatever is, if anything. */
  readonly message: string;
  /** The state before each step and after the last; a last step that fails leads to none. */
  readonly states: readonly PlainState[];
  readonly plain: PlainNetwork;
}

/**
 * Runs a counterexample through XState itself, without tables.
 *
 * @throws CheckError when a step is not enabled in its turn: the trace does not belong to this network
 */
export function replay(network: Network, schedule: Schedule): ReplayResult {
  const { property, initial, steps } = schedule;
  const plain = new PlainNetwork(network);
  const start = plain.initialStates()[initial];
  if (start === undefined) {
    throw new CheckError(
      `The trace starts in initial state ${initial}, which network '${network.name}' does not have.`,
    );
  }
  if ('property' in start)
    return { isViolated: start.property === property, message: start.message, states: [], plain };
  const states: PlainState[] = [start];
  let state = start;
  for (const [index, label] of steps.entries()) {
    // A network may have thousands of components: only those that the label may be about are asked.
    const actors = new Set(actorsNamedIn(label));
    const taken = plain.successors(state, actors).find((successor) => successor.label === label);
    if (taken === undefined) throw notEnabled(network.name, index + 1, label, plain.successors(state));
    const { outcome } = taken;
    if ('property' in outcome) {
      if (index + 1 < steps.length) throw notEnabled(network.name, index + 2, steps[index + 1]!, []);
      return { isViolated: outcome.property === property, message: outcome.message, states, plain };
    }
    states.push(outcome);
    state = outcome;
  }
  const { findings } = judgePlain(plain, state, plain.successors(state));
  const finding = findings.find((candidate) => candidate.property === property);
  const message = (finding ?? findings[0])?.message ?? 'nothing is violated at the end of the steps';
  return { isViolated: finding !== undefined, message, states, plain };
}

function notEnabled(
  network: string,
  number: number,
  label: string,
  successors: readonly PlainSuccessor[],
): CheckError {
  const enabled = successors.map((successor) => successor.label);
  return new CheckError(
    `Step ${number} of the trace, '${label}', is not enabled in network '${network}' at that point; ` +
      `${enabled.length === 0 ? 'no step is' : `enabled are: ${enabled.join('; ')}`}. The trace belongs to another network, or to other parameters or faults.`,
  );
}
