import type { AnyEventObject } from 'xstate';
import { inspectValue, type LocalState } from '../interpreter/local-state.js';
import type { StepFailure } from '../interpreter/step-failure.js';
import { inspectEvent } from '../network/canonical.js';
import { componentLabel } from '../network/quoted.js';

/** Of a predicate that says no more. */
export const IS_FALSE = 'it is false in this state';

/** What is wrong with a state, for an `always` property that gave `result` there; `undefined` when nothing is. */
export function alwaysMessage(result: boolean | number): string | undefined {
  if (typeof result === 'number') return result < 0 ? `the margin is ${result}` : undefined;
  return result ? undefined : IS_FALSE;
}

/** Ends what is said of something that must come and does not. */
const NEVER_MET = 'its obligation is never met';

/** Whether a message tells of what does not come, rather than of what is there. */
export const isOfObligation = (message: string): boolean => message.endsWith(NEVER_MET);

/** @param cause the observation that made the monitor enter its state, where it is known */
export function monitorMessage(local: LocalState, cause?: AnyEventObject): string {
  const message = `the monitor is in ${inspectValue(local.snapshot)}`;
  if (cause === undefined) return message;
  const { component, ...event } = cause;
  if (component === undefined || cause.type === 'step') return `${message} since the last step`;
  return `${message} since ${componentLabel(String(component))} observed ${inspectEvent(event as AnyEventObject)}`;
}

/** Where a run ends: nothing can happen there any more, or only what fairness owes nothing to. */
interface End {
  readonly isTerminal: boolean;
}

export function obligationMessage(local: LocalState, { isTerminal }: End): string {
  return `the run ${isTerminal ? 'ends' : 'may end'} while the monitor is in ${inspectValue(local.snapshot)}: ${NEVER_MET}`;
}

/** Of a property that leads to something. */
export function owedMessage({ isTerminal }: End): string {
  return `the run ${isTerminal ? 'ends' : 'may end'}, and what must come has not come`;
}

/** Of a run that goes on for ever. @param local of a monitor; `undefined` of a property that leads to something */
export function endlessMessage(local: LocalState | undefined): string {
  if (local === undefined) return 'the run goes on for ever, and what must come never does';
  return `the run goes on for ever while the monitor is in ${inspectValue(local.snapshot)}: ${NEVER_MET}`;
}

/** A component in a local state. */
export interface Placed {
  readonly id: string;
  readonly local: LocalState;
}

/** Components that a message names: a network may have hundreds. */
export const NAMED_MAX = 8;

/** Components with their states, and how many more there are. */
export function placedText(components: readonly Placed[]): string {
  const named = components
    .slice(0, NAMED_MAX)
    .map(({ id, local }) => `${componentLabel(id)} in ${inspectValue(local.snapshot)}`);
  const left = components.length - named.length;
  return `${named.join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}

export function cannotRestMessage(restless: readonly Placed[]): string {
  return `${placedText(restless)} can never come to rest again`;
}

export function impossibleMessage(): string {
  return 'from this state on it can never be true again, unless by a fault';
}

/** Everything that a step violates which fails: what it fails by, and the monitors that it led into a violation before. */
export function failureFindings(
  failure: StepFailure,
): { readonly property: string; readonly message: string }[] {
  const { property, message, violated = [] } = failure;
  const monitors = violated.map(({ monitor, local }) => ({
    property: monitor,
    message: monitorMessage(local),
  }));
  return [{ property, message }, ...monitors];
}
