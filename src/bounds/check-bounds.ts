import type * as fc from 'fast-check';
import type { StopSignal } from '../interpreter/deadline.js';
import { fastCheck } from '../explore/fast-check.js';
import { doAtOnce, doWithPauses, type Pieces } from '../explore/pieces.js';
import { Stopwatch } from '../explore/search.js';
import { TimedStop } from '../explore/timed-stop.js';
import { CheckError } from '../network/errors.js';
import { refuseUnknownOptions } from '../network/known-keys.js';
import { suggestion } from '../network/nearest.js';
import { countOption, seedOption } from '../network/whole-numbers.js';
import { type Configuration, configurationOf, faultsOf } from '../network/parameters.js';
import { overall, type Verdict } from '../property/verdict.js';
import type { Bound, BoundSuite } from './bound.js';
import type { Measure } from './measure.js';

/** How far the check of a suite has come: the bound whose turn it is, and its inputs so far. */
export interface BoundsProgress {
  readonly bound: string;
  readonly runs: number;
}

export interface BoundsOptions {
  /** Any 32-bit integer: the same seed gives the same inputs on any machine. */
  readonly seed: number;
  /** Random inputs of each bound, at least 1; fewer where one costs more. */
  readonly runs: number;
  readonly faults?: readonly string[];
  /** Parameters that do not have their defaults. */
  readonly given?: Readonly<Record<string, unknown>>;
  /** Names of the bounds that are checked. Default: all. */
  readonly only?: readonly string[];
  /** Whether an input that breaks a bound is made smaller (default) or reported as it was drawn. */
  readonly shrink?: boolean;
  /** Seconds of all bounds together, looked at between two inputs. Default: no limit. */
  readonly secondsMax?: number;
  readonly signal?: StopSignal;
  readonly onProgress?: (progress: BoundsProgress) => void;
  /** Told of each bound that is checked: the first is number 1. */
  readonly onBound?: (
    result: BoundResult,
    position: { readonly number: number; readonly of: number },
  ) => void;
}

const OPTIONS = {
  seed: true,
  runs: true,
  faults: true,
  given: true,
  only: true,
  shrink: true,
  secondsMax: true,
  signal: true,
  onProgress: true,
  onBound: true,
} as const;

/** An input with what came of it. */
export interface MeasuredInput {
  readonly ratio: number;
  readonly input: unknown;
  readonly message: string;
}

/** What the inputs of one bound came to. */
export interface BoundResult {
  readonly name: string;
  readonly title: string;
  readonly formula: string;
  readonly kind: Bound['kind'];
  readonly verdict: Verdict;
  readonly runs: number;
  /** The random input with the largest ratio; of a law that holds there is none. */
  readonly worst?: MeasuredInput;
  /** The inputs that are known to come near to the bound, with the ratios that they have; a violation ends the list. */
  readonly tight: readonly { readonly title: string; readonly ratio: number }[];
  /** Whether one of them takes nearly all of it. */
  readonly isTight: boolean;
  readonly witness: { readonly title: string; readonly isMet: boolean };
  /** A smallest input that breaks the bound, and how often fast-check has made it smaller. */
  readonly violation?: MeasuredInput & { readonly shrinks: number };
  /** Not all inputs were tried, or what breaks it was not made as small as it could be. */
  readonly isInterrupted?: true;
}

/** What a suite's bounds came to. */
export interface BoundsResult {
  readonly verdict: Verdict;
  readonly seed: number;
  readonly seconds: number;
  readonly configuration: Configuration;
  readonly bounds: readonly BoundResult[];
  /** Bounds that an interruption left unchecked. */
  readonly left: number;
  /** Why it ended before all was tried, if it did. */
  readonly endedBy?: 'seconds' | 'totalSeconds' | 'interrupted';
}

/** The share of a bound that an input must take for the bound to be called tight. */
const TIGHT_RATIO = 0.97;

/** Runs after which an interruption is looked for; fewer where one costs more. */
const RUNS_AT_ONCE = 16;

/**
 * Lets fast-check try to break each bound of a suite.
 *
 * @throws CheckError for wrong options, for parameters, faults or names of bounds that the suite does not have, for a suite without bounds, and for a
 *   measure whose ratio is no number of at least 0
 */
export function checkBounds(suite: BoundSuite, options: BoundsOptions): BoundsResult {
  return doAtOnce(attempts(suite, options));
}

/** As `checkBounds`, with pauses in which other work happens and `signal` can be aborted. */
export function checkBoundsAsync(suite: BoundSuite, options: BoundsOptions): Promise<BoundsResult> {
  return doWithPauses(attempts(suite, options));
}

/** The check of a suite as work in pieces. */
export function* attempts(suite: BoundSuite, options: BoundsOptions): Pieces<BoundsResult> {
  refuseUnknownOptions<BoundsOptions>(options, OPTIONS, 'checkBounds');
  const { given = {}, only = [], secondsMax } = options;
  const seed = seedOption(options.seed);
  countOption('runs', options.runs);
  const faults = faultsOf(suite, options.faults ?? []);
  const configuration = configurationOf(suite, given, faults);
  const all = suite.build(configuration, faults);
  if (all.length === 0) {
    throw new CheckError(
      `The suite '${suite.name}' has no bounds with the parameters ${JSON.stringify(configuration)}, and nothing holds of nothing. Let its \`build\` give at least one, or let \`refuse\` turn these parameters away.`,
    );
  }
  const bounds = chosen(suite, all, only);
  const watch = new Stopwatch();
  watch.start();
  const signal = new TimedStop(options.signal, secondsMax);
  const results: BoundResult[] = [];
  for (const bound of bounds) {
    if (signal.aborted) break;
    const result = yield* attemptsOf(bound, { ...options, signal });
    results.push(result);
    options.onBound?.(result, { number: results.length, of: bounds.length });
  }
  watch.stop();
  const left = bounds.length - results.length;
  return {
    verdict: overall([
      ...results.map(({ verdict }) => verdict),
      ...(left > 0 ? (['inconclusive'] as const) : []),
    ]),
    seed,
    seconds: watch.seconds,
    configuration,
    bounds: results,
    left,
    ...(signal.reason === undefined ? {} : { endedBy: signal.reason }),
  };
}

function chosen(suite: BoundSuite, bounds: readonly Bound[], only: readonly string[]): readonly Bound[] {
  if (only.length === 0) return bounds;
  for (const name of only) {
    if (bounds.some((bound) => bound.name === name)) continue;
    const known = bounds.map((bound) => bound.name);
    throw new CheckError(
      `The suite '${suite.name}' has no bound '${name}'; it has ${known.join(', ')}.${suggestion(name, known)}`,
    );
  }
  return bounds.filter(({ name }) => only.includes(name));
}

function* attemptsOf(bound: Bound, options: BoundsOptions): Pieces<BoundResult> {
  const { name, title, formula, kind, inputs, witness, tight = [], cost = 1 } = bound;
  const { seed, signal, shrink = true, onProgress } = options;
  const tried = new Tried(bound);
  const runsAtOnce = Math.max(1, Math.floor(RUNS_AT_ONCE / cost));
  const pauses = () => tried.runs % runsAtOnce === 0;
  const attempt = (input: unknown) => {
    if (signal?.aborted) {
      // Of what is being made smaller, the smallest so far stays.
      if (tried.broken !== undefined) return;
      // A failure is the only way to make fast-check stop drawing; what it calls the counterexample breaks nothing.
      throw new Error('interrupted');
    }
    // What is wrong with one measure is told at once, and not made smaller.
    if (tried.refused !== undefined) return;
    const { ratio, message } = tried.measure(input);
    if (pauses()) onProgress?.({ bound: name, runs: tried.runs });
    if (ratio > 1) throw new Error(message);
  };
  const parameters: fc.Parameters<[unknown]> = {
    seed,
    numRuns: tight.length + Math.max(1, Math.ceil(options.runs / cost)),
    examples: tight.map(({ input }) => [input]),
    endOnFailure: !shrink,
  };
  const details = yield* fastCheck(inputs, attempt, parameters, pauses);
  if (tried.refused !== undefined) throw tried.refused;
  const { runs, isMet, attained, worst, broken } = tried;
  const isInterrupted = signal?.aborted === true || undefined;
  if (details.failed && broken === undefined && !isInterrupted) throw details.errorInstance;
  return {
    name,
    title,
    formula,
    kind,
    verdict: verdictOf(broken !== undefined, isInterrupted === true, isMet),
    runs,
    ...(worst === undefined ? {} : { worst }),
    tight: attained,
    isTight: attained.some(({ ratio }) => ratio >= TIGHT_RATIO),
    witness: { title: witness.title, isMet },
    ...(broken === undefined ? {} : { violation: { ...broken, shrinks: details.numShrinks } }),
    ...(isInterrupted ? { isInterrupted } : {}),
  };
}

/** What the inputs of a bound have come to so far: first those that are known, then random ones, then the shrinking of a failure. */
class Tried {
  runs = 0;
  isMet = false;
  /** The random input with the largest ratio. */
  worst: MeasuredInput | undefined;
  /** The last input that broke the bound: fast-check comes down to it. */
  broken: MeasuredInput | undefined;
  /** A measure that is none: fast-check would take it for an input that breaks the bound. */
  refused: CheckError | undefined;
  /** What the known inputs have come to. */
  readonly attained: { readonly title: string; readonly ratio: number }[] = [];

  constructor(private readonly bound: Bound) {}

  measure(input: unknown): Measure {
    const measure = this.bound.measure(input);
    this.refused = wrongRatio(this.bound, measure);
    if (this.refused !== undefined) throw this.refused;
    if (this.broken === undefined) this.record(input, measure);
    if (measure.ratio > 1) this.broken = measured(input, measure);
    return measure;
  }

  private record(input: unknown, measure: Measure): void {
    this.isMet ||= this.bound.witness.isMet(input, measure);
    const known = this.bound.tight?.[this.attained.length];
    if (known !== undefined) {
      this.attained.push({ title: known.title, ratio: measure.ratio });
      return;
    }
    this.runs++;
    if (measure.ratio > (this.worst?.ratio ?? 0)) this.worst = measured(input, measure);
  }
}

/** What is no number is never above 1: a bound would hold of it. */
function wrongRatio({ name }: Bound, measure: unknown): CheckError | undefined {
  const { ratio } = (measure ?? {}) as { readonly ratio?: unknown };
  if (typeof ratio === 'number' && ratio >= 0) return undefined;
  return new CheckError(
    `The measure of the bound '${name}' gives the ratio ${String(ratio)}; it must be error / bound, a number of at least 0: above 1 where the bound is broken, infinite where what must be exact is not.`,
  );
}

function measured(input: unknown, { ratio, message }: Measure): MeasuredInput {
  return { ratio, input, message };
}

function verdictOf(isBroken: boolean, isInterrupted: boolean, isMet: boolean): Verdict {
  if (isBroken) return 'violated';
  return isInterrupted || !isMet ? 'inconclusive' : 'holds-in-sample';
}
