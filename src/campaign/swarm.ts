import type { StopSignal } from '../interpreter/deadline.js';
import { Engine } from '../engine/engine.js';
import { AnswerSharing } from '../engine/tables/shared-answers.js';
import { now } from '../interpreter/clock.js';
import { RepetitionTime, sharingRepetitions } from '../interpreter/repetitions.js';
import { Budget, type Exhausted } from '../explore/budget.js';
import { fastCheck } from '../explore/fast-check.js';
import { doAtOnce, doWithPauses, type Pieces } from '../explore/pieces.js';
import { ScheduleFollower } from '../explore/schedule.js';
import { SearchClock } from '../explore/search-clock.js';
import { deliveriesField, type Violation } from '../property/violation.js';
import { Walker } from '../explore/walker.js';
import { buildDrawn } from '../network/build-drawn.js';
import { type NetworkFamily, refuseUnknownFamilyKeys, stepsMaxOf } from '../network/family.js';
import { refuseUnknownOptions } from '../network/known-keys.js';
import { countOption, seedOption } from '../network/whole-numbers.js';
import { type Configuration, faultsOf, reasonAgainst, valuesOf } from '../network/parameters.js';
import type { Network } from '../network/network.js';
import { PropertyEvaluator } from '../property/property-evaluator.js';
import type { Verdict } from '../property/verdict.js';
import type { CampaignProgress } from './campaign.js';
import { SwarmArbitrary, type SwarmRun } from './swarm-arbitrary.js';

export interface SwarmOptions {
  /** Any 32-bit integer: the same seed gives the same runs on any machine. */
  readonly seed: number;
  /** Random runs: at least 1. */
  readonly runs: number;
  /** The faults to draw from. Default: all that the family has. */
  readonly faults?: readonly string[];
  /** Parameters that are not drawn. */
  readonly fixed?: Configuration;
  /** Seconds of the whole swarm. Default: no limit. */
  readonly secondsMax?: number;
  readonly signal?: StopSignal;
  readonly onProgress?: (progress: CampaignProgress) => void;
}

const OPTIONS = {
  seed: true,
  runs: true,
  secondsMax: true,
  faults: true,
  fixed: true,
  signal: true,
  onProgress: true,
} as const;

/** A run of a swarm that violated a property. */
export interface SwarmViolation {
  readonly configuration: Configuration;
  /** All faults of the run. */
  readonly faults: readonly string[];
  readonly network: Network;
  readonly violation: Violation;
}

/** What became of the runs that had one fault, alone or with others. */
export interface SwarmFault {
  readonly fault: string;
  /** The property that must catch it. A run cannot show that a witness is never met: a fault that prevents one counts as missed. */
  readonly property: string;
  /**
   * Caught: a run with it violated its property, and the same steps do not where this fault alone is taken out, be it that another one or the healthy
   * network is to blame. Missed: there were runs with it, and none was such. Inconclusive: there were none, or too few as it was interrupted.
   */
  readonly verdict: 'caught' | 'missed' | 'inconclusive';
  readonly runs: number;
  /** Runs that violated a property, whichever. */
  readonly violated: number;
  /** In how many runs each property was violated, by the name of the property. */
  readonly violations: readonly { readonly property: string; readonly runs: number }[];
  /** The shortest run that caught it, as found. */
  readonly example?: SwarmViolation;
}

export interface SwarmResult {
  /** `violated` if a fault was missed; `holds-in-sample` if each was caught. */
  readonly verdict: Verdict;
  readonly seed: number;
  readonly runs: number;
  readonly steps: number;
  readonly seconds: number;
  readonly faults: readonly SwarmFault[];
  readonly isInterrupted: boolean;
  /** Present when the swarm ended early: why, and how many runs were left. */
  readonly inconclusive?: { readonly budget: Exhausted; readonly frontier: number };
}

/**
 * Swarm testing of faults: random runs, each of a random set of faults and a random configuration. A violation is what a fault is
 * for, and ends nothing but its run; what is wrong is a fault that its property never catches.
 *
 * @throws CheckError for wrong options, unknown faults or parameters, or where no fault can show at the parameters given
 */
export function swarm(family: NetworkFamily, options: SwarmOptions): SwarmResult {
  return doAtOnce(faultyRuns(family, options));
}

/** As `swarm`, with pauses in which other work happens and `signal` can be aborted. */
export function swarmAsync(family: NetworkFamily, options: SwarmOptions): Promise<SwarmResult> {
  return doWithPauses(faultyRuns(family, options));
}

function* faultyRuns(family: NetworkFamily, options: SwarmOptions): Pieces<SwarmResult> {
  refuseUnknownOptions<SwarmOptions>(options, OPTIONS, 'swarm');
  refuseUnknownFamilyKeys(family);
  const { signal, fixed = {} } = options;
  const [seed, runs] = [seedOption(options.seed), countOption('runs', options.runs)];
  // Each is in networks of its own, so that faults that change one thing do not meet.
  const asked = options.faults ?? Object.keys(family.faults);
  const faults = [...new Set(asked.flatMap((id) => [...faultsOf(family, [id])]))];
  const pinned = keptParameters(family, fixed);
  const tallies = new Map(
    faults.map((fault) => [fault, new FaultTally(fault, family.faults[fault]!.property)]),
  );
  const startedAt = now();
  const { secondsMax } = options;
  const time = new RepetitionTime();
  const answers = new AnswerSharing();
  const clock = new SearchClock(new Budget(secondsMax === undefined ? {} : { secondsMax }), () => 0, signal);
  const engineOf: EngineOf = (network) =>
    sharingRepetitions(() => new Engine(answers.sharing(network)), time);
  let [done, steps] = [0, 0];
  const attempt = (run: SwarmRun) => {
    const performed = signal?.aborted ? undefined : clock.run(() => perform(family, run, tallies, engineOf));
    // A failure is the only way to make fast-check stop drawing.
    if (performed === undefined) throw new Error('stopped');
    const { found, length, caught } = performed;
    for (const fault of run.faults) tallies.get(fault)!.add(found, caught.has(fault));
    done++;
    steps += length;
    options.onProgress?.({ runs: done, steps });
  };
  const drawn = new SwarmArbitrary(family, faults, pinned);
  const details = yield* fastCheck(drawn, attempt, { seed, numRuns: runs });
  const stopped = clock.expired ?? (signal?.aborted === true ? ('interrupted' as const) : undefined);
  if (details.failed && stopped === undefined) throw details.errorInstance;
  const results = [...tallies.values()].map((tally) => tally.result(stopped !== undefined));
  return {
    verdict: verdictOf(results),
    seed,
    runs: done,
    steps,
    seconds: (now() - startedAt) / 1000,
    faults: results,
    isInterrupted: stopped === 'interrupted',
    ...(stopped === undefined ? {} : { inconclusive: { budget: stopped, frontier: runs - done } }),
  };
}

/** The parameters that are given, checked. */
function keptParameters(family: NetworkFamily, fixed: Configuration): Configuration {
  const all = valuesOf(family, fixed, new Set());
  return Object.fromEntries(Object.keys(fixed).map((name) => [name, all[name]!]));
}

type EngineOf = (network: Network) => Engine;

function perform(
  family: NetworkFamily,
  run: SwarmRun,
  tallies: ReadonlyMap<string, FaultTally>,
  engineOf: EngineOf,
) {
  const { configuration } = run;
  const network = buildDrawn(family, configuration, run.faults);
  const engine = engineOf(network);
  const stepsMax = stepsMaxOf(family, configuration);
  const walker = new Walker(engine);
  /** The run as far as it violates that property, or any; `undefined` if it does not violate that one. */
  const walkTo = (property: string | undefined) => {
    const walked = walker.walk(new PropertyEvaluator(engine), run.seed, stepsMax, property);
    return property !== undefined && walked.finding === undefined ? undefined : walked;
  };
  const walked = walkTo(namedAlone(family, run.faults)) ?? walkTo(undefined)!;
  const { initial, schedule, finding } = walked;
  const found: SwarmViolation | undefined = finding && {
    configuration,
    faults: Object.keys(family.faults).filter((fault) => run.faults.has(fault)),
    network,
    violation: {
      ...finding,
      initial,
      steps: schedule,
      ...deliveriesField(walked.deliveries),
      minimality: 'as found',
    },
  };
  // Only what would be a shorter example is looked at again.
  const caught = new Set(
    [...run.faults].filter(
      (fault) =>
        found !== undefined &&
        tallies.get(fault)!.isFor(found) &&
        isDueTo(fault, found, family, run.faults, engineOf),
    ),
  );
  return { found, length: schedule.length, caught };
}

/** Whether the steps of a violation do not violate the property where a fault of the run is taken out. */
function isDueTo(
  fault: string,
  { configuration, violation: { initial, steps, property } }: SwarmViolation,
  family: NetworkFamily,
  faults: ReadonlySet<string>,
  engineOf: EngineOf,
): boolean {
  const others = new Set([...faults].filter((other) => other !== fault));
  // What is possible with the fault only cannot be had without it.
  if (reasonAgainst(family, configuration, others) !== undefined) return true;
  const engine = engineOf(buildDrawn(family, configuration, others));
  const follower = new ScheduleFollower(engine, new PropertyEvaluator(engine));
  return follower.follow(initial, steps, property).finding === undefined;
}

/** The property that a fault names, if it is the only one: then nothing else is blamed before it. */
function namedAlone(family: NetworkFamily, faults: ReadonlySet<string>): string | undefined {
  const [only, ...others] = faults;
  return only === undefined || others.length > 0 ? undefined : family.faults[only]!.property;
}

/** Counts the runs with one fault. */
class FaultTally {
  private runs = 0;
  private readonly byProperty = new Map<string, number>();
  private example: SwarmViolation | undefined;

  constructor(
    private readonly fault: string,
    private readonly property: string,
  ) {}

  /** Whether this would be its example, if the fault is to blame. */
  isFor({ violation: { property, steps } }: SwarmViolation): boolean {
    if (property !== this.property) return false;
    return this.example === undefined || steps.length < this.example.violation.steps.length;
  }

  /** @param isExample what was found is due to the fault, and shorter than the example before */
  add(found: SwarmViolation | undefined, isExample: boolean): void {
    this.runs++;
    if (found === undefined) return;
    const { property } = found.violation;
    this.byProperty.set(property, (this.byProperty.get(property) ?? 0) + 1);
    if (isExample) this.example = found;
  }

  result(endedEarly: boolean): SwarmFault {
    const { fault, property, runs, example } = this;
    const violations = [...this.byProperty].sort().map(([name, count]) => ({ property: name, runs: count }));
    const unseen = runs === 0 || endedEarly ? 'inconclusive' : 'missed';
    return {
      fault,
      property,
      verdict: example === undefined ? unseen : 'caught',
      runs,
      violated: violations.reduce((sum, each) => sum + each.runs, 0),
      violations,
      ...(example === undefined ? {} : { example }),
    };
  }
}

function verdictOf(faults: readonly SwarmFault[]): Verdict {
  if (faults.some(({ verdict }) => verdict === 'missed')) return 'violated';
  return faults.some(({ verdict }) => verdict === 'inconclusive') ? 'inconclusive' : 'holds-in-sample';
}
