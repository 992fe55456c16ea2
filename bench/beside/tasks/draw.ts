import { explore, type Network } from '../../../src/index.js';
import { randomNetworks } from '../../twins/random-network.js';
import type { Perform } from './task.js';

/** Smaller ones are start-up, and larger ones take long. */
const STATES_MIN = 10_000;
const STATES_MAX = 200_000;

/** Finds random networks that are worth a comparison. */
export const perform: Perform<'draw'> = ({ seed, count }) => {
  const at: number[] = [];
  let index = 0;
  for (const network of randomNetworks(seed)) {
    if (at.length === count) break;
    if (isLarge(network)) at.push(index);
    index++;
  }
  return { at };
};

/** Some are refused as they run. */
function isLarge(network: Network): boolean {
  try {
    const { states, inconclusive } = explore(network, {
      statesMax: STATES_MAX,
      afterViolation: 'continue',
      progressChecks: false,
    });
    return inconclusive === undefined && states >= STATES_MIN;
  } catch {
    return false;
  }
}
