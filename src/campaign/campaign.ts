import { setImmediate as nextTurn } from 'node:timers/promises';
import * as fc from 'fast-check';
import { type ConfiguredViolation, minimiseConfiguration } from '../counterexample/minimise.js';
import type { Coverage } from '../engine/coverage.js';
import { Stopwatch } from '../explore/search.js';
import { CheckError } from '../network/errors.js';
import type { NetworkFamily } from '../network/family.js';
import { type Configuration, configurationOf, faultsOf } from '../network/parameters.js';
import { overall, type PropertyVerdict, type Verdict } from '../property/verdict.js';
import { configurations, someEnumerated, stepsMaxOf } from './arbitraries.js';
import { completed, type EnumeratedSpace, type SampledSpace, SpaceSample } from './state-space.js';
import { Laboratories, runTrial, type Trial, TrialArbitrary } from './trial.js';

export interface CampaignOptions {
  /** Any 32-bit integer: the same seed gives the same campaign on any machine. */
  readonly seed: number;
  /** Random runs, each of a configuration drawn anew. */
  readonly runs: number;
  readonly faults?: readonly string[];
  /** Only a violation of this property ends the campaign; others are not looked for. Default: any. */
  readonly until?: string;
  /** Parameters that are not drawn. */
  readonly fixed?: Configuration;
  /** Configurations whose exact number of states is known: a run in four is of one of them, and `sampled` tells what share it saw. */
  readonly enumerated?: readonly EnumeratedSpace[];
  /** Whether a violation is reported in the smallest configuration that shows it (default) or in the one where it was found. */
  readonly minimise?: boolean;
  /** Whether the failing schedule is made smaller (default) or reported as it was found. */
  readonly shrink?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: { readonly runs: number; readonly steps: number }) => void;
}

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
}

/** Checks random configurations of a family on random schedules, by fast-check; a failure is shrunk and then made small. */
export async function campaign(family: NetworkFamily, options: CampaignOptions): Promise<CampaignResult> {
  const { seed, runs, signal, fixed = {} } = options;
  const faults = faultsOf(family, options.faults ?? []);
  const watch = new Stopwatch();
  watch.start();
  const drawn = new Set<string>();
  const pinned = pinnedParameters(family, faults, fixed);
  const spaces = completed(family, faults, pinned, options.enumerated ?? []);
  const samples = spaces.map((space) => new SpaceSample(space));
  const laboratories = new Laboratories(family, faults, samples);
  const arbitrary = new TrialArbitrary(
    someEnumerated(
      configurations(family, faults, pinned),
      spaces.map(({ configuration }) => configuration),
    ),
    laboratories,
    (configuration) => stepsMaxOf(family, configuration),
    () => signal?.aborted === true,
    options.until,
  );
  const tally = new Tally();
  let [done, steps, lastLength] = [0, 0, 0];
  /** fast-check would take wrong input for a failing run. */
  let refused: CheckError | undefined;
  const runRefusing = (trial: Trial) => {
    try {
      return runTrial(trial, laboratories);
    } catch (thrown) {
      if (thrown instanceof CheckError) refused ??= thrown;
      throw thrown;
    }
  };
  const property = fc.asyncProperty(arbitrary, async (trial: Trial) => {
    // A failure is the only way to make fast-check stop drawing; what it calls the counterexample violates nothing.
    if (signal?.aborted) throw new Error('interrupted');
    drawn.add(JSON.stringify(Object.entries(trial.configuration)));
    const { taken, finding, judge } = runRefusing(trial);
    if (trial.isShrunk !== true) {
      done++;
      const { sample } = laboratories.for(trial.configuration);
      if (sample !== undefined) sample.runs++;
      steps += taken.length;
      lastLength = taken.length;
      tally.add(judge.verdicts('sample'));
      options.onProgress?.({ runs: done, steps });
    }
    await nextTurn();
    if (finding !== undefined) throw new Error(`${finding.property}: ${finding.message}`);
  });
  const details = await fc.check(property, { seed, numRuns: runs, endOnFailure: options.shrink === false });
  if (refused !== undefined) throw refused;
  if (!details.failed) laboratories.recheck();
  const trial = details.counterexample?.[0];
  const violation =
    trial === undefined || trial === null ? undefined : violationOf(trial, laboratories, arbitrary);
  const reported =
    violation === undefined || options.minimise === false
      ? violation
      : minimiseConfiguration(family, faults, violation, seed);
  watch.stop();
  const isInterrupted = signal?.aborted === true;
  const properties = tally.verdicts(isInterrupted || violation !== undefined);
  return {
    verdict: overall([
      ...properties.map(({ verdict }) => verdict),
      // Interrupted before its first run, a campaign knows of no property at all.
      ...(isInterrupted ? (['inconclusive'] as const) : []),
    ]),
    seed,
    runs: done,
    steps,
    configurations: drawn.size,
    seconds: watch.seconds,
    properties,
    coverage: laboratories.coverage(),
    sampled: samples.map((sample) => sample.result()),
    ...(reported === undefined ? {} : { violation: reported }),
    ...(violation === undefined
      ? {}
      : {
          shrunk: { from: lastLength, shrinks: details.numShrinks, path: details.counterexamplePath ?? '' },
        }),
    isInterrupted,
  };
}

/** Parameters that are not drawn: those given, and those at which a fault shows. */
function pinnedParameters(
  family: NetworkFamily,
  faults: ReadonlySet<string>,
  fixed: Configuration,
): Configuration {
  const all = configurationOf(family, fixed, faults);
  const names = [...faults].flatMap((fault) => Object.keys(family.faults[fault]?.configuration ?? {}));
  return Object.fromEntries([...Object.keys(fixed), ...names].map((name) => [name, all[name]!]));
}

/** The counterexample of a trial, as found and shrunk. */
function violationOf(
  trial: Trial,
  laboratories: Laboratories,
  arbitrary: TrialArbitrary,
): ConfiguredViolation | undefined {
  const followed = runTrial(trial, laboratories);
  const { taken, finding } = followed;
  if (finding === undefined) return undefined;
  const { configuration, initial } = trial;
  const { network } = laboratories.for(configuration);
  return {
    configuration,
    network,
    violation: { ...finding, initial, steps: taken, minimality: arbitrary.minimalityOf(followed) },
  };
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
