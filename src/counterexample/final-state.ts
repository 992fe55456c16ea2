import type { AnyEventObject } from 'xstate';
import { inspectEvent, inspectPlain } from '../network/canonical.js';
import type { Network } from '../network/network.js';
import type { PlainState } from '../reference/plain-state.js';
import { replayEach, type Schedule } from './replay.js';
import { stateTree } from './state-tree.js';

/** The state at the end of a counterexample: a line for each component, monitor and channel that is not empty. */
export function finalStateLines(network: Network, schedule: Schedule): readonly string[] {
  let last: PlainState | undefined;
  replayEach(network, schedule, (state) => {
    last = state;
  });
  return Object.entries(stateTree(network, last!)).map(([name, part]) => `${name}: ${partText(part)}`);
}

function partText({ waiting, state, ...fields }: Readonly<Record<string, unknown>>): string {
  if (Array.isArray(waiting))
    return waiting.map((message) => inspectEvent(message as AnyEventObject)).join(', ');
  // A chart without states is in `{}`.
  const isPlace = typeof state === 'string' || Object.keys((state as object | undefined) ?? {}).length > 0;
  const told = Object.entries({ ...(isPlace ? { state } : {}), ...fields });
  return told.length === 0 ? '–' : told.map(([key, value]) => `${key} ${inspectPlain(value)}`).join(', ');
}
