import type { Coverage } from '../interpreter/chart/coverage.js';
import type { UnseenThings } from '../property/unseen.js';
import type { PropertyVerdict, Verdict } from '../property/verdict.js';
import type { Violation, Witness } from '../property/violation.js';
import type { Exhausted } from './budget.js';
import type { ProgressReport } from './progress/endless-runs.js';
import type { ReductionReport } from './reduction/reduction-report.js';

/** Why a search ended early, what it left undone, and what seems to grow without end. */
export interface Unfinished {
  readonly budget: Exhausted;
  readonly frontier: number;
  /** All states were explored. */
  readonly during?: 'progress checks';
  readonly growing?: readonly string[];
}

/** What an exhaustive search found. */
export interface ExploreResult extends UnseenThings {
  readonly verdict: Verdict;
  /** Distinct states, initial states included; those visited, where a reduction took part. */
  readonly states: number;
  /** Enabled steps over all expanded states, self-loops included. */
  readonly steps: number;
  /** Breadth-first levels; the initial states are level 1. */
  readonly depth: number;
  /** States from which no step makes progress. */
  readonly terminal: number;
  /** Of the exploration. */
  readonly seconds: number;
  /** Of the progress checks. */
  readonly progress: ProgressReport;
  /** Memory held for visited states, parents and index, per state. */
  readonly bytesPerState: number;
  /** How often XState was asked; questions that are asked again do not count. */
  readonly xstateCalls: number;
  /** Which parts of the charts were used. */
  readonly coverage: Coverage;
  readonly properties: readonly PropertyVerdict[];
  /** The first counterexample of each violated property, in the order of discovery. A witness that does not exist has none. */
  readonly violations: readonly Violation[];
  /** The shortest ways to the witnesses that `show` names and that were reached, in the order of discovery. */
  readonly witnesses: readonly Witness[];
  /**
   * Present when the search ended early: why, how many known states were left to expand (none: initial states were left to find, or the
   * machines to be asked again at the end), and sentences on what grew for as long as the search went on.
   */
  readonly inconclusive?: Unfinished;
  /** Present when a reduction was wanted: what it did, or why all states were searched. */
  readonly reduction?: ReductionReport;
}
