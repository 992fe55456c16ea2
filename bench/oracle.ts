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

/**
 * Whether a contender counted right. Some print so many significant digits only: SPIN 8.
 */
export function isCount(counted: number, expected: number, significantDigits = 15): boolean {
  return (
    counted === expected ||
    Math.abs(counted - expected) <= 10 ** (Math.ceil(Math.log10(expected)) - significantDigits)
  );
}

/** How sizes are written in tables: `L=5 K=2 V=2`. */
export function sizeLabel({ links, credits, values }: CreditChainSize): string {
  return `L=${links} K=${credits} V=${values}`;
}
