import type { CampaignResult } from '../campaign/campaign.js';
import type { ExploreResult } from '../explore/breadth-first.js';
import type { Configuration } from '../network/family.js';
import { overall, type Verdict } from '../property/verdict.js';
import type { Evidence } from './evidence.js';
import type { CanaryVerdict } from './palette.js';
import type { Subject } from './subject.js';

/** One thing that `check` did: a row of its summary. `notable` are the parameters that do not have their defaults. */
export type CheckRun = { readonly notable: Configuration } & (
  | {
      readonly mode: 'exhaustive';
      readonly subject: Subject;
      readonly result: ExploreResult;
      readonly evidence: readonly Evidence[];
    }
  | {
      readonly mode: 'random';
      readonly subject: Subject;
      readonly result: CampaignResult;
      readonly runsMax: number;
      readonly evidence: readonly Evidence[];
    }
  | {
      readonly mode: 'canary';
      readonly subject: Subject;
      readonly result: ExploreResult;
      /** The property that the fault must violate. */
      readonly property: string;
      readonly verdict: CanaryVerdict;
    }
);

/** All that `check` did. */
export interface CheckOutcome {
  readonly seed: number;
  readonly runs: readonly CheckRun[];
  /** Runs that an interruption left undone. */
  readonly left: number;
}

/** The verdict of a run; a canary that is caught is as it should be, one that is missed is as bad as a violation. */
export function runVerdict(run: CheckRun): Verdict {
  if (run.mode !== 'canary') return run.result.verdict;
  if (run.verdict === 'inconclusive') return 'inconclusive';
  return run.verdict === 'caught' ? 'holds' : 'violated';
}

/** The verdict on everything; what was not done is not known. */
export function outcomeVerdict({ runs, left }: CheckOutcome): Verdict {
  return overall([...runs.map(runVerdict), ...(left > 0 ? ['inconclusive' as const] : [])]);
}

/** The canaries whose fault was not found. */
export function missedCanaries(runs: readonly CheckRun[]) {
  return runs.filter((run) => run.mode === 'canary').filter(({ verdict }) => verdict === 'MISSED');
}
