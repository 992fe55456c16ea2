import { catalogue } from '../../properties/catalogue.js';
import { tryReduction } from '../../src/explore/reduction/reduced-trial.js';
import { choose, type Network, type NetworkFamily } from '../../src/index.js';
import type { DeepTelling } from '../deep-check.js';
import { compareOn, type Reduce } from './compare-reduction.js';

/** Larger networks take too long to be searched both ways. */
const STATES_MAX = 100_000;

/** Compares the reduced search with the unreduced one on the configurations that `check` explores, and with each fault, as far as they are small. */
export function compareCatalogue({ progress, fault }: DeepTelling): string {
  const sums = { compared: 0, left: 0, states: 0, visited: 0 };
  const reduce: Reduce = (network, trial) => tryReduction(network, { ...trial, isGivenUp: true });
  for (const family of catalogue.families) {
    for (const { name, network } of networksOf(family)) {
      progress(name);
      const found = compareOn(network, reduce, { statesMax: STATES_MAX, graphMax: 1 });
      if (found === 'too large') continue;
      sums.compared++;
      sums.left += found.left;
      sums.states += found.states;
      sums.visited += found.visited;
      for (const difference of found.what) fault(`${name}: ${difference}`);
    }
  }
  const { compared, left, states, visited } = sums;
  return `${compared} networks, of ${left} of which the reduction was given up; of the others ${visited} states visited for ${states}`;
}

function* networksOf(family: NetworkFamily): Generator<{ readonly name: string; readonly network: Network }> {
  for (const given of family.exhaustive)
    yield { name: `${family.name} ${JSON.stringify(given)}`, network: choose(family, given).network };
  for (const fault of Object.keys(family.faults))
    yield { name: `${family.name} with ${fault}`, network: choose(family, {}, [fault]).network };
}
