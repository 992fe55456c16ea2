import { Expired, tick } from '../interpreter/deadline.js';
import { Engine } from '../engine/engine.js';
import { sharingRepetitions } from '../interpreter/repetitions.js';
import { Budget, BUDGET_OPTIONS, type Budgets } from '../explore/budget.js';
import { explore } from '../explore/explore.js';
import { walk } from '../explore/random-walk.js';
import { ScheduleFollower } from '../explore/schedule.js';
import { SearchClock } from '../explore/search-clock.js';
import type { Violation } from '../property/violation.js';
import { CheckError } from '../network/errors.js';
import { buildDrawn } from '../network/build-drawn.js';
import type { NetworkFamily } from '../network/family.js';
import { refuseUnknownOptions } from '../network/known-keys.js';
import { type Configuration, configurationOf, reasonAgainst } from '../network/parameters.js';
import { settledBy } from '../network/patch.js';
import type { Network } from '../network/network.js';
import { PropertyEvaluator } from '../property/property-evaluator.js';
import { isOfWaysOn, propertyNames } from '../network/property-names.js';
import { shrinkSchedule } from './shrink.js';
import { requireNetwork } from '../network/require.js';
import { requireSteps } from './require-steps.js';

/** States up to which a network counts as enumerable, for the proof that a counterexample is a shortest one. */
const ENUMERABLE_STATES_MAX = 300_000;
/** States up to which a smaller configuration is searched for the violation, before random walks are tried. */
const SMALLER_STATES_MAX = 30_000;
/** Local states, over all states, that either search may hold: a state of a network of hundreds of components is large. */
const LOCALS_MAX = 20_000_000;
/** Random walks in a smaller configuration: as many as come to so many steps, each as long as the counterexample or longer. */
const WALKED_STEPS = 16_000;
const WALK_LENGTH_MIN = 400;
/** Values of a parameter that are tried one by one, from its smallest; above them, those that halve the distance. */
const SMALLEST_VALUES = 8;

/**
 * Makes a counterexample small: the schedule is shrunk; then, where the network can be enumerated, the breadth-first shortest
 * violation of the same property takes its place.
 *
 * @param options.statesMax states up to which the network counts as enumerable; default 300,000. When time or memory runs out, the
 * counterexample stays as small as it is by then
 */
export function minimise(network: Network, violation: Violation, options: Budgets = {}): Violation {
  refuseUnknownOptions<Budgets>(options, BUDGET_OPTIONS, 'minimise');
  requireNetwork(network);
  requireSteps(violation, 'A violation');
  if (violation.minimality === 'proven shortest') return violation;
  // Only a search finds a run that never ends, or a state from which no way leads on, and finds it small.
  if (violation.loop !== undefined || isOfWaysOn(network, violation.property)) return violation;
  const clock = new SearchClock(new Budget(options), () => 0, options.signal);
  return clock.run(() => smallest(network, violation, options.statesMax)) ?? violation;
}

function smallest(network: Network, violation: Violation, statesMax = ENUMERABLE_STATES_MAX): Violation {
  const { property } = violation;
  const exhaustive = explore(network, {
    until: property,
    progressChecks: isJudgedByRuns(network, property),
    reduction: false,
    statesMax: statesMaxFor(network, statesMax),
  });
  const shortest = exhaustive.violations.find((found) => found.property === property);
  if (shortest?.minimality === 'proven shortest') return shortest;
  const engine = new Engine(network);
  const { deliveries: _longer, ...found } = violation;
  const shrunk = {
    ...found,
    ...shrinkSchedule(new ScheduleFollower(engine, new PropertyEvaluator(engine)), violation),
  };
  // Of what is owed for ever a search tells the cycle that it comes to first: a run that comes to an end may be shorter.
  return shortest !== undefined && shortest.steps.length <= shrunk.steps.length ? shortest : shrunk;
}

/** A configuration and what goes wrong in it. */
export interface ConfiguredViolation {
  readonly configuration: Configuration;
  readonly network: Network;
  readonly violation: Violation;
}

/**
 * Looks for the smallest configuration that still violates the property, one parameter at a time, and makes the
 * counterexample small there.
 *
 * @param options.fixed parameters that somebody has asked for: they stay as they are
 */
export function minimiseConfiguration(
  family: NetworkFamily,
  faults: ReadonlySet<string>,
  found: ConfiguredViolation,
  options: ConfigurationOptions,
): ConfiguredViolation {
  return sharingRepetitions(() => smallestConfiguration(family, faults, found, options));
}

/** What smaller configurations have in common. */
interface ConfigurationOptions {
  readonly fixed: Configuration;
  /** Of the random walks where a search of all states is too much. */
  readonly seed: number;
}

function smallestConfiguration(
  family: NetworkFamily,
  faults: ReadonlySet<string>,
  found: ConfiguredViolation,
  { fixed, seed }: ConfigurationOptions,
): ConfiguredViolation {
  let best = found;
  try {
    // What nobody set stands at its default in most counterexamples: one search in place of one for each parameter.
    best = violationIn(family, faults, fixed, found.violation, seed) ?? best;
    for (let improved = true; improved;) {
      improved = false;
      for (const candidate of smallerConfigurations(family, faults, best.configuration, fixed)) {
        tick();
        const smaller = violationIn(family, faults, candidate, found.violation, seed);
        if (smaller === undefined) continue;
        best = smaller;
        improved = true;
        break;
      }
    }
  } catch (thrown) {
    // When the time is over, the smallest counterexample found so far is the answer.
    if (!(thrown instanceof Expired)) throw thrown;
  }
  // What is wrong elsewhere in the network is no reason to lose what was found.
  return {
    ...best,
    violation: unlessRefused(() => minimise(best.network, best.violation)) ?? best.violation,
  };
}

/** What comes of it; `undefined` where a configuration is impossible, or something about the network is wrong. */
function unlessRefused<T>(attempt: () => T): T | undefined {
  try {
    return attempt();
  } catch (thrown) {
    if (thrown instanceof CheckError) return undefined;
    throw thrown;
  }
}

/** Configurations with one parameter smaller (numbers) or simpler (choices, which list the simplest first). */
function* smallerConfigurations(
  family: NetworkFamily,
  faults: ReadonlySet<string>,
  configuration: Configuration,
  fixed: Configuration,
): Generator<Configuration> {
  const needed = new Set([
    ...Object.keys(fixed),
    ...[...faults].flatMap((fault) => {
      const { isLarge, configuration: size = {} } = family.faults[fault]!;
      return [...(isLarge === true ? Object.keys(size) : []), ...settledBy(family.faults, [fault]).keys()];
    }),
  ]);
  for (const [name, parameter] of Object.entries(family.parameters)) {
    // A fault that is known to need its size, or has it whatever is asked for, is not looked for in smaller ones; nor is what was asked for otherwise.
    if (needed.has(name)) continue;
    const current = configuration[name]!;
    const smaller =
      parameter.kind === 'choice'
        ? parameter.values.slice(0, parameter.values.indexOf(String(current)))
        : smallerNumbers(parameter.min, Number(current));
    for (const value of smaller) {
      const candidate = { ...configuration, [name]: value };
      if (reasonAgainst(family, candidate, faults) === undefined) yield candidate;
    }
  }
}

/** @param candidate parameters that are left out have their defaults, which may be impossible */
function violationIn(
  family: NetworkFamily,
  faults: ReadonlySet<string>,
  candidate: Configuration,
  violation: Violation,
  seed: number,
): ConfiguredViolation | undefined {
  return unlessRefused(() => {
    const configuration = configurationOf(family, candidate, faults);
    const network = buildDrawn(family, configuration, faults);
    const found = violationOf(network, violation, seed);
    return found && { configuration, network, violation: found };
  });
}

/** A violation of the same property in another network, if one is found. */
function violationOf(
  network: Network,
  { property, steps: { length } }: Violation,
  seed: number,
): Violation | undefined {
  // A claim about the third die, or about credits, is none of a network of two dies or without credits.
  if (!propertyNames(network).includes(property)) return undefined;
  const exhaustive = explore(network, {
    until: property,
    progressChecks: isJudgedByRuns(network, property),
    reduction: false,
    statesMax: statesMaxFor(network, SMALLER_STATES_MAX),
  });
  let violation = exhaustive.violations.find((each) => each.property === property);
  if (violation === undefined && exhaustive.inconclusive !== undefined) {
    const stepsMax = Math.max(WALK_LENGTH_MIN, length);
    const walks = Math.max(1, Math.floor(WALKED_STEPS / stepsMax));
    const sample = walk(network, { seed, walks, stepsMax });
    violation = sample.violations.find((each) => each.property === property);
  }
  return violation;
}

/** Numbers from the smallest up to below the current one: some of the smallest, then ever closer to the current one. */
function smallerNumbers(min: number, current: number): number[] {
  const found: number[] = [];
  for (let value = min; value < current;) {
    found.push(value);
    value += found.length < SMALLEST_VALUES ? 1 : Math.ceil((current - value) / 2);
  }
  return found;
}

/** What was found is wrong with a run that ends: of most properties a state shows it, and runs that never end need not be looked at. */
function isJudgedByRuns({ properties }: Network, property: string): boolean {
  return properties.some(({ kind, name }) => kind === 'leads to' && name === property);
}

function statesMaxFor({ componentIds }: Network, statesMax: number): number {
  return Math.max(1, Math.min(statesMax, Math.floor(LOCALS_MAX / componentIds.length)));
}
