import { type Configuration, configurationOf, type NetworkFamily } from '../../src/index.js';
import { inThread } from './in-thread.js';

type Explored = ReturnType<typeof inThread<'exploreHealthy'>>;

/** What networks of a family of the catalogue come to without faults, each explored once, however many tests ask for it. */
export function exploredOnce(family: NetworkFamily): (given: Configuration) => Explored {
  const known = new Map<string, Explored>();
  return (given) => {
    const key = JSON.stringify(configurationOf(family, given));
    const result = known.get(key) ?? inThread('exploreHealthy', family.name, given);
    known.set(key, result);
    return result;
  };
}
