import { briefText } from '../counterexample/explain/brief/brief.js';
import { BUDGET_OPTIONS, type Budgets, type Exhausted } from '../explore/budget.js';
import { exploration } from '../explore/explore.js';
import { doAtOnce, doWithPauses, type Pieces } from '../explore/pieces.js';
import { type SearchWatch, WATCH_OPTIONS } from '../explore/search.js';
import type { ExploreResult } from '../explore/explore-result.js';
import type { NetworkFamily } from '../network/family.js';
import { described } from '../network/described.js';
import { CheckError } from '../network/errors.js';
import { refuseUnknownOptions } from '../network/known-keys.js';
import type { Network } from '../network/network.js';
import type { Configuration } from '../network/parameters.js';
import { evidencesOf } from './evidence.js';
import { asFamily, type Chosen, choose, type Subject } from './subject.js';
import { neverLost } from './unawaited.js';
import { unseenInAll } from './unseen.js';

/** The budgets are those of each exploration. */
export interface AssertOptions extends Budgets, SearchWatch {
  /** Of a family, the configurations to explore; parameters left out have their defaults. Default: all of its `exhaustive` ones. */
  readonly configurations?: readonly Configuration[];
  /** Faults of the family that are put in, for the proof that they are caught. Default: none. */
  readonly faults?: readonly string[];
  /** Whether to say what can be said of runs that never end: see `ExploreOptions`. Default: yes. */
  readonly progressChecks?: boolean;
  /**
   * Whether a claim that says nothing counts as a violation, as with `--strict`: a `when` that is never true, a monitor that hears nothing.
   * Default: yes. A test has no other place where one would be told.
   */
  readonly strict?: boolean;
}

const ASSERT_OPTIONS = {
  ...BUDGET_OPTIONS,
  ...WATCH_OPTIONS,
  configurations: true,
  faults: true,
  progressChecks: true,
  strict: true,
} as const;

/**
 * For tests: explores all states of a network, or of a family's `exhaustive` configurations, and throws unless everything holds. The message tells
 * what is violated with a shortest counterexample, which XState itself has confirmed. An exploration that does not come to its end (a budget, an
 * interruption) has shown nothing, and throws too.
 *
 * @throws Error unless everything holds
 * @throws CheckError as `explore` does
 */
export function assertHolds(subject: Network | NetworkFamily, options: AssertOptions = {}): void {
  doAtOnce(assertion(subject, options));
}

/**
 * As `assertHolds`, with pauses in which other work happens and `signal` can be aborted. It is to be awaited: what nobody awaits has no pauses, unless it has a `signal`, so that
 * no test ends before it, and if it fails, it does so as an error that nobody catches.
 */
export function assertHoldsAsync(
  subject: Network | NetworkFamily,
  options: AssertOptions = {},
): Promise<void> {
  return neverLost('assertHoldsAsync', (isHeard) =>
    doWithPauses(assertion(subject, options), () => isHeard() || options.signal !== undefined),
  );
}

function* assertion(subject: Network | NetworkFamily, options: AssertOptions): Pieces<void> {
  refuseUnknownOptions<AssertOptions>(options, ASSERT_OPTIONS, 'assertHolds');
  const family = asFamily(subject);
  const { configurations = family.exhaustive, faults = [], strict = true, ...rest } = options;
  if (!Array.isArray(configurations)) {
    throw new CheckError(
      `The option configurations of \`assertHolds\` is ${described(configurations)}; give a list of configurations.`,
    );
  }
  const results: ExploreResult[] = [];
  // A family that names no configuration has its defaults.
  for (const given of configurations.length === 0 ? [{}] : configurations) {
    const chosen = choose(family, given, faults);
    const result = yield* exploration(chosen.network, { ...rest, reduction: false });
    if (result.verdict !== 'holds')
      throw new Error(`${titleOf(chosen.subject)}: ${reasonOf(chosen, result)}`);
    results.push(result);
  }
  const { vacuous } = unseenInAll(results);
  if (!strict || vacuous.length === 0) return;
  const lines = vacuous.map(
    ({ property, what, why }) => `  ${property === undefined ? what : `${property}: ${what}`}: ${why}`,
  );
  throw new Error(
    [
      `${family.name}: it holds, but not all that it claims says something ({ strict: false } accepts that):`,
      ...lines,
    ].join('\n'),
  );
}

function titleOf({ network, parameters, faults }: Subject): string {
  const values = Object.entries(parameters).map(([name, value]) => `${name} ${value}`);
  const shown = values.length === 0 ? '' : ` (${values.join(', ')})`;
  return `${network}${shown}${faults.length === 0 ? '' : ` with ${faults.join(', ')}`}`;
}

function reasonOf(chosen: Chosen, { violations, properties, inconclusive }: ExploreResult): string {
  const [violation] = violations;
  if (violation !== undefined) {
    const { explanation, rendered } = evidencesOf(chosen, violations, {})[0]!;
    return `violated.\n${explanation === undefined ? rendered : briefText(explanation)}`;
  }
  const unreached = properties.filter(({ verdict }) => verdict === 'violated').map(({ name }) => name);
  if (unreached.length > 0) {
    return `violated.\n${unreached.join(', ')}: no state of the network is such, and one must be reachable`;
  }
  const { budget, frontier, during } = inconclusive!;
  const left =
    during === undefined ? `${frontier} known states left to expand` : `the ${during} left to finish`;
  return `inconclusive. ${ENDED[budget]}, with ${left}`;
}

const ENDED: Readonly<Record<Exhausted, string>> = {
  states: 'The budget of states ran out (raise statesMax, or make the network smaller)',
  seconds: 'The budget of seconds ran out (raise secondsMax, or make the network smaller)',
  totalSeconds: 'The total of seconds ran out (raise totalSeconds, or make the network smaller)',
  memory: 'The budget of memory ran out (raise bytesMax, or make the network smaller)',
  interrupted: 'It was interrupted',
};
