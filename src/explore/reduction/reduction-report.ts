import type { ExploreResult } from '../explore-result.js';

/**
 * What a reduction did in an exploration: how many of the visited states were expanded in full, and out of how many one step was taken alone; how many of the latter were
 * expanded in full when more was known, in how many passes; and the questions that were asked of XState for the reduction alone. Or why all states were visited: the
 * network is none for it, or something was found that a search of all states tells better.
 */
type ReductionReport =
  | {
      readonly full: number;
      readonly alone: number;
      readonly revoked: number;
      readonly passes: number;
      readonly asked: number;
    }
  | { readonly left: string };

/** If the reduction took part, `states` are those that were visited, `steps` those out of them, and there are more. */
export interface ReducedResult extends ExploreResult {
  readonly reduction: ReductionReport;
}
