import type { BoundSuite } from '../bounds/bound.js';
import { checkBounds } from '../bounds/check-bounds.js';
import type { EnumeratedSpace } from '../campaign/state-space.js';
import { BreadthFirst, type ExploreOptions, type ExploreResult } from '../explore/breadth-first.js';
import { Stopwatch } from '../explore/search.js';
import type { Configuration } from '../network/parameters.js';
import type { CheckRun, ExhaustiveRun } from '../report/check-run.js';
import type { CanaryVerdict } from '../report/palette.js';
import type { Comparison } from '../check/system.js';
import { compareRows, overallOf } from '../check/comparison.js';
import { confirm, evidenceOf } from './confirm.js';
import { type BudgetOptions, budgetsOf } from './options.js';
import type { Progress } from './progress.js';
import { runCampaign } from './run-campaign.js';
import { search as watchedSearch } from './search.js';
import { boundsProgressText, type Session, searchText } from './session.js';
import { type Chosen, choose, type Target } from './target.js';

/** What `check` was asked to do. */
export interface CheckRequest extends BudgetOptions {
  readonly targets: readonly Target[];
  readonly suites: readonly BoundSuite[];
  /** Published figures to compare simulated ones with. */
  readonly comparison?: Comparison | undefined;
  /** Whether to make the explorations that take minutes, too. */
  readonly deep?: boolean;
  readonly seed: number;
  readonly runs: number;
  readonly traceDir: string;
}

/** One run that is still to be made. */
export type PlannedRun = (progress: Progress) => Promise<CheckRun>;

/** Most states of a deep exploration, unless another limit is given. */
const DEEP_STATES_MAX = 100_000_000;

/** Everything that `check` does, in order: the networks, the suites of bounds, and the published rows. */
export function plan(session: Session, request: CheckRequest): PlannedRun[] {
  const { comparison } = request;
  return [
    ...networkRuns(session, request),
    ...suiteRuns(session, request),
    ...(comparison === undefined ? [] : [(progress: Progress) => compare(session, comparison, progress)]),
  ];
}

/** For each network the exhaustive runs (deep ones last), the random campaign, and the canary. */
function networkRuns(session: Session, request: CheckRequest): PlannedRun[] {
  return request.targets.flatMap((target) => {
    const { exhaustive, deep = [], faults } = target.family;
    const [canary] = Object.keys(faults);
    const enumerated: EnumeratedSpace[] = [];
    return [
      ...explorations(session, request, target, exhaustive, enumerated),
      ...(request.deep
        ? explorations(session, { statesMax: DEEP_STATES_MAX, ...request }, target, deep, enumerated)
        : []),
      (progress) => sample(session, request, target, enumerated, progress),
      ...(canary === undefined
        ? []
        : [(progress: Progress) => mustCatch(session, request, target, canary, progress)]),
    ];
  });
}

/** For each suite its bounds, and the canary. */
function suiteRuns(session: Session, request: CheckRequest): PlannedRun[] {
  return request.suites.flatMap((suite) => {
    const [canary] = Object.keys(suite.faults);
    return [
      (progress) => tryBounds(session, request, suite, progress),
      ...(canary === undefined
        ? []
        : [(progress: Progress) => mustBreak(session, request, suite, canary, progress)]),
    ];
  });
}

const watched = (session: Session, suite: BoundSuite, progress: Progress) => ({
  signal: session.signal,
  onProgress: (done: { readonly bound: string; readonly runs: number }) =>
    progress.update(boundsProgressText(suite.name, done)),
});

async function tryBounds(
  session: Session,
  { seed, deep = false }: CheckRequest,
  suite: BoundSuite,
  progress: Progress,
): Promise<CheckRun> {
  const inputs = deep ? suite.runs.deep : suite.runs.check;
  const result = await checkBounds(suite, { seed, runs: inputs, ...watched(session, suite, progress) });
  const subject = { network: suite.name, parameters: {}, faults: [] };
  return { mode: 'bounds', subject, notable: {}, inputs, result };
}

async function compare(session: Session, comparison: Comparison, progress: Progress): Promise<CheckRun> {
  const watch = new Stopwatch();
  watch.start();
  const values = await compareRows(comparison, {
    signal: session.signal,
    onRow: (name) => progress.update(`published rows: ${name}`),
  });
  watch.stop();
  const result = { verdict: overallOf(comparison, values), seconds: watch.seconds };
  const subject = { network: 'published rows', parameters: {}, faults: [] };
  return { mode: 'comparison', subject, notable: {}, comparison, result, values };
}

/** As `mustCatch`, for a suite: with this fault its bound must be broken. */
async function mustBreak(
  session: Session,
  { seed }: CheckRequest,
  suite: BoundSuite,
  fault: string,
  progress: Progress,
): Promise<CheckRun> {
  const { property } = suite.faults[fault]!;
  const result = await checkBounds(suite, {
    seed,
    runs: suite.runs.check,
    faults: [fault],
    only: [property],
    ...watched(session, suite, progress),
  });
  const verdict = { violated: 'caught', inconclusive: 'inconclusive' } as const;
  return {
    mode: 'canary',
    subject: { network: suite.name, parameters: {}, faults: [fault] },
    notable: {},
    result: { seconds: result.seconds },
    property,
    verdict: verdict[result.verdict as keyof typeof verdict] ?? 'MISSED',
  };
}

/** @param enumerated is added each state space that was explored completely */
function explorations(
  session: Session,
  request: CheckRequest,
  target: Target,
  configurations: readonly Configuration[],
  enumerated: EnumeratedSpace[],
): PlannedRun[] {
  return configurations.map((given) => async (progress) => {
    const chosen = choose(target, given, []);
    const run = await exploreAll(session, request, chosen, progress);
    const { verdict, states } = run.result;
    if (verdict === 'holds') enumerated.push({ configuration: chosen.configuration, states });
    return run;
  });
}

async function exploreAll(
  session: Session,
  request: CheckRequest,
  chosen: Chosen,
  progress: Progress,
): Promise<ExhaustiveRun> {
  const result = await search(session, chosen, budgetsOf(request), progress);
  const evidence = result.violations.map((violation) =>
    evidenceOf(session, chosen, violation, request.traceDir),
  );
  return { mode: 'exhaustive', subject: chosen.subject, notable: notable(chosen), result, evidence };
}

async function sample(
  session: Session,
  request: CheckRequest,
  target: Target,
  enumerated: readonly EnumeratedSpace[],
  progress: Progress,
): Promise<CheckRun> {
  const { seed, runs, traceDir, secondsMax } = request;
  const asked = { target, given: {}, faults: [], enumerated, seed, runs, traceDir, secondsMax };
  return { mode: 'random', notable: {}, runsMax: runs, ...(await runCampaign(session, asked, progress)) };
}

/** A check that never fails proves nothing: with this fault its property must be found violated. */
async function mustCatch(
  session: Session,
  request: CheckRequest,
  target: Target,
  fault: string,
  progress: Progress,
): Promise<CheckRun> {
  const chosen = choose(target, {}, [fault]);
  const { property } = target.family.faults[fault]!;
  const result = await search(session, chosen, { ...budgetsOf(request), until: property }, progress);
  for (const violation of result.violations) confirm(chosen.network, violation);
  return {
    mode: 'canary',
    subject: chosen.subject,
    notable: notable(chosen),
    result,
    property,
    verdict: canaryVerdict(result, property),
  };
}

function canaryVerdict({ properties, inconclusive }: ExploreResult, property: string): CanaryVerdict {
  if (properties.some(({ name, verdict }) => name === property && verdict === 'violated')) return 'caught';
  return inconclusive === undefined ? 'MISSED' : 'inconclusive';
}

function search(session: Session, { network, subject }: Chosen, options: ExploreOptions, progress: Progress) {
  return watchedSearch(session, {
    mode: 'explore',
    subject,
    budgets: options,
    begin: (budgets) => new BreadthFirst(network, { ...options, ...budgets }),
    onProgress: (done) => progress.update(searchText(subject.network, done)),
  });
}

function notable({ target, configuration }: Chosen): Configuration {
  const { parameters } = target.family;
  return Object.fromEntries(
    Object.entries(configuration).filter(([name, value]) => value !== parameters[name]?.default),
  );
}
