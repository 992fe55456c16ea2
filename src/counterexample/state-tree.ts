import type { PlainNetwork, PlainState } from '../engine/plain-network.js';

/** A global state as plain nested data, for showing and comparing: components, monitors and channels by name. */
export type StateTree = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export function stateTree(plain: PlainNetwork, state: PlainState): StateTree {
  const tree: Record<string, Record<string, unknown>> = {};
  plain.network.componentIds.forEach((id, index) => {
    const local = state.locals[index]!;
    const { value, context } = local.snapshot;
    tree[id] = {
      state: typeof value === 'string' ? value : value,
      ...(context as Record<string, unknown>),
      ...(local.isDown ? { crashed: true } : {}),
    };
  });
  const monitors = plain.network.properties.filter(({ kind }) => kind === 'monitor');
  monitors.forEach(({ name }, index) => {
    const { value, context } = state.monitors[index]!.snapshot;
    tree[`monitor ${name}`] = { state: value, ...(context as Record<string, unknown>) };
  });
  for (const { from, to, spec, messages } of state.channels.values()) {
    const name = `${from} ⇒ ${to}${spec.lane === '' ? '' : ` (${spec.lane})`}`;
    tree[name] = { waiting: messages };
  }
  return tree;
}
