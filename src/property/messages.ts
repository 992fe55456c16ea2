import type { AnyEventObject } from 'xstate';
import { inspectValue, type LocalState } from '../interpreter/local-state.js';
import type { StepFailure } from '../interpreter/step-failure.js';
import { inspectEvent } from '../network/canonical.js';
import { componentLabel } from '../network/quoted.js';

/** What is wrong with a state, for an `always` property that gave `result` there; `undefined` when nothing is. */
export function alwaysMessage(result: boolean | number): string | undefined {
  if (typeof result === 'number') return result < 0 ? `the margin is ${result}` : undefined;
  return result ? undefined : 'it is false in this state';
}

/** @param cause the observation that made the monitor enter its state, where it is known */
export function monitorMessage(local: LocalState, cause?: AnyEventObject): string {
  const message = `the monitor is in ${inspectValue(local.snapshot)}`;
  if (cause === undefined) return message;
  const { component, ...event } = cause;
  if (component === undefined || cause.type === 'step') return `${message} since the last step`;
  return `${message} since ${componentLabel(String(component))} observed ${inspectEvent(event as AnyEventObject)}`;
}

/** @param outlook whether the run must end there, or may */
export function obligationMessage(local: LocalState, outlook: 'ends' | 'may end'): string {
  return `the run ${outlook} while the monitor is in ${inspectValue(local.snapshot)}: its obligation is never met`;
}

/** Of a property that leads to something. */
export function owedMessage(outlook: 'ends' | 'may end'): string {
  return `the run ${outlook}, and what must come has not come`;
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
