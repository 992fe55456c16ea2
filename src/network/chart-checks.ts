import type { AnyStateMachine } from 'xstate';
import { chartNames } from './chart-names.js';
import { CheckError } from './errors.js';
import { listed, suggestion } from './nearest.js';

/** @throws CheckError for a stimulus that no state of the machine has a transition for: it would never come */
export function refuseUnheardStimulus(machine: AnyStateMachine, type: string, where: string): void {
  const names = chartNames(machine);
  // A guard on an eventless transition may read any event.
  if (names.hasEventless || names.handles(type)) return;
  throw new CheckError(
    `${where} has the stimulus ${type}, which no state of machine '${machine.id}' handles; they handle ${listed(names.events)}.${suggestion(type, names.events)}`,
  );
}

/** @throws CheckError for an action to ignore that the chart does not perform */
export function refuseUnknownActions(
  machine: AnyStateMachine,
  ignored: readonly string[],
  where: string,
): void {
  const { actions, enqueues } = chartNames(machine);
  // `enqueueActions` decides when it runs what it performs: that cannot be read off the chart.
  if (enqueues) return;
  const unknown = ignored.find((name) => !actions.includes(name));
  if (unknown === undefined) return;
  throw new CheckError(
    `${where} ignores the action '${unknown}', but machine '${machine.id}' has no such action; it has ${listed(actions)}.${suggestion(unknown, actions)}`,
  );
}

/** @throws CheckError for a monitor that nothing can violate */
export function refuseUntaggedMonitor(machine: AnyStateMachine, where: string): void {
  const { tags } = chartNames(machine);
  if (tags.includes('violation') || tags.includes('pending')) return;
  throw new CheckError(
    `${where} has no state tagged 'violation' or 'pending', so that nothing can violate it; its tags are ${listed(tags)}. Tag the states that must not be entered, or not be stayed in.`,
  );
}
