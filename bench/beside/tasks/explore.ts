import { explore } from '../../../src/index.js';
import { PROBLEMS } from '../problems.js';
import { AS_PEERS_DO, countsOf, measured } from './search.js';
import type { Perform } from './task.js';

export const perform: Perform<'explore'> = async ({ problem, threads = 1, isReduced = false }) => {
  const network = await PROBLEMS[problem].network();
  // A commit that knows no threads, or no reduction, refuses the option.
  const options = {
    ...AS_PEERS_DO,
    ...(threads > 1 ? { threads } : {}),
    ...(isReduced ? { reduction: true } : {}),
  };
  return measured(() => countsOf(explore(network, options)));
};
