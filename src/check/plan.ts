import type { BoundSuite } from '../bounds/bound.js';
import { attempts } from '../bounds/check-bounds.js';
import type { EnumeratedSpace } from '../campaign/state-space.js';
import type { Budgets } from '../explore/budget.js';
import type { Pieces } from '../explore/pieces.js';
import { tookPart } from './took-part.js';
import { CheckError } from '../network/errors.js';
import type { NetworkFamily } from '../network/family.js';
import { EXPLORED } from '../network/family-parts.js';
import type { Network } from '../network/network.js';
import { type Configuration, valuesOf } from '../network/parameters.js';
import { isFamily, isNetwork } from '../network/require.js';
import { isCount } from '../network/whole-numbers.js';
import { canaryConfiguration, mustBreak, mustCatch } from './canary.js';
import { compared, refuseNoRows } from './comparison.js';
import type { TraceOptions, TraceOrigin } from './evidence.js';
import { explored } from './exhaustive.js';
import type { RunProgress, RunWatch } from './progress.js';
import type { CheckRun } from './result.js';
import { sampled } from './sample.js';
import {
  asFamily,
  type Checkable,
  choose,
  isComparison,
  isSuite,
  notableOf,
  notCheckable,
  type Subject,
  subjectOf,
} from './subject.js';
import type { Comparison } from './system.js';

/** What every run of a check has in common. */
export interface RunRequest {
  readonly seed: number;
  readonly runs: number;
  readonly deep: boolean;
  /** Whether explorations say what can be said of runs that never end. */
  readonly progressChecks: boolean;
  /** Threads of each exploration. */
  readonly threads: number;
  /** Whether explorations take steps alone where nothing is lost by it: see `ExploreOptions`. */
  readonly reduction?: boolean;
  /** Of each search; a suite and a comparison have the seconds only. */
  readonly budgets: Omit<Budgets, 'signal'>;
  readonly traceDir?: string | undefined;
  readonly cwd?: string | undefined;
  readonly originOf?: ((subject: Checkable) => TraceOrigin | undefined) | undefined;
}

/** One run that is still to be made. */
export interface PlannedRun {
  readonly mode: CheckRun['mode'];
  readonly kind: RunProgress['kind'];
  readonly subject: Subject;
  /** The parameters that do not have their defaults. */
  readonly notable: Configuration;
  /** What runs have in common of which one needs what others found. */
  readonly group: object;
  /** Whether it is to know which state spaces those of its group before it have gone through. */
  readonly asksGroup: boolean;
  /** Where time is short, runs of a lower rank come first. */
  readonly rank: number;
  readonly begin: (watch: RunWatch, start: RunStart) => Pieces<CheckRun>;
  /** Whether its result has functions in it, which cannot pass from one thread to another. */
  readonly mustStay?: true;
  /** Of random runs: the network of a configuration, which cannot pass either. */
  readonly networkOf?: (configuration: Configuration) => Network;
}

/** What is known of a run only when it begins. */
interface RunStart {
  /** Most seconds, if that is less than it would have anyway. */
  readonly secondsMax?: number | undefined;
  /** The state spaces that runs of its group before it have gone through, in their order; none for one that does not ask. */
  readonly enumerated: readonly EnumeratedSpace[];
}

/** What tells most for its time: one exploration of each network and one proof that a fault is caught, before more of any. */
const RANK = { first: 0, canary: 1, numbers: 2, exploration: 3, random: 4, deep: 5 } as const;

/** Most states of a deep exploration, unless another limit is given. */
const DEEP_STATES_MAX = 100_000_000;

/** Everything that a check does, in the order of its subjects; one that is given twice is taken once. @throws CheckError for what cannot be checked, and for equal names */
export function plan(given: readonly Checkable[], request: RunRequest): PlannedRun[] {
  const subjects = [...new Set(given)];
  refuseEqualNames(subjects, request);
  return subjects.flatMap((subject) => {
    if (isNetwork(subject) || isFamily(subject)) return familyRuns(subject, request);
    if (isSuite(subject)) return suiteRuns(subject, request);
    if (isComparison(subject)) return [comparisonRun(subject, request)];
    throw notCheckable(subject);
  });
}

/** Results, JSON and tables tell subjects by their names: of two with one name, the one would hide what the other lacks. */
function refuseEqualNames(subjects: readonly Checkable[], { originOf }: RunRequest): void {
  const byName = new Map<string, Checkable>();
  for (const subject of subjects) {
    if (!(isNetwork(subject) || isFamily(subject) || isSuite(subject))) continue;
    const other = byName.get(subject.name);
    if (other !== undefined) {
      const references = [other, subject].flatMap((each) => originOf?.(each)?.reference ?? []);
      const where = references.length === 2 ? ` (${references.join(' and ')})` : '';
      throw new CheckError(
        `Two different subjects${where} are both named '${subject.name}', and what is found of the one could not be told from what is found of the other. ` +
          'Rename one of them, or check each by itself.',
      );
    }
    byName.set(subject.name, subject);
  }
}

/**
 * Reports tell the explorations of a family by their parameters: of two with the same ones, the one would hide what became of the other.
 *
 * @throws CheckError for a configuration that stands in the lists twice, and for one with wrong parameters
 */
function refuseEqualConfigurations(family: NetworkFamily): void {
  const byValues = new Map<string, string>();
  for (const list of EXPLORED) {
    for (const [index, given] of (family[list] ?? []).entries()) {
      const where = `${list}[${index}]`;
      const configuration = valuesOf(family, given, new Set());
      const key = JSON.stringify(configuration);
      const other = byValues.get(key);
      if (other === undefined) {
        byValues.set(key, where);
        continue;
      }
      const notable = Object.entries(notableOf(family, configuration)).map((entry) => entry.join(' '));
      const values = notable.length === 0 ? 'its defaults' : notable.join(', ');
      throw new CheckError(
        `The family '${family.name}' has one configuration twice, as ${other} and ${where} (${values}): what is found of the one ` +
          'could not be told from what is found of the other. Leave one of them out; parameters that are not given have their defaults.',
      );
    }
  }
}

/** The exhaustive runs (those with steps taken alone after the others, and deep ones last), the random campaign, and the canary. */
function familyRuns(given: Parameters<typeof asFamily>[0], request: RunRequest): PlannedRun[] {
  const family = asFamily(given);
  refuseEqualConfigurations(family);
  const { exhaustive, deep = [], reduced = [], deepReduced = [], faults } = family;
  const { budgets, threads, progressChecks, reduction } = request;
  const asked = { progressChecks, ...(reduction === undefined ? {} : { reduction }) };
  const [canary] = Object.keys(faults);
  const group = {};
  const traces = tracesOf(given, request);
  const explorations = (
    configurations: readonly Configuration[],
    options: Parameters<typeof explored>[1],
    rankOf: (at: number) => number,
  ) =>
    configurations.map((each, at) => ({
      ...exhaustiveRun(family, each, { ...asked, ...options }, traces),
      group,
      asksGroup: false,
      rank: rankOf(at),
    }));
  // Without a reduction nobody would come to their end.
  const withStepsAlone = (configurations: readonly Configuration[], rank: number) =>
    reduction === false ? [] : explorations(configurations, { reduction: true, ...budgets }, () => rank);
  return [
    ...explorations(exhaustive, { threads, ...budgets }, (at) => (at === 0 ? RANK.first : RANK.exploration)),
    ...withStepsAlone(reduced, RANK.exploration),
    ...(request.deep
      ? explorations(deep, { threads, statesMax: DEEP_STATES_MAX, ...budgets }, () => RANK.deep)
      : []),
    ...(request.deep ? withStepsAlone(deepReduced, RANK.deep) : []),
    { ...randomRun(family, request, traces), group, asksGroup: true, rank: RANK.random },
    ...(canary === undefined
      ? []
      : [{ ...canaryRun(family, canary, budgets), group: {}, asksGroup: false, rank: RANK.canary }]),
  ];
}

type Ungrouped = Omit<PlannedRun, 'group' | 'asksGroup' | 'rank'>;

/** Budgets with no more seconds than these. */
function within<B extends Pick<Budgets, 'secondsMax'>>(budgets: B, seconds: number | undefined): B {
  if (seconds === undefined) return budgets;
  return { ...budgets, secondsMax: Math.min(seconds, budgets.secondsMax ?? seconds) };
}

/** The state space that a run has gone through completely, if it has. */
export function enumeratedBy(run: CheckRun): EnumeratedSpace | undefined {
  if (run.mode !== 'exhaustive') return undefined;
  const { verdict, states, reduction } = run.result;
  // Of states that were left out nobody knows how many there are.
  if (verdict !== 'holds' || tookPart(reduction) !== undefined) return undefined;
  return { configuration: run.subject.parameters, states };
}

function exhaustiveRun(
  family: NetworkFamily,
  given: Configuration,
  options: Parameters<typeof explored>[1],
  traces: TraceOptions,
): Ungrouped {
  const subject = subjectOf(family, given, []);
  const notable = notableOf(family, subject.parameters);
  return {
    mode: 'exhaustive',
    kind: 'search',
    subject,
    notable,
    begin: function* (watch, { secondsMax }) {
      const chosen = choose(family, given);
      const { result, evidence } = yield* explored(chosen, within(options, secondsMax), traces, watch);
      return { mode: 'exhaustive', subject, notable, result, evidence };
    },
  };
}

function randomRun(
  family: NetworkFamily,
  { seed, runs, budgets }: RunRequest,
  traces: TraceOptions,
): Ungrouped {
  const subject = { network: family.name, parameters: {}, faults: [] };
  return {
    mode: 'random',
    kind: 'campaign',
    subject,
    notable: {},
    begin: function* (watch, { secondsMax: seconds, enumerated }) {
      const { secondsMax } = within(budgets, seconds);
      const request = { family, enumerated, seed, runs, secondsMax };
      const { result, evidence } = yield* sampled(request, traces, watch);
      return { mode: 'random', subject, notable: {}, result, runsMax: runs, evidence };
    },
    networkOf: (configuration) => family.build(configuration, new Set()),
  };
}

function canaryRun(family: NetworkFamily, fault: string, budgets: RunRequest['budgets']): Ungrouped {
  const subject = subjectOf(family, canaryConfiguration(family, fault), [fault]);
  return {
    mode: 'canary',
    kind: 'search',
    subject,
    notable: notableOf(family, subject.parameters),
    begin: (watch, { secondsMax }) => mustCatch(family, fault, within(budgets, secondsMax), watch),
  };
}

/** The bounds of a suite, and the canary. */
function suiteRuns(suite: BoundSuite, { seed, deep, budgets }: RunRequest): PlannedRun[] {
  const [canary] = Object.keys(suite.faults);
  const inputs = deep ? suite.runs.deep : suite.runs.check;
  for (const [name, count] of Object.entries(suite.runs)) {
    if (isCount(count)) continue;
    throw new CheckError(
      `The suite '${suite.name}' has the runs.${name} ${count}; it must be a whole number of at least 1.`,
    );
  }
  const subject = { network: suite.name, parameters: {}, faults: [] };
  const bounds: PlannedRun = {
    mode: 'bounds',
    kind: 'bounds',
    subject,
    notable: {},
    group: suite,
    asksGroup: false,
    rank: RANK.numbers,
    begin: function* ({ signal, onProgress }, { secondsMax }) {
      const result = yield* attempts(suite, {
        seed,
        runs: inputs,
        ...timeOf(within(budgets, secondsMax)),
        ...(signal === undefined ? {} : { signal }),
        onProgress: (done) => onProgress?.({ kind: 'bounds', ...done }),
      });
      return { mode: 'bounds', subject, notable: {}, inputs, result };
    },
  };
  if (canary === undefined) return [bounds];
  return [
    bounds,
    {
      mode: 'canary',
      kind: 'bounds',
      subject: { ...subject, faults: [canary] },
      notable: {},
      group: {},
      asksGroup: false,
      rank: RANK.canary,
      begin: (watch, { secondsMax }) =>
        mustBreak(suite, canary, { seed, ...timeOf(within(budgets, secondsMax)) }, watch),
    },
  ];
}

const timeOf = ({ secondsMax }: RunRequest['budgets']) => (secondsMax === undefined ? {} : { secondsMax });

function comparisonRun(comparison: Comparison, { budgets }: RunRequest): PlannedRun {
  refuseNoRows(comparison);
  const subject = { network: 'published rows', parameters: {}, faults: [] };
  return {
    mode: 'comparison',
    kind: 'comparison',
    subject,
    notable: {},
    group: comparison,
    asksGroup: false,
    mustStay: true,
    rank: RANK.numbers,
    begin: function* (watch, { secondsMax: seconds }) {
      const { secondsMax } = within(budgets, seconds);
      const { values, ...result } = yield* compared(comparison, watch, secondsMax);
      return { mode: 'comparison', subject, notable: {}, comparison, result, values };
    },
  };
}

function tracesOf(subject: Checkable, { traceDir, cwd, originOf }: RunRequest): TraceOptions {
  const origin = originOf?.(subject);
  return {
    ...(traceDir === undefined ? {} : { traceDir }),
    ...(cwd === undefined ? {} : { cwd }),
    ...(origin === undefined ? {} : { origin }),
  };
}
