import type { PropertyVerdict, Verdict } from '../property/verdict.js';
import type { Violation } from '../property/violation.js';

/** What came of a run in virtual time. */
export interface SimulateResult {
  /** `holds-in-sample`: nothing was violated in this one run. */
  readonly verdict: Verdict;
  readonly properties: readonly PropertyVerdict[];
  /** Of what is violated first; leases beyond a resource count as the property `leases-within-resources`. */
  readonly violation?: Violation;
  /**
   * Why the run ended: nothing was left to happen (`quiet`), the time was over, the budget of steps was (the verdict is `inconclusive` then),
   * or something was violated.
   */
  readonly end: 'quiet' | 'time' | 'steps' | 'violation';
  /** When the last step happened. */
  readonly endNs: number;
  readonly steps: number;
  /** By kind of resource: the share of all owners' units that was held, from the start to the end. */
  readonly utilisation: Readonly<Record<string, number>>;
  /** How often XState was asked. */
  readonly xstateCalls: number;
}
