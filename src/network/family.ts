import type { AnyStateMachine } from 'xstate';
import { CheckError } from './errors.js';
import type { Network } from './network.js';

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

/** A bug that a network can be given: the proof that its properties can fail. */
export interface Fault {
  readonly title: string;
  /** Where the bug was reported. */
  readonly link: string;
  /** The property that it violates. */
  readonly property: string;
  /** Defaults under this fault, where it needs a size of its own to show. */
  readonly configuration?: Configuration;
  /** The size at which it shows is too large to be explored completely: only random schedules find it. Default: false. */
  readonly isLarge?: boolean;
}

/** One dimension of a sweep. */
export interface SweepAxis {
  /** What differs along it, for example `buffers`. */
  readonly title: string;
  readonly values: readonly { readonly label: string; readonly configuration: Configuration }[];
}

/** A table of designs, each of which is explored completely: every row with every combination of the columns' values. */
export interface Sweep {
  readonly title: string;
  /** What all designs share; a row's parameters go before these, a column's before both. */
  readonly base: Configuration;
  readonly rows: SweepAxis;
  readonly columns: readonly SweepAxis[];
}

/** Networks of one kind, by parameters and faults. */
export interface NetworkFamily {
  /** As on the command line, for example `dispatch-combine`. */
  readonly name: string;
  /** One line for lists. */
  readonly title: string;
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly faults: Readonly<Record<string, Fault>>;
  /** A sentence that tells why a configuration is impossible with these faults, or `undefined` when it is possible. */
  readonly refuse?: (configuration: Configuration, faults: ReadonlySet<string>) => string | undefined;
  readonly build: (configuration: Configuration, faults: ReadonlySet<string>) => Network;
  /** The configurations that `check` explores completely; parameters left out have their defaults. */
  readonly exhaustive: readonly Configuration[];
  /** Those that take minutes: `check --deep` explores them too. */
  readonly deep?: readonly Configuration[];
  /** Questions about designs, by name: `check --sweep` answers them. */
  readonly sweeps?: Readonly<Record<string, Sweep>>;
  /** What the random campaign draws from: ranges narrower than, or values among, the parameter's own. */
  readonly campaign: {
    readonly ranges: Readonly<
      Record<string, { readonly min: number; readonly max: number } | { readonly values: readonly string[] }>
    >;
    /** Most steps of one random run, where it depends on the configuration as a function of it. */
    readonly stepsMax: number | ((configuration: Configuration) => number);
  };
}

/** What a command line offers: families of networks, and charts that can be exported. */
export interface Catalogue {
  readonly families: readonly NetworkFamily[];
  readonly machines: Readonly<Record<string, AnyStateMachine>>;
}

/**
 * The full configuration for some given values (numbers may be given as text): the rest has the faults' defaults, then the
 * family's own.
 *
 * @throws CheckError for an unknown parameter, a value out of range, or an impossible combination
 */
export function configurationOf(
  family: NetworkFamily,
  given: Readonly<Record<string, unknown>>,
  faults: ReadonlySet<string> = new Set(),
): Configuration {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(family.parameters, name)) {
      const known = Object.keys(family.parameters);
      throw new CheckError(
        `The network '${family.name}' has no parameter '${name}'; ${known.length === 0 ? 'it has none' : `it has ${known.join(', ')}`}.`,
      );
    }
  }
  const underFaults: Record<string, unknown> = {};
  for (const fault of faults) Object.assign(underFaults, family.faults[fault]?.configuration);
  const configuration: Record<string, number | string> = {};
  for (const [name, parameter] of Object.entries(family.parameters)) {
    const value = given[name] ?? underFaults[name] ?? parameter.default;
    configuration[name] = checkedValue(family.name, name, parameter, value);
  }
  const reason = family.refuse?.(configuration, faults);
  if (reason !== undefined)
    throw new CheckError(`The network '${family.name}' cannot be built with these parameters: ${reason}`);
  return configuration;
}

/** The set of faults by these ids. @throws CheckError for an unknown one */
export function faultsOf(family: NetworkFamily, ids: readonly string[]): ReadonlySet<string> {
  for (const id of ids) {
    if (!Object.hasOwn(family.faults, id)) {
      const known = Object.keys(family.faults);
      throw new CheckError(
        `The network '${family.name}' has no fault '${id}'; ${known.length === 0 ? 'it has none' : `it has ${known.join(', ')}`}.`,
      );
    }
  }
  return new Set(ids);
}

/** A family with this one network in it, so that a plain network can stand wherever a family can. */
export function familyOf(network: Network): NetworkFamily {
  return {
    name: network.name,
    title: `a network of ${network.componentIds.length} component${network.componentIds.length === 1 ? '' : 's'}`,
    parameters: {},
    faults: {},
    build: () => network,
    exhaustive: [{}],
    campaign: { ranges: {}, stepsMax: 200 },
  };
}

function checkedValue(family: string, name: string, parameter: Parameter, value: unknown): number | string {
  if (parameter.kind === 'choice') {
    if (typeof value === 'string' && parameter.values.includes(value)) return value;
    throw new CheckError(
      `The parameter ${name} of '${family}' is '${value}'; it must be one of ${parameter.values.join(', ')}.`,
    );
  }
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  const { min, max } = parameter;
  if (typeof number === 'number' && Number.isInteger(number) && number >= min && number <= max) return number;
  throw new CheckError(
    `The parameter ${name} of '${family}' is '${value}'; it must be a whole number from ${min} to ${max}.`,
  );
}
