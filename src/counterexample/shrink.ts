import type { ScheduleFollower } from '../explore/schedule.js';
import { labelOf } from '../network/step.js';

/** Pairs of steps are tried for removal in schedules up to this length; their number grows with its square. */
const PAIRS_LENGTH_MAX = 64;

/**
 * Shorter or simpler schedules than `schedule`, most promising first: state loops cut out, blocks of halving size removed
 * (delta debugging), single steps, pairs, and stimuli replaced by ones with less payload. Whoever accepts one asks again with it.
 *
 * @param states a key for the state before each step and after the last, as `ScheduleFollower` gives them
 * @param simpler the labels that a step may be replaced with, simplest first
 */
export function* shorterSchedules(
  schedule: readonly string[],
  states: readonly string[],
  simpler: (label: string) => readonly string[] = () => [],
): Generator<string[]> {
  const without = withoutLoops(schedule, states);
  if (without.length < schedule.length) yield without;
  for (let size = schedule.length >> 1; size >= 1; size >>= 1) {
    for (let from = schedule.length - size; from > -size; from -= size) {
      yield [...schedule.slice(0, Math.max(0, from)), ...schedule.slice(from + size)];
    }
  }
  if (schedule.length <= PAIRS_LENGTH_MAX) {
    for (let second = schedule.length - 1; second > 0; second--) {
      for (let first = second - 1; first >= 0; first--) {
        yield schedule.filter((_, at) => at !== first && at !== second);
      }
    }
  }
  for (const [at, label] of schedule.entries()) {
    for (const other of simpler(label)) yield schedule.with(at, other) as string[];
  }
}

/** Where a state comes again, what lies between was for nothing. */
function withoutLoops(schedule: readonly string[], states: readonly string[]): string[] {
  const last = new Map(states.map((state, at) => [state, at]));
  const kept: string[] = [];
  for (let at = 0; at < schedule.length; at++) {
    at = last.get(states[at] ?? '') ?? at;
    if (at < schedule.length) kept.push(schedule[at]!);
  }
  return kept;
}

/** Shrinks a schedule until no candidate violates the property any more. */
export function shrinkSchedule(
  follower: ScheduleFollower,
  violation: { readonly property: string; readonly initial: number; readonly steps: readonly string[] },
): { readonly steps: readonly string[]; readonly executions: number } {
  const { property, initial } = violation;
  const simpler = simplerStimuli(follower);
  let best = follower.follow(initial, violation.steps, property);
  let executions = 1;
  for (let improved = true; improved;) {
    improved = false;
    for (const candidate of shorterSchedules(best.taken, best.states, simpler)) {
      const followed = follower.follow(initial, candidate, property);
      executions++;
      if (followed.finding !== undefined && isSimpler(followed.taken, best.taken)) {
        best = followed;
        improved = true;
        break;
      }
    }
  }
  return { steps: best.taken, executions };
}

/** Shorter, or as long with less text: the measure that every accepted candidate lowers, so that shrinking ends. */
export function isSimpler(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return one.length < other.length;
  return one.join().length < other.join().length;
}

/** Stimuli of the same component and type with less payload. */
export function simplerStimuli(follower: ScheduleFollower): (label: string) => readonly string[] {
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
