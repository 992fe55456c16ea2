import type { CampaignResult } from '../campaign/campaign.js';
import { type Coverage, mergeCoverage } from '../engine/coverage.js';
import type { ExploreResult } from '../explore/breadth-first.js';
import type { Configuration } from '../network/parameters.js';
import { overall, type Verdict } from '../property/verdict.js';
import type { Evidence } from './evidence.js';
import type { CanaryVerdict } from './palette.js';
import type { Subject } from './subject.js';

interface Run {
  readonly subject: Subject;
  /** The parameters that do not have their defaults. */
  readonly notable: Configuration;
}

export interface ExhaustiveRun extends Run {
  readonly mode: 'exhaustive';
  readonly result: ExploreResult;
  readonly evidence: readonly Evidence[];
}

export interface RandomRun extends Run {
  readonly mode: 'random';
  readonly result: CampaignResult;
  readonly runsMax: number;
  readonly evidence: readonly Evidence[];
}

export interface CanaryRun extends Run {
  readonly mode: 'canary';
  readonly result: ExploreResult;
  /** The property that the fault must violate. */
  readonly property: string;
  readonly verdict: CanaryVerdict;
}

/** One thing that `check` did: a row of its summary. */
export type CheckRun = ExhaustiveRun | RandomRun | CanaryRun;

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

/** The networks that were checked for what must hold, in order. */
export function networksOf(runs: readonly CheckRun[]): string[] {
  return [...new Set(runs.filter(({ mode }) => mode !== 'canary').map(({ subject }) => subject.network))];
}

/** What all runs of a network without faults covered together. */
export function coverageOf(network: string, runs: readonly CheckRun[]): Coverage {
  return mergeCoverage(
    runs
      .filter(({ mode, subject }) => mode !== 'canary' && subject.network === network)
      .map(({ result }) => result.coverage),
  );
}

/** The canaries whose fault was not found. */
export function missedCanaries(runs: readonly CheckRun[]) {
  return runs.filter((run) => run.mode === 'canary').filter(({ verdict }) => verdict === 'MISSED');
}
