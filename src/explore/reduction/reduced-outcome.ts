import type { StateContents } from '../../interpreter/contents.js';
import type { Dropped } from './conditions.js';

/** How to try the reduction by itself. @testonly comparisons with the full graph need what the product does not tell */
export interface ReducedTrial {
  readonly dropped?: Dropped;
  readonly statesMax?: number;
  /** Whether the search ends without an outcome where the product gives it up. */
  readonly isGivenUp?: boolean;
  /** Told, when the search is over, of each state that has not been expanded in full and of the steps that were taken: their labels. */
  readonly onAlone?: (state: StateContents, steps: readonly string[]) => void;
  /** Told of each state in which no step makes progress. */
  readonly onTerminal?: (state: StateContents) => void;
}

/** What a reduced search saw. */
export interface ReducedOutcome {
  readonly visited: number;
  /** States that were expanded in full, those of which one step only was taken, and those of which a choice was. */
  readonly full: number;
  readonly alone: number;
  readonly choices: number;
  /** States that had been taken alone, and were expanded in full when more was known. */
  readonly revoked: number;
  readonly passes: number;
  /** Why steps were not taken alone, and how often. */
  readonly objections: ReadonlyMap<string, number>;
  readonly terminal: number;
  /** Names of properties that some state, failing step or end of a run violates; liveness is judged where `isAcyclic`. */
  readonly violated: readonly string[];
  /** Names of `reachable` properties that were reached, and of claims whose hard case or condition was met. */
  readonly reached: readonly string[];
  readonly met: readonly string[];
  /** The least margin of each property that has one. */
  readonly margins: Readonly<Record<string, number>>;
  /** No run of the network goes on for ever. */
  readonly isAcyclic: boolean;
  /** Properties that lead to something, of which the ends of runs do not tell whether they hold. */
  readonly undecided: readonly string[];
}
