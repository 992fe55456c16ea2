import type { AnyEventObject } from 'xstate';
import type { ComponentTable } from '../engine/tables/component-table.js';
import { inspectValue } from '../interpreter/local-state.js';
import { inspectEvent } from '../network/canonical.js';
import { CheckError } from '../network/errors.js';

/**
 * Number of the step, among those that a component can take by itself, that takes a stimulus.
 *
 * @throws CheckError for one that the component does not take in this local state
 */
export function stepOfStimulus(
  component: ComponentTable,
  local: number,
  event: AnyEventObject,
  nowNs: number,
): number {
  const id = component.eventId(event);
  const number = component
    .ownSteps(local)
    .findIndex(({ step }) => step.kind === 'stimulus' && component.eventId(step.event) === id);
  if (number >= 0) return number;
  throw new CheckError(
    `The component '${component.id}' does not take the stimulus ${inspectEvent(event)} at ${nowNs} ns, in ${inspectValue(component.local(local).snapshot)}. List it in its \`stimuli\`, or send it when it is taken.`,
  );
}
