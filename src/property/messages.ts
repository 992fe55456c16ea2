import { inspectValue, type LocalState } from '../engine/local-state.js';

/** What is wrong with a state, for an `always` property that gave `result` there; `undefined` when nothing is. */
export function alwaysMessage(result: boolean | number): string | undefined {
  if (typeof result === 'number') return result < 0 ? `the margin is ${result}` : undefined;
  return result ? undefined : 'it is false in this state';
}

export function monitorMessage(local: LocalState): string {
  return `the monitor is in ${inspectValue(local.snapshot)}`;
}

export function owedMessage(local: LocalState): string {
  return `the run ends while the monitor is in ${inspectValue(local.snapshot)}: what is owed never comes`;
}

export function deadlockMessage(
  stuck: readonly { readonly id: string; readonly local: LocalState }[],
): string {
  const components = stuck.map(({ id, local }) => `${id} in ${inspectValue(local.snapshot)}`).join(', ');
  return `no step brings the network on, and ${components} ${stuck.length === 1 ? 'is' : 'are'} neither done nor at rest`;
}
