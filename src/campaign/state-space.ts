import { FingerprintSet } from '../explore/fingerprint-set.js';
import { CheckError } from '../network/errors.js';
import type { NetworkFamily } from '../network/family.js';
import { type Configuration, configurationOf } from '../network/parameters.js';
import { requireList, requireRecord } from '../network/require-record.js';
import { isCount } from '../network/whole-numbers.js';

/** A configuration whose state space is known, by exploring it completely. */
export interface EnumeratedSpace {
  /** Parameters left out have their defaults. */
  readonly configuration: Configuration;
  /** Its distinct states. */
  readonly states: number;
}

/** How much of a known state space random runs saw. */
export interface SampledSpace extends EnumeratedSpace {
  readonly runs: number;
  /** Distinct states seen, over all runs; told apart by 53-bit fingerprints, as walks do it. */
  readonly seen: number;
  /** `seen` of `states`, from 0 to 1. */
  readonly share: number;
}

/** The states of one configuration that random runs have seen. */
export class SpaceSample {
  runs = 0;
  readonly states = new FingerprintSet();

  constructor(private readonly space: EnumeratedSpace) {}

  get configuration(): Configuration {
    return this.space.configuration;
  }

  result(): SampledSpace {
    const { runs, states, space } = this;
    return { ...space, runs, seen: states.size, share: states.size / space.states };
  }
}

/**
 * The known state spaces with their configurations made complete.
 *
 * @throws CheckError for one whose parameters are wrong, or not those that the campaign is to keep to, and for one that is given twice
 */
export function completed(
  family: NetworkFamily,
  faults: ReadonlySet<string>,
  pinned: Configuration,
  spaces: readonly EnumeratedSpace[],
): EnumeratedSpace[] {
  const option = 'The option enumerated of `campaign`';
  const remedy = '{ configuration, states }, as explorations of it found';
  requireList(spaces, option, `a list with ${remedy}`);
  const known = new Set<string>();
  return spaces.map((space, at) => {
    requireRecord(space, `${option}, [${at}],`, remedy);
    const { configuration: given, states } = space;
    if (!isCount(states)) {
      throw new CheckError(
        `${option}, [${at}], has the states ${String(states)}; give it a whole number of at least 1.`,
      );
    }
    const configuration = configurationOf(family, given, faults);
    const key = JSON.stringify(configuration);
    // Each run is counted once: the other one would seem to have been seen by nobody.
    if (known.has(key)) {
      throw new CheckError(
        `The campaign over '${family.name}' is given the enumerated configuration ${key} twice. Leave one of them out; parameters that are not given have their defaults.`,
      );
    }
    known.add(key);
    for (const [name, value] of Object.entries(pinned)) {
      if (configuration[name] !== value) {
        throw new CheckError(
          `The campaign over '${family.name}' keeps ${name} at ${value}, but one of its enumerated configurations has ${configuration[name]}. Leave that one out.`,
        );
      }
    }
    return { configuration, states };
  });
}
