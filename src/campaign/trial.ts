import * as fc from 'fast-check';
import { Shrinker } from '../counterexample/shrink.js';
import { type Coverage, mergeCoverage } from '../interpreter/chart/coverage.js';
import { Engine } from '../engine/engine.js';
import { AnswerSharing } from '../engine/tables/shared-answers.js';
import { now } from '../interpreter/clock.js';
import { RepetitionTime, sharingRepetitions } from '../interpreter/repetitions.js';
import type { SearchClock } from '../explore/search-clock.js';
import { type Followed, ScheduleFollower } from '../explore/schedule.js';
import type { Minimality } from '../property/violation.js';
import { Guide } from '../explore/guide.js';
import { SWARM, Walker } from '../explore/walker.js';
import { buildDrawn } from '../network/build-drawn.js';
import type { NetworkFamily } from '../network/family.js';
import type { Configuration } from '../network/parameters.js';
import type { Network } from '../network/network.js';
import { PropertyEvaluator } from '../property/property-evaluator.js';
import type { SpaceSample } from './state-space.js';

/** One random run of a campaign: what fast-check draws, shrinks and prints. */
export interface Trial {
  readonly configuration: Configuration;
  readonly initial: number;
  readonly schedule: readonly string[];
  /** The run counts as failed only if it violates this property: always so while shrinking. */
  readonly property?: string;
  /** What its walk has seen, if it has found nothing. */
  readonly uneventful?: PropertyEvaluator;
  /** Steps that its walk took. */
  readonly steps: number;
  /** Made smaller by the shrinker from a run that failed. */
  readonly isShrunk?: true;
}

/** What is kept for one configuration, so that its answers and predicates are learnt once. */
export interface Workbench {
  readonly network: Network;
  readonly engine: Engine;
  readonly evaluator: PropertyEvaluator;
  readonly follower: ScheduleFollower;
  /** What its walks have seen. */
  readonly guide: Guide;
  readonly walker: Walker;
  /** The states that its walks see, where they are counted. */
  readonly sample?: SpaceSample;
}

/** A campaign over many configurations builds workbenches anew rather than fill the memory: of those it keeps at most so many, */
const WORKBENCHES_MAX = 24;
/** and no more than have asked so much together. Few answers of a large network come again, and the more lives on, the longer garbage is collected. */
const ANSWERS_MAX = 10_000;

/** Machines of different configurations are mostly the same: after so long those that are left are not looked at again. */
const RECHECK_MS_MAX = 500;

/** Builds networks by configuration and remembers the last few. */
export class Workbenches {
  private readonly byKey = new Map<string, Workbench>();
  /** Those whose states are counted, and so are kept to the end. */
  private readonly sampled: ReadonlyMap<string, Workbench>;
  /** Configurations may be many, and their charts are much the same. */
  private readonly repetitionTime = new RepetitionTime();
  private readonly answers = new AnswerSharing();
  /** What was covered in workbenches that are gone. */
  private past: Coverage = mergeCoverage([]);

  constructor(
    private readonly family: NetworkFamily,
    private readonly faults: ReadonlySet<string>,
    samples: readonly SpaceSample[] = [],
  ) {
    this.sampled = new Map(
      samples.map((sample) => [keyOf(sample.configuration), this.build(sample.configuration, sample)]),
    );
  }

  for(configuration: Configuration): Workbench {
    const key = keyOf(configuration);
    let workbench = this.sampled.get(key) ?? this.byKey.get(key);
    if (workbench === undefined) {
      workbench = this.build(configuration);
      while (this.isFull) this.removeOldest();
      this.byKey.set(key, workbench);
    }
    return workbench;
  }

  /** Which parts of the charts were used, in any configuration. */
  coverage(): Coverage {
    const present = [...this.sampled.values(), ...this.byKey.values()];
    return mergeCoverage([this.past, ...present.map(({ engine }) => engine.coverage())]);
  }

  /** Asks a sample of all questions again. @throws CheckError when a machine or a predicate has changed its mind */
  recheck(): void {
    const until = now() + RECHECK_MS_MAX;
    for (const { engine, evaluator } of [...this.sampled.values(), ...this.byKey.values()]) {
      if (now() > until) return;
      engine.recheck();
      evaluator.recheck();
    }
  }

  private get isFull(): boolean {
    const answers = [...this.byKey.values()].reduce((sum, { engine }) => sum + engine.xstateCalls, 0);
    return this.byKey.size >= WORKBENCHES_MAX || answers > ANSWERS_MAX;
  }

  private removeOldest(): void {
    const [key, { engine }] = this.byKey.entries().next().value!;
    this.past = mergeCoverage([this.past, engine.coverage()]);
    this.byKey.delete(key);
  }

  private build(configuration: Configuration, sample?: SpaceSample): Workbench {
    const network = buildDrawn(this.family, configuration, this.faults);
    const engine = sharingRepetitions(() => new Engine(this.answers.sharing(network)), this.repetitionTime);
    const evaluator = new PropertyEvaluator(engine);
    const guide = new Guide();
    return {
      network,
      engine,
      evaluator,
      follower: new ScheduleFollower(engine, evaluator),
      guide,
      walker: new Walker(engine, sample && (({ fingerprint }) => sample.states.add(fingerprint)), {
        ...SWARM,
        guide,
        isGuided: true,
      }),
      ...(sample === undefined ? {} : { sample }),
    };
  }
}

function keyOf(configuration: Configuration): string {
  return JSON.stringify(Object.entries(configuration).sort());
}

/**
 * Trials whose schedules are walks over enabled steps only, weighted by swarm. fast-check seeds them and drives their shrinking;
 * the smaller candidates are our own, as removing arbitrary list elements leaves most schedules with steps that are not enabled.
 */
export class TrialArbitrary extends fc.Arbitrary<Trial> {
  /** Of the trial that failed: fast-check shrinks one. */
  private shrinker: Shrinker | undefined;

  constructor(
    private readonly configurations: fc.Arbitrary<Configuration>,
    private readonly workbenches: Workbenches,
    private readonly stepsMaxOf: (configuration: Configuration) => number,
    private readonly clock: SearchClock,
    private readonly property?: string,
  ) {
    super();
  }

  /** How small fast-check has made a trial. */
  minimalityOf(followed: Followed): Minimality {
    return this.shrinker?.minimalityOf(followed) ?? 'as found';
  }

  override generate(random: fc.Random, bias: number | undefined): fc.Value<Trial> {
    const configuration = this.configurations.generate(random, bias).value;
    const nothing = new fc.Value<Trial>({ configuration, initial: 0, schedule: [], steps: 0 }, undefined);
    // fast-check goes on drawing after the end of the time; there is no point in walking for it.
    if (this.clock.expiry() !== undefined) return nothing;
    const seed = random.nextInt(-0x80000000, 0x7fffffff);
    const { property } = this;
    const walked = this.clock.run(() => {
      const { walker, evaluator } = this.workbenches.for(configuration);
      const own = evaluator.fresh();
      return { run: walker.walk(own, seed, this.stepsMaxOf(configuration), property), evaluator: own };
    });
    if (walked === undefined) return nothing;
    const { run, evaluator } = walked;
    const { initial, steps } = run;
    // Nobody follows a run that has found nothing.
    const [schedule, uneventful] =
      run.finding === undefined ? [[], { uneventful: evaluator }] : [run.schedule, {}];
    const wanted = property === undefined ? {} : { property };
    return new fc.Value<Trial>(
      { configuration, initial, schedule, steps, ...uneventful, ...wanted },
      undefined,
    );
  }

  override canShrinkWithoutContext(value: unknown): value is Trial {
    return typeof value === 'object' && value !== null && 'schedule' in value;
  }

  override shrink(trial: Trial): fc.Stream<fc.Value<Trial>> {
    return new fc.Stream(this.smaller(trial));
  }

  private *smaller(trial: Trial): Generator<fc.Value<Trial>> {
    const { follower } = this.workbenches.for(trial.configuration);
    const run = this.clock.run(() => follower.follow(trial.initial, trial.schedule, trial.property));
    if (run?.finding === undefined) return;
    const { property } = run.finding;
    const { initial, schedule } = trial;
    this.shrinker ??= new Shrinker(follower, { property, initial, steps: schedule });
    // fast-check keeps only what fails and is simpler: trying anything else would cost a run for nothing.
    const simpler = this.shrinker.simplerThan(run);
    for (;;) {
      const next = this.clock.run(() => simpler.next());
      if (next === undefined || next.done === true) return;
      yield new fc.Value({ ...trial, schedule: next.value.taken, property, isShrunk: true }, undefined);
    }
  }
}

/** Runs a trial; one whose walk has found nothing need not be run again. */
export function runTrial(
  trial: Trial,
  workbenches: Workbenches,
): Followed | { readonly finding: undefined; readonly evaluator: PropertyEvaluator } {
  if (trial.uneventful !== undefined) return { finding: undefined, evaluator: trial.uneventful };
  return workbenches.for(trial.configuration).follower.follow(trial.initial, trial.schedule, trial.property);
}
