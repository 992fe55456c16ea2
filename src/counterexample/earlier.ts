import { Expired } from '../interpreter/deadline.js';
import type { PlainNetwork } from '../reference/plain-network.js';
import type { PlainState } from '../reference/plain-state.js';
import type { Network } from '../network/network.js';
import { alwaysMessage } from '../property/messages.js';
import { PlainView } from '../reference/plain-evaluator.js';

/**
 * Looks at the states of a replay in their turn, for the first in which a property is violated or, if it is a witness, reached. What is wrong with an end is
 * not wrong before it.
 */
export class FirstMet {
  /** After how many steps that is; `undefined` if after none. */
  after: number | undefined;
  private taken = 0;
  private readonly isMet: (plain: PlainNetwork, state: PlainState) => boolean;

  constructor(network: Network, property: string) {
    this.isMet = meeting(network, property);
  }

  see(plain: PlainNetwork, state: PlainState): void {
    if (this.after === undefined && this.isMetIn(plain, state)) this.after = this.taken;
    this.taken++;
  }

  private isMetIn(plain: PlainNetwork, state: PlainState): boolean {
    try {
      return this.isMet(plain, state);
    } catch (thrown) {
      if (thrown instanceof Expired) throw thrown;
      // What the trace says of its end is judged whatever the property makes of other states.
      return false;
    }
  }
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
