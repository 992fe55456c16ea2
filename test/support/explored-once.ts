import { type Configuration, configurationOf, type NetworkFamily } from '../../src/index.js';
import { inThread } from './in-thread.js';

type Explored = ReturnType<typeof inThread<'exploreHealthy'>>;

/** Of all files that this process runs. */
const known = new Map<string, Explored>();

/** What networks of a family of the catalogue come to without faults, each explored once, however many tests ask for it. */
export function exploredOnce(family: NetworkFamily): (given: Configuration) => Explored {
  return (given) => {
    const key = JSON.stringify([family.name, configurationOf(family, given)]);
    const result = known.get(key) ?? inThread('exploreHealthy', family.name, given);
    known.set(key, result);
    return result;
  };
}
