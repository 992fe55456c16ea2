import type { Configuration } from '../index.js';

/** What a test may ask of a network. */
export type Question =
  | { readonly kind: 'hold' }
  | { readonly kind: 'violate' | 'reach'; readonly property: string }
  /** A path from the present folder. */
  | { readonly kind: 'replay'; readonly file: string };

export interface ExpectOptions {
  /** Most seconds of all that is asked. Default, and at most: nine tenths of what is left of the test's time-out. */
  readonly seconds?: number;
  /** Most states of one exploration. Default: 20 million. */
  readonly statesMax?: number;
  /** Of a family: the parameters. Default of `toHold`: each of its `exhaustive` configurations; of the others: the defaults. */
  readonly parameters?: Configuration;
  /** Of a family: the faults that are put in. Default: none. */
  readonly faults?: readonly string[];
  /** Whether `toHold` fails for a claim that says nothing, as `check --strict` does. Default: yes. */
  readonly strict?: boolean;
  /** The folder, from the present one, into which counterexamples are written. Default: `cloudmatrix-check-traces`. */
  readonly traceDir?: string;
}

/** The answer to a question; `unfinished`: nobody knows yet, so that neither the expectation nor its opposite is met. */
export interface Judgement {
  readonly answer: 'yes' | 'no' | 'unfinished';
  /** What was found, for whoever expected something else. */
  readonly text: string;
}

/** Names every option that there is. */
export const EXPECT_OPTIONS: Readonly<Record<keyof ExpectOptions, true>> = {
  seconds: true,
  statesMax: true,
  parameters: true,
  faults: true,
  strict: true,
  traceDir: true,
};
