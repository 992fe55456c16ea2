import { getAdjacencyMap } from 'xstate/graph';
import type { CreditChainSize } from '../networks/credit-chain.js';
import type { Counts } from '../oracle.js';
import { chainEvents, isPossible, oneMachine } from './one-machine.js';

/**
 * Explores the credit link chain with XState's own graph utilities. Only steps that are possible are tried: a state
 * in which every event is tried costs more, and a step that is not possible would count as a transition to itself.
 */
export function adjacencyMap(size: CreditChainSize): Counts {
  const events = chainEvents(size);
  const map = getAdjacencyMap(oneMachine(size), {
    events: (snapshot) => events.filter((event) => isPossible(snapshot.context, event)),
  });
  const entries = Object.values(map);
  const transitions = entries.reduce((sum, entry) => sum + Object.keys(entry.transitions).length, 0);
  return { states: entries.length, transitions };
}
