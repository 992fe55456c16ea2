import { CheckError } from './errors.js';
import { refuseWrongParts } from './family-parts.js';
import { refuseUnknownKeys } from './known-keys.js';
import type { Network } from './network.js';
import { refuseUnknownParameterKeys, refuseWrongRanges } from './parameter-keys.js';
import type { Configuration, Parameterised } from './parameters.js';
import { refuseControls } from './quoted.js';
import { isCount } from './whole-numbers.js';

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
export interface NetworkFamily extends Parameterised {
  readonly build: (configuration: Configuration, faults: ReadonlySet<string>) => Network;
  /** The configurations that `check` explores completely; parameters left out have their defaults. None may stand in this list and the following ones twice. */
  readonly exhaustive: readonly Configuration[];
  /** Those that take minutes: `check --deep` explores them too. */
  readonly deep?: readonly Configuration[];
  /** Those that have too many states for a search of all: `check` explores them too, and takes steps alone (`ExploreOptions.reduction`), unless it must not. */
  readonly reduced?: readonly Configuration[];
  /** Likewise of those that take minutes: only `check --deep` explores them. */
  readonly deepReduced?: readonly Configuration[];
  /** Questions about designs, by name: `check --sweep` answers them. */
  readonly sweeps?: Readonly<Record<string, Sweep>>;
  /** What the random campaign draws from: ranges narrower than, or values among, the parameter's own. */
  readonly campaign: {
    readonly ranges: Readonly<
      Record<string, { readonly min: number; readonly max: number } | { readonly values: readonly string[] }>
    >;
    /** Most steps of one random run, at least 1; where it depends on the configuration as a function of it. */
    readonly stepsMax: number | ((configuration: Configuration) => number);
  };
}

const FAMILY_KEYS: Readonly<Record<keyof Required<NetworkFamily>, true>> = {
  noun: true,
  name: true,
  title: true,
  parameters: true,
  faults: true,
  refuse: true,
  build: true,
  exhaustive: true,
  deep: true,
  reduced: true,
  deepReduced: true,
  sweeps: true,
  campaign: true,
};

/** @throws CheckError for a key that a family of networks, or what it is made of, cannot have, and for a campaign that cannot be */
export function refuseUnknownFamilyKeys(family: NetworkFamily): void {
  refuseControls('A family', family.name);
  refuseUnknownKeys(family, Object.keys(FAMILY_KEYS), `The family '${family.name}'`);
  refuseUnknownKeys(family.campaign, ['ranges', 'stepsMax'], `The campaign of family '${family.name}'`);
  refuseUnknownParameterKeys(family);
  refuseWrongParts(family);
  const { ranges, stepsMax } = family.campaign as Partial<NetworkFamily['campaign']>;
  const isTable = typeof ranges === 'object' && ranges !== null;
  if (!isTable || !(typeof stepsMax === 'number' || typeof stepsMax === 'function')) {
    throw new CheckError(
      `The campaign of family '${family.name}' has no ${isTable ? 'stepsMax' : 'ranges'}; give it both, for example { ranges: {}, stepsMax: 200 }.`,
    );
  }
  refuseWrongRanges(family, ranges);
  if (typeof stepsMax === 'number') refuseWrongSteps(family, stepsMax, 'has');
}

/** Most steps of one random run. @throws CheckError where the family's function gives what is no whole number of at least 1 */
export function stepsMaxOf(family: NetworkFamily, configuration: Configuration): number {
  const { stepsMax } = family.campaign;
  if (typeof stepsMax === 'number') return stepsMax;
  const steps: unknown = stepsMax(configuration);
  refuseWrongSteps(family, steps, `gives for ${JSON.stringify(configuration)}`);
  return steps;
}

function refuseWrongSteps(family: NetworkFamily, stepsMax: unknown, has: string): asserts stepsMax is number {
  if (isCount(stepsMax)) return;
  throw new CheckError(
    `The campaign of family '${family.name}' ${has} the stepsMax ${String(stepsMax)}; it must be a whole number of at least 1.`,
  );
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
