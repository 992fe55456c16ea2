import type { Configuration } from '../network/parameters.js';
import { BUILT_IN_PROPERTIES } from '../network/property.js';
import { claimGroups } from './claim-groups.js';
import type { Vacuity } from '../property/unseen.js';
import type { HardCaseStatus, PropertyVerdict } from '../property/verdict.js';

/** An exploration of one configuration, complete or not. */
interface Explored {
  readonly parameters: Configuration;
  readonly properties: readonly PropertyVerdict[];
  readonly vacuous: readonly Vacuity[];
  readonly notApplicable?: readonly Vacuity[];
}

/** Which claims were put to the test in which configurations of a family. */
export interface HardCaseTable {
  /** The configurations that were explored, in order: all of their parameters. */
  readonly configurations: readonly Configuration[];
  /** Built-in properties and witnesses are not among them. */
  readonly claims: readonly HardCaseRow[];
}

/** A claim, or claims that differ in an index only: `operator-order` of each stream. */
export interface HardCaseRow {
  readonly claim: string;
  /** What it claims something of, in the plural; empty where that is not one noun. */
  readonly things: string;
  readonly properties: readonly string[];
  /** Why configurations do not put the claims to the test, each reason once; left out where none is given. */
  readonly reasons?: readonly string[];
  /** One for each configuration. */
  readonly cells: readonly HardCaseCell[];
}

/** Of the properties of a row that a configuration has. */
export interface HardCaseCell {
  /**
   * - `met`: the hard case of each that has one occurred;
   * - `partly met`: that of some;
   * - `vacuous`: of all states in none, or the claim says nothing for another reason: see `ExploreResult.vacuous`;
   * - `not seen`: in none so far, of an exploration that is not complete;
   * - `none`: no hard case is given;
   * - `not applicable`: the claim says why the configuration cannot put it to the test: see `HardCaseRow.reasons`;
   * - `absent`: the configuration has no such property.
   */
  readonly status: 'met' | 'partly met' | 'vacuous' | 'not seen' | 'none' | 'not applicable' | 'absent';
  /** How many there are with a hard case, or which are vacuous. */
  readonly tested: number;
  readonly met: number;
}

/** The table of some explorations of one family, without faults. */
export function hardCaseTable(explored: readonly Explored[]): HardCaseTable {
  const names = explored.flatMap(({ properties }) =>
    properties.filter(({ isWitness }) => isWitness !== true).map(({ name }) => name),
  );
  const builtIn: readonly string[] = BUILT_IN_PROPERTIES;
  const claims = [...new Set(names)].filter((name) => !builtIn.includes(name)).map((name) => ({ name }));
  const configurations = explored.map(statuses);
  return {
    configurations: explored.map(({ parameters }) => parameters),
    claims: claimGroups(claims).map(({ claim, things, members }) => ({
      claim,
      things,
      properties: members.map(({ name }) => name),
      ...reasonsOf(explored, members),
      cells: configurations.map((of) => cellOf(members.flatMap(({ name }) => of.get(name) ?? []))),
    })),
  };
}

type Status = HardCaseStatus | 'none';

function reasonsOf(
  explored: readonly Explored[],
  members: readonly { readonly name: string }[],
): Pick<HardCaseRow, 'reasons'> {
  const all = explored.flatMap(({ notApplicable = [] }) => notApplicable);
  const own = all.filter(({ property }) => members.some(({ name }) => name === property));
  const reasons = [...new Set(own.map(({ why }) => why))];
  return reasons.length === 0 ? {} : { reasons };
}

function statuses({ properties, vacuous }: Explored): ReadonlyMap<string, Status> {
  const empty = new Set(vacuous.map(({ property }) => property));
  return new Map(
    properties.map(({ name, hardCase }) => [name, empty.has(name) ? 'vacuous' : (hardCase ?? 'none')]),
  );
}

function cellOf(all: readonly Status[]): HardCaseCell {
  const tested = all.filter((status) => status !== 'none' && status !== 'not applicable');
  const met = tested.filter((status) => status === 'met').length;
  const counts = { tested: tested.length, met };
  if (all.length === 0) return { status: 'absent', ...counts };
  if (tested.length === 0) {
    return { status: all.includes('not applicable') ? 'not applicable' : 'none', ...counts };
  }
  if (met > 0) return { status: met === tested.length ? 'met' : 'partly met', ...counts };
  return { status: tested.includes('not seen') ? 'not seen' : 'vacuous', ...counts };
}
