import type { StateBits } from './state-bits.js';
import type { StateGraph } from './state-graph.js';

/** A way through a region: where it begins, and the states that it goes through after that. */
export interface WayWithin {
  readonly seed: number;
  readonly after: readonly number[];
}

/**
 * The shortest way from an initial state to a target, that reaches a seed by any way and then stays within a region.
 *
 * @param depthOf how many steps away from the initial states a state is
 */
export function* shortestWithin(
  graph: StateGraph,
  region: Pick<StateBits, 'has'>,
  seeds: Iterable<number>,
  isTarget: (state: number) => boolean,
  depthOf: (state: number) => number,
): Generator<undefined, WayWithin> {
  const cameFrom = new Map<number, number>();
  const waiting = [...seeds].sort((one, other) => one - other);
  let level: number[] = [];
  let taken = 0;
  for (let depth = 0; ; depth++) {
    if (level.length === 0 && taken === waiting.length)
      throw new Error('a target was found, and cannot be reached');
    while (taken < waiting.length && depthOf(waiting[taken]!) <= depth) {
      const seed = waiting[taken++]!;
      if (cameFrom.has(seed)) continue;
      cameFrom.set(seed, -1);
      level.push(seed);
    }
    level.sort((one, other) => one - other);
    const found = level.find(isTarget);
    if (found !== undefined) return wayBack(cameFrom, found);
    const next: number[] = [];
    for (const state of level) {
      yield undefined;
      const count = graph.expand(state);
      for (let k = 0; k < count; k++) {
        const to = graph.next[k]!;
        if (to < 0 || !region.has(to) || cameFrom.has(to)) continue;
        cameFrom.set(to, state);
        next.push(to);
      }
    }
    level = next;
  }
}

function wayBack(cameFrom: ReadonlyMap<number, number>, target: number): WayWithin {
  const after: number[] = [];
  let at = target;
  for (let before = cameFrom.get(at)!; before >= 0; before = cameFrom.get(at)!) {
    after.push(at);
    at = before;
  }
  return { seed: at, after: after.reverse() };
}
