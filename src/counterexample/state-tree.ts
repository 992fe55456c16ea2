import type { PlainState } from '../engine/plain-network.js';
import type { Network } from '../network/network.js';

/** A global state as plain nested data, for showing and comparing: components, monitors and channels by name. */
export type StateTree = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * The parts of a state that another one does not share with it: a step leaves most of a large network as it is, and keeps those
 * very objects. All parts, if there is no other state.
 */
export function stateTree(network: Network, state: PlainState, other?: PlainState): StateTree {
  // No part has a name that it would inherit.
  const tree: Record<string, Record<string, unknown>> = Object.create(null);
  for (const [index, id] of network.componentIds.entries()) {
    const local = state.locals[index]!;
    if (local === other?.locals[index]) continue;
    const { value, context } = local.snapshot;
    tree[id] = {
      state: value,
      ...(context as Record<string, unknown>),
      ...(local.isDown ? { crashed: true } : {}),
    };
  }
  const monitors = network.properties.filter(({ kind }) => kind === 'monitor');
  for (const [index, { name }] of monitors.entries()) {
    const monitor = state.monitors[index]!;
    if (monitor === other?.monitors[index]) continue;
    const { value, context } = monitor.snapshot;
    tree[`monitor ${name}`] = { state: value, ...(context as Record<string, unknown>) };
  }
  for (const [key, channel] of state.channels) {
    if (channel === other?.channels.get(key)) continue;
    const { from, to, spec, messages } = channel;
    const name = `${from} ⇒ ${to}${spec.lane === '' ? '' : ` (${spec.lane})`}`;
    tree[name] = { waiting: messages };
  }
  return tree;
}
