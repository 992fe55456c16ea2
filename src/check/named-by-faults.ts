import type { Configuration } from '../network/parameters.js';
import { propertyNames } from '../network/property-names.js';
import type { Chosen } from './subject.js';

/** The property that one of the faults of a network is known to violate. */
export interface NamedByFault {
  readonly fault: string;
  readonly property: string;
  /** Whether this network has it: one of other parameters may not. */
  readonly isThere: boolean;
  /** The parameters with which the fault is known to show; those left out have their defaults. */
  readonly configuration: Configuration;
  /** Whether these are the parameters of this network. */
  readonly isOfThese: boolean;
}

/** What the faults of a chosen network name, in their order: who asks for a fault wants to see that, whatever else it violates before. */
export function namedByFaults({ family, network, subject, configuration: chosen }: Chosen): NamedByFault[] {
  const known = propertyNames(network);
  return subject.faults.map((fault) => {
    const { property, configuration: own = {}, patch = {} } = family.faults[fault]!;
    const configuration = { ...own, ...patch.parameters };
    return {
      fault,
      property,
      isThere: known.includes(property),
      configuration,
      isOfThese: Object.entries(family.parameters).every(
        ([name, parameter]) => chosen[name] === (configuration[name] ?? parameter.default),
      ),
    };
  });
}
