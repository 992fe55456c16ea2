import { toJson } from '../counterexample/explain/json.js';
import { Words } from '../counterexample/explain/words.js';
import type { Json } from '../counterexample/explain/explanation.js';
import { isDone, type LocalState } from '../interpreter/local-state.js';
import { timerName } from '../interpreter/timer-set.js';
import type { Network } from '../network/network.js';
import { componentLabel, quotedWhereNeeded } from '../network/quoted.js';

/** A local state as plain data: as `MachineState` of an explanation. */
export function machineJson(local: LocalState, timerNames: ReadonlyMap<string, string>): Json {
  const { value, context } = local.snapshot;
  return {
    state: toJson(value),
    context: toJson(context ?? {}),
    timers: local.timers.map((timer) => timerName(timer, timerNames)),
    isDown: local.isDown,
    isDone: isDone(local),
  };
}

/** `a ⇒ b`, or `a ⇒ b (lane)`. */
export function channelLabel(from: string, to: string, lane: string): string {
  const told = lane === '' ? '' : ` (${quotedWhereNeeded(lane)})`;
  return `${componentLabel(from)} ⇒ ${componentLabel(to)}${told}`;
}

/** What a network says that a component belongs to, from the outermost group on. */
export function groupOf(network: Network, component: string): readonly string[] {
  return new Words(network).group(component);
}
