import type { PlainState } from '../../reference/plain-state.js';

/** What counts as the state that a component is in: its state value, whether it has come to an end or is down, and how often it has crashed, as it starts anew then. */
export function stateOf({ locals }: PlainState, component: number): readonly unknown[] {
  const { snapshot, crashes, isDown } = locals[component]!;
  return [snapshot.value, snapshot.status, crashes, isDown];
}
