import { Words } from '../counterexample/explain/words.js';
import type { Network } from '../network/network.js';
import { componentLabel, quotedWhereNeeded } from '../network/quoted.js';

/** `a ⇒ b`, or `a ⇒ b (lane)`. */
export function channelLabel(from: string, to: string, lane: string): string {
  const told = lane === '' ? '' : ` (${quotedWhereNeeded(lane)})`;
  return `${componentLabel(from)} ⇒ ${componentLabel(to)}${told}`;
}

/** What a network says that a component belongs to, from the outermost group on. */
export function groupOf(network: Network, component: string): readonly string[] {
  return new Words(network).group(component);
}
