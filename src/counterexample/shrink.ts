import { Expired } from '../interpreter/deadline.js';
import type { Followed, ScheduleFollower } from '../explore/schedule.js';
import { deliveriesField, type Minimality, type Violation } from '../property/violation.js';
import { labelOf } from '../network/step.js';

/** Pairs of steps are tried for removal in schedules up to this length; their number grows with its square. */
const PAIRS_LENGTH_MAX = 64;

/** Schedules longer than this are not searched from the largest block again after each success. */
const LONG_LENGTH_MIN = 512;

/** Where in a schedule a block of steps was removed. */
interface Block {
  readonly size: number;
  readonly from: number;
}

/** A schedule to try, and the block that it leaves out, if it is made in this way. */
interface Candidate {
  readonly steps: readonly string[];
  readonly block?: Block;
}

/**
 * Shorter or simpler schedules than a run's, most promising first: its causal past, state loops cut out, blocks of halving size removed
 * (delta debugging), single steps, pairs, and stimuli replaced by ones with less payload. Whoever accepts one asks again with it.
 *
 * @param simpler the labels that a step may be replaced with, simplest first
 * @param last the block whose removal was accepted last: in a long schedule the search goes on there
 *
 * @testonly the candidates are compared with those that their definition gives
 */
export function* shorterSchedules(
  { taken, states, causes }: Pick<Followed, 'taken' | 'states' | 'causes'>,
  simpler: (label: string) => readonly string[] = () => [],
  last?: Block,
): Generator<Candidate> {
  if (causes.length < taken.length) yield { steps: causes };
  const without = withoutLoops(taken, states);
  if (without.length < taken.length) yield { steps: without };
  const resumed = taken.length >= LONG_LENGTH_MIN ? last : undefined;
  for (let size = resumed?.size ?? taken.length >> 1; size >= 1; size >>= 1) {
    const first = taken.length - size;
    for (
      let from = size === resumed?.size ? Math.min(first, resumed.from) : first;
      from > -size;
      from -= size
    ) {
      const steps = [...taken.slice(0, Math.max(0, from)), ...taken.slice(from + size)];
      yield { steps, block: { size, from: from - size } };
    }
  }
  if (taken.length <= PAIRS_LENGTH_MAX) {
    for (let second = taken.length - 1; second > 0; second--) {
      for (let first = second - 1; first >= 0; first--) {
        yield { steps: taken.filter((_, at) => at !== first && at !== second) };
      }
    }
  }
  for (const [at, label] of taken.entries()) {
    for (const other of simpler(label)) yield { steps: taken.with(at, other) };
  }
}

/** Where a state comes again, what lies between was for nothing. */
function withoutLoops(schedule: readonly string[], states: readonly number[]): string[] {
  const last = new Map(states.map((state, at) => [state, at]));
  const kept: string[] = [];
  for (let at = 0; at < schedule.length; at++) {
    at = last.get(states[at]!) ?? at;
    if (at < schedule.length) kept.push(schedule[at]!);
  }
  return kept;
}

/** Steps that the shrinking of one counterexample may replay. Long schedules come to this end before they are minimal. */
const REPLAYED_STEPS_MAX = 500_000;

/** Shrinks one counterexample, run by run. */
export class Shrinker {
  private isFinished = false;
  private last: Block | undefined;
  private readonly simplerLabels: (label: string) => readonly string[];

  constructor(
    private readonly follower: ScheduleFollower,
    private readonly violation: Pick<Violation, 'property' | 'initial' | 'steps'>,
    private stepsLeft = REPLAYED_STEPS_MAX,
  ) {
    this.simplerLabels = simplerStimuli(follower);
  }

  /** The counterexample as it was found, run again. */
  first(): Followed {
    return this.follow(this.violation.steps);
  }

  /** Runs that violate the property more simply than this one, which is the last that was given, or the first. */
  *simplerThan(run: Followed): Generator<Followed> {
    for (const { steps, block } of shorterSchedules(run, this.simplerLabels, this.last)) {
      if (this.stepsLeft < steps.length) return;
      const followed = this.followInTime(steps);
      if (followed === undefined) return;
      if (followed.finding === undefined || !isSimpler(followed.taken, run.taken)) continue;
      this.last = block ?? this.last;
      yield followed;
    }
    this.isFinished = true;
  }

  /** What is known of a run that was given last. */
  minimalityOf({ taken }: Followed): Minimality {
    if (this.isFinished) return 'locally minimal';
    return isSimpler(taken, this.violation.steps) ? 'shortened' : 'as found';
  }

  /** `undefined` when the time is up: what has been accepted by then stays. */
  private followInTime(steps: readonly string[]): Followed | undefined {
    try {
      return this.follow(steps);
    } catch (thrown) {
      if (thrown instanceof Expired) return undefined;
      throw thrown;
    }
  }

  private follow(steps: readonly string[]): Followed {
    const { initial, property } = this.violation;
    this.stepsLeft -= steps.length;
    return this.follower.follow(initial, steps, property);
  }
}

/** Shrinks a schedule until no candidate violates the property any more, or so many steps have been replayed. */
export function shrinkSchedule(
  follower: ScheduleFollower,
  violation: Pick<Violation, 'property' | 'initial' | 'steps'>,
  replayedStepsMax?: number,
): Pick<Violation, 'steps' | 'deliveries' | 'minimality'> {
  const shrinker = new Shrinker(follower, violation, replayedStepsMax);
  let best = shrinker.first();
  for (;;) {
    const next = shrinker.simplerThan(best).next();
    if (next.done) {
      const { taken, deliveries } = best;
      return { steps: taken, ...deliveriesField(deliveries), minimality: shrinker.minimalityOf(best) };
    }
    best = next.value;
  }
}

/** Shorter, or as long with less text: the measure that every accepted candidate lowers, so that shrinking ends. */
function isSimpler(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return one.length < other.length;
  return one.join().length < other.join().length;
}

/** Stimuli of the same component and type with less payload. */
function simplerStimuli(follower: ScheduleFollower): (label: string) => readonly string[] {
  const { network } = follower.engine;
  const byHead = new Map<string, string[]>();
  network.components.forEach(({ stimuli }, index) => {
    for (const label of (stimuli ?? []).map((event) =>
      labelOf({ kind: 'stimulus', component: network.componentIds[index]!, event }),
    )) {
      const labels = byHead.get(headOf(label)) ?? [];
      byHead.set(
        headOf(label),
        [...labels, label].sort((one, other) => one.length - other.length),
      );
    }
  });
  return (label) => (byHead.get(headOf(label)) ?? []).filter((other) => other.length < label.length);
}

/** A stimulus' label up to its payload. */
function headOf(label: string): string {
  return label.split(' {', 1)[0]!;
}
