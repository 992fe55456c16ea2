import type { StopSignal } from '../interpreter/deadline.js';
import { type ConfiguredViolation, minimiseConfiguration } from '../counterexample/minimise.js';
import type { Coverage } from '../interpreter/chart/coverage.js';
import { now } from '../interpreter/clock.js';
import { Budget, type Exhausted } from '../explore/budget.js';
import { fastCheck } from '../explore/fast-check.js';
import { doAtOnce, doWithPauses, type Pieces } from '../explore/pieces.js';
import { SearchClock } from '../explore/search-clock.js';
import { type NetworkFamily, refuseUnknownFamilyKeys, stepsMaxOf } from '../network/family.js';
import { refuseUnknownOptions } from '../network/known-keys.js';
import { CheckError } from '../network/errors.js';
import { countOption, seedOption } from '../network/whole-numbers.js';
import { type Configuration, faultsOf, valuesOf } from '../network/parameters.js';
import { listed, suggestion } from '../network/nearest.js';
import type { Network } from '../network/network.js';
import { settledBy } from '../network/patch.js';
import { propertyNames } from '../network/property-names.js';
import type { Followed } from '../explore/schedule.js';
import { deliveriesField, type Violation } from '../property/violation.js';
import { overall, type PropertyVerdict, type Verdict } from '../property/verdict.js';
import { configurations, someEnumerated } from './arbitraries.js';
import { NovelConfigurations } from './novel-configurations.js';
import { completed, type EnumeratedSpace, type SampledSpace, SpaceSample } from './state-space.js';
import { Workbenches, runTrial, type Trial, TrialArbitrary } from './trial.js';

/** How far a campaign has come. */
export interface CampaignProgress {
  readonly runs: number;
  readonly steps: number;
}

export interface CampaignOptions {
  /** Any 32-bit integer: the same seed gives the same campaign on any machine. */
  readonly seed: number;
  /** Random runs, each of a configuration drawn anew: at least 1. */
  readonly runs: number;
  readonly faults?: readonly string[];
  /** Only a violation of this property ends the campaign; others are not looked for. Default: any. */
  readonly until?: string;
  /** Parameters that are not drawn: what is found is reported with them, too. */
  readonly fixed?: Configuration;
  /** Configurations whose exact number of states is known: a run in four is of one of them, and `sampled` tells what share it saw. */
  readonly enumerated?: readonly EnumeratedSpace[];
  /** Whether a violation is reported in the smallest configuration with the `fixed` parameters that shows it (default) or in the one where it was found. */
  readonly minimise?: boolean;
  /** Whether the failing schedule is made smaller (default) or reported as it was found. */
  readonly shrink?: boolean;
  /** Seconds of the whole campaign, making a counterexample small included. Default: no limit. */
  readonly secondsMax?: number;
  readonly signal?: StopSignal;
  readonly onProgress?: (progress: CampaignProgress) => void;
  /** Called with the violation as it was found, before it is made small. */
  readonly onViolation?: (violation: Violation) => void;
}

const OPTIONS = {
  seed: true,
  runs: true,
  secondsMax: true,
  onViolation: true,
  faults: true,
  until: true,
  fixed: true,
  enumerated: true,
  minimise: true,
  shrink: true,
  signal: true,
  onProgress: true,
} as const;

/** What a campaign found. */
export interface CampaignResult {
  readonly verdict: Verdict;
  readonly seed: number;
  readonly runs: number;
  readonly steps: number;
  /** Different configurations drawn. */
  readonly configurations: number;
  readonly seconds: number;
  readonly properties: readonly PropertyVerdict[];
  /** Which parts of the charts were used, over all configurations. */
  readonly coverage: Coverage;
  /** What was seen of each of the `enumerated` state spaces. */
  readonly sampled: readonly SampledSpace[];
  /** Length of the failing schedule as found, shrinks that fast-check accepted, and its path to the minimum. */
  readonly shrunk?: { readonly from: number; readonly shrinks: number; readonly path: string };
  readonly violation?: ConfiguredViolation;
  readonly isInterrupted: boolean;
  /** Present when the campaign ended early: why, and how many runs were left. */
  readonly inconclusive?: { readonly budget: Exhausted; readonly frontier: number };
}

/**
 * Checks random configurations of a family on random schedules, by fast-check; a failure is shrunk and then made small.
 *
 * @throws CheckError for a number of runs that is no whole number of at least 1, for other wrong options, an `until` that no network drawn has among them, for parameters or faults that the family does not have, and as `explore` does
 */
export function campaign(family: NetworkFamily, options: CampaignOptions): CampaignResult {
  return doAtOnce(trials(family, options));
}

/** As `campaign`, with pauses in which other work happens and `signal` can be aborted. */
export function campaignAsync(family: NetworkFamily, options: CampaignOptions): Promise<CampaignResult> {
  return doWithPauses(trials(family, options));
}

/** A campaign as work in pieces. */
export function* trials(family: NetworkFamily, options: CampaignOptions): Pieces<CampaignResult> {
  refuseUnknownOptions<CampaignOptions>(options, OPTIONS, 'campaign');
  refuseUnknownFamilyKeys(family);
  const { signal, fixed = {} } = options;
  const [seed, runs] = [seedOption(options.seed), countOption('runs', options.runs)];
  const faults = faultsOf(family, options.faults ?? []);
  const startedAt = now();
  const { secondsMax } = options;
  const budget = new Budget(secondsMax === undefined ? {} : { secondsMax });
  const clock = new SearchClock(budget, () => 0, signal);
  const isStopped = () => signal?.aborted === true || clock.expiry() !== undefined;
  const drawn = new Set<string>();
  const pinned = pinnedParameters(family, faults, fixed);
  const spaces = completed(family, faults, pinned, options.enumerated ?? []);
  const samples = spaces.map((space) => new SpaceSample(space));
  const workbenches = new Workbenches(family, faults, samples);
  const arbitrary = new TrialArbitrary(
    someEnumerated(
      new NovelConfigurations(configurations(family, faults, pinned)),
      spaces.map(({ configuration }) => configuration),
    ),
    workbenches,
    (configuration) => stepsMaxOf(family, configuration),
    clock,
    options.until,
  );
  const tally = new Tally();
  let [done, steps, lastLength] = [0, 0, 0];
  /** The run that failed, made smaller as long as fast-check goes on. */
  let failed: { readonly trial: Trial; readonly followed: Followed } | undefined;
  /** fast-check would take wrong input for a failing run. */
  let refused: CheckError | undefined;
  /** The names of properties that networks have, until one has the property that is looked for. */
  const otherNames = new Set<string>();
  let isKnown = options.until === undefined;
  const lookForProperty = (network: Network) => {
    const names = propertyNames(network);
    isKnown = names.includes(options.until!);
    for (const name of names) otherNames.add(name);
  };
  const runRefusing = (trial: Trial) => {
    try {
      return runTrial(trial, workbenches);
    } catch (thrown) {
      if (thrown instanceof CheckError) refused ??= thrown;
      throw thrown;
    }
  };
  const attempt = (trial: Trial) => {
    const followed = isStopped() ? undefined : clock.run(() => runRefusing(trial));
    if (followed === undefined) {
      // Of what is being made smaller, the smallest so far stays.
      if (failed !== undefined) return;
      // A failure is the only way to make fast-check stop drawing; what it calls the counterexample violates nothing.
      throw new Error('stopped');
    }
    const { finding, evaluator } = followed;
    if (!isKnown) lookForProperty(workbenches.for(trial.configuration).network);
    drawn.add(JSON.stringify(Object.entries(trial.configuration)));
    if (finding !== undefined) {
      if (failed === undefined) {
        const { initial } = trial;
        options.onViolation?.({ ...finding, initial, steps: followed.taken, minimality: 'as found' });
      }
      failed = { trial, followed };
    }
    if (trial.isShrunk !== true) {
      done++;
      const { sample } = workbenches.for(trial.configuration);
      if (sample !== undefined) sample.runs++;
      steps += trial.steps;
      lastLength = finding === undefined ? 0 : followed.taken.length;
      tally.add(evaluator.verdicts('sample'));
      options.onProgress?.({ runs: done, steps });
    }
    if (finding !== undefined) throw new Error(`${finding.property}: ${finding.message}`);
  };
  const endOnFailure = options.shrink === false;
  const details = yield* fastCheck(arbitrary, attempt, { seed, numRuns: runs, endOnFailure });
  if (refused !== undefined) throw refused;
  if (details.failed && failed === undefined && !isStopped()) throw details.errorInstance;
  if (!details.failed) clock.run(() => workbenches.recheck());
  if (!isKnown && !isStopped()) throw unknownProperty(family, options.until!, [...otherNames]);
  const violation = failed && violationOf(failed.trial, failed.followed, workbenches, arbitrary);
  const kept = Object.fromEntries(Object.keys(fixed).map((name) => [name, pinned[name]!]));
  const reported =
    violation === undefined || options.minimise === false
      ? violation
      : (clock.run(() => minimiseConfiguration(family, faults, violation, { fixed: kept, seed })) ??
        violation);
  const stopped = clock.expired ?? (signal?.aborted === true ? ('interrupted' as const) : undefined);
  const properties = tally.verdicts(stopped !== undefined || violation !== undefined);
  return {
    verdict: overall([
      ...properties.map(({ verdict }) => verdict),
      // Ended before its first run, a campaign knows of no property at all.
      ...(stopped === undefined ? [] : (['inconclusive'] as const)),
    ]),
    seed,
    runs: done,
    steps,
    configurations: drawn.size,
    seconds: (now() - startedAt) / 1000,
    properties,
    coverage: workbenches.coverage(),
    sampled: samples.map((sample) => sample.result()),
    ...(reported === undefined ? {} : { violation: reported }),
    ...(violation === undefined
      ? {}
      : {
          shrunk: { from: lastLength, shrinks: details.numShrinks, path: details.counterexamplePath ?? '' },
        }),
    isInterrupted: stopped === 'interrupted',
    ...(stopped === undefined ? {} : { inconclusive: { budget: stopped, frontier: runs - done } }),
  };
}

/** Which properties there are depends on the configuration: that nobody has one is known at the end. */
function unknownProperty({ name }: NetworkFamily, until: string, known: readonly string[]): CheckError {
  return new CheckError(
    `The campaign over '${name}' is to go on until '${until}' is violated, and no network that it drew has such a property; they have ${listed(known)}.${suggestion(until, known)}`,
  );
}

/** Parameters that are not drawn: those given, those at which a fault shows, and those that it settles. */
function pinnedParameters(
  family: NetworkFamily,
  faults: ReadonlySet<string>,
  fixed: Configuration,
): Configuration {
  const all = valuesOf(family, fixed, faults);
  const names = [...faults].flatMap((fault) => Object.keys(family.faults[fault]?.configuration ?? {}));
  const settled = settledBy(family.faults, faults).keys();
  return Object.fromEntries([...Object.keys(fixed), ...names, ...settled].map((name) => [name, all[name]!]));
}

/** The counterexample of a trial, as found and shrunk. */
function violationOf(
  { configuration, initial }: Trial,
  followed: Followed,
  workbenches: Workbenches,
  arbitrary: TrialArbitrary,
): ConfiguredViolation {
  const { network } = workbenches.for(configuration);
  const minimality = arbitrary.minimalityOf(followed);
  const { finding, taken, deliveries } = followed;
  const violation = { ...finding!, initial, steps: taken, ...deliveriesField(deliveries), minimality };
  return { configuration, network, violation };
}

/** What all runs together saw of each property: the smallest margin, and whether a witness was met in any. */
class Tally {
  private readonly byName = new Map<string, PropertyVerdict>();

  add(verdicts: readonly PropertyVerdict[]): void {
    for (const each of verdicts) {
      const before = this.byName.get(each.name);
      const margins = [before?.margin, each.margin].filter((margin) => margin !== undefined);
      const verdict = before === undefined ? each.verdict : strongest(before.verdict, each.verdict);
      this.byName.set(each.name, {
        name: each.name,
        verdict,
        ...(margins.length === 0 ? {} : { margin: Math.min(...margins) }),
        ...(each.isWitness ? { isWitness: true as const } : {}),
      });
    }
  }

  /** @param endedEarly not all runs were made, so that what is not violated is not shown either */
  verdicts(endedEarly: boolean): PropertyVerdict[] {
    return [...this.byName.values()].map((each) =>
      endedEarly && each.verdict !== 'violated' ? { ...each, verdict: 'inconclusive' } : each,
    );
  }
}

/** A run that violates outweighs all others; one that meets a witness outweighs those that do not. */
function strongest(one: Verdict, other: Verdict): Verdict {
  const order: readonly Verdict[] = ['violated', 'holds-in-sample', 'inconclusive'];
  return order.find((verdict) => verdict === one || verdict === other) ?? one;
}
