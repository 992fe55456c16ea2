/**
 * Brings plain data into a canonical form before a chart sees them: what a chart can read of a value is then what the state key keeps of it.
 * Keys stand in one order that depends on the content only, and equal values are one frozen object. It is a copy: no object that a user may
 * hold is changed, frozen or handed on.
 */
export interface Canon {
  /**
   * @param where names the value in error messages, for example `context of component 'die.0'`
   * @param like a value that probably has many parts in common with this one: they need not be looked up
   * @throws CheckError for what is no plain data
   */
  canonical<T>(value: T, where: string, like?: unknown): T;
}

/** Knows what canonical forms were made of. */
export interface Made {
  /** Notes that a form is that of an object which the user gave, and may go on to use. */
  noteGiven(form: unknown, value: unknown): void;
  /** A canonical form with the objects of the user's that it and its parts were made of, as far as they are known: the same one each time. */
  asMade<T>(form: T): T;
  /** Has `asMade` look anew: somebody may have changed such an object since. */
  forgetMade(): void;
}

/** Gives plain data numbers: equal ones exactly for equal data. */
export interface Numbering {
  /** @param like data that probably have many parts in common with these: they need not be looked up */
  number(value: unknown, like?: unknown): number;
}
