/** What one contender took, each figure the median of its runs. Columns of a table. */
export interface Row {
  readonly of: string;
  readonly by: string;
  readonly figures: Readonly<Record<string, number>>;
  readonly runs: number;
}

/** A figure that is made of others, with the goal that it has. */
export interface Ratio {
  readonly name: string;
  readonly measured: number;
  readonly unit: string;
  readonly goal?: Goal;
}

export interface Goal {
  readonly kind: 'at least' | 'at most';
  readonly value: number;
}

export const atLeast = (value: number): Goal => ({ kind: 'at least', value });
export const atMost = (value: number): Goal => ({ kind: 'at most', value });

/** `undefined`: it has no goal. */
export function isMet({ measured, goal }: Ratio): boolean | undefined {
  if (goal === undefined) return undefined;
  return goal.kind === 'at least' ? measured >= goal.value : measured <= goal.value;
}

/** What came of one part of the comparison. */
export interface Outcome {
  readonly rows: readonly Row[];
  readonly ratios: readonly Ratio[];
  /** Sentences: what was left out, and why. */
  readonly remarks: readonly string[];
}

/** How often something is as fast as something else, in times. */
export function times(name: string, slower: number, faster: number, goal?: Goal): Ratio {
  return { name, measured: slower / faster, unit: 'times', ...(goal === undefined ? {} : { goal }) };
}
