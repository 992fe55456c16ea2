import type { Network } from '../network/network.js';
import { inspectPlain } from '../network/canonical.js';
import type { PlainState } from '../reference/plain-state.js';
import { replayEach, type Schedule } from './replay.js';
import { stateTree } from './state-tree.js';

/** The state at the end of a counterexample: a line for each component, monitor and channel that has something in it. */
export function finalStateLines(network: Network, schedule: Schedule): readonly string[] {
  let last: PlainState | undefined;
  replayEach(network, schedule, (state) => {
    last = state;
  });
  const tree = Object.entries(stateTree(network, last!));
  return tree.map(([name, part]) => {
    const fields = Object.entries(part).map(([key, value]) => `${key} ${inspectPlain(value)}`);
    return `${name}: ${fields.join(', ')}`;
  });
}
