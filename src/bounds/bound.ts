import type * as fc from 'fast-check';
import type { Parameterised, Configuration } from '../network/parameters.js';
import type { Measure } from './measure.js';

/** An input that is known to come near to a bound, or as near as any. */
export interface TightInput<Input> {
  readonly title: string;
  readonly input: Input;
  /** The ratio that it is known to have. */
  readonly ratio: number;
}

/** A claim about numbers: for every input, an error stays within a bound, or something is exact. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- claims about inputs of different types stand in one suite
export interface Bound<Input = any> {
  /** As in reports, for example `Q5`. */
  readonly name: string;
  /** What it is about, in a few words. */
  readonly title: string;
  /** The claim itself, as a formula. */
  readonly formula: string;
  /** A bound has a margin; a law holds to the bit, or not at all. */
  readonly kind: 'bound' | 'law';
  /** Where inputs come from: recipes that are small and can be printed, with the seed of what is drawn at random. */
  readonly inputs: fc.Arbitrary<Input>;
  readonly measure: (input: Input) => Measure;
  /** None: no input is known to come near to the bound. */
  readonly tight?: readonly TightInput<Input>[];
  /** Some input must be like this, so that the claim does not hold vacuously. */
  readonly witness: { readonly title: string; readonly isMet: (input: Input, measure: Measure) => boolean };
  /** Runs of other bounds that one run of this one takes as long as. Default 1. */
  readonly cost?: number;
}

/** Claims about one subject, by parameters and faults. */
export interface BoundSuite extends Parameterised {
  readonly build: (configuration: Configuration, faults: ReadonlySet<string>) => readonly Bound[];
  /** Runs of each bound that `check` makes, and those that `check --deep` makes. */
  readonly runs: { readonly check: number; readonly deep: number };
}
