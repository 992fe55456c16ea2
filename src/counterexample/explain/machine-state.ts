import type { AnyMachineSnapshot, AnyStateNode } from 'xstate';
import { isDone, type LocalState } from '../../interpreter/local-state.js';
import { timerName } from '../../interpreter/timer-set.js';
import type { ActorState, MachineState } from './explanation.js';
import { eventToJson, toJson } from './json.js';

/** A local state as plain data. */
export function machineState(local: LocalState, timerNames: ReadonlyMap<string, string>): MachineState {
  const { snapshot, timers, crashes, isDown } = local;
  const history = rememberedStates(snapshot);
  const actors = local.actors.map(({ id, events, isOver }): [string, ActorState] => [
    id,
    { isOver, tells: events.map(eventToJson) },
  ]);
  return {
    state: toJson(snapshot.value),
    context: toJson(snapshot.context ?? {}) as MachineState['context'],
    timers: timers.map((timer) => timerName(timer, timerNames)),
    ...(Object.keys(history).length > 0 && { history }),
    ...(actors.length > 0 && { actors: Object.fromEntries(actors) }),
    ...(crashes > 0 && { crashes }),
    isDown,
    isDone: isDone(local),
  };
}

/** What a machine remembers of compound states that it has left, by their history states' ids: paths of the states. */
export function rememberedStates({ historyValue }: AnyMachineSnapshot): Record<string, string[]> {
  const remembered = Object.entries(historyValue as Readonly<Record<string, readonly AnyStateNode[]>>);
  return Object.fromEntries(remembered.map(([id, nodes]) => [id, nodes.map(({ path }) => path.join('.'))]));
}
