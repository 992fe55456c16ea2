import type { ExploreResult } from '../../src/explore/explore-result.js';
import type { Verdict } from '../../src/property/verdict.js';

/** A result without what may differ between two runs: the time it took. Of the progress checks, how far they came stays. */
export function withoutTime(result: ExploreResult) {
  const { seconds: _, progress, ...rest } = result;
  return { ...rest, progress: typeof progress === 'string' ? progress : 'complete' };
}

/** The size of a state space. */
export function sizeOf({ states, steps, depth, terminal }: ExploreResult) {
  return { states, steps, depth, terminal };
}

/** The verdict on each property, by name. */
export function verdictsOf(result: {
  readonly properties: ExploreResult['properties'];
}): Record<string, Verdict> {
  return Object.fromEntries(result.properties.map(({ name, verdict }) => [name, verdict]));
}

/** What was violated, how, and the way there. */
export function violationsOf(result: ExploreResult) {
  return result.violations.map(({ property, message, steps }) => ({ property, message, steps }));
}
