import { tick } from '../interpreter/deadline.js';
import type { PlainNetwork } from '../reference/plain-network.js';
import type { PlainState } from '../reference/plain-state.js';
import type { Network } from '../network/network.js';
import { alwaysMessage } from '../property/messages.js';
import { PlainView } from '../reference/plain-evaluator.js';
import { replayEach, type Schedule } from './replay.js';

/**
 * After how many steps of a schedule its property is first violated, or, if it is a witness, reached; `undefined` if after none.
 * It looks at states only: what is wrong with an end is not wrong before it.
 */
export function metAfter(network: Network, { property, initial, steps }: Schedule): number | undefined {
  const isMet = meeting(network, property);
  let met: number | undefined;
  let taken = 0;
  replayEach(network, { property, initial, steps }, (state, plain) => {
    tick();
    if (isMet(plain, state)) met = taken;
    taken++;
    return met === undefined;
  });
  return met;
}

function meeting(network: Network, name: string): (plain: PlainNetwork, state: PlainState) => boolean {
  const property = network.properties.find((each) => each.name === name);
  if (property?.kind === 'always') {
    return (plain, state) => alwaysMessage(property.holds(new PlainView(plain, state))) !== undefined;
  }
  if (property?.kind === 'reachable') return (plain, state) => property.reached(new PlainView(plain, state));
  const monitors = network.properties.filter(({ kind }) => kind === 'monitor');
  const monitor = monitors.findIndex((each) => each.name === name);
  return (_, state) => state.monitors[monitor]?.snapshot.hasTag('violation' as never) ?? false;
}
