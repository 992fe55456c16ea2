import { CheckError } from './errors.js';
import { listed, suggestion } from './nearest.js';
import { type Patch, refuseClashes, settledBy } from './patch.js';
import { requireConfiguration } from './require-record.js';

/** A parameter that is a whole number between two limits. */
export interface IntegerParameter {
  readonly kind: 'integer';
  readonly min: number;
  readonly max: number;
  readonly default: number;
  readonly description: string;
}

/** A parameter that is one of a few words. */
export interface ChoiceParameter {
  readonly kind: 'choice';
  readonly values: readonly string[];
  readonly default: string;
  readonly description: string;
}

export type Parameter = IntegerParameter | ChoiceParameter;

/** A value for each parameter of a family. */
export type Configuration = Readonly<Record<string, number | string>>;

/** A bug that can be switched on: the proof that properties can fail. */
export interface Fault {
  readonly title: string;
  /** Where the bug was reported. */
  readonly link: string;
  /** Whether it is the bug of that report itself (default), or one of its kind: the same slip in another place. */
  readonly kinship?: 'the report' | 'its kind';
  /** The property that it violates. */
  readonly property: string;
  /** Defaults under this fault, where it needs a size of its own to show. */
  readonly configuration?: Configuration;
  /** The size at which it shows is too large to be explored completely: only random schedules find it. Default: false. */
  readonly isLarge?: boolean;
  /** What it changes in the healthy network: see `patched`. A family may also build faults in ways of its own. */
  readonly patch?: Patch;
  /** How it shows: the steps of a shortest counterexample, and how a reader of the report would tell them. */
  readonly counterexample?: {
    readonly tells: string;
    readonly steps: readonly string[];
    /** Of a run that goes on for ever: how many of the steps come before the cycle. No random run finds it, as all of them end. */
    readonly loop?: number;
  };
}

/** What has parameters and faults: a family of networks, or a suite of bounds. */
export interface Parameterised {
  /** What it is, in messages. Default: network. */
  readonly noun?: string;
  /** As on the command line, for example `dispatch-combine`. */
  readonly name: string;
  /** One line for lists. */
  readonly title: string;
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly faults: Readonly<Record<string, Fault>>;
  /** A sentence that tells why a configuration is impossible with these faults, or `undefined` when it is possible. */
  readonly refuse?: (configuration: Configuration, faults: ReadonlySet<string>) => string | undefined;
}

/**
 * The full configuration for some given values (numbers may be given as text): the rest has the faults' defaults, then the
 * family's own. Of several faults that show with different numbers, the largest is taken. What a fault settles it has in any case.
 *
 * @throws CheckError for an unknown parameter, a value out of range, an impossible combination, faults that show with different words where
 *   none is given, and a given value where a fault settles another
 */
export function configurationOf(
  family: Parameterised,
  given: Readonly<Record<string, unknown>>,
  faults: ReadonlySet<string> = new Set(),
): Configuration {
  const configuration = valuesOf(family, given, faults);
  const reason = reasonAgainst(family, configuration, faults);
  if (reason !== undefined)
    throw new CheckError(
      `The ${nounOf(family)} '${family.name}' cannot be built with these parameters: ${reason}`,
    );
  return configuration;
}

/**
 * Why a configuration is impossible with these faults; `undefined` where it is possible.
 *
 * @throws CheckError where the family's own function gives neither: what it gives in place of `undefined` would make every configuration impossible
 */
export function reasonAgainst(
  family: Parameterised,
  configuration: Configuration,
  faults: ReadonlySet<string>,
): string | undefined {
  const reason: unknown = family.refuse?.(configuration, faults);
  if (reason === undefined || (typeof reason === 'string' && reason !== '')) return reason;
  throw new CheckError(
    `The refuse of the ${nounOf(family)} '${family.name}' gives ${JSON.stringify(reason)} for ${JSON.stringify(configuration)}; it must return a sentence that tells why a configuration is impossible, or undefined where it is possible.`,
  );
}

/**
 * As `configurationOf`, of which the combination may be impossible: what is not given may be drawn otherwise.
 *
 * @throws CheckError as `configurationOf` does otherwise
 */
export function valuesOf(
  family: Parameterised,
  given: Readonly<Record<string, unknown>>,
  faults: ReadonlySet<string>,
): Configuration {
  requireConfiguration(given, `A configuration of the ${nounOf(family)} '${family.name}'`);
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(family.parameters, name)) {
      const known = Object.keys(family.parameters);
      throw new CheckError(
        `The ${nounOf(family)} '${family.name}' has no parameter '${name}'; ${known.length === 0 ? 'it has none' : `it has ${known.join(', ')}`}.${suggestion(name, known)}`,
      );
    }
  }
  const values = new Map(Object.entries(given).filter(([, value]) => value !== undefined && value !== null));
  for (const fault of faults) refuseUnknownValues(family, fault);
  const settled = settledBy(family.faults, faults);
  const underFaults = valuesUnder(family, faults, (name) => values.has(name) || settled.has(name));
  return Object.fromEntries(
    Object.entries(family.parameters).map(([name, parameter]) => {
      const value = values.get(name) ?? settled.get(name) ?? underFaults.get(name) ?? parameter.default;
      const checked = checkedValue(family.name, name, parameter, value);
      refuseUnsettled(family, faults, name, checked);
      return [name, checked];
    }),
  );
}

/** The values with which faults show, of the parameters that are not decided otherwise. */
function valuesUnder(
  family: Parameterised,
  faults: ReadonlySet<string>,
  isDecided: (parameter: string) => boolean,
): ReadonlyMap<string, number | string> {
  const found = new Map<string, { readonly value: number | string; readonly fault: string }>();
  for (const fault of faults) {
    const defaults = Object.hasOwn(family.faults, fault) ? family.faults[fault]!.configuration : undefined;
    for (const [name, value] of Object.entries(defaults ?? {})) {
      if (isDecided(name)) continue;
      const other = found.get(name);
      if (typeof value === 'number' && typeof other?.value === 'number') {
        // What shows with few shows with more of them.
        if (value > other.value) found.set(name, { value, fault });
      } else if (other !== undefined && other.value !== value) {
        throw new CheckError(
          `The fault ${other.fault} shows with ${name} ${other.value}, and the fault ${fault} with ${name} ${value}: with either, the other may not show. ` +
            `Choose one of them, or give ${name} yourself.`,
        );
      } else found.set(name, { value, fault });
    }
  }
  return new Map([...found].map(([name, { value }]) => [name, value]));
}

/** A value of a parameter that there is not would be ignored, and the network healthy or of another size. */
function refuseUnknownValues(family: Parameterised, fault: string): void {
  const { configuration = {} } = Object.hasOwn(family.faults, fault) ? family.faults[fault]! : {};
  const known = Object.keys(family.parameters);
  const named = [...Object.keys(configuration), ...settledBy(family.faults, [fault]).keys()];
  const unknown = named.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new CheckError(
    `The fault ${fault} has a value for '${unknown}', and the ${nounOf(family)} '${family.name}' has no such parameter; it has ${listed(known)}.${suggestion(unknown, known)}`,
  );
}

/** A value that was asked for, and that a fault would put aside in silence, is refused. */
function refuseUnsettled(
  family: Parameterised,
  faults: ReadonlySet<string>,
  name: string,
  value: number | string,
): void {
  for (const fault of faults) {
    const settled = settledBy(family.faults, [fault]).get(name) ?? value;
    if (settled === value) continue;
    throw new CheckError(
      `The parameter ${name} of '${family.name}' is '${value}', but the fault ${fault} is that it is ${settled} whatever is asked for. Leave ${name} out, or the fault.`,
    );
  }
}

/** The set of faults by these ids, for one network. @throws CheckError for an unknown one, and for two that change one thing */
export function faultsOf(family: Parameterised, ids: readonly string[]): ReadonlySet<string> {
  for (const id of ids) {
    if (!Object.hasOwn(family.faults, id)) {
      const known = Object.keys(family.faults);
      throw new CheckError(
        `The ${nounOf(family)} '${family.name}' has no fault '${id}'; ${known.length === 0 ? 'it has none' : `it has ${known.join(', ')}`}.${suggestion(id, known)}`,
      );
    }
  }
  refuseClashes(family.faults, ids);
  return new Set(ids);
}

function checkedValue(family: string, name: string, parameter: Parameter, value: unknown): number | string {
  if (parameter.kind === 'choice') {
    if (typeof value === 'string' && parameter.values.includes(value)) return value;
    throw new CheckError(
      `The parameter ${name} of '${family}' is '${value}'; it must be one of ${parameter.values.join(', ')}.${suggestion(String(value), parameter.values)}`,
    );
  }
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  const { min, max } = parameter;
  if (typeof number === 'number' && Number.isInteger(number) && number >= min && number <= max) return number;
  throw new CheckError(
    `The parameter ${name} of '${family}' is '${value}'; it must be a whole number from ${min} to ${max}.`,
  );
}

const nounOf = ({ noun = 'network' }: Parameterised): string => noun;
