import type { Run } from './run.js';

/** Whether there is nothing to be told of the state that a component is in. */
export function hasOneState(run: Run, component: number): boolean {
  const states = Object.keys(run.network.components[component]!.machine.states);
  return states.length <= 1;
}
