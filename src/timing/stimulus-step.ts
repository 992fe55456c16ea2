import type { AnyEventObject } from 'xstate';
import type { ComponentTable } from '../engine/tables/component-table.js';
import { inspectValue, type LocalState } from '../interpreter/local-state.js';
import { endedActor } from '../network/actors.js';
import { inspectEvent } from '../network/canonical.js';
import { CheckError } from '../network/errors.js';
import { printable } from '../network/quoted.js';

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
    `The component '${component.id}' does not take the stimulus ${inspectEvent(event)} at ${nowNs} ns, in ${inspectValue(component.local(local).snapshot)}. ${remedyFor(component.local(local), event)}`,
  );
}

function remedyFor({ actors }: LocalState, { type }: AnyEventObject): string {
  const ended = endedActor(type);
  if (ended === undefined) return 'List it in its `stimuli`, or send it when it is taken.';
  const actor = actors.find(({ id, isOver }) => id === ended && !isOver);
  if (actor === undefined) return `No actor '${printable(ended)}' runs then: tell its end while it does.`;
  const ends = actor.events.filter((event) => endedActor(event.type) !== undefined);
  if (ends.length === 0)
    return 'This actor comes to no end: list what it may end with in its `outputs` and `errors`.';
  const more = ends.length > ENDS_MAX ? `, and ${ends.length - ENDS_MAX} more` : '';
  return `This actor may end with ${ends.slice(0, ENDS_MAX).map(inspectEvent).join(', ')}${more}: give one of these, with all that it has.`;
}

/** So many ends of an actor are told. */
const ENDS_MAX = 4;
