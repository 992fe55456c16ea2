import { expect } from 'vitest';
import type { ExploreResult, Network, Violation } from '../../src/index.js';
import { PlainNetwork } from '../../src/reference/plain-network.js';
import type { PlainState } from '../../src/reference/plain-state.js';

/** How a run that violates a property goes on for ever: the steps that lead to its cycle, and those of the cycle; or how it comes to an end. */
export type EndlessRun =
  | { readonly stem: readonly string[]; readonly cycle: readonly string[] }
  | { readonly ends: readonly string[] };

/** The runs that violate the properties of a network, by their names. Each can be run on the reference, and each cycle closes. */
export function runsOf(network: Network, { violations }: ExploreResult): Record<string, EndlessRun> {
  return Object.fromEntries(
    violations.map((violation) => {
      const { property, steps, loop } = violation;
      const keys = keysOf(network, violation);
      if (loop === undefined) return [property, { ends: steps }];
      expect(keys.at(-1)).toBe(keys[loop]);
      return [property, { stem: steps.slice(0, loop), cycle: steps.slice(loop) }];
    }),
  );
}

/** A key for each state on the way, the initial one foremost. */
function keysOf(network: Network, { initial, steps }: Violation): string[] {
  const plain = new PlainNetwork(network);
  let state = plain.initialStates()[initial] as PlainState;
  const keys = [plain.key(state)];
  for (const step of steps) {
    const successor = plain.successors(state).find(({ label }) => label === step);
    if (successor === undefined || 'property' in successor.outcome)
      throw new Error(`${step} is not possible.`);
    state = successor.outcome;
    keys.push(plain.key(state));
  }
  return keys;
}
