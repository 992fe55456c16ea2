import type { ChainClaims } from '../../networks/chain-claims.js';
import type { CreditChainSize } from '../../networks/credit-chain.js';
import type { Counts } from '../../oracle.js';
import type { ProblemId } from '../problems.js';

/** What a contender's process may be told to do, with its options. */
export interface Tasks {
  readonly explore: { readonly problem: ProblemId; readonly threads?: number; readonly isReduced?: boolean };
  readonly watch: { readonly problem: ProblemId };
  readonly 'by-hand': { readonly links: number };
  readonly graph: CreditChainSize;
  readonly draw: { readonly seed: number; readonly count: number };
  readonly random: { readonly seed: number; readonly at: number };
  readonly walk: { readonly claims: ChainClaims; readonly steps: number };
}
export type TaskName = keyof Tasks;

/** What it reports, beside what is measured from outside. */
export interface TaskReports {
  readonly explore: Searched;
  readonly watch: Watched;
  readonly 'by-hand': Searched;
  readonly graph: Searched;
  /** Which networks of the stream are large enough, counted from 0. */
  readonly draw: { readonly at: readonly number[] };
  readonly random: Searched;
  readonly walk: { readonly steps: number; readonly cpuSeconds: number };
}

/** A search within its process: its CPU time is without start-up. */
interface Searched extends Counts {
  readonly cpuSeconds: number;
  readonly xstateCalls?: number;
}

interface Watched extends Searched {
  /** Growth of resident memory, at its peak, over what the loaded process had, in bytes. */
  readonly residentGrowthBytes: number;
  readonly residentPeakBytes: number;
  /** By the search's own account. */
  readonly bytesPerState: number;
  /** Longest time in which the process could do nothing else, in seconds. */
  readonly pauseSeconds: number;
}

/** A task is a module of its own, which is loaded when it is performed: start-up is measured, too. */
export type Perform<Name extends TaskName> = (
  options: Tasks[Name],
) => TaskReports[Name] | Promise<TaskReports[Name]>;
