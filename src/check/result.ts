import type { BoundsResult } from '../bounds/check-bounds.js';
import type { CampaignResult } from '../campaign/campaign.js';
import type { ExploreResult } from '../explore/explore-result.js';
import { type Coverage, mergeCoverage } from '../interpreter/chart/coverage.js';
import type { Configuration } from '../network/parameters.js';
import { BUILT_IN_PROPERTIES, NO_STUCK } from '../network/property.js';
import type { UnseenThings } from '../property/unseen.js';
import { overall, type Verdict } from '../property/verdict.js';
import type { Compared, ComparedValues } from './comparison.js';
import type { Evidence } from './evidence.js';
import { type HardCaseTable, hardCaseTable } from './hard-cases.js';
import type { Subject } from './subject.js';
import type { Comparison } from './system.js';
import { unseenInAll } from './unseen.js';

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
  readonly result: Pick<Compared, 'verdict' | 'seconds' | 'inconclusive'>;
  readonly values: readonly ComparedValues[];
}

/** What became of a canary: whether the fault that it carries was found. */
export type CanaryVerdict = 'caught' | 'MISSED' | 'inconclusive';

export interface CanaryRun extends Run {
  readonly mode: 'canary';
  /** Of an exploration; of bounds, only the time. */
  readonly result: Pick<ExploreResult, 'seconds'> &
    Partial<Pick<ExploreResult, 'states' | 'steps' | 'depth' | 'inconclusive' | 'violations'>>;
  /** The property that the fault must violate. */
  readonly property: string;
  readonly verdict: CanaryVerdict;
}

/** One thing that `check` did. */
export type CheckRun = ExhaustiveRun | RandomRun | BoundsRun | ComparisonRun | CanaryRun;

/** A run of a network that must hold. */
export type NetworkRun = ExhaustiveRun | RandomRun;

/** What all runs of a network without faults showed together. */
export interface NetworkSummary {
  readonly network: string;
  readonly coverage: Coverage;
  /** What no complete exploration of it has seen, and no other one: one that shows it is enough, complete or not. */
  readonly unseen: UnseenThings;
  /** Which claims were put to the test in which of the configurations explored. */
  readonly hardCases: HardCaseTable;
}

/** All that `check` did. */
export interface CheckResult {
  readonly verdict: Verdict;
  readonly seed: number;
  readonly runs: readonly CheckRun[];
  /** Runs that an interruption left undone, or for which there was no time. */
  readonly left: number;
  /** Which those are. */
  readonly undone: readonly UndoneRun[];
  /** The places of `runs` in the whole check, of which this may be one shard: the first is 1. */
  readonly numbers: readonly number[];
  /** Which shard of how many it is, how many runs the whole check has, and what tells that check from others; left out of a whole check. */
  readonly shard?: {
    readonly index: number;
    readonly count: number;
    readonly runs: number;
    readonly check: string;
  };
  /** The total of seconds was over before all was done. */
  readonly isTimeOver?: true;
  /** The networks that were checked for what must hold, in order. */
  readonly networks: readonly NetworkSummary[];
}

/** A run that was planned and not begun. */
export interface UndoneRun extends Run {
  readonly mode: CheckRun['mode'];
  /** Its place in the whole check. */
  readonly number: number;
}

/** What came of a whole check that made these runs. @param left runs that were left undone */
export function resultOf(seed: number, runs: readonly CheckRun[], left: number): CheckResult {
  const verdicts = [...runs.map(runVerdict), ...(left > 0 ? ['inconclusive' as const] : [])];
  const numbers = runs.map((_, index) => index + 1);
  return { verdict: overall(verdicts), seed, runs, left, undone: [], numbers, networks: summaries(runs) };
}

const isNetworkRun = (run: CheckRun): run is NetworkRun => run.mode === 'exhaustive' || run.mode === 'random';

/** The verdict of a run; a canary that is caught is as it should be, one that is missed is as bad as a violation. */
export function runVerdict(run: CheckRun): Verdict {
  if (run.mode !== 'canary') return run.result.verdict;
  if (run.verdict === 'inconclusive') return 'inconclusive';
  return run.verdict === 'caught' ? 'holds' : 'violated';
}

function summaries(runs: readonly CheckRun[]): NetworkSummary[] {
  const checked = runs.filter(isNetworkRun);
  return [...new Set(checked.map(({ subject }) => subject.network))].map((network) => {
    const own = checked.filter(({ subject }) => subject.network === network);
    const explored = own.filter((run) => run.mode === 'exhaustive');
    const incomplete = explored.filter((run) => !isComplete(run));
    return {
      network,
      coverage: mergeCoverage(own.map(({ result }) => result.coverage)),
      unseen: unseenInAll(
        explored.filter(isComplete).map(({ result }) => result),
        incomplete.map(({ result }) => result),
      ),
      hardCases: hardCaseTable(
        explored.map(({ subject: { parameters }, result }) => ({ parameters, ...result })),
      ),
    };
  });
}

/** Whether all states were seen: a search may have ended at a violation. What is said of runs that never end may be inconclusive all the same: after a violation it is not asked. */
export function isComplete({ result }: Pick<ExhaustiveRun, 'result'>): boolean {
  return result.properties.every(
    ({ name, verdict }) => verdict !== 'inconclusive' || !TOLD_BY_STATES.includes(name),
  );
}

/** Every network has them, and none of them is inconclusive once all states have been seen. */
const TOLD_BY_STATES: readonly string[] = BUILT_IN_PROPERTIES.filter((name) => name !== NO_STUCK);
