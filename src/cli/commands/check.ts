import {
  type BoundSuite,
  type Checkable,
  checkAsync,
  CheckError,
  type CheckOptions,
  type CheckProgress,
  type CheckResult,
  type CheckRun,
  type CheckWorker,
  type Comparison,
  runMaker,
  type RunPosition,
  runVerdict,
  type Shard,
} from '../../index.js';
import { checkJson, runJson } from '../../report/check-json.js';
import { checkDetails } from '../../report/check-details.js';
import { checkText } from '../../report/check-text.js';
import { itemName } from '../../report/item.js';
import { positionText, runLine } from '../../report/run-line.js';
import { checkOptions } from '../check-options.js';
import type { CommandModule } from '../command-module.js';
import { EXIT, exitCodeOf } from '../exit-code.js';
import { networkModules } from '../folder.js';
import { workersOf } from '../jobs-option.js';
import type { FinishedRun, Known, SearchMode } from '../known.js';
import { type BudgetOptions, budgetsOf, progressChecksOf, reductionOf } from '../options.js';
import type { Progress } from '../progress.js';
import { runText } from '../progress-text.js';
import { readReport } from '../report-files.js';
import type { WantedReport } from '../reporter-option.js';
import { isTextWanted, refuseReports, writeReports } from '../reporters.js';
import type { Session } from '../session.js';
import type { GivenShard } from '../shard-option.js';
import { type Target, targetsOf } from '../target.js';
import { traceOrigin } from '../trace-module.js';
import { problemsOf, tellUnwritten } from '../unwritten.js';
import { beginSearch, knownOf, questionListener } from '../watch.js';
import { type SweepCommandOptions, sweep } from './sweep.js';

interface CheckCommandOptions extends BudgetOptions {
  /** Whether to make the explorations that take minutes, too. */
  readonly deep?: boolean;
  readonly seed: number;
  readonly runs: number;
  readonly traceDir: string;
  /** Whether to say what can be said of runs that never end. */
  readonly progressChecks?: boolean;
  /** Whether explorations take steps alone where nothing is lost by it. */
  readonly reduction?: boolean;
  readonly searchThreads?: number;
  readonly jobs?: number;
  /** Whether what is vacuous counts as a violation. */
  readonly strict?: boolean;
  readonly json?: boolean;
  readonly html?: string;
  readonly verbose?: boolean;
  readonly full?: boolean;
  readonly totalSeconds?: number;
  readonly shard?: GivenShard;
  /** A report by whose times shards are balanced. */
  readonly times?: string;
  readonly reporter?: readonly WantedReport[];
}

export const add: CommandModule['add'] = (program, { session, finish }) => {
  const command = program
    .command('check [networks...]')
    .description(
      'Checks the networks and suites of bounds that are named: exhaustively, at random, and that a known fault is found. Without names, the networks of the present folder, or where it has none, everything that list names. The command may be left out before a network or an option.',
    );
  for (const option of checkOptions()) command.addOption(option);
  command.action(async (networks: string[], options: CheckCommandOptions | SweepCommandOptions) =>
    finish(
      await ('sweep' in options ? sweep(session, networks, options) : check(session, networks, options)),
    ),
  );
};

/** Checks the networks and suites of bounds that are named; without names the networks of the present folder, or everything in the catalogue. */
async function check(
  session: Session,
  names: readonly string[],
  options: CheckCommandOptions,
): Promise<number> {
  const { json: isJson = false, reporter: reports = [], html, strict: isStrict = false } = options;
  refuseReports(session, reports, isJson);
  const shard = shardFrom(session, options);
  const selection = await selectionOf(session, names);
  // What a page needs is loaded where there is to be one.
  const isPaged = html !== undefined || reports.some(({ name }) => name === 'html');
  const pages = isPaged ? await import('../page.js') : undefined;
  const wanted = pages?.checkTargets(session, html, reports) ?? [];
  const progress = session.progress(isJson);
  session.know({ planned: 0, finished: [] });
  const asked = optionsFor(session, selection, options, shard);
  const watch = (done: CheckProgress) => takeDown(session, done, options, progress);
  const { startHelper, takeOrders } = session.io;
  if (takeOrders !== undefined) {
    await takeOrders(helping(session, runMaker(subjectsOf(selection), { ...asked, onProgress: watch })));
    return EXIT.holds;
  }
  const checked = async () => {
    const result = await checkAsync(subjectsOf(selection), {
      ...asked,
      ...(startHelper === undefined ? {} : { workers: workersOf(options, startHelper) }),
      ...telling(session, progress, watch),
    });
    const unwritten = await problemsOf(async () => {
      if (pages === undefined) return;
      progress.update('writing the page');
      const { targets: families, suites, isCatalogue } = selection;
      const systems = isCatalogue ? await pages.systemPoints(session, progress) : [];
      await pages.writeCheckPages(session, wanted, result, { families, suites, systems });
    });
    return { result, unwritten };
  };
  const { result, unwritten } = await checked().finally(() => progress.stop());
  if (isTextWanted(reports)) print(session, result, options);
  const problems = [...unwritten, ...writeReports(session, reports, result, isStrict)];
  if (problems.length > 0) return tellUnwritten(session, problems);
  for (const page of wanted) pages!.tellOfPage(session, page, isTextWanted(reports) && !isJson);
  const isVacuous = result.networks.some(({ unseen }) => unseen.vacuous.length > 0);
  return exitCodeOf(result.verdict, isStrict && isVacuous);
}

/** What is to be checked. */
interface Selection {
  readonly targets: readonly Target[];
  readonly suites: readonly BoundSuite[];
  readonly comparison: Comparison | undefined;
  /** It is everything that the catalogue has. */
  readonly isCatalogue: boolean;
}

async function selectionOf(session: Session, names: readonly string[]): Promise<Selection> {
  const { suites: known = [], comparison } = session.catalogue;
  const isCatalogue = names.length === 0 && networkModules(session.io).length === 0;
  const suites = known.filter(({ name }) => isCatalogue || names.includes(name));
  const others = names.filter((name) => !suites.some((suite) => suite.name === name));
  // No name at all means all networks, and only names of suites mean none.
  const suiteNames = known.map(({ name }) => name);
  const targets = names.length > 0 && others.length === 0 ? [] : await targetsOf(session, others, suiteNames);
  return { targets, suites, comparison: isCatalogue ? comparison : undefined, isCatalogue };
}

const subjectsOf = ({ targets, suites, comparison }: Selection): Checkable[] => [
  ...targets.map(({ family }) => family),
  ...suites,
  ...(comparison === undefined ? [] : [comparison]),
];

/** What a check is asked for, in whichever thread it is made. */
function optionsFor(
  session: Session,
  { targets }: Selection,
  options: CheckCommandOptions,
  shard: Shard | undefined,
): CheckOptions {
  const { seed, runs, deep = false, traceDir, totalSeconds } = options;
  const origins = new Map<unknown, ReturnType<typeof traceOrigin>>(
    targets.map((target) => [target.family, traceOrigin(session, target)]),
  );
  const onQuestion = questionListener(session);
  return {
    ...budgetsOf(options),
    ...progressChecksOf(options),
    ...reductionOf(options),
    threads: options.searchThreads ?? 1,
    seed,
    runs,
    deep,
    traceDir,
    ...(totalSeconds === undefined ? {} : { totalSeconds }),
    ...(shard === undefined ? {} : { shard }),
    cwd: session.io.cwd,
    originOf: (subject) => origins.get(subject),
    signal: session.signal,
    ...(onQuestion === undefined ? {} : { onQuestion }),
  };
}

/** What the command's own thread tells, besides what all of them take down. */
function telling(
  session: Session,
  progress: Progress,
  watch: (done: CheckProgress) => void,
): Required<Pick<CheckOptions, 'onProgress' | 'onRun'>> {
  return {
    onProgress: (done) => {
      watch(done);
      if (done.phase === 'ended') session.know(NOTHING_UNDER_WAY);
    },
    onRun: (run, position) => {
      session.know({ finished: [finishedRun(run, position.number)] });
      progress.item(runLine(run, position));
    },
  };
}

function print(
  session: Session,
  result: CheckResult,
  { json = false, verbose = false, full: isFull = false }: CheckCommandOptions,
): void {
  const { colours, width, tableWidth } = session;
  session.printEither(json, checkJson(result), () =>
    verbose
      ? checkDetails(result, colours, tableWidth, { isFull, width, colours })
      : checkText(result, colours, width, isFull),
  );
}

/** @throws CheckError for times without a shard, and for a file that is no report */
function shardFrom(session: Session, { shard, times }: CheckCommandOptions): Shard | undefined {
  if (times === undefined) return shard;
  if (shard === undefined) {
    throw new CheckError('The option --times balances shards, and none is asked for. Give --shard, too.');
  }
  const { items } = readReport(session.path(times), times).times;
  return { ...shard, secondsOf: (run) => items[itemName(run)] };
}

function finishedRun(run: CheckRun, number: number): FinishedRun {
  const { mode, subject } = run;
  return { number, mode, network: subject.network, verdict: runVerdict(run), json: runJson(run) };
}

/** Makes runs that another thread orders, and takes down itself what has come of them: that thread may hang before it has heard of it. */
function helping(session: Session, make: CheckWorker['make']): CheckWorker['make'] {
  return async (order) => {
    const passed = await make(order);
    const finished =
      passed.kind === 'made' ? { finished: [finishedRun(passed.run as CheckRun, order.number)] } : {};
    session.know({ ...NOTHING_UNDER_WAY, ...finished });
    return passed;
  };
}

const NOTHING_UNDER_WAY: Known = {
  line: undefined,
  searching: undefined,
  subject: undefined,
  progress: undefined,
  violations: undefined,
};

/** Takes down how far a check has come, for whoever watches the thread, and shows it in one line. */
function takeDown(
  session: Session,
  { phase, progress: done, violations, secondsLeft, ...position }: CheckProgress,
  { secondsMax }: BudgetOptions,
  progress: Progress,
): void {
  if (phase === 'begun') {
    session.know({ planned: position.runs });
    const mode = SEARCHES[position.kind];
    if (mode !== undefined) {
      beginSearch(session, { mode, subject: position.subject, ...timeLeft(secondsMax, secondsLeft) });
    }
    progress.update(positionText(position));
  }
  if (phase === 'confirming') session.know({ searching: undefined });
  if (violations !== undefined) session.know({ violations });
  if (done === undefined) return;
  progress.update(`${positionText(position)}: ${runText(done)}`);
  session.know(knownOf(done));
}

/** The seconds of a search, and what has run out when they are over: whoever watches ends it then, if it does not end itself. @param left of the total */
function timeLeft(
  secondsMax: number | undefined,
  left: number | undefined,
): Pick<NonNullable<Known['searching']>, 'secondsMax' | 'endedBy'> {
  if (left === undefined || (secondsMax !== undefined && secondsMax <= left)) return { secondsMax };
  return { secondsMax: Math.max(0, left), endedBy: 'totalSeconds' };
}

const SEARCHES: Readonly<Partial<Record<RunPosition['kind'], SearchMode>>> = {
  search: 'explore',
  campaign: 'campaign',
};
