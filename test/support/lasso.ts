import type { ExploreResult } from '../../src/index.js';

/** How a run that violates a property goes on for ever: the steps that lead to its cycle, and those of the cycle; or how it comes to an end. */
export type EndlessRun =
  | { readonly stem: readonly string[]; readonly cycle: readonly string[] }
  | { readonly ends: readonly string[] };

/** The violations of an exploration by their properties. */
export function runsOf({ violations }: ExploreResult): Record<string, EndlessRun> {
  return Object.fromEntries(
    violations.map(({ property, steps, loop }) => [
      property,
      loop === undefined ? { ends: steps } : { stem: steps.slice(0, loop), cycle: steps.slice(loop) },
    ]),
  );
}
