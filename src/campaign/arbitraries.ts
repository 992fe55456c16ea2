import * as fc from 'fast-check';
import { CheckError } from '../network/errors.js';
import type { Configuration, NetworkFamily } from '../network/family.js';

/** Configurations of a family: each parameter from the range that the campaign names, else its own; impossible ones left out. */
export function configurations(
  family: NetworkFamily,
  fixed: Configuration = {},
): fc.Arbitrary<Configuration> {
  const byName: Record<string, fc.Arbitrary<number | string>> = {};
  for (const [name, parameter] of Object.entries(family.parameters)) {
    const range = family.campaign.ranges[name];
    const value = fixed[name];
    if (value !== undefined) byName[name] = fc.constant(value);
    else if (parameter.kind === 'choice') {
      byName[name] = fc.constantFrom(
        ...(range !== undefined && 'values' in range ? range.values : parameter.values),
      );
    } else {
      const { min, max } = range !== undefined && 'min' in range ? range : parameter;
      byName[name] = fc.integer({ min, max });
    }
  }
  let refusedInARow = 0;
  return fc.record(byName).filter((configuration) => {
    const reason = family.refuse?.(configuration);
    refusedInARow = reason === undefined ? 0 : refusedInARow + 1;
    if (refusedInARow === REFUSED_MAX) {
      throw new CheckError(
        `The campaign over '${family.name}' finds no possible configuration with the given parameters; the last one drawn was refused: ${reason}`,
      );
    }
    return reason === undefined;
  });
}

/** Impossible configurations drawn one after the other before the campaign gives up. */
const REFUSED_MAX = 1_000;
