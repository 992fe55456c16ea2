import * as fc from 'fast-check';
import { CheckError } from '../network/errors.js';
import type { NetworkFamily } from '../network/family.js';
import { type Configuration, type Parameter, reasonAgainst } from '../network/parameters.js';

/** Configurations of a family: each parameter from the range that the campaign names, else its own; impossible ones, too. */
function anyConfigurations(family: NetworkFamily, fixed: Configuration): fc.Arbitrary<Configuration> {
  const ranges = new Map(Object.entries(family.campaign.ranges));
  const values = new Map(Object.entries(fixed));
  const arbitraryOf = (name: string, parameter: Parameter): fc.Arbitrary<number | string> => {
    const range = ranges.get(name);
    const value = values.get(name);
    if (value !== undefined) return fc.constant(value);
    if (parameter.kind === 'choice') {
      return fc.constantFrom(...(range !== undefined && 'values' in range ? range.values : parameter.values));
    }
    const { min, max } = range !== undefined && 'min' in range ? range : parameter;
    return fc.integer({ min, max });
  };
  const byName = Object.fromEntries(
    Object.entries(family.parameters).map(([name, parameter]) => [name, arbitraryOf(name, parameter)]),
  );
  return fc.record(byName);
}

/** The same; impossible ones left out. */
export function configurations(
  family: NetworkFamily,
  faults: ReadonlySet<string>,
  fixed: Configuration,
): fc.Arbitrary<Configuration> {
  let refusedInARow = 0;
  return anyConfigurations(family, fixed).filter((configuration) => {
    const reason = reasonAgainst(family, configuration, faults);
    refusedInARow = reason === undefined ? 0 : refusedInARow + 1;
    if (refusedInARow === REFUSED_MAX) {
      throw new CheckError(
        `The campaign over '${family.name}' finds no possible configuration with the given parameters; the last one drawn was refused: ${reason}`,
      );
    }
    return reason === undefined;
  });
}

/** Whether one of as many configurations as a campaign draws before it gives up is possible. */
export function isSomePossible(
  family: NetworkFamily,
  faults: ReadonlySet<string>,
  fixed: Configuration,
): boolean {
  // Which ones are drawn here must not depend on what was drawn before: the same faults can be had together in every run.
  const drawn = fc.sample(anyConfigurations(family, fixed), { seed: 0, numRuns: REFUSED_MAX });
  return drawn.some((configuration) => reasonAgainst(family, configuration, faults) === undefined);
}

/** Of four configurations, one is among those that were enumerated, where there are any. */
export function someEnumerated(
  any: fc.Arbitrary<Configuration>,
  enumerated: readonly Configuration[],
): fc.Arbitrary<Configuration> {
  if (enumerated.length === 0) return any;
  return fc.oneof({ weight: 3, arbitrary: any }, { weight: 1, arbitrary: fc.constantFrom(...enumerated) });
}

/** Impossible configurations drawn one after the other before the campaign gives up. */
const REFUSED_MAX = 1_000;
