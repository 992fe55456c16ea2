import { type CreditChainSize, creditChainDistinct, creditChainEdges } from './networks/credit-chain.js';

/** The size of a state space. `transitions` counts one labelled step instance each, self-loops included. */
export interface Counts {
  readonly states: number;
  readonly transitions: number;
}

/** What every contender must count on the credit link chain: its closed form. */
export function chainCounts(size: CreditChainSize): Counts {
  return { states: creditChainDistinct(size), transitions: creditChainEdges(size) };
}
