/**
 * How short a counterexample is known to be. `locally minimal`: nothing that shrinking tries makes it shorter or simpler; `shortened`:
 * shrinking came to the end of its budget before. Of a run that never ends the way to its cycle is a shortest one, and no step of a `locally minimal cycle`
 * can be left out.
 */
export type Minimality = (typeof MINIMALITIES)[number];

export const MINIMALITIES = [
  'proven shortest',
  'locally minimal',
  'shortened',
  'as found',
  'shortest stem, locally minimal cycle',
  'shortest stem, shortened cycle',
] as const;

/** A counterexample: the way from an initial state to where a property is violated. */
export interface Violation {
  readonly property: string;
  /** What is wrong at the end of the steps. */
  readonly message: string;
  /** Which initial state, where a network has several inputs: 0 is the first combination. */
  readonly initial: number;
  /** The labels of the steps; see `labelOf`. */
  readonly steps: readonly string[];
  /**
   * For each step, the labels of the messages over `sync` channels that are received within it, in order: empty lists where there are none. Left out
   * where no step has any.
   */
  readonly deliveries?: readonly (readonly string[])[];
  /**
   * Of a run that goes on for ever: how many of the steps lead to its cycle, which the others go round: after the last of them the state is again the one
   * before the first of them. Left out where the run comes to an end.
   */
  readonly loop?: number;
  readonly minimality: Minimality;
}

/** The shortest way from an initial state to one in which a `reachable` property holds. */
export type Witness = Pick<Violation, 'property' | 'initial' | 'steps' | 'deliveries'>;

/** The field of a violation for what was received within each of its steps. */
export function deliveriesField(deliveries: readonly (readonly string[])[]): Pick<Violation, 'deliveries'> {
  return deliveries.some((within) => within.length > 0) ? { deliveries } : {};
}

/** A property that a state, or a step out of it, violates. */
export interface Finding {
  readonly property: string;
  readonly message: string;
}
