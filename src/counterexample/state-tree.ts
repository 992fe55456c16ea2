import type { PlainState } from '../reference/plain-state.js';
import type { Network } from '../network/network.js';
import { componentLabel, quotedWhereNeeded } from '../network/quoted.js';

/** A global state as plain nested data, for showing and comparing: components, monitors and channels by name. */
export type StateTree = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * The parts of a state that another one does not share with it: a step leaves most of a large network as it is, and keeps those
 * very objects. All parts, if there is no other state.
 */
export function stateTree(network: Network, state: PlainState, other?: PlainState): StateTree {
  const parts: [name: string, part: Record<string, unknown>][] = [];
  for (const [index, id] of network.componentIds.entries()) {
    const local = state.locals[index]!;
    if (local === other?.locals[index]) continue;
    const { value, context } = local.snapshot;
    const part = {
      state: value as unknown,
      ...(context as Record<string, unknown>),
      ...(local.isDown ? { crashed: true } : {}),
    };
    parts.push([componentLabel(id), part]);
  }
  const monitors = network.properties.filter(({ kind }) => kind === 'monitor');
  for (const [index, { name }] of monitors.entries()) {
    const monitor = state.monitors[index]!;
    if (monitor === other?.monitors[index]) continue;
    const { value, context } = monitor.snapshot;
    parts.push([
      `monitor ${quotedWhereNeeded(name)}`,
      { state: value, ...(context as Record<string, unknown>) },
    ]);
  }
  for (const [key, channel] of state.channels) {
    if (channel === other?.channels.get(key)) continue;
    const { from, to, spec, messages } = channel;
    const lane = spec.lane === '' ? '' : ` (${quotedWhereNeeded(spec.lane)})`;
    parts.push([`${componentLabel(from)} ⇒ ${componentLabel(to)}${lane}`, { waiting: messages }]);
  }
  // Unlike an assignment, this takes any name.
  return Object.fromEntries(parts);
}
