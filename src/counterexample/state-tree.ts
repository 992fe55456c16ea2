import type { AnyMachineSnapshot, AnyStateNode } from 'xstate';
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
    parts.push([
      componentLabel(id),
      { ...machinePart(local.snapshot), ...(local.isDown ? { crashed: true } : {}) },
    ]);
  }
  const monitors = network.properties.filter(({ kind }) => kind === 'monitor');
  for (const [index, { name }] of monitors.entries()) {
    const monitor = state.monitors[index]!;
    if (monitor === other?.monitors[index]) continue;
    parts.push([`monitor ${quotedWhereNeeded(name)}`, machinePart(monitor.snapshot)]);
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

/** What a part says beside the fields of a context; `waiting` is what a channel has. */
const OWN = ['state', 'history', 'crashed', 'context', 'waiting'];

/** The state of a machine, what it remembers of states that it has left, and its context: field by field, unless a field would be taken for one of the others. */
function machinePart(snapshot: AnyMachineSnapshot): Record<string, unknown> {
  const context = (snapshot.context ?? {}) as Record<string, unknown>;
  const remembered = Object.entries(
    snapshot.historyValue as Readonly<Record<string, readonly AnyStateNode[]>>,
  );
  const history = Object.fromEntries(
    remembered.map(([id, nodes]) => [id, nodes.map(({ path }) => path.join('.'))]),
  );
  return {
    state: snapshot.value as unknown,
    ...(remembered.length > 0 ? { history } : {}),
    ...(OWN.some((name) => Object.hasOwn(context, name)) ? { context } : context),
  };
}
