import * as fc from 'fast-check';
import { isSimpler, shorterSchedules, simplerStimuli } from '../counterexample/shrink.js';
import { Engine } from '../engine/engine.js';
import { Walker } from '../explore/random-walk.js';
import { type Followed, ScheduleFollower } from '../explore/schedule.js';
import type { Configuration, NetworkFamily } from '../network/family.js';
import type { Network } from '../network/network.js';
import { Judge } from '../property/judge.js';

/** One random run of a campaign: what fast-check draws, shrinks and prints. */
export interface Trial {
  readonly configuration: Configuration;
  readonly initial: number;
  readonly schedule: readonly string[];
  /** Set while shrinking: the run counts as failed only if it violates this property. */
  readonly property?: string;
}

/** What is kept for one configuration, so that its answers and predicates are learnt once. */
export interface Laboratory {
  readonly network: Network;
  readonly engine: Engine;
  readonly judge: Judge;
  readonly follower: ScheduleFollower;
  readonly walker: Walker;
}

/** Laboratories kept at once; a campaign over many configurations builds them anew rather than fill the memory. */
const LABORATORIES_MAX = 24;

/** Builds networks by configuration and remembers the last few. */
export class Laboratories {
  private readonly byKey = new Map<string, Laboratory>();

  constructor(
    private readonly family: NetworkFamily,
    private readonly faults: ReadonlySet<string>,
  ) {}

  for(configuration: Configuration): Laboratory {
    const key = JSON.stringify(Object.entries(configuration).sort());
    let laboratory = this.byKey.get(key);
    if (laboratory === undefined) {
      laboratory = this.build(configuration);
      if (this.byKey.size >= LABORATORIES_MAX) this.byKey.delete(this.byKey.keys().next().value!);
      this.byKey.set(key, laboratory);
    }
    return laboratory;
  }

  private build(configuration: Configuration): Laboratory {
    const network = this.family.build(configuration, this.faults);
    const engine = new Engine(network);
    const judge = new Judge(engine);
    return {
      network,
      engine,
      judge,
      follower: new ScheduleFollower(engine, judge),
      walker: new Walker(engine),
    };
  }
}

/**
 * Trials whose schedules are walks over enabled steps only, weighted by swarm. fast-check seeds them and drives their shrinking;
 * the smaller candidates are our own, as removing arbitrary list elements leaves most schedules with steps that are not enabled.
 */
export class TrialArbitrary extends fc.Arbitrary<Trial> {
  constructor(
    private readonly configurations: fc.Arbitrary<Configuration>,
    private readonly laboratories: Laboratories,
    private readonly stepsMax: number,
    private readonly isStopped: () => boolean,
  ) {
    super();
  }

  override generate(random: fc.Random, bias: number | undefined): fc.Value<Trial> {
    const configuration = this.configurations.generate(random, bias).value;
    // fast-check goes on drawing after an interruption; there is no point in walking for it.
    if (this.isStopped()) return new fc.Value({ configuration, initial: 0, schedule: [] }, undefined);
    const seed = random.nextInt(-0x80000000, 0x7fffffff);
    const { walker, judge } = this.laboratories.for(configuration);
    const { initial, schedule } = walker.walk(judge.fresh(), seed, this.stepsMax);
    return new fc.Value({ configuration, initial, schedule }, undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is Trial {
    return typeof value === 'object' && value !== null && 'schedule' in value;
  }

  override shrink(trial: Trial): fc.Stream<fc.Value<Trial>> {
    return new fc.Stream(this.smaller(trial));
  }

  private *smaller(trial: Trial): Generator<fc.Value<Trial>> {
    const { follower } = this.laboratories.for(trial.configuration);
    const followed = follower.follow(trial.initial, trial.schedule, trial.property);
    if (followed.finding === undefined) return;
    const { property } = followed.finding;
    for (const schedule of shorterSchedules(followed.taken, followed.states, simplerStimuli(follower))) {
      const { taken, finding } = follower.follow(trial.initial, schedule, property);
      // What does not fail, or not more simply, fast-check need not try.
      if (finding === undefined || !isSimpler(taken, followed.taken)) continue;
      yield new fc.Value({ ...trial, schedule: taken, property }, undefined);
    }
  }
}

/** Runs a trial. */
export function runTrial(trial: Trial, laboratories: Laboratories): Followed {
  return laboratories.for(trial.configuration).follower.follow(trial.initial, trial.schedule, trial.property);
}
