import type { LocalState } from '../interpreter/local-state.js';
import { timerNamesOf } from '../interpreter/machine-copies.js';
import { timerName } from '../interpreter/timer-set.js';
import type { PlainState } from '../reference/plain-state.js';
import type { Network } from '../network/network.js';
import { componentLabel, quotedWhereNeeded } from '../network/quoted.js';
import { rememberedStates } from './explain/machine-state.js';

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
    parts.push([componentLabel(id), machinePart(local, timerNamesOf(network.components[index]!.machine))]);
  }
  const monitors = network.properties.filter(({ kind }) => kind === 'monitor');
  for (const [index, { name }] of monitors.entries()) {
    const monitor = state.monitors[index]!;
    if (monitor === other?.monitors[index]) continue;
    parts.push([`monitor ${quotedWhereNeeded(name)}`, machinePart(monitor, NO_NAMES)]);
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

const NO_NAMES: ReadonlyMap<string, string> = new Map();

/** What a part says beside the fields of a context; `waiting` is what a channel has. */
const OWN = ['state', 'history', 'timers', 'actors', 'crashed', 'context', 'waiting'];

/** The state of a machine and what else its future depends on, and its context: field by field, unless a field would be taken for one of the others. */
function machinePart(local: LocalState, timerNames: ReadonlyMap<string, string>): Record<string, unknown> {
  const { snapshot, timers, actors, isDown } = local;
  const context = (snapshot.context ?? {}) as Record<string, unknown>;
  const history = rememberedStates(snapshot);
  const running = actors.map(({ id, events, isOver }) => [id, isOver ? 'over' : events]);
  return {
    state: snapshot.value as unknown,
    ...(Object.keys(history).length > 0 ? { history } : {}),
    ...(timers.length > 0 ? { timers: timers.map((timer) => timerName(timer, timerNames)) } : {}),
    ...(running.length > 0 ? { actors: Object.fromEntries(running) as object } : {}),
    ...(isDown ? { crashed: true } : {}),
    ...(OWN.some((name) => Object.hasOwn(context, name)) ? { context } : context),
  };
}
