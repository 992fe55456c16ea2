import { runInOwnProcess } from './command.js';
import type { Measurement } from './measure.js';
import type { CreditChainSize } from './networks/credit-chain.js';
import type { CallRate } from './peers/transition-call.js';

/** What each contender, run in a Node process of its own, reports. */
export interface ContenderReports {
  /** This checker. */
  readonly explore: Measurement;
  /** The same search, asking XState at every step. */
  readonly 'plain-search': Measurement;
  /** `getAdjacencyMap` of `xstate/graph`. */
  readonly 'adjacency-map': Measurement;
  /** XState's own `transition`. */
  readonly 'transition-call': CallRate;
}
export type Contender = keyof ContenderReports;

/** Runs one contender in a process of its own, so that neither its memory nor its compiled code is shared with another. */
export async function runContender<TContender extends Contender>(
  contender: TContender,
  { links, credits, values }: CreditChainSize,
  runs: number,
): Promise<ContenderReports[TContender]> {
  const entry = new URL('./contender.js', import.meta.url);
  return runInOwnProcess(entry, [contender, links, credits, values, runs]);
}
