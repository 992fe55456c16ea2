import type { BoundsResult } from '../bounds/check-bounds.js';
import type { CampaignResult } from '../campaign/campaign.js';
import { type Coverage, mergeCoverage } from '../interpreter/chart/coverage.js';
import type { ExploreResult } from '../explore/breadth-first.js';
import type { Configuration } from '../network/parameters.js';
import { overall, type Verdict } from '../property/verdict.js';
import type { Comparison } from '../check/system.js';
import type { ComparedValues } from './comparison-text.js';
import type { Evidence } from './evidence.js';
import type { CanaryVerdict } from './palette.js';
import type { Subject } from './subject.js';
import type { UnseenThings } from '../property/unseen.js';
import { unseenInAll } from './unseen-text.js';

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

/** A suite of bounds: its `subject` names the suite in place of a network. */
export interface BoundsRun extends Run {
  readonly mode: 'bounds';
  readonly result: BoundsResult;
  /** Random inputs of each bound. */
  readonly inputs: number;
}

/** Published figures beside simulated ones: its `subject` has a name of its own in place of a network. */
export interface ComparisonRun extends Run {
  readonly mode: 'comparison';
  readonly comparison: Comparison;
  readonly result: { readonly verdict: Verdict; readonly seconds: number };
  readonly values: readonly ComparedValues[];
}

export interface CanaryRun extends Run {
  readonly mode: 'canary';
  /** Of an exploration; of bounds, only the time. */
  readonly result: Pick<ExploreResult, 'seconds'> &
    Partial<Pick<ExploreResult, 'states' | 'steps' | 'depth' | 'inconclusive'>>;
  /** The property that the fault must violate. */
  readonly property: string;
  readonly verdict: CanaryVerdict;
}

/** One thing that `check` did: a row of its summary. */
export type CheckRun = ExhaustiveRun | RandomRun | BoundsRun | ComparisonRun | CanaryRun;

/** A run of a network that must hold. */
export type NetworkRun = ExhaustiveRun | RandomRun;

export const isNetworkRun = (run: CheckRun): run is NetworkRun =>
  run.mode === 'exhaustive' || run.mode === 'random';

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
  return [...new Set(runs.filter(isNetworkRun).map(({ subject }) => subject.network))];
}

/** What all runs of a network without faults covered together. */
export function coverageOf(network: string, runs: readonly CheckRun[]): Coverage {
  return mergeCoverage(
    runs
      .filter(isNetworkRun)
      .filter(({ subject }) => subject.network === network)
      .map(({ result }) => result.coverage),
  );
}

/** What no complete exploration of a network without faults has seen: one that shows it is enough. */
export function unseenOf(network: string, runs: readonly CheckRun[]): UnseenThings {
  return unseenInAll(
    runs.flatMap((run) =>
      run.mode === 'exhaustive' && run.subject.network === network && isComplete(run) ? [run.result] : [],
    ),
  );
}

function isComplete({ result }: ExhaustiveRun): boolean {
  return result.properties.every(({ verdict }) => verdict !== 'inconclusive');
}

/** The canaries whose fault was not found. */
export function missedCanaries(runs: readonly CheckRun[]) {
  return runs.filter((run) => run.mode === 'canary').filter(({ verdict }) => verdict === 'MISSED');
}
