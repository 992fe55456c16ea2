import type { Network } from '../../network/network.js';
import { isOfObligation } from '../../property/messages.js';
import type { Violation } from '../../property/violation.js';
import { stateNodes } from '../../network/state-nodes.js';

/** Built-in properties that a step violates by failing. */
const FAILURES: readonly string[] = ['specified-reception', 'channel-capacity', 'no-exception'];

/** Whether a property can be violated by a step, so that it matters what comes before it: it says that something bad never happens. */
export function isSafety({ properties }: Network, name: string): boolean {
  if (FAILURES.includes(name)) return true;
  const property = properties.find((each) => each.name === name);
  if (property?.kind === 'always') return true;
  return (
    property?.kind === 'monitor' &&
    [...stateNodes(property.machine)].some(({ tags }) => tags.includes('violation'))
  );
}

/** How grave a violation is: what is bad, then a standstill, then what never comes. Smaller numbers are told first. */
export function graveness(network: Network, { property, message, loop }: Violation): number {
  if (property === 'deadlock-freedom') return 1;
  return loop !== undefined || isOfObligation(message) || !isSafety(network, property) ? 2 : 0;
}
