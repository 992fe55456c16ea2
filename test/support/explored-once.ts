import {
  type Configuration,
  configurationOf,
  explore,
  type ExploreResult,
  type NetworkFamily,
} from '../../src/index.js';

/** Explores networks of a family without faults, each configuration once, however many tests ask for it. */
export function exploredOnce(family: NetworkFamily): (given: Configuration) => ExploreResult {
  const known = new Map<string, ExploreResult>();
  return (given) => {
    const configuration = configurationOf(family, given);
    const key = JSON.stringify(configuration);
    const result = known.get(key) ?? explore(family.build(configuration, new Set()));
    known.set(key, result);
    return result;
  };
}
