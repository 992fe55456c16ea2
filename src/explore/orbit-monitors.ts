import type { AnyStateNode } from 'xstate';
import type { Engine } from '../engine/engine.js';
import { CheckError } from '../network/errors.js';
import type { Network } from '../network/network.js';
import { stateNodes } from '../network/state-nodes.js';

/** Refuses, by its chart, a monitor that can be in more than one state: states that differ in it may have the same orbit. */
export function refuseMonitorsWithStates(network: Network): void {
  for (const property of network.properties) {
    if (property.kind === 'monitor' && [...stateNodes(property.machine)].some(hasChoice)) {
      throw refusal(property.name);
    }
  }
}

/** Refuses a monitor of one state whose context has turned out to change. */
export function refuseMonitorsWithLocals({ monitors }: Engine): void {
  for (const { localCount, property } of monitors) {
    if (localCount > 1) throw refusal(property.name);
  }
}

function hasChoice({ type, states }: AnyStateNode): boolean {
  const children = Object.values(states).filter((child) => (child as AnyStateNode).type !== 'history');
  return type === 'compound' && children.length > 1;
}

function refusal(monitor: string): CheckError {
  return new CheckError(
    `The monitor '${monitor}' has more than one state, and \`orbit\` takes states as one that differ only in it: a violation could be missed. ` +
      'Leave out `orbit`, or say the same with `always`.',
  );
}
