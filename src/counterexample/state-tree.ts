import type { PlainNetwork, PlainState } from '../engine/plain-network.js';
import { componentLabel, quotedWhereNeeded } from '../network/quoted.js';

/** A global state as plain nested data, for showing and comparing: components, monitors and channels by name. */
export type StateTree = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export function stateTree(plain: PlainNetwork, state: PlainState): StateTree {
  const parts: [name: string, part: Record<string, unknown>][] = [];
  plain.network.componentIds.forEach((id, index) => {
    const local = state.locals[index]!;
    const { value, context } = local.snapshot;
    const part = {
      state: value as unknown,
      ...(context as Record<string, unknown>),
      ...(local.isDown ? { crashed: true } : {}),
    };
    parts.push([componentLabel(id), part]);
  });
  const monitors = plain.network.properties.filter(({ kind }) => kind === 'monitor');
  monitors.forEach(({ name }, index) => {
    const { value, context } = state.monitors[index]!.snapshot;
    parts.push([
      `monitor ${quotedWhereNeeded(name)}`,
      { state: value, ...(context as Record<string, unknown>) },
    ]);
  });
  for (const { from, to, spec, messages } of state.channels.values()) {
    const lane = spec.lane === '' ? '' : ` (${quotedWhereNeeded(spec.lane)})`;
    parts.push([`${componentLabel(from)} ⇒ ${componentLabel(to)}${lane}`, { waiting: messages }]);
  }
  // Unlike an assignment, this takes any name.
  return Object.fromEntries(parts);
}
