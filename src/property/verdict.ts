/**
 * - `holds`: in every reachable state of the network as described;
 * - `holds-in-sample`: in every state that was seen, and not all were;
 * - `violated`: there is a counterexample;
 * - `inconclusive`: a budget ran out, a witness was not met in a sample, none of its runs came to what it waits for, or a reduction leaves it open.
 */
export type Verdict = 'holds' | 'holds-in-sample' | 'violated' | 'inconclusive';

/** One property's outcome. */
export interface PropertyVerdict {
  readonly name: string;
  readonly verdict: Verdict;
  /** The smallest margin over all states seen, for properties that return one; left out where it is infinite. */
  readonly margin?: number;
  /** It is a `reachable` property. */
  readonly isWitness?: true;
  /** Of a claim with a `hardCase` or a `when`; left out where it has neither. */
  readonly hardCase?: HardCaseStatus;
}

/**
 * Whether a claim was put to the test: `met`: its hard case, and its condition if it has one, were true in some state; `vacuous`: of all states of
 * the network they were true in none; `not applicable`: it says why they can be in none; `not seen`: in none so far, or of a sample.
 */
export type HardCaseStatus = 'met' | 'vacuous' | 'not applicable' | 'not seen';

/** How much of the state space a verdict speaks of. */
export type Extent = 'complete' | 'sample' | 'interrupted';

/** What was judged of runs that never end: everything; not everything, as a budget ran out; or nothing, as nobody wanted it or states were left out. */
export type EndlessExtent = 'judged' | 'interrupted' | 'not judged';

/** The verdict on a property for which no counterexample was found. `reached` is false for a witness that was not met, and where all runs that owed something were cut off. */
export function verdictFor(extent: Extent, reached: boolean): Verdict {
  if (extent === 'complete') return reached ? 'holds' : 'violated';
  if (!reached) return 'inconclusive';
  return extent === 'sample' ? 'holds-in-sample' : 'inconclusive';
}

/** The worst of several verdicts: a violation before anything, then what is inconclusive. Nothing holds of nothing: without any it is inconclusive. */
export function overall(verdicts: readonly Verdict[]): Verdict {
  const order: readonly Verdict[] = ['violated', 'inconclusive', 'holds-in-sample', 'holds'];
  return order.find((verdict) => verdicts.includes(verdict)) ?? 'inconclusive';
}
