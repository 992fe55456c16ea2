import type { StateContents } from '../interpreter/contents.js';
import { inspectValue, type LocalState } from '../interpreter/local-state.js';
import type { Network } from '../network/network.js';
import type { LeadsToProperty } from '../network/property.js';
import { componentLabel } from '../network/quoted.js';
import type { Step } from '../network/step.js';
import { waitingText } from './deadlock-message.js';

/**
 * Of a cycle that a monitor is pending on for ever.
 *
 * @param locals the monitor's states before and on the cycle, in order
 */
export function endlessMessage(locals: readonly LocalState[]): string {
  const states = [...new Set(locals.map(({ snapshot }) => inspectValue(snapshot)))];
  return `the run goes on for ever while the monitor is in ${states.join(' or ')}: its obligation is never met`;
}

/** Of a cycle on which what must come never does. */
export function neverComesMessage({ from }: Pick<LeadsToProperty, 'from'>): string {
  return from === undefined
    ? 'the run goes on for ever, and never comes to a state in which `to` is true'
    : 'the run goes on for ever, and after a state in which `from` is true never comes to one in which `to` is';
}

/**
 * Of a component that is stuck.
 *
 * @param component its index
 * @param enabled the steps that are enabled, in any order
 */
export function stuckMessage(
  network: Network,
  contents: Pick<StateContents, 'locals' | 'channels'>,
  component: number,
  enabled: readonly Step[],
): string {
  const label = componentLabel(network.componentIds[component]!);
  const state = inspectValue(contents.locals[component]!.snapshot);
  const waits = waitingText(network, contents, component, enabled);
  return `${label} in ${state} is stuck: whatever still happens, nothing that it takes part in changes anything; ${waits}`;
}

/** Of a state from which what must stay possible is not. */
export const IMPOSSIBLE_MESSAGE = 'from this state no steps lead to one in which it is true';

/** Of a component that can neither come to rest nor end. */
export function restlessMessage(network: Network, locals: readonly LocalState[], component: number): string {
  const label = componentLabel(network.componentIds[component]!);
  return `${label} in ${inspectValue(locals[component]!.snapshot)} cannot come to rest any more, nor end: no steps from this state lead there`;
}
