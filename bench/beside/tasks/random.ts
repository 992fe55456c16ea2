import { explore } from '../../../src/index.js';
import { randomNetworks } from '../../twins/random-network.js';
import { AS_PEERS_DO, countsOf, measured } from './search.js';
import type { Perform } from './task.js';

export const perform: Perform<'random'> = async ({ seed, at }) => {
  let index = 0;
  for (const network of randomNetworks(seed)) {
    if (index++ < at) continue;
    return measured(() => countsOf(explore(network, AS_PEERS_DO)));
  }
  throw new Error('The stream of random networks has ended.');
};
