import { Engine } from '../engine/engine.js';
import { explore } from '../explore/explore.js';
import { walk } from '../explore/random-walk.js';
import { ScheduleFollower } from '../explore/schedule.js';
import type { Violation } from '../explore/violation.js';
import { CheckError } from '../network/errors.js';
import { type Configuration, configurationOf, type NetworkFamily } from '../network/family.js';
import type { Network } from '../network/network.js';
import { Judge } from '../property/judge.js';
import { shrinkSchedule } from './shrink.js';

/** States up to which a network counts as enumerable, for the proof that a counterexample is a shortest one. */
const ENUMERABLE_STATES_MAX = 300_000;
/** States up to which a smaller configuration is searched for the violation, before random walks are tried. */
const SMALLER_STATES_MAX = 30_000;
const SMALLER_WALKS = { walks: 40, stepsMax: 400 };

/**
 * Makes a counterexample small: the schedule is shrunk; then, where the network can be enumerated, the breadth-first shortest
 * violation of the same property takes its place.
 *
 * @param options.statesMax states up to which the network counts as enumerable; default 300,000
 */
export function minimise(
  network: Network,
  violation: Violation,
  options: { readonly statesMax?: number } = {},
): Violation {
  const { property } = violation;
  if (violation.minimality === 'proven shortest') return violation;
  const exhaustive = explore(network, {
    until: property,
    statesMax: options.statesMax ?? ENUMERABLE_STATES_MAX,
  });
  const shortest = exhaustive.violations.find((found) => found.property === property);
  if (shortest !== undefined) return shortest;
  const engine = new Engine(network);
  const { steps } = shrinkSchedule(new ScheduleFollower(engine, new Judge(engine)), violation);
  return { ...violation, steps, minimality: 'locally minimal' };
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
 */
export function minimiseConfiguration(
  family: NetworkFamily,
  faults: ReadonlySet<string>,
  found: ConfiguredViolation,
  seed: number,
): ConfiguredViolation {
  let best = found;
  for (let improved = true; improved;) {
    improved = false;
    for (const candidate of smallerConfigurations(family, best.configuration)) {
      const smaller = violationIn(family, faults, candidate, best.violation.property, seed);
      if (smaller === undefined) continue;
      best = smaller;
      improved = true;
      break;
    }
  }
  return { ...best, violation: minimise(best.network, best.violation) };
}

/** Configurations with one parameter smaller (numbers) or simpler (choices, which list the simplest first). */
function* smallerConfigurations(
  family: NetworkFamily,
  configuration: Configuration,
): Generator<Configuration> {
  for (const [name, parameter] of Object.entries(family.parameters)) {
    const current = configuration[name]!;
    const smaller =
      parameter.kind === 'choice'
        ? parameter.values.slice(0, parameter.values.indexOf(String(current)))
        : Array.from({ length: Number(current) - parameter.min }, (_, index) => parameter.min + index);
    for (const value of smaller) {
      const candidate = { ...configuration, [name]: value };
      if (family.refuse?.(candidate) === undefined) yield candidate;
    }
  }
}

function violationIn(
  family: NetworkFamily,
  faults: ReadonlySet<string>,
  candidate: Configuration,
  property: string,
  seed: number,
): ConfiguredViolation | undefined {
  const configuration = configurationOf(family, candidate, faults);
  let network: Network;
  try {
    network = family.build(configuration, faults);
  } catch (thrown) {
    if (thrown instanceof CheckError) return undefined;
    throw thrown;
  }
  const exhaustive = explore(network, { until: property, statesMax: SMALLER_STATES_MAX });
  let violation = exhaustive.violations.find((each) => each.property === property);
  if (violation === undefined && exhaustive.inconclusive !== undefined) {
    violation = walk(network, { seed, ...SMALLER_WALKS }).violations.find(
      (each) => each.property === property,
    );
  }
  return violation === undefined ? undefined : { configuration, network, violation };
}
