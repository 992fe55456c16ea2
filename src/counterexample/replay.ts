import { PlainNetwork } from '../reference/plain-network.js';
import type { PlainSuccessor } from '../reference/plain-successor.js';
import type { PlainState } from '../reference/plain-state.js';
import { CheckError, messageOf, OtherStepsError } from '../network/errors.js';
import type { Network } from '../network/network.js';
import { isWitness, propertyNames, requireProperty } from '../network/property-names.js';
import { labelOf } from '../network/step.js';
import type { Finding } from '../property/violation.js';
import { failureFindings, owedMessage } from '../property/messages.js';
import { evaluatePlain } from '../reference/plain-evaluator.js';
import { type Deliveries, deliveryDifference } from './deliveries.js';
import { Cycle } from './cycle.js';
import { Obligations } from './obligations.js';
import { printable } from './printable.js';
import { requireLoop, requireSteps } from './require-steps.js';
import { unknownPart } from './unknown-parts.js';
import { waysOn } from './ways.js';

/** The part of a counterexample, or of the way to a witness, that says what to run. */
export interface Schedule {
  readonly property: string;
  readonly initial: number;
  readonly steps: readonly string[];
  /** What must be delivered within the steps; not compared, if left out. */
  readonly deliveries?: Deliveries | undefined;
  /** Of a run that goes on for ever: see `Violation.loop`. */
  readonly loop?: number | undefined;
}

/** What XState did when it was given steps, apart from the states that it went through. */
export interface ReplayEnd {
  /** The property is violated at the end of the steps, as the counterexample says. */
  readonly isViolated: boolean;
  /** The property is a witness, and the state at the end of the steps is one. */
  readonly isReached: boolean;
  /** What is wrong at the end; of the property if it is violated, else of the first of `violated`, if any. */
  readonly message: string;
  /** All properties that are violated at the end, the built-in ones first. */
  readonly violated: readonly string[];
  /** What is wrong with each of them, in their order. */
  readonly findings: readonly Finding[];
  /**
   * Whether the property is violated was not decided: it says that some way leads on from every state, none was found, and there are more states
   * than a replay looks at.
   */
  readonly isUndecided?: true;
  /** For each step, the further synchronous deliveries within it. */
  readonly deliveries: Deliveries;
}

/** What XState did when it was given the steps of a counterexample. */
export interface ReplayResult extends ReplayEnd {
  /** The state before each step and after the last; a last step that fails leads to none. */
  readonly states: readonly PlainState[];
  readonly plain: PlainNetwork;
}

/**
 * Is told of each state of a replay in its turn, what was delivered within the step to it, and the step itself, which the initial state has none of.
 * false ends the replay there.
 */
export type OnState = (
  state: PlainState,
  plain: PlainNetwork,
  deliveries: readonly string[],
  taken?: PlainSuccessor,
) => unknown;

/**
 * Runs a counterexample through XState itself, without tables.
 *
 * @throws CheckError when the network has no such property, when a step is not enabled in its turn, or when something else is
 *   delivered within it than `deliveries` says: the trace does not belong to this network
 */
export function replay(network: Network, schedule: Schedule): ReplayResult {
  const plain = new PlainNetwork(network);
  requireSteps(schedule, 'A schedule');
  const states: PlainState[] = [];
  const end = replayOn(plain, schedule, (state) => states.push(state));
  return { ...end, states, plain };
}

/** As `replay`, for a long run of a large network: no state is kept. */
export function replayEach(network: Network, schedule: Schedule, onState: OnState = () => {}): ReplayEnd {
  return replayOn(new PlainNetwork(network), schedule, onState);
}

function replayOn(plain: PlainNetwork, schedule: Schedule, onState: OnState): ReplayEnd {
  const { network } = plain;
  const { property, initial, steps, loop } = schedule;
  requireProperty(network, property);
  requireLoop(schedule);
  const deliveries: (readonly string[])[] = [];
  const ended = (end: Omit<ReplayEnd, 'deliveries'>): ReplayEnd => {
    const difference = schedule.deliveries && deliveryDifference(schedule.deliveries, deliveries);
    if (difference !== undefined) throw otherSteps(network, schedule, difference);
    return { ...end, deliveries };
  };
  const endedBy = (findings: readonly Finding[]) => ended(endOf(network, property, findings, []));
  const start = plain.initialStates()[initial];
  if (start === undefined) {
    throw new CheckError(
      `The trace starts in initial state ${initial}, which network '${network.name}' does not have.`,
    );
  }
  if ('property' in start) {
    if (steps.length > 0) throw notEnabled(network, schedule, 0, []);
    return endedBy(failureFindings(start));
  }
  const obligations = new Obligations(network);
  const cycle = loop === undefined ? undefined : new Cycle(plain, property, loop, obligations);
  const see = (seen: PlainState, delivered: readonly string[], taken?: PlainSuccessor) => {
    obligations.see(plain, seen);
    return onState(seen, plain, delivered, taken) !== false;
  };
  if (!see(start, [])) return endedBy([]);
  let state = start;
  for (const [index, label] of steps.entries()) {
    // What is fair depends on all steps that are enabled; elsewhere only the one is performed.
    const isOnCycle = loop !== undefined && index >= loop;
    const successors = isOnCycle ? plain.successors(state) : [];
    const taken = isOnCycle
      ? successors.find((successor) => successor.label === label)
      : plain.successor(state, label);
    if (taken === undefined) throw notEnabled(network, schedule, index, plain.successors(state));
    const { outcome } = taken;
    const delivered = taken.deliveries.map((delivery) => labelOf({ kind: 'deliver', ...delivery }));
    deliveries.push(delivered);
    if (isOnCycle) cycle?.add(state, successors, taken);
    if ('property' in outcome) {
      if (index + 1 < steps.length) throw notEnabled(network, schedule, index + 1, []);
      return endedBy(failureFindings(outcome));
    }
    state = outcome;
    if (!see(state, delivered, taken)) return endedBy([]);
  }
  const end = endIn(plain, property, state, obligations);
  if (cycle === undefined) return ended(end);
  const { isViolated, message } = cycle.judged(state);
  // What is wrong with the last state alone does not show that the cycle is what the schedule says.
  const others = end.findings.filter((finding) => finding.property !== property);
  const findings = inOrder(network, isViolated ? [...others, { property, message }] : others);
  return ended({ ...end, isViolated, message, ...listed(findings) });
}

/** What is wrong with the last state of a replay. */
function endIn(
  plain: PlainNetwork,
  property: string,
  state: PlainState,
  obligations: Obligations,
): Omit<ReplayEnd, 'deliveries'> {
  const { network } = plain;
  const successors = plain.successors(state);
  const found = evaluated(plain, state, successors);
  const { isTerminal, isEnd, failing, witnessed } = found;
  const owed = isEnd ? obligations.owing : [];
  const ways = waysOn(plain, property, state, successors);
  const findings = [
    // A step that would fail has not been taken.
    ...found.findings.filter((finding) => !failing.includes(finding)),
    ...owed.map((name) => ({ property: name, message: owedMessage({ isTerminal }) })),
    ...(ways?.verdict === 'violated' ? [{ property, message: ways.message }] : []),
  ];
  const end = endOf(network, property, findings, witnessed);
  if (ways === undefined || ways.verdict === 'violated') return end;
  if (ways.verdict === 'undecided') return { ...end, message: ways.message, isUndecided: true };
  return end.violated.length === 0 ? { ...end, message: ways.message } : end;
}

function evaluated(plain: PlainNetwork, state: PlainState, successors: readonly PlainSuccessor[]) {
  try {
    return evaluatePlain(plain, state, successors);
  } catch (thrown) {
    if (thrown instanceof CheckError) throw thrown;
    throw new CheckError(
      `A property of network '${plain.network.name}' throws at the end of the steps: ${messageOf(thrown)}. Correct it.`,
    );
  }
}

/** What is said of a replay at whose end nothing is wrong. */
export const NOTHING_VIOLATED = 'nothing is violated at the end of the steps';

function endOf(
  network: Network,
  property: string,
  findings: readonly Finding[],
  witnessed: readonly string[],
): Omit<ReplayEnd, 'deliveries'> {
  const found = inOrder(network, findings);
  const isViolated = found.some((finding) => finding.property === property);
  const isReached = isWitness(network, property) && witnessed.includes(property);
  const told = isViolated ? property : found[0]?.property;
  const nothing = isReached ? 'the witness is reached' : NOTHING_VIOLATED;
  const message = found.find((finding) => finding.property === told)?.message ?? nothing;
  return { isViolated, isReached, message, ...listed(found) };
}

const listed = (findings: readonly Finding[]): Pick<ReplayEnd, 'violated' | 'findings'> => ({
  violated: findings.map(({ property }) => property),
  findings,
});

/** Of each property the first finding, in the order in which the network has its properties. */
function inOrder(network: Network, findings: readonly Finding[]): Finding[] {
  return propertyNames(network).flatMap((name) => {
    const found = findings.find(({ property }) => property === name);
    return found === undefined ? [] : [{ property: name, message: found.message }];
  });
}

/** Enabled steps that a sentence names; there may be thousands. */
const NAMED_MAX = 20;

function notEnabled(
  network: Network,
  schedule: Schedule,
  index: number,
  successors: readonly PlainSuccessor[],
): CheckError {
  const enabled = successors.slice(0, NAMED_MAX).map((successor) => printable(successor.label));
  const more = successors.length - enabled.length;
  return otherSteps(
    network,
    schedule,
    `Step ${index + 1} of the trace, '${printable(schedule.steps[index]!)}', is not enabled in network '${network.name}' at that point; ` +
      `${enabled.length === 0 ? 'no step is' : `enabled are: ${enabled.join('; ')}`}${more > 0 ? `; and ${more} more` : ''}. ` +
      'The trace belongs to another network, or to other parameters or faults.',
  );
}

/**
 * A network that cannot take the steps of a trace has been mended by that, or it calls something otherwise than the trace does: then the trace tells
 * nothing of it.
 */
function otherSteps(
  network: Network,
  { property, steps, deliveries = [] }: Schedule,
  message: string,
): CheckError {
  const named = steps.flatMap((step, at) => {
    const isUnspecified = property === 'specified-reception' && at === steps.length - 1;
    return [step, ...(deliveries[at] ?? [])].map((label) => ({ label, isUnspecified }));
  });
  const unknown = unknownPart(network, named);
  if (unknown === undefined) return new OtherStepsError(message);
  return new CheckError(
    `${message} Of what the trace names, not all is there: ${unknown}. So it shows nothing. If that is called otherwise now, make the trace anew; if it is gone, let the trace go, too.`,
  );
}
