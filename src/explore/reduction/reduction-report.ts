/**
 * What a reduction did in an exploration: how many of the visited states were expanded in full, out of how many one step was taken alone, and out of how many only what one component
 * may choose to do (`choices`); how many of these last two were expanded otherwise when more was known, in how many passes; and the questions that were asked of XState for the reduction alone. `states` are those that were
 * visited then, `steps` those out of them, and there are more.
 */
interface TookPart {
  readonly full: number;
  readonly alone: number;
  readonly choices: number;
  readonly revoked: number;
  readonly passes: number;
  readonly asked: number;
  /** How many states a search of all had found before, which had no room for more; left out where there was none. */
  readonly after?: number;
}

/**
 * Or why the states are those of a search of all: the network is none for it, something was found that a search of all states tells better, or, of one that had no room for
 * all, steps taken alone did not come to an end either.
 */
export type ReductionReport = TookPart | { readonly left: string };
