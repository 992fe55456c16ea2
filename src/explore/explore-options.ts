import { CheckError } from '../network/errors.js';
import { refuseUnknownOptions } from '../network/known-keys.js';
import type { Network } from '../network/network.js';
import type { BuiltInProperty, View } from '../network/property.js';
import { isOfEndlessRuns, requireProperty, requireWitness } from '../network/property-names.js';
import { type Budgets, BUDGET_OPTIONS } from './budget.js';
import { refuseMonitorsWithStates } from './orbit-monitors.js';
import { type SearchWatch, WATCH_OPTIONS } from './search.js';

/** `Names` are the names of the network's properties, where they are known to the types. */
export interface ExploreOptions<Names extends string = string> extends Budgets, SearchWatch {
  /** Whether to end at the first violation (default) or to go through the whole state space all the same. */
  readonly afterViolation?: 'stop' | 'continue';
  /** End when this property, or each of these, is violated, whatever else is violated before. */
  readonly until?: Names | BuiltInProperty | readonly (Names | BuiltInProperty)[];
  /** Names of `reachable` properties: for each, the way to the first state in which it holds is wanted. */
  readonly show?: readonly string[];
  /**
   * Symmetry reduction: states with equal texts are taken as one. The function must tell exactly the orbits of a symmetry of
   * the network and its properties apart; then every property has the verdict that it has without it. What a view does not tell of components (pending timers, history,
   * crashes, outputs) is kept apart by itself. A monitor's state is no part of a view, so that it would be lost: monitors with more than one state are refused
   * together with `orbit`.
   */
  readonly orbit?: (view: View) => string;
  /**
   * Whether to say of runs that never end what can be said, after a complete exploration: stuck components, what stays possible, what comes in every fair run.
   * Default: true, but with `orbit`, which tells neither components nor steps apart. If it is false, properties that speak of such runs only have no verdict,
   * and monitors one of runs that end.
   */
  readonly progressChecks?: boolean;
  /**
   * Threads that take part in searches of many states, at most 16. Default: 1. Results are the same for any number; `orbit` has one thread do all.
   */
  readonly threads?: number;
  /**
   * Whether to take steps alone where they could as well come first, and nothing that is looked for is lost: of fewer states the same is said of deadlocks, unspecified receptions, capacities,
   * `always` properties, monitors, witnesses and margins. What speaks of runs that never end is judged where no run does, and else left open. It goes with one thread, and neither with `orbit` nor with `show`.
   * Default: once a search of all states has found a million, and no room for more of them.
   */
  readonly reduction?: boolean;
}

const EXPLORE_OPTIONS = {
  ...BUDGET_OPTIONS,
  ...WATCH_OPTIONS,
  afterViolation: true,
  until: true,
  show: true,
  orbit: true,
  progressChecks: true,
  threads: true,
  reduction: true,
} as const;

/** What a search is to do, with defaults filled in. */
export interface SearchPlan {
  /** Properties whose violation ends the search, when all of them are violated; empty: any does; `undefined`: none does. */
  readonly until: readonly string[] | undefined;
  readonly show: readonly string[];
  readonly progress: ProgressMode;
  readonly threads: number;
}

/** More threads than this a search does not have. */
const THREADS_MAX = 16;

/** @throws CheckError for what is no number of threads */
export function refuseThreads(threads: unknown): void {
  if (Number.isInteger(threads) && (threads as number) >= 1 && (threads as number) <= THREADS_MAX) return;
  throw new CheckError(
    `The option threads is ${String(threads)}; it must be a whole number from 1 to ${THREADS_MAX}.`,
  );
}

/** Whether progress checks are made, or why not. */
export type ProgressMode = 'wanted' | 'left out' | 'orbit' | 'reduction';

/** @throws CheckError for an option or a name that there is not, and for options that contradict each other */
export function searchPlan(network: Network, options: ExploreOptions): SearchPlan {
  refuseUnknownOptions<ExploreOptions>(options, EXPLORE_OPTIONS, 'explore');
  const { afterViolation, until, show = [], orbit, threads = 1 } = options;
  if (afterViolation !== undefined && afterViolation !== 'stop' && afterViolation !== 'continue') {
    throw new CheckError(
      `The option afterViolation is '${String(afterViolation)}'; use 'stop' or 'continue'.`,
    );
  }
  const ends =
    until === undefined ? [] : Array.isArray(until) ? (until as readonly string[]) : [until as string];
  for (const name of ends) requireProperty(network, name);
  for (const name of show) requireWitness(network, name);
  if (orbit !== undefined && typeof orbit !== 'function') {
    throw new CheckError('The option orbit is no function; give one from a view to a text.');
  }
  if (orbit !== undefined) refuseMonitorsWithStates(network);
  refuseWithReduction(options);
  const progress = progressMode(network, options);
  const unjudged = progress === 'wanted' ? undefined : ends.find((name) => isOfEndlessRuns(network, name));
  if (unjudged !== undefined && progress === 'reduction') {
    throw new CheckError(
      `The search is to go on until '${unjudged}' is violated, which a search with \`reduction\` (--reduction) tells at its end at most. Leave it out.`,
    );
  }
  if (unjudged !== undefined) {
    throw new CheckError(
      `The search is to go on until '${unjudged}' is violated, which progress checks tell, and they are left out. Leave out \`orbit\` and \`progressChecks: false\` (--no-progress-checks).`,
    );
  }
  refuseThreads(threads);
  return {
    until: until === undefined && afterViolation === 'continue' ? undefined : ends,
    show,
    progress,
    threads,
  };
}

/** @throws CheckError for options that a reduction does not go with */
export function refuseWithReduction(
  options: Pick<ExploreOptions, 'reduction' | 'orbit' | 'threads' | 'show'>,
): void {
  const { reduction, orbit, threads = 1, show = [] } = options;
  if (reduction !== undefined && typeof reduction !== 'boolean')
    throw new CheckError(`The option reduction is ${String(reduction)}; use true or false.`);
  if (reduction !== true) return;
  const refuse = (other: string, why: string) => {
    throw new CheckError(
      `The option reduction (--reduction) does not go with ${other}: ${why}. Leave out one of them.`,
    );
  };
  if (orbit !== undefined)
    refuse('orbit', 'states that are taken as one have different steps to be taken alone');
  if (threads > 1) refuse(`${threads} threads (--search-threads)`, 'it searches by one');
  if (show.length > 0) refuse('show (--show)', 'the ways to the states that it visits are not the shortest');
}

/** @throws CheckError where they are wanted together with `orbit`, or a property is judged by them only */
function progressMode(network: Network, options: ExploreOptions): ProgressMode {
  const { orbit, progressChecks, reduction } = options;
  if (progressChecks !== undefined && typeof progressChecks !== 'boolean')
    throw new CheckError(`The option progressChecks is ${String(progressChecks)}; use true or false.`);
  if (progressChecks === false) return 'left out';
  if (reduction === true) return 'reduction';
  if (orbit === undefined) return 'wanted';
  const judged = network.properties.find(({ name }) => isOfEndlessRuns(network, name));
  if (progressChecks === true || judged !== undefined) {
    throw new CheckError(
      `${judged === undefined ? 'Progress checks' : `The property '${judged.name}'`} cannot be judged together with \`orbit\`, which takes states as one that a run could tell apart. Leave out \`orbit\`, or set progressChecks to false.`,
    );
  }
  return 'orbit';
}
