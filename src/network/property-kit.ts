import type { AnyStateMachine } from 'xstate';
import { described, givenText } from './described.js';
import { CheckError } from './errors.js';
import { KEYS, refuseUnknownKeys } from './known-keys.js';
import type {
  AlwaysPossibleProperty,
  AlwaysProperty,
  CanRestProperty,
  Claim,
  HardCase,
  LeadsToProperty,
  NotApplicable,
  MonitorOptions,
  MonitorProperty,
  PropertyKit,
  PropertyTelling,
  ReachableProperty,
  View,
} from './property.js';
import type { Machines } from './typed.js';

/**
 * An invariant. `claim` is a predicate that returns whether the state is good, or a margin: how far the state is from being bad, in a unit
 * of the property's own; a negative margin is a violation. Or it is `{ when, then }`: such a predicate, `then`, that is judged only in
 * states in which `when` is true; if it is true in none, the property holds of nothing, which is said (see `ExploreResult.vacuous`). A `hardCase`
 * beside `then`, with or without `when`, is true of the states that put the claim to the test; that there is none is said likewise. `telling` is
 * what its counterexamples begin with.
 */
export function always(
  name: string,
  claim: ((view: View) => boolean | number) | Claim,
  telling: PropertyTelling = {},
): AlwaysProperty {
  const told = toldOf(name, telling);
  if (typeof claim !== 'object' || claim === null) return { kind: 'always', name, holds: claim, ...told };
  refuseUnknownKeys(claim, KEYS.claim, `The property '${name}'`);
  const { when, then, hardCase, notApplicable } = claim;
  if (typeof then !== 'function' || (when === undefined && hardCase === undefined)) {
    throw new CheckError(
      `The property '${name}' needs both \`when\` and \`then\`, or \`then\` and \`hardCase\`, each a function of the view.`,
    );
  }
  const tested = hardCaseField(name, hardCase, notApplicable);
  if (when === undefined) return { kind: 'always', name, holds: then, ...tested, ...told };
  const isMet = condition(name, 'when', when);
  return {
    kind: 'always',
    name,
    holds: (view) => !isMet(view) || then(view),
    when: isMet,
    ...tested,
    ...told,
  };
}

/** A witness that must exist. Violated when the whole state space has none; inconclusive when only a sample has none. */
export function reachable(
  name: string,
  reached: (view: View) => boolean,
  telling: PropertyTelling = {},
): ReachableProperty {
  return { kind: 'reachable', name, reached, ...toldOf(name, telling) };
}

/**
 * A property that is a statechart. It receives every event that a component emits, with the emitter's id added as
 * `component`, and after each step an event `step` with the fields of the step (`kind`, ...; see `Step`). It ignores
 * what it does not handle. Violated on entering a state tagged `violation`, where it then stays, even if it would leave it within the same
 * step; a run that ends while the monitor is in a state tagged `pending`, or a fair one that stays in such states for ever, violates it too: an
 * obligation was never met.
 *
 * @param options.from ids of components: of all emitted events it receives only theirs, and the others cost it nothing. Steps
 *   are nobody's events: a chart that handles `step` receives them all the same.
 * @param options.hardCase the situation that puts the claim to the test, as a predicate on a state: that it occurs in none is said (see
 *   `ExploreResult.vacuous`). It adds no state to the network's.
 */
export function monitor(
  name: string,
  machine: AnyStateMachine,
  input?: unknown,
  options: MonitorOptions = {},
): MonitorProperty {
  refuseUnknownKeys(options, KEYS.monitorOptions, `The options object of monitor '${name}'`);
  return {
    kind: 'monitor',
    name,
    machine,
    ...(input === undefined ? {} : { input }),
    ...(options.from === undefined ? {} : { from: options.from }),
    ...hardCaseField(name, options.hardCase, options.notApplicable),
    ...tellingFields(options),
  };
}

/**
 * What must stay possible: AG EF of a predicate. From every reachable state there must be a way to a state in which it is true. The way may have
 * any steps but losses, duplications and crashes: what only a fault could bring about is not possible. Judged after a complete exploration.
 */
export function alwaysPossible(
  name: string,
  possible: (view: View) => boolean,
  telling: PropertyTelling = {},
): AlwaysPossibleProperty {
  const asked = condition(name, 'possible', possible);
  return { kind: 'always possible', name, possible: asked, ...toldOf(name, telling) };
}

/**
 * From every reachable state, each component whose chart has a state tagged `rest` or a final one can come to such a state again, as `alwaysPossible`
 * means it: finds what polls for ever, be it through several states. A property as it stands, to be listed among the others.
 */
export const everyComponentCanRest: CanRestProperty<'every-component-can-rest'> = Object.freeze({
  kind: 'can rest',
  name: 'every-component-can-rest',
});

/**
 * Every fair run comes to a state in which `to` is true. Violated by a run that ends, or goes round for ever, without one; see `NetworkSpec.fairness`
 * for what is fair. Judged after a complete exploration; a random walk judges runs that end.
 */
export function eventually(
  name: string,
  to: (view: View) => boolean,
  telling: PropertyTelling = {},
): LeadsToProperty {
  return { kind: 'leads to', name, to: condition(name, 'to', to), ...toldOf(name, telling) };
}

/** Whenever `from` is true, `to` is true then or later, in every fair run; as `eventually`. */
export function leadsTo(
  name: string,
  from: (view: View) => boolean,
  to: (view: View) => boolean,
  telling: PropertyTelling = {},
): LeadsToProperty {
  const asked = condition(name, 'from', from);
  return { kind: 'leads to', name, from: asked, to: condition(name, 'to', to), ...toldOf(name, telling) };
}

function toldOf(name: string, telling: PropertyTelling): PropertyTelling {
  refuseUnknownKeys(telling, KEYS.propertyTelling, `What the property '${name}' tells of itself`);
  return tellingFields(telling);
}

function tellingFields({ sentence, section, about }: PropertyTelling): PropertyTelling {
  return {
    ...(sentence === undefined ? {} : { sentence }),
    ...(section === undefined ? {} : { section }),
    ...(about === undefined ? {} : { about }),
  };
}

interface HardCaseField {
  readonly hardCase?: HardCase;
  readonly notApplicable?: NotApplicable;
}

function hardCaseField(
  name: string,
  hardCase: HardCase | undefined,
  notApplicable: NotApplicable | undefined,
): HardCaseField {
  const given: unknown = notApplicable;
  if (given !== undefined && (typeof given !== 'string' || given.trim() === '' || hardCase === undefined)) {
    throw new CheckError(
      `The \`notApplicable\` of property '${name}' must be the reason, as a text, why its \`hardCase\` cannot occur in this network; give both, or neither.`,
    );
  }
  const reason = notApplicable === undefined ? {} : { notApplicable };
  if (hardCase === undefined) return {};
  if (!Array.isArray(hardCase))
    return { hardCase: condition(name, 'hardCase', hardCase as (view: View) => boolean), ...reason };
  if (hardCase.length === 0) {
    throw new CheckError(
      `The \`hardCase\` of property '${name}' is an empty list; give a function of the view, or several.`,
    );
  }
  return {
    hardCase: hardCase.map((each: (view: View) => boolean) => condition(name, 'hardCase', each)),
    ...reason,
  };
}

/** A predicate that gives true or false, and refuses anything else. */
function condition(name: string, key: string, asked: (view: View) => boolean) {
  if (typeof asked !== 'function') {
    throw new CheckError(
      `The \`${key}\` of property '${name}' is ${described(asked)}; give a function of the view.`,
    );
  }
  return (view: View) => {
    const met: unknown = asked(view);
    if (typeof met === 'boolean') return met;
    throw new CheckError(
      `The \`${key}\` of property '${name}' gives ${givenText(met)}; it must give true or false.`,
    );
  };
}

/** What `NetworkSpec.properties` is given, if it is a function: the types differ, and nothing else. All networks are given it. */
export const PROPERTY_KIT = Object.freeze({
  always,
  reachable,
  monitor,
  alwaysPossible,
  eventually,
  leadsTo,
}) as unknown as PropertyKit<Machines>;
