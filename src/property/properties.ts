import type { AnyStateMachine } from 'xstate';
import type { AlwaysProperty, MonitorProperty, ReachableProperty, View } from '../network/property.js';

/**
 * An invariant. `holds` returns whether the state is good, or a margin: how far the state is from being bad, in a unit
 * of the property's own; a negative margin is a violation.
 */
export function always(name: string, holds: (view: View) => boolean | number): AlwaysProperty {
  return { kind: 'always', name, holds };
}

/** A witness that must exist. Violated when the whole state space has none; inconclusive when only a sample has none. */
export function reachable(name: string, reached: (view: View) => boolean): ReachableProperty {
  return { kind: 'reachable', name, reached };
}

/**
 * A property that is a statechart. It receives every event that a component emits, with the emitter's id added as
 * `component`, and after each step an event `step` with the fields of the step (`kind`, ...; see `Step`). It ignores
 * what it does not handle. Violated on entering a state tagged `violation`; a network that comes to its end while the
 * monitor is in a state tagged `pending` violates it too: something that was owed never came.
 *
 * @param options.from ids of components: of all emitted events it receives only theirs, and the others cost it nothing. Steps
 *   are nobody's events: a chart that handles `step` receives them all the same.
 */
export function monitor(
  name: string,
  machine: AnyStateMachine,
  input?: unknown,
  options: { readonly from?: readonly string[] } = {},
): MonitorProperty {
  return {
    kind: 'monitor',
    name,
    machine,
    ...(input === undefined ? {} : { input }),
    ...(options.from === undefined ? {} : { from: options.from }),
  };
}
