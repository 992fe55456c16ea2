import { CheckError } from '../network/errors.js';
import { isCount } from '../network/whole-numbers.js';
import type { PlannedRun } from './plan.js';
import type { UndoneRun } from './result.js';

/** A part of a check, which others complete: on other machines, for one. */
export interface Shard {
  /** From 1 to `count`. */
  readonly index: number;
  readonly count: number;
  /** How many seconds a run has taken before; `undefined` where nobody knows. All shards must be told the same. */
  readonly secondsOf?: (run: Pick<UndoneRun, 'mode' | 'subject'>) => number | undefined;
}

/** A run, and its place in the whole check: the first is number 1. */
export interface NumberedRun {
  readonly number: number;
  readonly planned: PlannedRun;
}

export function numbered(planned: readonly PlannedRun[]): NumberedRun[] {
  return planned.map((each, index) => ({ number: index + 1, planned: each }));
}

/**
 * The runs of one shard, in their order. Runs that need what others found are in one shard with them. Those that take longest are dealt out first, each
 * to the shard that has least to do so far; what nobody knows the time of counts as much as the others do on average.
 *
 * @throws CheckError for a shard that there is not, and where some would have nothing to do
 */
export function shardOf(runs: readonly NumberedRun[], { index, count, secondsOf }: Shard): NumberedRun[] {
  if (!isCount(count) || !isCount(index) || index > count) {
    throw new CheckError(`There is no shard ${index} of ${count}; give 1/2 and 2/2, for example.`);
  }
  const known = runs.flatMap(({ planned }) => secondsOf?.(planned) ?? []);
  const usual = known.length === 0 ? 1 : known.reduce((sum, each) => sum + each, 0) / known.length;
  const groups = new Map<unknown, { seconds: number; readonly runs: NumberedRun[] }>();
  for (const run of runs) {
    const { group } = run.planned;
    const entry = groups.get(group) ?? { seconds: 0, runs: [] };
    groups.set(group, entry);
    entry.seconds += secondsOf?.(run.planned) ?? usual;
    entry.runs.push(run);
  }
  if (groups.size < count) {
    throw new CheckError(
      `There is nothing to do for each of ${count} shards: what is checked has ${groups.size} parts that can be done apart. Use at most as many shards.`,
    );
  }
  const loads = Array.from({ length: count }, () => ({ seconds: 0, runs: [] as NumberedRun[] }));
  // Sorting is stable: of equal ones the first in the plan is dealt out first.
  for (const group of [...groups.values()].sort((one, other) => other.seconds - one.seconds)) {
    const least = loads.reduce((best, load) => (load.seconds < best.seconds ? load : best));
    least.seconds += group.seconds;
    least.runs.push(...group.runs);
  }
  return inOrder(loads[index - 1]!.runs);
}

/** What tells most for its time first: something of every network before more of any. */
export function byValue(runs: readonly NumberedRun[]): NumberedRun[] {
  return [...runs].sort((one, other) => one.planned.rank - other.planned.rank);
}

export function inOrder<T extends { readonly number: number }>(runs: readonly T[]): T[] {
  return [...runs].sort((one, other) => one.number - other.number);
}
